//! The legacy import: a second door to the same jobs.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{ComparedRow, CsvJobResponse, ExternalSource, LegacyJobRequest, Listing};
use import_core::legacy;
use uuid::Uuid;

use super::jobs::find_job_with_rows;
use super::staged_jobs::{check_division, complete_upload, division_of};
use crate::auth::Actor;
use crate::http::answer::{listing, reference};
use crate::http::extract::{Id, Json};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::jobs::{Wanted, compare_rows, describe};
use crate::store::{NewJob, Store, StoreError};

/// The source of the IDs of legacy files, where nobody made one of its name before. Its id stays when it is renamed.
const SOURCE: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0002);

/// There is no profile behind a legacy job.
const NO_PROFILE: Uuid = Uuid::nil();

/// Creates a job of a complete upload of the legacy layout; its validation begins.
pub(in crate::http) async fn create_job(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<LegacyJobRequest>,
) -> Result<(StatusCode, Answer<CsvJobResponse>), ApiError> {
    let division = division_of(request.division.as_ref()).to_owned();
    actor.require_in(&division)?;
    let id = state.environment.new_id();
    let now = state.environment.now();
    state
        .store(move |store| {
            let upload = complete_upload(store, request.upload_id)?;
            check_division(store, &division)?;
            let columns = legacy::settings(&upload.headers, SOURCE).map_err(|problems| {
                let said: Vec<String> = problems.iter().map(describe).collect();
                ApiError::bad_request("layout_invalid", said.join("; "))
            });
            let mut settings = columns?;
            settings.source = source(store)?;
            let job = NewJob {
                id,
                upload: upload.id,
                profile: NO_PROFILE,
                settings,
                division,
                created_by: actor.subject.id,
                created: now,
                is_staged: true,
            };
            Ok::<_, ApiError>(store.create_job(&job)?)
        })
        .await?;
    state.signal.wake();
    let job = reference("import/legacy/jobs", id);
    Ok((StatusCode::CREATED, Answer(CsvJobResponse { job })))
}

/// The source of legacy files; it is made when it is needed first.
fn source(store: &dyn Store) -> Result<Uuid, StoreError> {
    if store.find_source(SOURCE)?.is_some() {
        return Ok(SOURCE);
    }
    let new = ExternalSource {
        id: None,
        name: legacy::SOURCE.to_owned(),
        active: true,
        link_configuration: None,
        self_uri: None,
    };
    match store.create_source(SOURCE, &new) {
        Ok(()) => Ok(SOURCE),
        // Of this name there is one already: somebody's own, or another request has made it just now.
        Err(StoreError::NameTaken) => {
            let named = store.find_source_by_name(legacy::SOURCE)?;
            Ok(named.and_then(|source| source.id).unwrap_or(SOURCE))
        }
        Err(error) => Err(error),
    }
}

/// A page of the rows of a job beside their records.
pub(in crate::http) async fn list_comparison(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<Answer<Listing<ComparedRow>>, ApiError> {
    let job = find_job_with_rows(&state, &actor, id).await?;
    let page = query.page("pageSize", "after", 25, 100)?;
    let only_different = match query.text("only") {
        None => false,
        Some("different") => true,
        Some(other) => {
            let message = format!("`{other}` is not `different`");
            return Err(ApiError::field("only", message));
        }
    };
    let wanted = Wanted {
        text: query.text("q").unwrap_or_default().to_owned(),
        only_different,
    };
    let slice = state
        .store(move |store| {
            let compared = compare_rows(store, &job, &wanted, &page);
            compared.map_err(|error| match error {
                crate::jobs::ReportError::Store(error) => ApiError::from(error),
                other => ApiError::internal(&other),
            })
        })
        .await?;
    Ok(Answer(listing(&query, "after", slice, |row| row)))
}
