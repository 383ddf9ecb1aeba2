//! German.

use super::Language;
use crate::columns::field::Field::{
    Address1, Address2, CellPhone, City, CountryCode, ExternalId, FirstName, HomePhone, LastName,
    MiddleName, OrganizationExternalId, OrganizationFax, OrganizationIndustry, OrganizationName,
    OrganizationPhone, OrganizationWebsites, OtherEmail, OtherPhone, PersonalEmail, PostalCode,
    Salutation, State, Title, WorkEmail, WorkPhone, WorkPhoneExtension,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (ExternalId, "Kundennummer|Kundennr.|Kunden-Nr.|Kunden-ID|Mitgliedsnummer|Personalnummer|Kontakt-ID"),
        (FirstName, "Vorname|Vornamen|Rufname"),
        (MiddleName, "Zweiter Vorname|Weitere Vornamen"),
        (LastName, "Nachname|Familienname|Zuname"),
        (LastName, "Vollständiger Name|Ansprechpartner|Kontaktname"),
        (Salutation, "Anrede|Namenspräfix"),
        (Salutation, "Titel|Akad. Titel"),
        (Title, "Funktion|Jobtitel|Berufsbezeichnung|Stellung"),
        (Title, "Beruf"),
        (WorkPhone, "\
            Telefon|Tel. Nr.|Telefonnummer|Telefon geschäftlich|Telefon dienstlich|Telefon (Arbeit)|\
            Telefon Büro|Festnetz|Rufnummer"),
        (CellPhone, "Mobiltelefon|Mobil|Mobilnummer|Mobilfunk|Handy|Handynummer|Telefon mobil"),
        (HomePhone, "Telefon privat"),
        (OtherPhone, "Weiteres Telefon|Telefon 2|Haupttelefon"),
        (WorkPhoneExtension, "Durchwahl|Nebenstelle"),
        (WorkEmail, "E-Mail-Adresse|Mailadresse|E-Mail geschäftlich"),
        (PersonalEmail, "E-Mail privat"),
        (OtherEmail, "Weitere E-Mail"),
        (Address1, "Straße|Strasse|Straße und Hausnummer|Straße/Nr.|Anschrift|Adresse"),
        (Address2, "Adresszusatz|Adresszeile 2"),
        (City, "Ort|Stadt|Wohnort"),
        (State, "Bundesland|Bundesstaat|Kanton"),
        (PostalCode, "PLZ|Postleitzahl"),
        (CountryCode, "Land|Staat|Länderkennzeichen|Land/Region"),
        (OrganizationExternalId, "Firmennummer|Firmen-ID|Unternehmens-ID"),
        (OrganizationName, "Firma|Firmenname|Unternehmen|Arbeitgeber"),
        (OrganizationIndustry, "Branche"),
        (OrganizationPhone, "Telefon Firma|Zentrale"),
        (OrganizationFax, "Fax geschäftlich|Telefax|Faxnummer"),
        (OrganizationWebsites, "Webseite|Internet"),
    ],
    shared: "Internet",
};
