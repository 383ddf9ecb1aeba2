//! What a dry run would have written, in a database of its own.
//!
//! Once a record is touched, its whole state and all its keys are here, and what the directory holds of it
//! counts no more. Records are in the database, their keys in memory.

use std::sync::Arc;

use foldhash::HashMap;
use import_core::record::{Identifier, PackedContact, StoredOrganization};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use uuid::Uuid;

use super::convert::{bytes, join_ids};
use super::key_index::KeyIndex;
use super::lookup::{self, Lookup};
use super::records;
use crate::store::filter::KeyFilter;
use crate::store::{Result, UnreadContact};

/// Numbers from here on are of records that only the dry run has.
const FIRST_NEW: i64 = 1 << 47;

/// The records of one kind that a dry run has touched: written as `W`, read as `R`.
pub(super) struct Scratch<W: 'static, R: 'static> {
    kind: Kind<W, R>,
    lookup: Lookup<R>,
    load: String,
    keys: KeyIndex,
    next: i64,
}

/// How one kind of record is kept.
struct Kind<W, R> {
    is_touched: &'static str,
    insert: &'static str,
    put: fn(&mut CachedStatement<'_>, i64, &W, &str) -> Result<usize>,
    written_id: fn(&W) -> Uuid,
    id: fn(&R) -> Uuid,
}

/// What becomes of a record.
pub(super) struct Change<'a, W> {
    pub(super) after: &'a W,
    /// Its JSON.
    pub(super) document: &'a str,
    /// Every key that it holds.
    pub(super) held: &'a [Identifier],
    pub(super) removed: Vec<Identifier>,
    pub(super) added: Vec<&'a Identifier>,
}

impl Scratch<PackedContact, UnreadContact> {
    /// An empty scratch for the contacts of a dry run.
    pub(super) fn contacts(scratch: &Connection) -> Result<Self> {
        scratch.execute_batch(
            "CREATE TABLE scratch_contact (
                 number INTEGER PRIMARY KEY, id BLOB, organization BLOB, created INTEGER,
                 modified INTEGER, version INTEGER, merge_set BLOB, document TEXT
             );",
        )?;
        let kind = Kind {
            is_touched: "SELECT 1 FROM scratch_contact WHERE number = ?1",
            insert: "INSERT OR REPLACE INTO scratch_contact VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            put: |insert, number, contact: &PackedContact, document| {
                Ok(insert.execute(params![
                    number,
                    bytes(&contact.id),
                    contact.organization.as_ref().map(bytes),
                    contact.created,
                    contact.modified,
                    contact.version,
                    join_ids(&contact.merge_set),
                    document
                ])?)
            },
            written_id: |contact| contact.id,
            id: |contact: &UnreadContact| contact.id,
        };
        let load = format!(
            "SELECT {} FROM scratch_contact WHERE number = ?1",
            records::CONTACT
        );
        Ok(Self::new(kind, lookup::contacts(), load))
    }
}

impl Scratch<Arc<StoredOrganization>, Arc<StoredOrganization>> {
    /// An empty scratch for the organizations of a dry run.
    pub(super) fn organizations(scratch: &Connection) -> Result<Self> {
        scratch.execute_batch(
            "CREATE TABLE scratch_organization (
                 number INTEGER PRIMARY KEY, id BLOB, created INTEGER, modified INTEGER,
                 version INTEGER, document TEXT
             );",
        )?;
        let kind = Kind {
            is_touched: "SELECT 1 FROM scratch_organization WHERE number = ?1",
            insert: "INSERT OR REPLACE INTO scratch_organization VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            put: |insert, number, organization: &Arc<StoredOrganization>, document| {
                Ok(insert.execute(params![
                    number,
                    bytes(&organization.id),
                    organization.created,
                    organization.modified,
                    organization.version,
                    document
                ])?)
            },
            written_id: |organization| organization.id,
            id: |organization: &Arc<StoredOrganization>| organization.id,
        };
        let load = format!(
            "SELECT {} FROM scratch_organization WHERE number = ?1",
            records::ORGANIZATION
        );
        Ok(Self::new(kind, lookup::organizations(), load))
    }
}

impl<W, R> Scratch<W, R> {
    fn new(kind: Kind<W, R>, lookup: Lookup<R>, load: String) -> Self {
        Self {
            kind,
            lookup,
            load,
            keys: KeyIndex::default(),
            next: FIRST_NEW,
        }
    }

    /// The records that hold one of these keys: those of the directory that are not touched, and those that
    /// are here.
    pub(super) fn look_up(
        &self,
        main: &Connection,
        scratch: &Connection,
        division: i64,
        keys: &[Identifier],
        filter: Option<&KeyFilter>,
        numbers: &mut HashMap<Uuid, i64>,
    ) -> Result<Vec<R>> {
        let mut untouched = Vec::new();
        let mut is_touched = scratch.prepare_cached(self.kind.is_touched)?;
        for number in self.lookup.holders(main, division, keys, filter)? {
            if !is_touched.exists([number])? {
                untouched.push(number);
            }
        }
        let mut records = self.lookup.load(main, &untouched, numbers)?;

        let mut touched = Vec::new();
        for key in keys {
            self.keys.find(key, &mut touched);
        }
        touched.sort_unstable();
        touched.dedup();
        let mut load = scratch.prepare_cached(&self.load)?;
        for number in touched {
            let found = load.query_row([number], self.lookup.read).optional()?;
            if let Some((number, record)) = found {
                numbers.insert((self.kind.id)(&record), number);
                records.push(record);
            }
        }
        Ok(records)
    }

    /// Keeps what becomes of records; `kept` is told the number of each.
    pub(super) fn write<'a>(
        &mut self,
        scratch: &Connection,
        numbers: &mut HashMap<Uuid, i64>,
        changes: impl Iterator<Item = Change<'a, W>>,
        mut kept: impl FnMut(i64, &Change<'a, W>),
    ) -> Result<()> {
        let mut insert = scratch.prepare_cached(self.kind.insert)?;
        let mut is_touched = scratch.prepare_cached(self.kind.is_touched)?;
        for change in changes {
            let known = numbers.get(&(self.kind.written_id)(change.after)).copied();
            let number = known.unwrap_or_else(|| {
                self.next += 1;
                numbers.insert((self.kind.written_id)(change.after), self.next);
                self.next
            });
            let comes_from_directory =
                known.is_some() && number < FIRST_NEW && !is_touched.exists([number])?;
            (self.kind.put)(&mut insert, number, change.after, change.document)?;
            if comes_from_directory {
                // Here for the first time: with all its keys.
                for key in change.held {
                    self.keys.add(key, number);
                }
            } else {
                for key in &change.removed {
                    self.keys.remove(key, number);
                }
                for key in &change.added {
                    self.keys.add(key, number);
                }
            }
            kept(number, &change);
        }
        Ok(())
    }
}
