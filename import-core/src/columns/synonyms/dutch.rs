//! Dutch.

use super::Language;
use crate::columns::field::Field::{
    Address1, CellPhone, City, CountryCode, ExternalId, FirstName, LastName, MiddleName,
    OrganizationName, WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (ExternalId, "Klantnummer"),
        (FirstName, "Voornaam"),
        (MiddleName, "Tussenvoegsel"),
        (LastName, "Achternaam"),
        (LastName, "Naam"),
        (WorkPhone, "Telefoon|Telefoonnummer"),
        (CellPhone, "Mobiel|Mobiele telefoon|Mobiel nummer"),
        (WorkEmail, "E-mailadres"),
        (Address1, "Adres|Straat"),
        (City, "Plaats|Woonplaats"),
        (CountryCode, "Land"),
        (OrganizationName, "Bedrijf|Bedrijfsnaam"),
    ],
    shared: "",
};
