//! The pass that writes the directory.

use std::mem;

use foldhash::HashMap;
use import_core::api::Phase;
use import_core::engine::{Keys, Known};
use import_core::problem::Code;
use parking_lot::MutexGuard;
use rusqlite::Connection;
use uuid::Uuid;

use super::changes::{Changes, Ledger, NextNumbers};
use super::checkpointer::Checkpointer;
use super::names::Names;
use super::{DivisionFilter, SqliteStore, Writer, jobs, lookup, outcomes};
use crate::store::cache::OrganizationCache;
use crate::store::filter::KeyFilter;
use crate::store::{BatchOutcome, Checkpoint, LookedUp, Pass, Result};

/// A pass that writes. From the first look-up to the commit it holds the writer and a transaction, so that
/// nobody changes a record between its being looked up and its being written.
pub(super) struct ImportPass<'a> {
    store: &'a SqliteStore,
    job: i64,
    owner: Option<Uuid>,
    division: i64,
    writer: Option<MutexGuard<'a, Writer>>,
    next: NextNumbers,
    contact_names: Names,
    organization_names: Names,
    /// Of the records that were looked up since the last commit.
    numbers: HashMap<Uuid, i64>,
    organizations: OrganizationCache<i64>,
    /// The directory's changes when the cache was last known to be right.
    changes: u64,
    counts: HashMap<Code, u64>,
    checkpointer: Checkpointer,
}

impl<'a> ImportPass<'a> {
    /// A pass of a job of `rows` rows.
    pub(super) fn new(
        store: &'a SqliteStore,
        job: i64,
        owner: Option<Uuid>,
        division: i64,
        rows: u64,
    ) -> Result<Self> {
        let mut writer = store.writer();
        writer.filter = filter_of(&writer.connection, division, rows)?
            .map(|keys| DivisionFilter { division, keys });
        drop(writer);
        Ok(Self {
            store,
            job,
            owner,
            division,
            writer: None,
            next: NextNumbers::default(),
            contact_names: Names::of_contacts(),
            organization_names: Names::of_organizations(),
            numbers: HashMap::default(),
            organizations: OrganizationCache::default(),
            changes: 0,
            counts: HashMap::default(),
            checkpointer: Checkpointer::start(&store.path)?,
        })
    }

    /// Takes the writer and begins a transaction, unless that is done.
    fn begin(&mut self) -> Result<()> {
        if self.writer.is_none() {
            let writer = self.store.writer();
            writer.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.next = NextNumbers::read(&writer.connection)?;
            if writer.changes != self.changes {
                self.organizations.clear();
                self.changes = writer.changes;
            }
            self.writer = Some(writer);
        }
        Ok(())
    }
}

/// A filter of the keys of a division, where reading them all costs less than the look-ups it spares: for a
/// file that is large beside the directory.
pub(super) fn filter_of(
    connection: &Connection,
    division: i64,
    rows: u64,
) -> Result<Option<KeyFilter>> {
    let sql = "SELECT coalesce(max(number), 0) FROM contact";
    let contacts: u64 = connection.query_row(sql, [], |row| row.get(0))?;
    if contacts > rows / 4 {
        return Ok(None);
    }
    let keys = usize::try_from((contacts + rows) * 3).unwrap_or(usize::MAX);
    let mut filter = KeyFilter::new(keys);
    let mut statement =
        connection.prepare("SELECT kind, key FROM contact_identifier WHERE division = ?1")?;
    let mut rows = statement.query([division])?;
    while let Some(row) = rows.next()? {
        let key = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        filter.insert(filter.hash_parts(row.get(0)?, key));
    }
    Ok(Some(filter))
}

impl Pass for ImportPass<'_> {
    fn find(&mut self, keys: &Keys) -> Result<LookedUp> {
        self.begin()?;
        let Some(writer) = &self.writer else {
            return Ok(LookedUp::default());
        };
        let connection = &writer.connection;
        let filter = writer
            .filter
            .as_ref()
            .filter(|filter| filter.division == self.division)
            .map(|filter| &filter.keys);
        let lookup = lookup::contacts();
        let found = lookup.holders(connection, self.division, &keys.contacts, filter)?;
        let unread = lookup.load(connection, &found, &mut self.numbers)?;
        let lookup = lookup::organizations();
        // Few of those that are known already change, and what does is asked for its number then.
        let (mut organizations, unknown) = self.organizations.find(&keys.organizations, |_, _| {});
        let found = lookup.holders(connection, self.division, &unknown, None)?;
        let loaded = lookup.load(connection, &found, &mut self.numbers)?;
        let number = |id| self.numbers.get(&id).copied();
        self.organizations
            .keep(unknown, loaded, number, &mut organizations);
        Ok(LookedUp {
            known: Known {
                contacts: Vec::new(),
                organizations,
            },
            unread,
        })
    }

    fn write(&mut self, batch: &BatchOutcome) -> Result<()> {
        self.begin()?;
        let Some(writer) = self.writer.as_deref_mut() else {
            return Ok(());
        };
        let filter = writer
            .filter
            .as_mut()
            .filter(|filter| filter.division == self.division);
        let mut changes = Changes {
            connection: &writer.connection,
            ledger: Ledger::Jobs,
            cause: self.job,
            division: self.division,
            batch: batch.number,
            numbers: &self.numbers,
            next: &mut self.next,
            contact_names: &mut self.contact_names,
            organization_names: &mut self.organization_names,
            filter: filter.map(|filter| &mut filter.keys),
            organizations: &mut self.organizations,
        };
        changes.write(&batch.plan)?;
        writer.changes += 1;
        self.changes = writer.changes;
        outcomes::insert(
            &writer.connection,
            self.job,
            Phase::Import,
            batch.number,
            &batch.plan.rows,
            &mut self.counts,
        )
    }

    fn commit(&mut self, checkpoint: &Checkpoint) -> Result<bool> {
        self.begin()?;
        let Some(writer) = self.writer.take() else {
            return Ok(false);
        };
        // Until it is committed, the transaction is dropped with the guard.
        let transaction = Open(Some(writer));
        let Some(writer) = &transaction.0 else {
            return Ok(false);
        };
        let connection = &writer.connection;
        self.contact_names.write(connection)?;
        self.organization_names.write(connection)?;
        outcomes::add_counts(connection, self.job, Phase::Import, &mut self.counts)?;
        let cancel =
            jobs::save_checkpoint(connection, self.job, self.owner, Phase::Import, checkpoint)?;
        connection.execute_batch("COMMIT")?;
        transaction.release();
        self.checkpointer.follow();
        self.numbers.clear();
        Ok(cancel)
    }
}

impl Drop for ImportPass<'_> {
    fn drop(&mut self) {
        drop(Open(self.writer.take()));
        self.store.writer().filter = None;
    }
}

/// An open transaction, rolled back unless it is released.
struct Open<'a>(Option<MutexGuard<'a, Writer>>);

impl Open<'_> {
    /// Lets others write first who have been waiting.
    fn release(mut self) {
        if let Some(writer) = mem::take(&mut self.0) {
            MutexGuard::unlock_fair(writer);
        }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if let Some(writer) = &mut self.0
            // Where the disk failed, the database has rolled back by itself.
            && !writer.connection.is_autocommit()
        {
            // The filter may know keys that are now nowhere, which is harmless: it never denies one that is.
            let rolled_back = writer.connection.execute_batch("ROLLBACK");
            if let Err(error) = rolled_back {
                tracing::error!(%error, "could not roll back a batch");
            }
        }
    }
}
