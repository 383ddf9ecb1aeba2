//! Undoing an import: chunk by chunk until every record is decided.

use import_core::api::JobStatus;
use thiserror::Error;

use super::command::state;
use super::pass::{LEASE, Pace, PassEnd, PassError};
use crate::environment::Environment;
use crate::store::{JobRecord, Store, UndoChunk};

/// Records of one transaction: few enough that progress shows and others get to write.
const RECORDS: usize = 5_000;

/// Why an import cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UndoRefusal {
    /// It is not over.
    #[error("the job is {0}; only an import that is over can be undone")]
    NotOver(&'static str),
    /// It left everything as it was.
    #[error("the job changed no record, so there is nothing to undo")]
    NothingToUndo,
    /// That is done, or is being done.
    #[error(
        "the import has an undo already; look there, and retry it if it stopped or kept records"
    )]
    Undone,
    /// What its records were before is not known any more.
    #[error("the rows of the import were removed, and with them what its records were before")]
    RowsRemoved,
    /// It is itself an undo.
    #[error("an undo cannot be undone; import the file again instead")]
    IsUndo,
}

/// Whether an import can be undone as it is now.
pub fn may_undo(job: &JobRecord) -> Result<(), UndoRefusal> {
    let touched = [job.import.contacts, job.import.organizations];
    if job.undoes.is_some() {
        Err(UndoRefusal::IsUndo)
    } else if job.undone_by.is_some() {
        Err(UndoRefusal::Undone)
    } else if job.rows_removed {
        Err(UndoRefusal::RowsRemoved)
    } else if matches!(job.status, JobStatus::Created | JobStatus::Running) {
        Err(UndoRefusal::NotOver(state(job)))
    } else if touched
        .iter()
        .all(|tally| tally.created + tally.updated + tally.merged == 0)
    {
        Err(UndoRefusal::NothingToUndo)
    } else {
        Ok(())
    }
}

/// Does an undo from where it stands. `keep_going` is asked after each transaction.
pub(super) fn run_undo(
    store: &dyn Store,
    environment: &dyn Environment,
    job: &JobRecord,
    pace: Pace,
    keep_going: &mut dyn FnMut() -> bool,
) -> Result<PassEnd, PassError> {
    store.begin_undo(job, environment.now())?;
    loop {
        let now = environment.now();
        let step = store.undo_some(
            job,
            &UndoChunk {
                records: pace.rows.min(RECORDS),
                now,
                lease_until: now + LEASE,
            },
        )?;
        if step.is_done {
            return Ok(PassEnd::Finished);
        }
        if step.is_cancelled {
            return Ok(PassEnd::Cancelled);
        }
        if !keep_going() {
            return Ok(PassEnd::Stopped);
        }
    }
}
