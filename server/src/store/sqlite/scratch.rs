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
    remove: String,
    /// Their places in `numbers` by their keys.
    keys: KeyIndex,
    numbers: Vec<i64>,
    /// The places of those that the directory has.
    touched: HashMap<i64, u32>,
}

/// How one kind of record is kept.
struct Kind<W, R> {
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
    /// Every key that it holds; none where it is merged away.
    pub(super) held: &'a [Identifier],
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
        Ok(Self::new(
            kind,
            lookup::contacts(),
            "scratch_contact",
            records::CONTACT,
        ))
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
        Ok(Self::new(
            kind,
            lookup::organizations(),
            "scratch_organization",
            records::ORGANIZATION,
        ))
    }
}

impl<W, R> Scratch<W, R> {
    fn new(kind: Kind<W, R>, lookup: Lookup<R>, table: &str, columns: &str) -> Self {
        Self {
            kind,
            lookup,
            load: format!("SELECT {columns} FROM {table} WHERE number = ?1"),
            remove: format!("DELETE FROM {table} WHERE number = ?1"),
            keys: KeyIndex::default(),
            numbers: Vec::new(),
            touched: HashMap::default(),
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
        let mut untouched = self.lookup.holders(main, division, keys, filter)?;
        untouched.retain(|number| !self.touched.contains_key(number));
        let mut records = self.lookup.load(main, &untouched, numbers)?;

        let mut touched = Vec::new();
        for key in keys {
            self.keys.find(key, &mut touched);
        }
        touched.sort_unstable();
        touched.dedup();
        let mut load = scratch.prepare_cached(&self.load)?;
        for place in touched {
            let number = self.numbers[place as usize];
            let found = load.query_row([number], self.lookup.read).optional()?;
            if let Some((number, record)) = found {
                numbers.insert((self.kind.id)(&record), number);
                records.push(record);
            }
        }
        Ok(records)
    }

    /// Keeps what becomes of records; answers their numbers.
    pub(super) fn write<'a>(
        &mut self,
        scratch: &Connection,
        numbers: &mut HashMap<Uuid, i64>,
        changes: impl Iterator<Item = Change<'a, W>>,
    ) -> Result<Vec<i64>> {
        let mut insert = scratch.prepare_cached(self.kind.insert)?;
        let mut remove = scratch.prepare_cached(&self.remove)?;
        let mut written = Vec::new();
        for change in changes {
            let id = (self.kind.written_id)(change.after);
            let known = numbers.get(&id).copied();
            let here = known.and_then(|number| self.place(number));
            let place = here.unwrap_or_else(|| self.take_up(known));
            let number = self.numbers[place as usize];
            numbers.insert(id, number);
            if change.held.is_empty() {
                // Nobody can find it any more, not by the keys that it held before either.
                remove.execute([number])?;
            } else {
                (self.kind.put)(&mut insert, number, change.after, change.document)?;
            }
            for key in change.held {
                self.keys.add(key, place);
            }
            written.push(number);
        }
        Ok(written)
    }

    /// The place of a record that is here.
    fn place(&self, number: i64) -> Option<u32> {
        match number.checked_sub(FIRST_NEW) {
            Some(place) if place >= 0 => u32::try_from(place).ok(),
            _ => self.touched.get(&number).copied(),
        }
    }

    /// Makes a place for a record of the directory, or for a new one.
    fn take_up(&mut self, number: Option<i64>) -> u32 {
        let place = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        if let Some(number) = number {
            self.touched.insert(number, place);
        }
        self.numbers
            .push(number.unwrap_or(FIRST_NEW + i64::from(place)));
        place
    }
}
