//! Jobs: where they are and what they are told.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{
    Command, ExecutionStep, Job, JobMetadata, JobStatus, JobUpdate, Listing, Phase,
};
use import_core::settings::Layout;
use uuid::Uuid;

use super::LEGACY;
use super::divisions::division;
use super::import_settings::is_descending;
use super::staged_jobs::settle;
use crate::auth::Actor;
use crate::http::answer::{CONTACTS, listing, reference};
use crate::http::extract::{Id, Json};
use crate::http::origin::Origin;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::jobs::decide;
use crate::store::{JobChange, JobFilter, JobRecord};

/// A page of the jobs, oldest first unless it is asked for otherwise.
pub(in crate::http) async fn list_jobs(
    State(state): State<AppState>,
    actor: Actor,
    origin: Origin,
    query: Query,
) -> Result<Answer<Listing<Job>>, ApiError> {
    let page = query.page("pageSize", "after", 25, 100)?;
    let statuses = "`Created`, `Running`, `Completed`, `Failed` or `Cancelled`";
    let filter = JobFilter {
        divisions: actor.scope(),
        status: query.word("jobStatus", statuses)?,
        ascending: is_descending(&query)? != Some(true),
    };
    let slice = state
        .store(move |store| store.list_jobs(&filter, &page))
        .await?;
    Ok(Answer(listing(&query, "after", slice, |record| {
        job(as_it_stands(&state, record), &actor, &origin)
    })))
}

/// One job.
pub(in crate::http) async fn read_job(
    State(state): State<AppState>,
    actor: Actor,
    origin: Origin,
    Id(id): Id,
) -> Result<Answer<Job>, ApiError> {
    let found = find_job(&state, &actor, id).await?;
    Ok(Answer(job(found, &actor, &origin)))
}

/// Tells a job to go on, to stop or to try again.
pub(in crate::http) async fn update_job(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(update): Json<JobUpdate>,
) -> Result<Answer<JobUpdate>, ApiError> {
    if update.job_id != id {
        let message = format!("`{}` is not the job of the address, `{id}`", update.job_id);
        return Err(ApiError::field("jobId", message));
    }
    let job = find_job(&state, &actor, id).await?;
    let command = update.status;
    if command == Command::Retry && state.signal.why_waiting(&job).is_some() {
        state.signal.try_again();
        return Ok(Answer(update));
    }
    let now = state.environment.now();
    let changed = state
        .store(move |store| {
            let begins = command == Command::Continue && job.status == JobStatus::Created;
            let settings = begins.then(|| settle(store, &job)).transpose()?;
            let mut refusal = None;
            let job = store.change_job(id, now, &mut |job| match decide(job, command) {
                Ok(change) => Some(JobChange {
                    settings: settings.clone(),
                    ..change
                }),
                Err(refused) => {
                    refusal = Some(refused);
                    None
                }
            })?;
            match refusal {
                Some(refusal) => Err(ApiError::from(refusal)),
                None => Ok(job),
            }
        })
        .await?;
    if changed.is_none() {
        return Err(unknown(id));
    }
    state.signal.wake();
    Ok(Answer(update))
}

/// A job that a request may be about, or an error that says that there is none: of its actor's divisions, and of
/// the legacy import where only that is what they need to be allowed.
pub(super) async fn find_job(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
) -> Result<JobRecord, ApiError> {
    let job = state.store(move |store| store.find_job(id)).await?;
    let is_any = actor.needs() != LEGACY;
    job.filter(|job| actor.scope().contains(&job.division))
        .filter(|job| is_any || job.settings.layout == Layout::Legacy)
        .map(|job| as_it_stands(state, job))
        .ok_or_else(|| unknown(id))
}

/// A job that stands still says why, which the store may not know.
fn as_it_stands(state: &AppState, mut job: JobRecord) -> JobRecord {
    if let Some(why) = state.signal.why_waiting(&job) {
        job.details = Some(why);
    }
    job
}

/// The same for what is told of its rows.
pub(super) async fn find_job_with_rows(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
) -> Result<JobRecord, ApiError> {
    let job = find_job(state, actor, id).await?;
    if job.rows_removed {
        return Err(ApiError::rows_removed());
    }
    Ok(job)
}

/// An error that says that there is no such job.
pub(super) fn unknown(id: Uuid) -> ApiError {
    ApiError::not_found("job", id)
}

/// Where jobs are, by the door that a request came by.
pub(super) fn door(actor: &Actor) -> &'static str {
    if actor.needs() == LEGACY {
        "import/legacy/jobs"
    } else {
        "import/jobs"
    }
}

/// A job as the API shows it. Its addresses are by the door that the request came by: whoever sees it may follow them.
pub(super) fn job(job: JobRecord, actor: &Actor, origin: &Origin) -> Job {
    let jobs = door(actor);
    let report = |phase| Some(report_address(origin, jobs, job.id, phase));
    // The counts of a pass are told when it is over; until then, progress tells how far it is.
    let is_over = |step| {
        job.step != Some(step) || !matches!(job.status, JobStatus::Created | JobStatus::Running)
    };
    let mut metadata = JobMetadata {
        file_name: job.file_name,
        ..JobMetadata::default()
    };
    if is_over(ExecutionStep::Validating) && job.validation.rows.total() > 0 {
        metadata.dry_run_success_count = Some(job.validation.rows.imported());
        metadata.dry_run_failed_count = Some(job.validation.rows.rejected);
        metadata.dry_run_report_download_url = report(Phase::Validation);
    }
    if is_over(ExecutionStep::Importing) && job.import.rows.total() > 0 {
        metadata.import_success_count = Some(job.import.rows.imported());
        metadata.import_failed_count = Some(job.import.rows.rejected);
        metadata.import_report_download_url = report(Phase::Import);
    }
    if job.undoes.is_some() && job.status != JobStatus::Running {
        metadata.import_report_download_url = report(Phase::Import);
    }
    if job.rows_removed {
        metadata.dry_run_report_download_url = None;
        metadata.import_report_download_url = None;
    }
    Job {
        id: job.id,
        status: job.status,
        status_details: job.details,
        execution_step: job.step,
        metadata,
        date_created: crate::timestamp::rfc3339(job.created),
        division: division(&job.division, &job.division_name),
        settings: reference("import/settings", job.profile),
        layout: job.settings.layout,
        self_uri: reference(jobs, job.id).self_uri,
        validation: job.validation,
        import: job.import,
        progress: job.progress,
        undo: job.undoes.is_some().then_some(job.undo),
        undoes: job.undoes.map(|id| reference(jobs, id)),
        undone_by: job.undone_by.map(|id| reference(jobs, id)),
        rows_removed: job.rows_removed,
    }
}

fn report_address(origin: &Origin, jobs: &str, job: Uuid, phase: Phase) -> String {
    let phase = match phase {
        Phase::Validation => "validation",
        Phase::Import => "import",
    };
    format!("{origin}{CONTACTS}/{jobs}/{job}/report?phase={phase}")
}
