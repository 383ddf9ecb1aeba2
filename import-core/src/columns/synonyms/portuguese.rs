//! Portuguese.

use super::Language;
use crate::columns::field::Field::{
    Address1, CellPhone, City, CountryCode, FirstName, LastName, OrganizationName, PostalCode,
    WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (FirstName, "Nome"),
        (LastName, "Sobrenome|Apelido"),
        (WorkPhone, "Telefone"),
        (CellPhone, "Celular|Telemóvel"),
        (WorkEmail, "Correio eletrônico"),
        (Address1, "Endereço|Morada"),
        (City, "Cidade"),
        (PostalCode, "CEP|Código postal"),
        (CountryCode, "País"),
        (OrganizationName, "Empresa"),
    ],
    shared: "",
};
