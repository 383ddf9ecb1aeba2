//! From keys to the records that hold them.

use std::sync::Arc;

use foldhash::HashMap;
use import_core::record::{Identifier, StoredOrganization};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::records;
use crate::store::filter::KeyFilter;
use crate::store::{Result, UnreadContact};

/// One of the two kinds of record in the main tables: how it is looked up.
pub(super) struct Lookup<T> {
    holders: &'static str,
    load: String,
    pub(super) read: fn(&Row<'_>) -> rusqlite::Result<(i64, T)>,
    id: fn(&T) -> Uuid,
}

/// Contacts.
pub(super) fn contacts() -> Lookup<UnreadContact> {
    Lookup {
        holders: "SELECT contact FROM contact_identifier
                  WHERE division = ?1 AND kind = ?2 AND key = ?3",
        load: format!("SELECT {} FROM contact WHERE number = ?1", records::CONTACT),
        read: records::unread_contact,
        id: |contact| contact.id,
    }
}

/// Organizations.
pub(super) fn organizations() -> Lookup<Arc<StoredOrganization>> {
    Lookup {
        holders: "SELECT organization FROM organization_identifier
                  WHERE division = ?1 AND kind = ?2 AND key = ?3",
        load: format!(
            "SELECT {} FROM organization WHERE number = ?1",
            records::ORGANIZATION
        ),
        read: |row| {
            let (number, organization) = records::organization(row)?;
            Ok((number, Arc::new(organization)))
        },
        id: |organization| organization.id,
    }
}

impl<T> Lookup<T> {
    /// The numbers of the records that hold one of these keys, in order, each once. Keys that the filter
    /// knows to be nowhere are not looked up.
    pub(super) fn holders(
        &self,
        connection: &Connection,
        division: i64,
        keys: &[Identifier],
        filter: Option<&KeyFilter>,
    ) -> Result<Vec<i64>> {
        let mut statement = connection.prepare_cached(self.holders)?;
        let mut found = Vec::new();
        for key in keys {
            if filter.is_none_or(|filter| filter.may_contain(filter.hash(key))) {
                push_numbers(
                    &mut statement,
                    params![division, key.kind.number(), key.key],
                    &mut found,
                )?;
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Loads records, and remembers their numbers.
    pub(super) fn load(
        &self,
        connection: &Connection,
        found: &[i64],
        numbers: &mut HashMap<Uuid, i64>,
    ) -> Result<Vec<T>> {
        let mut statement = connection.prepare_cached(&self.load)?;
        let mut records = Vec::with_capacity(found.len());
        for number in found {
            let record = statement.query_row([number], self.read).optional()?;
            // A number without a record would be an identifier that nobody removed; it holds nothing.
            if let Some((number, record)) = record {
                numbers.insert((self.id)(&record), number);
                records.push(record);
            }
        }
        Ok(records)
    }
}

/// Appends the numbers that a query gives.
pub(super) fn push_numbers(
    statement: &mut CachedStatement<'_>,
    params: impl rusqlite::Params,
    found: &mut Vec<i64>,
) -> Result<()> {
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        found.push(row.get(0)?);
    }
    Ok(())
}
