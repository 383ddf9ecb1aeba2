//! Jobs that import a file.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{CsvJobRequest, CsvJobResponse};
use import_core::record::Timestamp;
use uuid::Uuid;

use crate::auth::Actor;
use crate::http::answer::reference;
use crate::http::extract::Json;
use crate::http::{ApiError, AppState};
use crate::jobs::resolve;
use crate::store::{NewJob, Store};

/// The division of records that nobody assigned to one.
const UNASSIGNED: &str = "*";

/// Creates a job of a complete upload; its validation begins.
pub(in crate::http) async fn create_csv_job(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<CsvJobRequest>,
) -> Result<(StatusCode, Answer<CsvJobResponse>), ApiError> {
    actor.require_in(division_of(&request))?;
    let id = state.environment.new_id();
    let now = state.environment.now();
    state
        .store(move |store| create(store, id, now, actor.subject.id, &request))
        .await?;
    state.signal.wake();
    let job = reference("import/jobs", id);
    Ok((StatusCode::CREATED, Answer(CsvJobResponse { job })))
}

fn division_of(request: &CsvJobRequest) -> &str {
    let division = request.division.as_ref();
    division.map_or(UNASSIGNED, |division| &division.id)
}

fn create(
    store: &dyn Store,
    id: Uuid,
    now: Timestamp,
    created_by: Uuid,
    request: &CsvJobRequest,
) -> Result<(), ApiError> {
    let missing = |field: &str, what: &str, id: &dyn std::fmt::Display| {
        ApiError::field(field, format!("there is no {what} `{id}`"))
    };
    let upload = store
        .find_upload(request.upload_id)?
        .ok_or_else(|| missing("uploadId", "upload", &request.upload_id))?;
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
    let mapping = store
        .find_csv_settings(request.settings_id)?
        .ok_or_else(|| missing("settingsId", "CSV setting", &request.settings_id))?;
    let profile_id = mapping.external_settings_id.ok_or_else(|| {
        ApiError::field("settingsId", "the CSV setting belongs to no import setting")
    })?;
    let profile = store
        .find_settings(profile_id)?
        .ok_or_else(|| missing("settingsId", "import setting", &profile_id))?;
    let source = profile.external_source_id;
    if store.find_source(source)?.is_none() {
        return Err(missing("settingsId", "external source", &source));
    }
    let division = division_of(request);
    let divisions = store.list_divisions()?;
    if !divisions.iter().any(|(id, _)| id == division) {
        return Err(missing("division", "division", &division));
    }
    let settings = resolve(&profile, &mapping, &upload.headers, &store.schemas()?)?;
    store.create_job(&NewJob {
        id,
        upload: upload.id,
        profile: profile_id,
        settings,
        division: division.to_owned(),
        created_by,
        created: now,
    })?;
    Ok(())
}
