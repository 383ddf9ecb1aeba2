//! Polish.

use super::Language;
use crate::columns::field::Field::{
    Address1, CellPhone, City, CountryCode, FirstName, LastName, OrganizationName, PostalCode,
    Title, WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (FirstName, "Imię"),
        (LastName, "Nazwisko"),
        (LastName, "Imię i nazwisko"),
        (Title, "Stanowisko"),
        (WorkPhone, "Telefon|Telefon służbowy"),
        (CellPhone, "Telefon komórkowy|Komórka"),
        (WorkEmail, "Adres e-mail"),
        (Address1, "Ulica|Adres"),
        (City, "Miasto|Miejscowość"),
        (PostalCode, "Kod pocztowy"),
        (CountryCode, "Kraj"),
        (OrganizationName, "Firma"),
    ],
    shared: "Kraj",
};
