//! Every contact or organization, page by page.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{ContactEntity, Listing, OrganizationEntity};

use super::desk::UNASSIGNED;
use super::entities::{show_contacts, show_organizations};
use crate::auth::Actor;
use crate::http::answer::listing;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{Page, Scope, Slice, StoreError};

/// The live contacts of a division.
pub(in crate::http) async fn scan_contacts(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Listing<ContactEntity>>, ApiError> {
    let division = query.text("divisionId").unwrap_or(UNASSIGNED).to_owned();
    actor.require_in(&division)?;
    contacts(&state, query, Scope::of(&division)).await
}

/// The live contacts of all divisions that one may see.
pub(in crate::http) async fn scan_all_contacts(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Listing<ContactEntity>>, ApiError> {
    contacts(&state, query, actor.scope()).await
}

async fn contacts(
    state: &AppState,
    query: Query,
    divisions: Scope,
) -> Result<Answer<Listing<ContactEntity>>, ApiError> {
    let page = page(&query)?;
    let slice = state
        .store(move |store| {
            let slice = store.scan_contacts(&divisions, &page).map_err(refused)?;
            Ok::<_, ApiError>(Slice {
                entries: show_contacts(store, slice.entries, false)?,
                next: slice.next,
            })
        })
        .await?;
    Ok(Answer(listing(&query, "cursor", slice, |contact| contact)))
}

/// The organizations of a division.
pub(in crate::http) async fn scan_organizations(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Listing<OrganizationEntity>>, ApiError> {
    let division = query.text("divisionId").unwrap_or(UNASSIGNED).to_owned();
    actor.require_in(&division)?;
    organizations(&state, query, Scope::of(&division)).await
}

/// The organizations of all divisions that one may see.
pub(in crate::http) async fn scan_all_organizations(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Listing<OrganizationEntity>>, ApiError> {
    organizations(&state, query, actor.scope()).await
}

async fn organizations(
    state: &AppState,
    query: Query,
    divisions: Scope,
) -> Result<Answer<Listing<OrganizationEntity>>, ApiError> {
    let page = page(&query)?;
    let slice = state
        .store(move |store| {
            let slice = store
                .scan_organizations(&divisions, &page)
                .map_err(refused)?;
            Ok::<_, ApiError>(Slice {
                entries: show_organizations(store, slice.entries)?,
                next: slice.next,
            })
        })
        .await?;
    let same = |organization| organization;
    Ok(Answer(listing(&query, "cursor", slice, same)))
}

fn page(query: &Query) -> Result<Page, ApiError> {
    query.page("limit", "cursor", 100, 200)
}

/// Scans have a name of their own for what other lists call `after`.
fn refused(error: StoreError) -> ApiError {
    match error {
        StoreError::Cursor(found) => ApiError::cursor("cursor", &found),
        error => error.into(),
    }
}
