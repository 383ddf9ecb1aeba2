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
use super::memory::{Memory, is_edited, last_edit};
use super::pipe::{Owned, Pipe};
use super::{lookup, outcomes, scratch};
use crate::store::listing::to_json;
use crate::store::{
    BatchOutcome, Checkpoint, LookUp, LookedUp, Pass, PassKind, Result, StoreError,
};

/// The bulk statements go from keys to rows, whatever the tables' sizes are guessed to be, and are planned
/// anew each time: tables begin empty and grow, and temporary ones are never measured.
const SESSION: &str =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
    SET plan_cache_mode = force_custom_plan";

/// A server that hangs loses its connection, and with it the lock of the division, about when its lease runs out.
const PATIENCE: &str =
    "SET idle_in_transaction_session_timeout = '60s'; SET idle_session_timeout = '60s'";

/// Commits a batch without waiting for the disk. A database that crashes may lose the last of these, but each with its
/// note how far the pass is, and never one without those after it: the job does them again. The commits that
/// others may build upon wait for the disk, and with that for all before them.
const SAVE: &str = "SET LOCAL synchronous_commit = off; COMMIT AND CHAIN";

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
    fn find(&self, keys: &Keys) -> Result<LookedUp> {
        let connection = &mut self.connection.lock();
        let known = known(
            connection,
            &self.memory,
            Target::Directory,
            self.division,
            keys,
        )?;
        Ok(known.into())
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

/// The job of a pass.
pub(super) struct Held {
    pub(super) number: i64,
    pub(super) division: i64,
    /// The file's.
    pub(super) rows: u64,
    /// Who holds the job; the pass must not go on when it is someone else.
    pub(super) owner: Option<Uuid>,
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
    job: Held,
    counts: HashMap<Code, u64>,
}

impl DirectoryPass {
    pub(super) fn new(connector: &Connector, job: Held, kind: PassKind) -> Result<Self> {
        let mut connection = connector.connect()?;
        connection.batch(SESSION)?;
        connection.batch(PATIENCE)?;
        let memory = Arc::new(Mutex::new(Memory::default()));
        let (target, reader) = match kind {
            PassKind::DryRun => {
                scratch::create(&mut connection)?;
                *memory.lock() = Memory::of(&mut connection, job.division, job.rows)?;
                (Target::Scratch, None)
            }
            PassKind::Import => {
                let mut connection = connector.connect()?;
                connection.batch(SESSION)?;
                let connection = Mutex::new(connection);
                let reader = Reader {
                    connection,
                    memory: Arc::clone(&memory),
                    division: job.division,
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
            counts: HashMap::default(),
        })
    }

    /// Keeps others from writing, unless that is done.
    fn hold(&mut self) -> Result<()> {
        if !self.is_holding && self.target == Target::Directory {
            hold_division(&mut self.connection, self.job.division)?;
            self.is_holding = true;
            self.remember()?;
        }
        Ok(())
    }

    /// Reads what the pass knows beforehand, and forgets it where someone else has written since.
    fn remember(&mut self) -> Result<()> {
        let (connection, division) = (&mut self.connection, self.job.division);
        let last = last_edit(connection)?;
        match self.last_edit.replace(last) {
            None => *self.memory.lock() = Memory::of(connection, division, self.job.rows)?,
            Some(before) if is_edited(connection, division, before)? => {
                *self.memory.lock() = Memory::default();
            }
            Some(_) => {}
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

    /// What notes how far the pass is; nobody else must have taken the job.
    fn note(&self, checkpoint: &Checkpoint) -> Result<(String, Owned)> {
        let counts = match self.phase {
            Phase::Validation => "validation",
            Phase::Import => "import",
        };
        let sql = format!(
            "UPDATE job SET next_batch = $2, {counts} = $3, pass_now = $4, lease_until = $5
             WHERE number = $1 AND lease_owner IS NOT DISTINCT FROM $6"
        );
        let values: Owned = vec![
            Box::new(self.job.number),
            Box::new(big(checkpoint.next_batch)),
            Box::new(to_json(&checkpoint.counts)?),
            Box::new(checkpoint.now),
            Box::new(checkpoint.lease_until),
            Box::new(self.job.owner),
        ];
        Ok((sql, values))
    }

    /// Ends the transaction by `end`, with a note how far the pass is.
    fn make_permanent(&mut self, checkpoint: &Checkpoint, end: &'static str) -> Result<()> {
        self.begin()?;
        let (sql, values) = self.note(checkpoint)?;
        let mut pipe = Pipe::new(&mut self.connection);
        outcomes::add_counts(&mut pipe, self.job.number, self.phase, &mut self.counts)?;
        pipe.execute(&sql, values, Some((1, || StoreError::NotHeld)))?;
        pipe.batch(end)?;
        pipe.settle()?;
        self.memory.lock().save();
        Ok(())
    }
}

impl Pass for DirectoryPass {
    fn find(&mut self, keys: &Keys) -> Result<LookedUp> {
        self.begin()?;
        let (connection, memory) = (&mut self.connection, &self.memory);
        // What a connection itself has written it sees at once.
        memory.lock().save();
        let known = known(connection, memory, self.target, self.job.division, keys)?;
        Ok(known.into())
    }

    fn reader(&mut self) -> Result<Option<Arc<dyn LookUp>>> {
        self.hold()?;
        Ok(self.reader.clone().map(|reader| reader as Arc<dyn LookUp>))
    }

    fn write(&mut self, batch: &BatchOutcome) -> Result<()> {
        self.begin()?;
        self.memory.lock().follow(&batch.plan);
        let mut pipe = Pipe::new(&mut self.connection);
        let mut changes = Changes {
            pipe: &mut pipe,
            target: self.target,
            cause: Cause::Batch {
                job: self.job.number,
                batch: batch.number,
            },
            division: self.job.division,
        };
        changes.write(&batch.plan)?;
        outcomes::insert(
            &mut pipe,
            self.job.number,
            self.phase,
            batch.number,
            &batch.plan.rows,
            &mut self.counts,
        )?;
        pipe.settle()
    }

    fn save(&mut self, checkpoint: &Checkpoint) -> Result<()> {
        if self.reader.is_some() {
            self.make_permanent(checkpoint, SAVE)?;
        }
        Ok(())
    }

    fn commit(&mut self, checkpoint: &Checkpoint) -> Result<bool> {
        self.make_permanent(checkpoint, "COMMIT")?;
        self.is_open = false;
        if self.is_holding {
            release_division(&mut self.connection, self.job.division)?;
            self.is_holding = false;
        }
        let sql = "SELECT cancel_requested FROM job WHERE number = $1";
        get(&self.connection.query_one(sql, &[&self.job.number])?, 0)
    }
}
