//! A pass over the rows of a job, on a connection of its own.
//!
//! From the first look-up to the commit an import holds the lock of its division, so that nobody changes a record
//! between its being looked up and its being written. Each batch is a transaction, and while one is written the
//! next is looked up on a second connection, as far as the pass does not know it. A dry run writes to temporary tables, which go with the connection.

use std::sync::Arc;

use foldhash::HashMap;
use import_core::api::Phase;
use import_core::engine::{Keys, Known};
use import_core::problem::Code;
use parking_lot::Mutex;
use uuid::Uuid;

use super::changes::{Changes, Target};
use super::connection::{Connection, Connector};
use super::convert::{big, get};
use super::ledger::Cause;
use super::memory::{Memory, last_edit};
use super::{lookup, outcomes, scratch};
use crate::store::listing::to_json;
use crate::store::{BatchOutcome, Checkpoint, LookUp, Pass, PassKind, Result, StoreError};

/// The bulk statements go from keys to rows, whatever the tables' sizes are guessed to be, and are planned
/// anew each time: tables begin empty and grow, and temporary ones are never measured.
const SESSION: &str =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
    SET plan_cache_mode = force_custom_plan";

/// A server that hangs loses its connection, and with it the lock of the division, about when its lease runs out.
const PATIENCE: &str =
    "SET idle_in_transaction_session_timeout = '60s'; SET idle_session_timeout = '60s'";

/// What the lock of a division is added to.
const DIVISION_LOCK: i64 = 0x6d75_7375_0000_0000;

/// Taken by everyone who writes the directory of a division; held until the end of the transaction.
pub(super) fn lock_division(connection: &mut Connection, division: i64) -> Result<()> {
    let sql = "SELECT pg_advisory_xact_lock($1)";
    connection.execute(sql, &[&DIVISION_LOCK.wrapping_add(division)])?;
    Ok(())
}

/// The same, across transactions.
fn hold_division(connection: &mut Connection, division: i64) -> Result<()> {
    let sql = "SELECT pg_advisory_lock($1)";
    connection.execute(sql, &[&DIVISION_LOCK.wrapping_add(division)])?;
    Ok(())
}

fn release_division(connection: &mut Connection, division: i64) -> Result<()> {
    let sql = "SELECT pg_advisory_unlock($1)";
    connection.execute(sql, &[&DIVISION_LOCK.wrapping_add(division)])?;
    Ok(())
}

/// Finds what a pass needs while its own connection writes.
struct Reader {
    connection: Mutex<Connection>,
    memory: Arc<Mutex<Memory>>,
    division: i64,
}

impl LookUp for Reader {
    fn look_up(&self, keys: &Keys) -> Result<Known> {
        let connection = &mut self.connection.lock();
        known(
            connection,
            &self.memory,
            Target::Directory,
            self.division,
            keys,
        )
    }
}

/// Asks for what the memory does not know. It is not locked meanwhile: a batch is written beside.
fn known(
    connection: &mut Connection,
    memory: &Mutex<Memory>,
    target: Target,
    division: i64,
    keys: &Keys,
) -> Result<Known> {
    let (mut organizations, unknown) = memory.lock().find(keys);
    let contacts = lookup::contacts(connection, target, division, &unknown.contacts)?;
    let unknown = unknown.organizations;
    let found = lookup::organizations(connection, target, division, &unknown)?;
    memory.lock().keep(unknown, found, &mut organizations);
    Ok(Known {
        contacts,
        organizations,
    })
}

/// A pass of either kind.
pub(super) struct DirectoryPass {
    connection: Connection,
    /// Of an import.
    reader: Option<Arc<Reader>>,
    memory: Arc<Mutex<Memory>>,
    /// The last edit that the memory knows of; none before it is read.
    last_edit: Option<i64>,
    is_open: bool,
    /// Whether it holds the lock of its division.
    is_holding: bool,
    target: Target,
    phase: Phase,
    job: i64,
    division: i64,
    /// The file's.
    rows: u64,
    /// Who holds the job; the pass must not go on when it is someone else.
    owner: Option<Uuid>,
    counts: HashMap<Code, u64>,
}

impl DirectoryPass {
    pub(super) fn new(
        connector: &Connector,
        job: i64,
        (division, rows): (i64, u64),
        owner: Option<Uuid>,
        kind: PassKind,
    ) -> Result<Self> {
        let mut connection = connector.connect()?;
        connection.batch(SESSION)?;
        connection.batch(PATIENCE)?;
        let memory = Arc::new(Mutex::new(Memory::default()));
        let (target, reader) = match kind {
            PassKind::DryRun => {
                scratch::create(&mut connection)?;
                *memory.lock() = Memory::of(&mut connection, division, rows)?;
                (Target::Scratch, None)
            }
            PassKind::Import => {
                let mut connection = connector.connect()?;
                connection.batch(SESSION)?;
                let connection = Mutex::new(connection);
                let reader = Reader {
                    connection,
                    memory: Arc::clone(&memory),
                    division,
                };
                (Target::Directory, Some(Arc::new(reader)))
            }
        };
        Ok(Self {
            connection,
            reader,
            memory,
            last_edit: None,
            is_open: false,
            is_holding: false,
            target,
            phase: kind.phase(),
            job,
            division,
            rows,
            owner,
            counts: HashMap::default(),
        })
    }

    /// Keeps others from writing, unless that is done.
    fn hold(&mut self) -> Result<()> {
        if !self.is_holding && self.target == Target::Directory {
            hold_division(&mut self.connection, self.division)?;
            self.is_holding = true;
            self.remember()?;
        }
        Ok(())
    }

    /// Reads what the pass knows beforehand, and forgets it where someone else has written since.
    fn remember(&mut self) -> Result<()> {
        let after = self.last_edit.unwrap_or_default();
        let (last, is_edited) = last_edit(&mut self.connection, self.division, after)?;
        if self.last_edit.replace(last).is_none() {
            *self.memory.lock() = Memory::of(&mut self.connection, self.division, self.rows)?;
        } else if is_edited {
            *self.memory.lock() = Memory::default();
        }
        Ok(())
    }

    /// Begins a transaction, unless that is done.
    fn begin(&mut self) -> Result<()> {
        self.hold()?;
        if !self.is_open {
            self.connection.batch("BEGIN")?;
            self.is_open = true;
        }
        Ok(())
    }

    /// Ends the transaction; answers whether someone asked the job to stop.
    fn make_permanent(&mut self, checkpoint: &Checkpoint) -> Result<bool> {
        self.begin()?;
        outcomes::add_counts(&mut self.connection, self.job, self.phase, &mut self.counts)?;
        let cancel = self.note(checkpoint)?;
        self.connection.batch("COMMIT")?;
        self.is_open = false;
        self.memory.lock().save();
        Ok(cancel)
    }

    /// Saves how far the pass is; answers whether someone asked it to stop.
    fn note(&mut self, checkpoint: &Checkpoint) -> Result<bool> {
        let counts = match self.phase {
            Phase::Validation => "validation",
            Phase::Import => "import",
        };
        let sql = format!(
            "UPDATE job SET next_batch = $2, {counts} = $3, pass_now = $4, lease_until = $5
             WHERE number = $1 AND lease_owner IS NOT DISTINCT FROM $6 RETURNING cancel_requested"
        );
        let saved = self.connection.query_opt(
            &sql,
            &[
                &self.job,
                &big(checkpoint.next_batch),
                &to_json(&checkpoint.counts)?,
                &checkpoint.now,
                &checkpoint.lease_until,
                &self.owner,
            ],
        )?;
        get(&saved.ok_or(StoreError::NotHeld)?, 0)
    }
}

impl Pass for DirectoryPass {
    fn look_up(&mut self, keys: &Keys) -> Result<Known> {
        self.begin()?;
        let (connection, memory) = (&mut self.connection, &self.memory);
        known(connection, memory, self.target, self.division, keys)
    }

    fn reader(&mut self) -> Result<Option<Arc<dyn LookUp>>> {
        self.hold()?;
        Ok(self.reader.clone().map(|reader| reader as Arc<dyn LookUp>))
    }

    fn write(&mut self, batch: &BatchOutcome) -> Result<()> {
        self.begin()?;
        self.memory.lock().follow(&batch.plan);
        let mut changes = Changes {
            connection: &mut self.connection,
            target: self.target,
            cause: Cause::Batch {
                job: self.job,
                batch: batch.number,
            },
            division: self.division,
        };
        changes.write(&batch.plan)?;
        outcomes::insert(
            &mut self.connection,
            self.job,
            self.phase,
            batch.number,
            &batch.plan.rows,
            &mut self.counts,
        )?;
        // A dry run sees at once what it writes.
        if self.target == Target::Scratch {
            self.memory.lock().save();
        }
        Ok(())
    }

    fn save(&mut self, checkpoint: &Checkpoint) -> Result<()> {
        if self.reader.is_some() {
            self.make_permanent(checkpoint)?;
        }
        Ok(())
    }

    fn commit(&mut self, checkpoint: &Checkpoint) -> Result<bool> {
        let cancel = self.make_permanent(checkpoint)?;
        if self.is_holding {
            release_division(&mut self.connection, self.division)?;
            self.is_holding = false;
        }
        Ok(cancel)
    }
}
