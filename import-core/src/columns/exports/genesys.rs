//! Genesys Cloud.

use super::{Export, System};
use crate::columns::field::Field::{ExternalId, OrganizationExternalId};

#[rustfmt::skip]
pub(super) const EXPORTS: &[Export] = &[
    Export {
        system: System::Genesys,
        // Its names are the fields' own.
        names: &[],
        nothing: &[],
        marks: &[
            "External Organization External ID", "External Organization Name", "Work Phone Accepts SMS", "Cell Phone Accepts SMS",
            "Work Phone Country Code", "Survey Opt Out", "External System URL", "Twitter Screen Name", "Line Display Name",
            "WhatsApp Display Name", "workPhone.display", "externalIds[0].value", "externalOrganization.externalIds[0].value",
            "externalOrganization.name", "externalSystemUrl",
        ],
        shared: &[],
    },
    Export {
        system: System::GenesysLegacy,
        // The rest of its names are ours behind `Contact` or `Account`.
        names: &[("Contact ID", ExternalId), ("Account ID", OrganizationExternalId)],
        nothing: &[],
        marks: &["Contact ID", "Contact First Name", "Contact Last Name", "Account ID", "Account Name"],
        shared: &[],
    },
];
