//! Jobs that import a file.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{CsvJobRequest, CsvJobResponse};
use import_core::record::Timestamp;
use uuid::Uuid;

use super::staged_jobs::{check_division, complete_upload, division_of, find_profile, missing};
use crate::auth::Actor;
use crate::http::answer::reference;
use crate::http::extract::Json;
use crate::http::{ApiError, AppState};
use crate::jobs::resolve;
use crate::store::{NewJob, Store};

/// Creates a job of a complete upload; its validation begins.
pub(in crate::http) async fn create_csv_job(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<CsvJobRequest>,
) -> Result<(StatusCode, Answer<CsvJobResponse>), ApiError> {
    actor.require_in(division_of(request.division.as_ref()))?;
    let id = state.environment.new_id();
    let now = state.environment.now();
    state
        .store(move |store| create(store, id, now, actor.subject.id, &request))
        .await?;
    state.signal.wake();
    let job = reference("import/jobs", id);
    Ok((StatusCode::CREATED, Answer(CsvJobResponse { job })))
}

fn create(
    store: &dyn Store,
    id: Uuid,
    now: Timestamp,
    created_by: Uuid,
    request: &CsvJobRequest,
) -> Result<(), ApiError> {
    let upload = complete_upload(store, request.upload_id)?;
    let mapping = store
        .find_csv_settings(request.settings_id)?
        .ok_or_else(|| missing("settingsId", "CSV setting", &request.settings_id))?;
    let profile_id = mapping.external_settings_id.ok_or_else(|| {
        ApiError::field("settingsId", "the CSV setting belongs to no import setting")
    })?;
    let profile = find_profile(store, profile_id)?;
    let division = division_of(request.division.as_ref());
    check_division(store, division)?;
    let settings = resolve(&profile, &mapping, &upload.headers, &store.schemas()?)?;
    store.create_job(&NewJob {
        id,
        upload: upload.id,
        profile: profile_id,
        settings,
        division: division.to_owned(),
        created_by,
        created: now,
        is_staged: true,
    })?;
    Ok(())
}
