//! The undo of an import, and what became of its records.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{CsvJobResponse, Listing, UndoAction, UndoneRecord};

use super::jobs::{door, find_job, find_job_with_rows, unknown};
use crate::auth::Actor;
use crate::http::answer::{listing, reference};
use crate::http::extract::Id;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::jobs::may_undo;
use crate::store::NewUndo;

/// Creates a job that undoes an import; it begins at once.
pub(in crate::http) async fn create_undo(
    State(state): State<AppState>,
    actor: Actor,
    Id(import): Id,
) -> Result<(StatusCode, Answer<CsvJobResponse>), ApiError> {
    find_job(&state, &actor, import).await?;
    let undo = NewUndo {
        id: state.environment.new_id(),
        undoes: import,
        created_by: actor.subject.id,
        created: state.environment.now(),
    };
    let found = state
        .store(move |store| {
            let mut refusal = None;
            let found = store.create_undo(&undo, &mut |job| match may_undo(job) {
                Ok(()) => true,
                Err(refused) => {
                    refusal = Some(refused);
                    false
                }
            })?;
            match refusal {
                Some(refusal) => Err(ApiError::from(refusal)),
                None => Ok(found),
            }
        })
        .await?;
    if found.is_none() {
        return Err(unknown(import));
    }
    state.signal.wake();
    let job = reference(door(&actor), undo.id);
    Ok((StatusCode::CREATED, Answer(CsvJobResponse { job })))
}

/// A page of the records that an undo has come to.
pub(in crate::http) async fn list_undone(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<Answer<Listing<UndoneRecord>>, ApiError> {
    let job = find_job_with_rows(&state, &actor, id).await?;
    let page = query.page("pageSize", "after", 50, 1_000)?;
    let action = query.word("action", "`removed`, `restored`, `separated` or `kept`")?;
    let slice = state
        .store(move |store| store.list_undone(id, action, &page))
        .await?;
    let mut listing = listing(&query, "after", slice, |record| record);
    listing.total = Some(match action {
        None => job.undo.total(),
        Some(UndoAction::Removed) => job.undo.removed,
        Some(UndoAction::Restored) => job.undo.restored,
        Some(UndoAction::Separated) => job.undo.separated,
        Some(UndoAction::Kept) => job.undo.kept,
    });
    Ok(Answer(listing))
}
