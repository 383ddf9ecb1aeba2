//! Changes of records outside of an import: what a request asks for and what is known → changes, or a refusal.
//!
//! Pure, as the engine, whose ways they go: values are read as those of a row, identifiers match as a row's
//! keys, and several contacts become one as in an import.

mod body;
mod contact;
mod custom;
mod enrich;
mod external_ids;
mod identifiers;
mod merge;
mod organization;
mod patch;

use std::sync::Arc;

use uuid::Uuid;

pub use body::{ContactBody, OrganizationBody, OrganizationChoice};
pub use contact::{create_contact, delete_contact, patch_contact, replace_contact};
pub use enrich::{Action, Enrichment, FieldRules, enrich_contact, enrich_organization};
pub use external_ids::ArrayRule;
pub use identifiers::{
    Claim, change_contact_identifier, change_organization_identifier, read_identifier,
};
pub use merge::merge_contacts;
pub use organization::{
    create_organization, delete_organization, patch_organization, replace_organization,
};
pub use patch::{PatchAction, PatchChange};

pub use crate::engine::Moment;
use crate::engine::{ContactChange, OrganizationChange};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::record::{Identifier, StoredContact, StoredOrganization};

/// What an edit changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edit {
    /// Contacts that are created, changed or merged away.
    pub contacts: Vec<ContactChange>,
    /// Organizations that are created or changed.
    pub organizations: Vec<OrganizationChange>,
    /// Contacts that are deleted, together with the records behind them.
    pub deleted_contacts: Vec<Arc<StoredContact>>,
    /// Organizations that are deleted. Their contacts stay and belong to none.
    pub deleted_organizations: Vec<Arc<StoredOrganization>>,
}

impl Edit {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An edit and the record that it is about, as it is afterwards.
#[derive(Clone, Debug)]
pub struct Edited<R> {
    /// The record.
    pub record: R,
    /// What became of it.
    pub outcome: Outcome,
    /// What is to be written.
    pub edit: Edit,
}

/// What is wrong with one field of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldFault {
    /// Its value, as it would be in a file. The problem's column is the field's path.
    Value(Problem),
    /// Its type: the field's path, and what was expected.
    Shape(String, &'static str),
    /// It is not there to be written: the field's path.
    Unwritable(String),
}

/// Why an edit is refused. Nothing is changed then.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// Fields of the body.
    Fields(Vec<FieldFault>),
    /// What would come of it: too many matches or external IDs, an organization without a name.
    Problem(Problem),
    /// The record is not there.
    NotFound(Uuid),
    /// No record holds one of the identifiers.
    NoMatch,
    /// A record holds one of the identifiers already.
    Exists(Uuid),
    /// Another record has this external ID.
    Taken(Identifier, Uuid),
    /// The contact is to belong to an organization that is not there.
    NoOrganization,
    /// The record does not hold the identifier.
    NotHeld,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<FieldFault> for Refusal {
    fn from(fault: FieldFault) -> Self {
        Self::Fields(vec![fault])
    }
}
