//! Contacts and organizations as rows.

use import_core::record::{Organization, StoredContact, StoredOrganization};
use rusqlite::Row;
use rusqlite::types::Type;

use super::convert::{id, json, optional_id, split_ids};
use crate::store::UnreadContact;
use crate::store::words::{Word, split};

/// A contact's columns in the order that [`contact`] reads, `number` first.
pub(super) const CONTACT: &str =
    "number, id, organization, created, modified, version, merge_set, document";

/// An organization's columns in the order that [`organization`] reads, `number` first.
pub(super) const ORGANIZATION: &str = "number, id, created, modified, version, document";

/// Takes a contact over and its number, its document unread.
pub(super) fn unread_contact(row: &Row<'_>) -> rusqlite::Result<(i64, UnreadContact)> {
    let unread = UnreadContact {
        id: id(row, 1)?,
        organization: optional_id(row, 2)?,
        created: row.get(3)?,
        modified: row.get(4)?,
        version: row.get(5)?,
        merge_set: split_ids(row, 6)?,
        document: row.get(7)?,
    };
    Ok((row.get(0)?, unread))
}

/// Reads a contact and its number.
pub(super) fn contact(row: &Row<'_>) -> rusqlite::Result<(i64, StoredContact)> {
    let (number, unread) = unread_contact(row)?;
    let read = unread.read().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(7, Type::Text, Box::new(error))
    })?;
    Ok((number, read))
}

/// Reads an organization and its number.
pub(super) fn organization(row: &Row<'_>) -> rusqlite::Result<(i64, StoredOrganization)> {
    let stored = StoredOrganization {
        id: id(row, 1)?,
        created: row.get(2)?,
        modified: row.get(3)?,
        version: row.get(4)?,
        organization: json::<Organization>(row, 5)?,
    };
    Ok((row.get(0)?, stored))
}

/// A name as the search index takes it: the words that are compared, with a space between any two. Every character of the
/// scripts that are written without spaces is a word of its own, so that a part of a name finds it.
pub(super) fn words(name: &str) -> String {
    if name.is_ascii() {
        // The index takes the words out of it by itself.
        return name.to_owned();
    }
    let mut words = String::with_capacity(name.len() + 8);
    for word in split(name) {
        match word {
            Word::Spaced(word) => words.push_str(&word),
            Word::Unspaced(c, _) => words.push(c),
        }
        words.push(' ');
    }
    words
}
