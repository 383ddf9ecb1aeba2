//! Changes of records outside of imports, one transaction each.

use std::sync::Arc;

use import_core::editing::Edit;
use import_core::engine::{ContactChange, Keys, Known, OrganizationChange, Plan};
use import_core::record::{Organization, StoredContact, Timestamp};
use uuid::Uuid;

use super::Result;

/// Who changes records of which division, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEdit {
    /// The division's id.
    pub division: String,
    /// Who does it.
    pub author: Uuid,
    /// When.
    pub at: Timestamp,
}

/// The records that an edit has to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Contacts by their ids.
    pub contacts: Vec<Uuid>,
    /// Organizations by their ids.
    pub organizations: Vec<Uuid>,
    /// Records by what they hold.
    pub keys: Keys,
}

/// What an edit did to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditEntry {
    /// Who did it.
    pub author: Uuid,
    /// When.
    pub at: Timestamp,
    /// The version that the edit left; of a record that it deleted, one above its last.
    pub version: u64,
    /// The version that it found; none where it created the record.
    pub former: Option<u64>,
}

/// Changes records outside of imports.
pub trait Edits {
    /// Changes records of one division in one transaction: looks up what is selected, lets `decide` make
    /// changes of it, and writes them with their former states. Nobody changes the division in between.
    /// `false` where there is no such division; nothing is decided then.
    ///
    /// `decide` sees each selected record of the division once, and of the contacts the live ones alone. A
    /// record that is deleted frees its identifiers; the records behind a contact go with it, and nobody
    /// belongs to a deleted organization any more.
    fn edit(
        &self,
        edit: &NewEdit,
        selection: &Selection,
        decide: &mut dyn FnMut(Known) -> Edit,
    ) -> Result<bool>;

    /// What edits did to a record, first to last.
    fn list_edits(&self, record: Uuid) -> Result<Vec<EditEntry>>;
}

/// The changes of an edit as those of a batch. What is deleted first lets go of all that it is found by.
pub(super) fn to_plan(edit: &Edit) -> Plan {
    let mut contacts = edit.contacts.clone();
    contacts.extend(edit.deleted_contacts.iter().map(|contact| {
        let mut after = StoredContact::clone(contact);
        after.version += 1;
        ContactChange::new(Some(Arc::clone(contact)), &after, Some(contact.id))
    }));
    let mut organizations = edit.organizations.clone();
    organizations.extend(edit.deleted_organizations.iter().map(|organization| {
        let mut after = Arc::clone(organization);
        let emptied = Arc::make_mut(&mut after);
        emptied.version += 1;
        emptied.organization = Organization::default();
        OrganizationChange::new(Some(Arc::clone(organization)), after)
    }));
    Plan {
        contacts,
        organizations,
        ..Plan::default()
    }
}

/// The records that an edit created: kind as in the ledger, and id.
pub(super) fn created(edit: &Edit) -> impl Iterator<Item = (u8, Uuid, u64)> {
    let contacts = edit
        .contacts
        .iter()
        .filter(|change| change.before.is_none());
    let organizations = edit
        .organizations
        .iter()
        .filter(|change| change.before.is_none());
    contacts
        .map(|change| (1, change.after.id, change.after.version))
        .chain(organizations.map(|change| (2, change.after.id, change.after.version)))
}

/// Every contact that goes with an edit: those that are deleted, and the records behind them.
pub(super) fn removed_contacts(edit: &Edit) -> Vec<Uuid> {
    let deleted = edit.deleted_contacts.iter();
    deleted
        .flat_map(|contact| std::iter::once(contact.id).chain(contact.merge_set.iter().copied()))
        .collect()
}
