//! French.

use super::Language;
use crate::columns::field::Field::{
    Address1, Address2, CellPhone, City, CountryCode, ExternalId, FirstName, HomePhone, LastName,
    MiddleName, OrganizationFax, OrganizationIndustry, OrganizationName, OrganizationPhone,
    OrganizationWebsites, OtherPhone, PersonalEmail, PostalCode, Salutation, State, Title,
    WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (ExternalId, "Numéro client|N° client|Code client|Identifiant"),
        (FirstName, "Prénom|Prenom"),
        (MiddleName, "Deuxième prénom"),
        (LastName, "Nom de famille|Nom"),
        (LastName, "Nom complet"),
        (Salutation, "Civilité|Civilite"),
        (Salutation, "Titre"),
        (Title, "Fonction|Intitulé du poste|Poste"),
        (Title, "Profession"),
        (WorkPhone, "Téléphone|Tél.|Téléphone (bureau)|Téléphone professionnel|Tél. bureau|Téléphone fixe|Tél. fixe"),
        (CellPhone, "Portable|Tél. mobile|Tél. portable|Téléphone mobile|Téléphone portable|GSM"),
        (HomePhone, "Téléphone (domicile)|Téléphone personnel|Tél. domicile"),
        (OtherPhone, "Téléphone (autre)|Téléphone principal"),
        (WorkEmail, "\
            Courriel|Adresse e-mail|Adresse mail|Adresse de messagerie|Adresse électronique|\
            Courrier électronique|Mél"),
        (PersonalEmail, "E-mail personnel"),
        (Address1, "Adresse|Adresse postale|Adresse 1|Rue"),
        (Address2, "Complément d'adresse|Adresse 2"),
        (City, "Ville|Commune"),
        (State, "Région|Département"),
        (PostalCode, "Code postal|CP"),
        (CountryCode, "Pays|Pays/Région"),
        (OrganizationName, "Société|Societe|Entreprise|Raison sociale|Employeur"),
        (OrganizationIndustry, "Secteur"),
        (OrganizationPhone, "Standard|Téléphone société"),
        (OrganizationFax, "Télécopie"),
        (OrganizationWebsites, "Site web|Site internet|Page Web"),
    ],
    shared: "Portable|Poste|CP|Standard|Commune|Département|Profession",
};
