//! What a client may do with a job, and when.

use import_core::api::{Command, ExecutionStep, JobStatus};
use thiserror::Error;

use crate::store::{JobChange, JobRecord};

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a job that is {state} cannot be told to `{command:?}`")]
pub struct Refusal {
    /// Where the job is, in words.
    pub state: &'static str,
    /// What was asked for.
    pub command: Command,
}

/// What a command changes of a job.
pub fn decide(job: &JobRecord, command: Command) -> Result<JobChange, Refusal> {
    use ExecutionStep::{Importing, Validated, Validating};
    use JobStatus::{Cancelled, Completed, Created, Failed, Running};

    let go_on = JobChange {
        status: Some(Running),
        details: Some(None),
        cancel_requested: Some(false),
        // What was in the way may be gone.
        forgets_kept: true,
        ..JobChange::default()
    };
    let change = match (command, job.status, job.step) {
        (Command::Continue, Created, _) => JobChange {
            status: Some(Running),
            step: Some(Validating),
            ..JobChange::default()
        },
        (Command::Continue, Running, Some(Validated)) => JobChange {
            step: Some(Importing),
            ..JobChange::default()
        },
        // A runner at work stops after its batch; a job that only waits for one is over at once.
        (Command::Cancel, Running, Some(Validating | Importing)) if job.held_by.is_some() => {
            JobChange {
                cancel_requested: Some(true),
                ..JobChange::default()
            }
        }
        (Command::Cancel, Created | Running, _) => JobChange {
            status: Some(Cancelled),
            ..JobChange::default()
        },
        // There is nothing left to go on with.
        _ if job.rows_removed => return Err(refuse(job, command)),
        // What is undone must not go on: half of it would be there again.
        (Command::Retry, _, _) if job.undone_by.is_some() => return Err(refuse(job, command)),
        (Command::Retry, Failed, _) => go_on,
        // Half an undo helps nobody, and an import has only one.
        (Command::Retry, Cancelled, _) if job.undoes.is_some() => go_on,
        (Command::Retry, Completed, _) if job.undo.kept > 0 => go_on,
        _ => return Err(refuse(job, command)),
    };
    Ok(change)
}

fn refuse(job: &JobRecord, command: Command) -> Refusal {
    Refusal {
        state: state(job),
        command,
    }
}

/// Where a job is, in words.
pub(super) fn state(job: &JobRecord) -> &'static str {
    match (job.status, job.step) {
        _ if job.rows_removed => "over and without its rows",
        (JobStatus::Running, _) if job.undoes.is_some() => "being carried out",
        (JobStatus::Failed | JobStatus::Cancelled, _) if job.undone_by.is_some() => "undone",
        (JobStatus::Created, _) => "being staged",
        (JobStatus::Running, Some(ExecutionStep::Validating)) => "being validated",
        (JobStatus::Running, Some(ExecutionStep::Validated)) => "validated",
        (JobStatus::Running, _) => "being imported",
        (JobStatus::Completed, _) => "completed",
        (JobStatus::Failed, _) => "failed",
        (JobStatus::Cancelled, _) => "cancelled",
    }
}
