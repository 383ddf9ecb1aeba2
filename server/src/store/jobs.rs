//! Jobs, what they found and what became of their rows.

use import_core::api::{
    CodeCount, ExecutionStep, JobProblem, JobStatus, Phase, Progress, UndoCounts,
};
use import_core::outcome::{Counts, Outcome};
use import_core::problem::{Code, Severity};
use import_core::record::Timestamp;
use import_core::settings::Settings;
use uuid::Uuid;

use super::{Page, Pass, PassKind, Result, Scope, Slice, StoredRow};

/// A job to create.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// The job's id.
    pub id: Uuid,
    /// The upload whose rows it imports.
    pub upload: Uuid,
    /// The id of its profile.
    pub profile: Uuid,
    /// The choices, resolved when the job was made: later changes of the profile do not change a job.
    pub settings: Settings,
    /// The division's id.
    pub division: String,
    /// Who made it.
    pub created_by: Uuid,
    /// When it was made.
    pub created: Timestamp,
    /// Whether its rows are there, so that its validation begins; else it waits for them.
    pub is_staged: bool,
}

impl NewJob {
    /// Where it is at first, and what it does.
    pub(super) const fn begin(&self) -> (JobStatus, Option<ExecutionStep>) {
        if self.is_staged {
            (JobStatus::Running, Some(ExecutionStep::Validating))
        } else {
            (JobStatus::Created, None)
        }
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq)]
pub struct JobRecord {
    /// The job's id.
    pub id: Uuid,
    /// The upload whose rows it imports.
    pub upload: Uuid,
    /// The id of its profile.
    pub profile: Uuid,
    /// The choices of its import.
    pub settings: Settings,
    /// The division's id.
    pub division: String,
    /// The division's name.
    pub division_name: String,
    /// As the client named the file.
    pub file_name: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// Where it is.
    pub status: JobStatus,
    /// What it does, or did last.
    pub step: Option<ExecutionStep>,
    /// In plain words, where there is something to say.
    pub details: Option<String>,
    /// Whether someone asked it to stop while it was running.
    pub cancel_requested: bool,
    /// When its import began; none before.
    pub import_began: Option<Timestamp>,
    /// The runner that is at work on it. What a pass writes is refused once it is another.
    pub held_by: Option<Uuid>,
    /// The batch that the running pass does next.
    pub next_batch: u64,
    /// The accounting of the dry run.
    pub validation: Counts,
    /// The accounting of the import.
    pub import: Counts,
    /// How far the running pass is.
    pub progress: Progress,
    /// The import that it undoes; none for an import.
    pub undoes: Option<Uuid>,
    /// The job that undoes this import.
    pub undone_by: Option<Uuid>,
    /// The accounting of an undo.
    pub undo: UndoCounts,
    /// Whether its rows, and what became of them, are kept no more.
    pub rows_removed: bool,
}

impl JobRecord {
    /// Whether it came to an end, be it one from which it may go on.
    pub(crate) const fn is_over(&self) -> bool {
        matches!(
            self.status,
            JobStatus::Completed | JobStatus::Failed | JobStatus::Cancelled
        )
    }
}

/// What a command or the runner changes of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobChange {
    /// Where it is from now on.
    pub status: Option<JobStatus>,
    /// What it does from now on. A pass that begins begins at its first batch.
    pub step: Option<ExecutionStep>,
    /// In plain words; `Some(None)` takes away what was there.
    pub details: Option<Option<String>>,
    /// Whether it is asked to stop.
    pub cancel_requested: Option<bool>,
    /// What an undo kept is to be decided again.
    pub forgets_kept: bool,
    /// The choices of its import from now on: those of a job whose rows came after it.
    pub settings: Option<Settings>,
}

impl JobChange {
    /// Makes the change to a job as it is read; what an undo kept is the store's to forget.
    pub(crate) fn apply(self, job: &mut JobRecord) {
        job.status = self.status.unwrap_or(job.status);
        job.cancel_requested = self.cancel_requested.unwrap_or(job.cancel_requested);
        if let Some(details) = self.details {
            job.details = details;
        }
        if let Some(settings) = self.settings {
            job.settings = settings;
        }
        if let Some(step) = self.step {
            job.step = Some(step);
            job.next_batch = 0;
        }
    }
}

/// Which jobs a list shows.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// Only those of these divisions.
    pub divisions: Scope,
    /// Only those with this status.
    pub status: Option<JobStatus>,
    /// Oldest first instead of newest first.
    pub ascending: bool,
}

/// Which problems a list shows.
#[derive(Clone, Debug, Default)]
pub struct ProblemFilter {
    /// Only this kind.
    pub code: Option<Code>,
    /// Only errors or only warnings.
    pub severity: Option<Severity>,
    /// Only those with this text in the value or the column, without case (on `SQLite` that of A to Z alone), or at the row
    /// of this number.
    pub text: Option<String>,
}

impl ProblemFilter {
    /// The names of the kinds that it leaves; none where it leaves all.
    pub(super) fn codes(&self) -> Option<Vec<&'static str>> {
        if self.code.is_none() && self.severity.is_none() {
            return None;
        }
        let is_wanted = |code: &&Code| {
            self.code.is_none_or(|wanted| **code == wanted)
                && self.severity.is_none_or(|wanted| code.severity() == wanted)
        };
        let codes = Code::ALL.iter().filter(is_wanted);
        Some(codes.map(|code| code.name()).collect())
    }
}

/// Which rows a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowFilter {
    /// Only those with this outcome.
    pub outcome: Option<Outcome>,
}

/// Keeps jobs.
pub trait Jobs {
    /// Adds a job: running, at its validation, or created and waiting for its rows.
    fn create_job(&self, job: &NewJob) -> Result<()>;

    /// One job.
    fn find_job(&self, id: Uuid) -> Result<Option<JobRecord>>;

    /// A page of the jobs.
    fn list_jobs(&self, filter: &JobFilter, page: &Page) -> Result<Slice<JobRecord>>;

    /// Changes a job as `decide` says, which sees it as it is now and answers `None` to leave it alone.
    /// Gives the job as it is afterwards. Nobody else changes it in between. `now` is when it ends, if it does.
    fn change_job(
        &self,
        id: Uuid,
        now: Timestamp,
        decide: &mut dyn FnMut(&JobRecord) -> Option<JobChange>,
    ) -> Result<Option<JobRecord>>;

    /// Takes the oldest job that waits for a runner, or whose runner let its lease run out. Not one of a
    /// division in which another job is at work: within a division, jobs come one after the other.
    fn claim_job(&self, owner: Uuid, now: Timestamp, until: Timestamp) -> Result<Option<Uuid>>;

    /// Holds a job longer; `false` where `owner` does not hold it any more.
    fn extend_lease(&self, id: Uuid, owner: Uuid, until: Timestamp) -> Result<bool>;

    /// Lets go of a job, if `owner` still holds it.
    fn release_job(&self, id: Uuid, owner: Uuid) -> Result<()>;

    /// Lets go of every job that no live server can hold, when a server starts: of all where the database has one
    /// server only, of none where several share it, because the lease of one that is gone runs out.
    fn release_all_jobs(&self) -> Result<()>;

    /// Calls `wake` from now on whenever a server let a job wait for a runner, and when it may have missed that. Does
    /// nothing where the database has one server only, which knows by itself.
    fn watch_jobs(&self, wake: Box<dyn Fn() + Send + Sync>);

    /// Begins or goes on with a pass for the runner that holds the job in `job`: the store answers
    /// [`StoreError::NotHeld`](super::StoreError::NotHeld), here and at each commit, once that is another. A dry run
    /// always begins anew: what it found before is dropped.
    fn begin_pass(
        &self,
        job: &JobRecord,
        kind: PassKind,
        now: Timestamp,
    ) -> Result<Box<dyn Pass + '_>>;

    /// A page of the problems, in file order.
    fn list_problems(
        &self,
        job: Uuid,
        phase: Phase,
        filter: &ProblemFilter,
        page: &Page,
    ) -> Result<Slice<JobProblem>>;

    /// How many problems of each kind there are.
    fn count_problems(&self, job: Uuid, phase: Phase) -> Result<Vec<CodeCount>>;

    /// A page of the rows, in file order.
    fn list_rows(
        &self,
        job: Uuid,
        phase: Phase,
        filter: RowFilter,
        page: &Page,
    ) -> Result<Slice<StoredRow>>;

    /// What became of the rows of one batch; none where the pass did not get to it.
    fn read_batch_rows(
        &self,
        job: Uuid,
        phase: Phase,
        batch: u64,
    ) -> Result<Option<Vec<StoredRow>>>;

    /// The problems of one batch, in file order.
    fn read_batch_problems(&self, job: Uuid, phase: Phase, batch: u64) -> Result<Vec<JobProblem>>;
}
