//! Italian.

use super::Language;
use crate::columns::field::Field::{
    Address1, CellPhone, City, CountryCode, FirstName, LastName, OrganizationName, PostalCode,
    State, Title, WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (FirstName, "Nome"),
        (LastName, "Cognome"),
        (Title, "Qualifica"),
        (WorkPhone, "Telefono"),
        (CellPhone, "Cellulare"),
        (WorkEmail, "Posta elettronica|Indirizzo e-mail"),
        (Address1, "Indirizzo|Via"),
        (City, "Città|Comune"),
        (State, "Provincia"),
        (PostalCode, "CAP"),
        (CountryCode, "Paese|Nazione"),
        (OrganizationName, "Azienda|Società|Ragione sociale"),
    ],
    shared: "Via|CAP",
};
