//! The pass that only looks what would happen.
//!
//! What it would write goes to a database of its own. Nothing is locked, and everything is gone with it.

use std::sync::Arc;

use foldhash::HashMap;
use import_core::api::Phase;
use import_core::engine::{Keys, Known};
use import_core::outcome::RowOutcome;
use import_core::problem::Code;
use import_core::record::{PackedContact, StoredOrganization};
use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::scratch::{Change, Scratch};
use super::{SqliteStore, connection, import, jobs, outcomes};
use crate::store::cache::OrganizationCache;
use crate::store::filter::KeyFilter;
use crate::store::{BatchOutcome, Checkpoint, LookedUp, Pass, Result, UnreadContact};

/// A pass that writes nothing but its report.
pub(super) struct DryRunPass<'a> {
    store: &'a SqliteStore,
    job: i64,
    owner: Option<Uuid>,
    division: i64,
    /// Reads the directory.
    reader: Connection,
    /// Holds what was changed.
    scratch: Connection,
    /// Keys of the directory, where it is worth knowing them beforehand.
    main: Option<KeyFilter>,
    contacts: Scratch<PackedContact, UnreadContact>,
    organizations: Scratch<Arc<StoredOrganization>, Arc<StoredOrganization>>,
    cache: OrganizationCache<i64>,
    /// Of the records that were looked up or kept since the last commit.
    numbers: HashMap<Uuid, i64>,
    counts: HashMap<Code, u64>,
    /// The outcomes of the batches since the last commit.
    pending: Vec<(u64, Vec<RowOutcome>)>,
}

impl<'a> DryRunPass<'a> {
    /// A pass of a job of `rows` rows.
    pub(super) fn new(
        store: &'a SqliteStore,
        job: i64,
        owner: Option<Uuid>,
        division: i64,
        rows: u64,
    ) -> Result<Self> {
        let reader = connection::open_reader(&store.path)?;
        let scratch = connection::open_scratch()?;
        Ok(Self {
            store,
            job,
            owner,
            division,
            main: import::filter_of(&reader, division, rows)?,
            contacts: Scratch::contacts(&scratch)?,
            organizations: Scratch::organizations(&scratch)?,
            reader,
            scratch,
            cache: OrganizationCache::default(),
            numbers: HashMap::default(),
            counts: HashMap::default(),
            pending: Vec::new(),
        })
    }
}

impl Pass for DryRunPass<'_> {
    fn find(&mut self, keys: &Keys) -> Result<LookedUp> {
        // One state of the directory for a batch, and no longer: a long read would keep the log from being cut.
        self.reader.execute_batch("BEGIN")?;
        let unread = self.contacts.look_up(
            &self.reader,
            &self.scratch,
            self.division,
            &keys.contacts,
            self.main.as_ref(),
            &mut self.numbers,
        )?;
        let (mut organizations, unknown) = self.cache.find(&keys.organizations, |id, number| {
            self.numbers.insert(id, number);
        });
        let found = self.organizations.look_up(
            &self.reader,
            &self.scratch,
            self.division,
            &unknown,
            None,
            &mut self.numbers,
        )?;
        let number = |id| self.numbers.get(&id).copied();
        self.cache.keep(unknown, found, number, &mut organizations);
        self.reader.execute_batch("COMMIT")?;
        Ok(LookedUp {
            known: Known {
                contacts: Vec::new(),
                organizations,
            },
            unread,
        })
    }

    fn write(&mut self, batch: &BatchOutcome) -> Result<()> {
        let contacts = batch.plan.contacts.iter().map(|change| Change {
            after: &change.after,
            document: &change.after.document,
            held: change.held(),
        });
        self.contacts
            .write(&self.scratch, &mut self.numbers, contacts)?;

        let organizations = &batch.plan.organizations;
        let changes = organizations.iter().map(|change| Change {
            after: &change.after,
            document: change.document(),
            held: change.held(),
        });
        let numbers = self
            .organizations
            .write(&self.scratch, &mut self.numbers, changes)?;
        for (number, change) in numbers.into_iter().zip(organizations) {
            let (removed, _) = change.identifiers();
            self.cache
                .change(number, &change.after, &removed, change.held());
        }

        self.pending.push((batch.number, batch.plan.rows.clone()));
        Ok(())
    }

    fn commit(&mut self, checkpoint: &Checkpoint) -> Result<bool> {
        let mut writer = self.store.writer();
        let transaction = writer
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (number, rows) in self.pending.drain(..) {
            outcomes::insert(
                &transaction,
                self.job,
                Phase::Validation,
                number,
                &rows,
                &mut self.counts,
            )?;
        }
        outcomes::add_counts(&transaction, self.job, Phase::Validation, &mut self.counts)?;
        let cancel = jobs::save_checkpoint(
            &transaction,
            self.job,
            self.owner,
            Phase::Validation,
            checkpoint,
        )?;
        transaction.commit()?;
        self.numbers.clear();
        Ok(cancel)
    }
}
