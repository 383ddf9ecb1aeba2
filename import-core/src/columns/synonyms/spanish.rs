//! Spanish.

use super::Language;
use crate::columns::field::Field::{
    Address1, CellPhone, City, CountryCode, ExternalId, FirstName, HomePhone, LastName,
    OrganizationName, PostalCode, State, Title, WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (ExternalId, "Número de cliente"),
        (FirstName, "Nombre"),
        (LastName, "Apellidos|Apellido"),
        (LastName, "Nombre completo"),
        (Title, "Cargo|Puesto"),
        (WorkPhone, "Teléfono"),
        (CellPhone, "Móvil|Celular"),
        (HomePhone, "Teléfono particular"),
        (WorkEmail, "Correo electrónico|Correo"),
        (Address1, "Dirección|Calle"),
        (City, "Ciudad|Población|Localidad"),
        (State, "Provincia"),
        (PostalCode, "Código postal"),
        (CountryCode, "País"),
        (OrganizationName, "Empresa|Organización"),
    ],
    shared: "Cargo",
};
