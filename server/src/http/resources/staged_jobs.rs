//! Jobs that are there before their rows, and what every new job has to fulfil.

use std::fmt::Display;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{Division, ImportSettings, Job, JobRequest};
use import_core::settings::Settings;
use uuid::Uuid;

use super::desk::UNASSIGNED;
use super::jobs::{job, unknown};
use crate::auth::{Actor, Token};
use crate::http::extract::Json;
use crate::http::origin::Origin;
use crate::http::{ApiError, AppState};
use crate::jobs::{resolve_by_name, without_columns};
use crate::store::{JobRecord, NewJob, NewUpload, Store, UploadRecord};

/// Creates a job that waits for its rows. They go to the upload that has the job's id; `Continue` validates them.
pub(in crate::http) async fn create_job(
    State(state): State<AppState>,
    actor: Actor,
    origin: Origin,
    Json(request): Json<JobRequest>,
) -> Result<(StatusCode, Answer<Job>), ApiError> {
    let division = division_of(request.division.as_ref()).to_owned();
    actor.require_in(&division)?;
    let id = state.environment.new_id();
    let now = state.environment.now();
    // Nobody is given the ticket: the rows come from those who may import.
    let ticket = Token::new(state.environment.secret());
    let author = actor.subject.id;
    let made = state
        .store(move |store| {
            let profile = find_profile(store, request.settings_id)?;
            check_division(store, &division)?;
            store.create_upload(&NewUpload {
                id,
                file_name: None,
                file_size: 0,
                author,
                ticket: ticket.hash(),
                created: now,
            })?;
            store.create_job(&NewJob {
                id,
                upload: id,
                profile: request.settings_id,
                settings: without_columns(&profile),
                division,
                created_by: author,
                created: now,
                is_staged: false,
            })?;
            Ok::<_, ApiError>(store.find_job(id)?)
        })
        .await?;
    let made = made.ok_or_else(|| unknown(id))?;
    Ok((StatusCode::CREATED, Answer(job(made, &actor, &origin))))
}

/// The choices of a job whose rows are there now. Its columns have the names of the fields that they feed.
pub(super) fn settle(store: &dyn Store, job: &JobRecord) -> Result<Settings, ApiError> {
    let upload = store.find_upload(job.upload)?;
    let upload = upload.ok_or_else(|| unknown(job.id))?;
    check_complete(&upload)?;
    let profile = find_profile(store, job.profile)?;
    Ok(resolve_by_name(
        &profile,
        &upload.headers,
        &store.schemas()?,
    )?)
}

/// The division of a request.
pub(super) fn division_of(division: Option<&Division>) -> &str {
    division.map_or(UNASSIGNED, |division| &division.id)
}

/// A field that names what is not there.
pub(super) fn missing(field: &str, what: &str, id: &dyn Display) -> ApiError {
    ApiError::field(field, format!("there is no {what} `{id}`"))
}

/// A profile whose source is there.
pub(super) fn find_profile(store: &dyn Store, id: Uuid) -> Result<ImportSettings, ApiError> {
    let profile = store.find_settings(id)?;
    let profile = profile.ok_or_else(|| missing("settingsId", "import setting", &id))?;
    let source = profile.external_source_id;
    if store.find_source(source)?.is_none() {
        return Err(missing("settingsId", "external source", &source));
    }
    Ok(profile)
}

/// Errs where there is no such division.
pub(super) fn check_division(store: &dyn Store, division: &str) -> Result<(), ApiError> {
    let divisions = store.list_divisions()?;
    if divisions.iter().any(|(id, _)| id == division) {
        return Ok(());
    }
    Err(missing("division", "division", &division))
}

/// An upload that a job can be made of.
pub(super) fn complete_upload(store: &dyn Store, id: Uuid) -> Result<UploadRecord, ApiError> {
    let upload = store.find_upload(id)?;
    let upload = upload.ok_or_else(|| missing("uploadId", "upload", &id))?;
    check_complete(&upload)?;
    Ok(upload)
}

/// Errs where the rows of an upload are not all there, or where it has none.
fn check_complete(upload: &UploadRecord) -> Result<(), ApiError> {
    if !upload.complete {
        return Err(ApiError::conflict(
            "upload_incomplete",
            "the upload is not complete; send its rows first",
        ));
    }
    if upload.rows == 0 {
        let found = upload.validation.errors.first();
        let why = found.map_or("the file has no rows", |error| error.message.as_str());
        return Err(ApiError::bad_request("file_invalid", why));
    }
    Ok(())
}
