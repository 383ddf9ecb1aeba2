//! The pass that only looks what would happen.
//!
//! Records that the dry run creates or changes live in temporary tables of a connection of its own: once a
//! record is touched, its whole state and all its keys are there, and what the directory holds of it counts no
//! more. Nothing is locked, and everything is gone with the connection.

use std::collections::HashMap;

use import_core::api::Phase;
use import_core::engine::{Keys, Known};
use import_core::problem::Code;
use import_core::record::Identifier;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use uuid::Uuid;

use super::cache::OrganizationCache;
use super::convert::{bytes, join_ids, to_json};
use super::filter::KeyFilter;
use super::lookup::{Lookup, push_numbers};
use super::{SqliteStore, connection, import, jobs, lookup, outcomes, records};
use crate::store::{BatchOutcome, Checkpoint, Pass, Result};

/// Numbers from here on are of records that only the dry run has.
const FIRST_NEW: i64 = 1 << 48;

const TABLES: &str = "
    CREATE TEMP TABLE scratch_contact (
        number INTEGER PRIMARY KEY, id BLOB, organization BLOB, created INTEGER, modified INTEGER,
        version INTEGER, merge_set BLOB, document TEXT
    );
    CREATE TEMP TABLE scratch_contact_key (
        hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)
    ) WITHOUT ROWID;
    CREATE TEMP TABLE scratch_organization (
        number INTEGER PRIMARY KEY, id BLOB, created INTEGER, modified INTEGER, version INTEGER,
        document TEXT
    );
    CREATE TEMP TABLE scratch_organization_key (
        hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)
    ) WITHOUT ROWID;
";

/// A pass that writes nothing but its report.
pub(super) struct DryRunPass<'a> {
    store: &'a SqliteStore,
    job: i64,
    division: i64,
    connection: Connection,
    /// Keys of the directory, where it is worth knowing them beforehand.
    main: Option<KeyFilter>,
    /// Keys of the scratch; it also gives the hashes that the scratch is searched by.
    scratch: KeyFilter,
    next: i64,
    numbers: HashMap<Uuid, i64>,
    organizations: OrganizationCache,
    counts: HashMap<Code, u64>,
    pending: Vec<BatchOutcome>,
}

/// The scratch of one of the two kinds of record.
struct Scratch {
    holders: &'static str,
    load: String,
    is_touched: &'static str,
    add_key: &'static str,
    remove_key: &'static str,
}

impl Scratch {
    fn contacts() -> Self {
        Self {
            holders: "SELECT number FROM scratch_contact_key WHERE hash = ?1",
            load: format!(
                "SELECT {} FROM scratch_contact WHERE number = ?1",
                records::CONTACT
            ),
            is_touched: "SELECT 1 FROM scratch_contact WHERE number = ?1",
            add_key: "INSERT OR IGNORE INTO scratch_contact_key VALUES (?1, ?2)",
            remove_key: "DELETE FROM scratch_contact_key WHERE hash = ?1 AND number = ?2",
        }
    }

    fn organizations() -> Self {
        Self {
            holders: "SELECT number FROM scratch_organization_key WHERE hash = ?1",
            load: format!(
                "SELECT {} FROM scratch_organization WHERE number = ?1",
                records::ORGANIZATION
            ),
            is_touched: "SELECT 1 FROM scratch_organization WHERE number = ?1",
            add_key: "INSERT OR IGNORE INTO scratch_organization_key VALUES (?1, ?2)",
            remove_key: "DELETE FROM scratch_organization_key WHERE hash = ?1 AND number = ?2",
        }
    }
}

impl<'a> DryRunPass<'a> {
    /// A pass of a job of `rows` rows.
    pub(super) fn new(store: &'a SqliteStore, job: i64, division: i64, rows: u64) -> Result<Self> {
        let connection = connection::open_scratch(&store.path)?;
        let main = import::filter_of(&connection, division, rows)?;
        connection.execute_batch(TABLES)?;
        let keys = usize::try_from(rows * 3).unwrap_or(usize::MAX);
        Ok(Self {
            store,
            job,
            division,
            connection,
            main,
            scratch: KeyFilter::new(keys),
            next: FIRST_NEW,
            numbers: HashMap::new(),
            organizations: OrganizationCache::default(),
            counts: HashMap::new(),
            pending: Vec::new(),
        })
    }

    fn look_up_kind<T>(
        &mut self,
        lookup: &Lookup<T>,
        scratch: &Scratch,
        keys: &[Identifier],
        filter: Option<&KeyFilter>,
        read: fn(&Row<'_>) -> rusqlite::Result<(i64, T)>,
        id: fn(&T) -> Uuid,
    ) -> Result<Vec<T>> {
        let connection = &self.connection;
        let mut untouched = lookup.holders(connection, self.division, keys, filter)?;
        let mut is_touched = connection.prepare_cached(scratch.is_touched)?;
        let mut failed = None;
        untouched.retain(|number| match is_touched.exists([number]) {
            Ok(touched) => !touched,
            Err(error) => {
                failed = Some(error);
                false
            }
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
        let mut records = lookup.load(connection, &untouched, &mut self.numbers)?;

        let mut touched = Vec::new();
        let mut holders = connection.prepare_cached(scratch.holders)?;
        for key in keys {
            let hash = self.scratch.hash(key);
            if self.scratch.may_contain(hash) {
                push_numbers(&mut holders, [hash.cast_signed()], &mut touched)?;
            }
        }
        touched.sort_unstable();
        touched.dedup();
        let mut load = connection.prepare_cached(&scratch.load)?;
        for number in touched {
            if let Some((number, record)) = load.query_row([number], read).optional()? {
                self.numbers.insert(id(&record), number);
                records.push(record);
            }
        }
        Ok(records)
    }

    fn number(&mut self, id: Uuid) -> i64 {
        *self.numbers.entry(id).or_insert_with(|| {
            self.next += 1;
            self.next
        })
    }

    /// Puts a record's keys into the scratch. A record that comes from the directory brings all it has, since
    /// what the directory holds of it counts no more.
    fn put_keys(
        &mut self,
        scratch: &Scratch,
        number: i64,
        all: Vec<Identifier>,
        (removed, added): (Vec<Identifier>, Vec<Identifier>),
        is_first_touch: bool,
    ) -> Result<()> {
        let mut add = self.connection.prepare_cached(scratch.add_key)?;
        for key in if is_first_touch { all } else { added } {
            let hash = self.scratch.hash(&key);
            self.scratch.insert(hash);
            add.execute(params![hash.cast_signed(), number])?;
        }
        if !is_first_touch && !removed.is_empty() {
            let mut remove = self.connection.prepare_cached(scratch.remove_key)?;
            for key in removed {
                let hash = self.scratch.hash(&key);
                remove.execute(params![hash.cast_signed(), number])?;
            }
        }
        Ok(())
    }
}

impl Pass for DryRunPass<'_> {
    fn look_up(&mut self, keys: &Keys) -> Result<Known> {
        // One state of the directory for a batch, and no longer: a long read would keep the log from being cut.
        if self.connection.is_autocommit() {
            self.connection.execute_batch("BEGIN")?;
        }
        self.numbers.clear();
        let main = self.main.take();
        let contacts = self.look_up_kind(
            &lookup::contacts(),
            &Scratch::contacts(),
            &keys.contacts,
            main.as_ref(),
            records::contact,
            |contact| contact.id,
        );
        self.main = main;
        let contacts = contacts?;
        let (mut organizations, unknown) = self
            .organizations
            .find(&keys.organizations, &mut self.numbers);
        let found = self.look_up_kind(
            &lookup::organizations(),
            &Scratch::organizations(),
            &unknown,
            None,
            records::organization,
            |organization| organization.id,
        )?;
        self.organizations
            .keep(unknown, found, &self.numbers, &mut organizations);
        Ok(Known {
            contacts,
            organizations,
        })
    }

    fn write(&mut self, mut batch: BatchOutcome) -> Result<()> {
        let scratch = Scratch::contacts();
        for change in std::mem::take(&mut batch.plan.contacts) {
            let after = &change.after;
            let number = self.number(after.id);
            let mut statement = self.connection.prepare_cached(
                "INSERT OR REPLACE INTO scratch_contact VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?;
            let is_first_touch = !self
                .connection
                .prepare_cached(scratch.is_touched)?
                .exists([number])?;
            statement.execute(params![
                number,
                bytes(&after.id),
                after.organization.as_ref().map(bytes),
                after.created,
                after.modified,
                after.version,
                join_ids(&after.merge_set),
                to_json(&after.contact)?
            ])?;
            drop(statement);
            let all = if change.merged_to.is_some() {
                Vec::new()
            } else {
                after.contact.identifiers()
            };
            self.put_keys(&scratch, number, all, change.identifiers(), is_first_touch)?;
        }
        let scratch = Scratch::organizations();
        for change in std::mem::take(&mut batch.plan.organizations) {
            let after = &change.after;
            let number = self.number(after.id);
            let is_first_touch = !self
                .connection
                .prepare_cached(scratch.is_touched)?
                .exists([number])?;
            let mut statement = self.connection.prepare_cached(
                "INSERT OR REPLACE INTO scratch_organization VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            statement.execute(params![
                number,
                bytes(&after.id),
                after.created,
                after.modified,
                after.version,
                to_json(&after.organization)?
            ])?;
            drop(statement);
            let (removed, added) = change.identifiers();
            self.organizations.change(number, after, &removed, &added);
            let all = after.organization.identifiers();
            self.put_keys(&scratch, number, all, (removed, added), is_first_touch)?;
        }
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("COMMIT")?;
        }
        self.pending.push(batch);
        Ok(())
    }

    fn commit(&mut self, checkpoint: &Checkpoint) -> Result<bool> {
        let mut writer = self.store.writer();
        let transaction = writer
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for batch in self.pending.drain(..) {
            outcomes::insert(
                &transaction,
                self.job,
                Phase::Validation,
                batch.number,
                &batch.plan.rows,
                &mut self.counts,
            )?;
        }
        outcomes::add_counts(&transaction, self.job, Phase::Validation, &mut self.counts)?;
        let cancel = jobs::save_checkpoint(&transaction, self.job, Phase::Validation, checkpoint)?;
        transaction.commit()?;
        Ok(cancel)
    }
}
