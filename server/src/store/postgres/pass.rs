//! A pass over the rows of a job, on a connection of its own.
//!
//! From the first look-up to the commit it is in one transaction. An import holds the lock of its division
//! in it, so that nobody changes a record between its being looked up and its being written; a dry run
//! writes to temporary tables, which go with the connection.

use foldhash::HashMap;
use import_core::api::Phase;
use import_core::engine::{Keys, Known};
use import_core::problem::Code;
use uuid::Uuid;

use super::changes::{Changes, Target};
use super::connection::Connection;
use super::convert::{big, get};
use super::ledger::Cause;
use super::{lookup, outcomes, scratch};
use crate::store::listing::to_json;
use crate::store::{BatchOutcome, Checkpoint, Pass, PassKind, Result, StoreError};

/// The bulk statements go from keys to rows, whatever the tables' sizes are guessed to be, and are planned
/// anew each time: tables begin empty and grow, and temporary ones are never measured. A server that hangs
/// in a transaction loses it, and with it the lock of the division, about when its lease runs out.
const SESSION: &str =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
    SET plan_cache_mode = force_custom_plan; SET idle_in_transaction_session_timeout = '60s'";

/// What the lock of a division is added to.
const DIVISION_LOCK: i64 = 0x6d75_7375_0000_0000;

/// Taken by everyone who writes the directory of a division; held until the end of the transaction.
pub(super) fn lock_division(connection: &mut Connection, division: i64) -> Result<()> {
    let sql = "SELECT pg_advisory_xact_lock($1)";
    connection.execute(sql, &[&DIVISION_LOCK.wrapping_add(division)])?;
    Ok(())
}

/// A pass of either kind.
pub(super) struct DirectoryPass {
    connection: Connection,
    is_open: bool,
    target: Target,
    phase: Phase,
    job: i64,
    division: i64,
    /// Who holds the job; the pass must not go on when it is someone else.
    owner: Option<Uuid>,
    counts: HashMap<Code, u64>,
}

impl DirectoryPass {
    pub(super) fn new(
        mut connection: Connection,
        job: i64,
        division: i64,
        owner: Option<Uuid>,
        kind: PassKind,
    ) -> Result<Self> {
        connection.batch(SESSION)?;
        let target = match kind {
            PassKind::DryRun => Target::Scratch,
            PassKind::Import => Target::Directory,
        };
        if target == Target::Scratch {
            scratch::create(&mut connection)?;
        }
        Ok(Self {
            connection,
            is_open: false,
            target,
            phase: kind.phase(),
            job,
            division,
            owner,
            counts: HashMap::default(),
        })
    }

    /// Begins a transaction, unless that is done.
    fn begin(&mut self) -> Result<()> {
        if !self.is_open {
            self.connection.batch("BEGIN")?;
            self.is_open = true;
            if self.target == Target::Directory {
                lock_division(&mut self.connection, self.division)?;
            }
        }
        Ok(())
    }

    /// Saves how far the pass is; answers whether someone asked it to stop.
    fn save(&mut self, checkpoint: &Checkpoint) -> Result<bool> {
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
        let (connection, target) = (&mut self.connection, self.target);
        Ok(Known {
            contacts: lookup::contacts(connection, target, self.division, &keys.contacts)?,
            organizations: lookup::organizations(
                connection,
                target,
                self.division,
                &keys.organizations,
            )?,
        })
    }

    fn write(&mut self, batch: &BatchOutcome) -> Result<()> {
        self.begin()?;
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
        )
    }

    fn commit(&mut self, checkpoint: &Checkpoint) -> Result<bool> {
        self.begin()?;
        outcomes::add_counts(&mut self.connection, self.job, self.phase, &mut self.counts)?;
        let cancel = self.save(checkpoint)?;
        self.connection.batch("COMMIT")?;
        self.is_open = false;
        Ok(cancel)
    }
}
