//! Where a job is, and what one can do about it.

use import_core::api::{ExecutionStep, Job, JobStatus, Phase};
use import_core::outcome::{Counts, Outcome};

/// What the page shows of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Stage {
    Waiting,
    Validating,
    Validated,
    Importing,
    Completed,
    Cancelled,
    Failed,
}

impl Stage {
    /// The stage of a job.
    pub fn of(job: &Job) -> Self {
        match (job.status, job.execution_step) {
            (JobStatus::Completed, _) => Self::Completed,
            (JobStatus::Cancelled, _) => Self::Cancelled,
            (JobStatus::Failed, _) => Self::Failed,
            (_, Some(ExecutionStep::Importing)) => Self::Importing,
            (_, Some(ExecutionStep::Validated)) => Self::Validated,
            (JobStatus::Running, _) => Self::Validating,
            (JobStatus::Created, _) => Self::Waiting,
        }
    }

    /// Whether something is going on that the page has to follow.
    pub fn is_moving(self) -> bool {
        matches!(self, Self::Waiting | Self::Validating | Self::Importing)
    }

    /// Its key in the message files.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Waiting => "stage.waiting",
            Self::Validating => "stage.validating",
            Self::Validated => "stage.validated",
            Self::Importing => "stage.importing",
            Self::Completed => "stage.completed",
            Self::Cancelled => "stage.cancelled",
            Self::Failed => "stage.failed",
        }
    }

    /// Its name in style sheets and tests.
    pub fn name(self) -> &'static str {
        self.text_key().trim_start_matches("stage.")
    }
}

/// The pass whose accounting tells what a job did, or would do.
pub fn telling_phase(job: &Job) -> Phase {
    match job.execution_step {
        Some(ExecutionStep::Importing) => Phase::Import,
        _ => Phase::Validation,
    }
}

/// Whether one may ask for the undo of an import: it is over, it changed something, and nobody asked yet.
pub fn can_be_undone(job: &Job) -> bool {
    let is_over = matches!(
        Stage::of(job),
        Stage::Completed | Stage::Cancelled | Stage::Failed
    );
    let has_changed = [job.import.contacts, job.import.organizations]
        .iter()
        .any(|tally| tally.created + tally.updated + tally.merged > 0);
    let is_import = job.undoes.is_none() && job.undone_by.is_none();
    is_over && has_changed && is_import && !job.rows_removed
}

/// Whether a job stays as it is: a failed one can be retried, and so can an undo that was cancelled or that kept
/// records; but none whose rows are gone.
pub fn is_final(job: &Job) -> bool {
    match Stage::of(job) {
        _ if job.rows_removed => true,
        Stage::Completed => job.undo.is_none_or(|undo| undo.kept == 0),
        Stage::Cancelled => job.undoes.is_none(),
        _ => false,
    }
}

/// The accounting of a pass.
pub fn counts(job: &Job, phase: Phase) -> Counts {
    match phase {
        Phase::Validation => job.validation,
        Phase::Import => job.import,
    }
}

/// How much of the running pass is done, from 0 to 1; none while the number of rows is not known.
pub fn share_done(job: &Job) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
    let share = |done: u64, all: u64| (done as f64 / all as f64).clamp(0.0, 1.0);
    match job.progress.rows_total {
        0 => None,
        all => Some(share(job.progress.rows_done, all)),
    }
}

/// An outcome's name in addresses and message files.
pub fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Created => "created",
        Outcome::Updated => "updated",
        Outcome::Merged => "merged",
        Outcome::Unchanged => "unchanged",
        Outcome::Rejected => "rejected",
    }
}

/// Every outcome, in the order in which they are shown.
pub const OUTCOMES: [Outcome; 5] = [
    Outcome::Created,
    Outcome::Updated,
    Outcome::Merged,
    Outcome::Unchanged,
    Outcome::Rejected,
];

#[cfg(test)]
mod tests {
    use import_core::api::UndoCounts;

    use super::*;

    fn job(status: JobStatus, execution_step: Option<ExecutionStep>) -> Job {
        serde_json::from_value(serde_json::json!({
            "id": "01890000-0000-7000-8000-000000000000",
            "status": status,
            "executionStep": execution_step,
            "metadata": {},
            "dateCreated": "",
            "division": {"id": "*"},
            "settings": {"id": "x"},
        }))
        .unwrap()
    }

    #[test]
    fn a_final_status_goes_before_the_step_it_was_reached_in() {
        let of = |status, step| Stage::of(&job(status, step));
        assert_eq!(of(JobStatus::Created, None), Stage::Waiting);
        assert_eq!(of(JobStatus::Running, None), Stage::Validating);
        assert_eq!(
            of(JobStatus::Running, Some(ExecutionStep::Validated)),
            Stage::Validated
        );
        assert_eq!(
            of(JobStatus::Failed, Some(ExecutionStep::Importing)),
            Stage::Failed
        );
        assert_eq!(
            of(JobStatus::Completed, Some(ExecutionStep::Importing)),
            Stage::Completed
        );
    }

    #[test]
    fn an_import_is_undone_once_and_only_if_it_changed_something() {
        let importing = Some(ExecutionStep::Importing);
        let mut import = job(JobStatus::Cancelled, importing);
        assert!(!can_be_undone(&import));
        import.import.organizations.updated = 1;
        assert!(can_be_undone(&import));
        import.status = JobStatus::Running;
        assert!(!can_be_undone(&import));
        import.status = JobStatus::Failed;
        import.undone_by = Some(import_core::api::Reference::default());
        assert!(!can_be_undone(&import));
    }

    #[test]
    fn a_cancelled_undo_is_not_final() {
        let mut undo = job(JobStatus::Cancelled, Some(ExecutionStep::Importing));
        assert!(is_final(&undo));
        undo.undoes = Some(import_core::api::Reference::default());
        assert!(!is_final(&undo));
    }

    #[test]
    fn an_undo_that_kept_records_is_not_final() {
        let mut undo = job(JobStatus::Completed, Some(ExecutionStep::Importing));
        undo.undo = Some(UndoCounts::default());
        assert!(is_final(&undo));
        undo.undo = Some(UndoCounts {
            kept: 1,
            ..UndoCounts::default()
        });
        assert!(!is_final(&undo));
    }

    #[test]
    fn a_job_without_its_rows_is_final() {
        let mut failed = job(JobStatus::Failed, Some(ExecutionStep::Importing));
        failed.import.contacts.created = 1;
        assert!(can_be_undone(&failed) && !is_final(&failed));
        failed.rows_removed = true;
        assert!(!can_be_undone(&failed) && is_final(&failed));
    }

    #[test]
    fn progress_without_a_total_is_unknown() {
        let mut job = job(JobStatus::Running, None);
        assert_eq!(share_done(&job), None);
        job.progress.rows_total = 8;
        job.progress.rows_done = 2;
        assert_eq!(share_done(&job), Some(0.25));
    }
}
