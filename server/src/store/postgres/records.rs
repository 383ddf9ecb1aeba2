//! Contacts and organizations as rows.

use import_core::record::{StoredContact, StoredOrganization};
use tokio_postgres::Row;
use uuid::Uuid;

use super::convert::{count, get, json, split_ids};
use crate::store::Result;

/// A contact's columns in the order that [`contact`] reads.
pub(super) const CONTACT: &str =
    "r.id, r.organization, r.created, r.modified, r.version, r.merge_set, r.document";

/// An organization's columns in the order that [`organization`] reads.
pub(super) const ORGANIZATION: &str = "r.id, r.created, r.modified, r.version, r.document";

/// The key of a record. They sort by age, as ids do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) id: Uuid,
    pub(super) division: i64,
}

/// Reads a contact.
pub(super) fn contact(row: &Row) -> Result<StoredContact> {
    Ok(StoredContact {
        id: get(row, 0)?,
        organization: get(row, 1)?,
        created: get(row, 2)?,
        modified: get(row, 3)?,
        version: count(row, 4)?,
        merge_set: split_ids(get(row, 5)?)?,
        contact: json(row, 6)?,
    })
}

/// Reads an organization.
pub(super) fn organization(row: &Row) -> Result<StoredOrganization> {
    Ok(StoredOrganization {
        id: get(row, 0)?,
        created: get(row, 1)?,
        modified: get(row, 2)?,
        version: count(row, 3)?,
        organization: json(row, 4)?,
    })
}
