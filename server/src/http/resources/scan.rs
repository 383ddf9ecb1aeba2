//! Every contact or organization, page by page.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{ContactEntity, Listing, OrganizationEntity};
use import_core::permission::Permission;

use super::desk::UNASSIGNED;
use super::entities::{show_contacts, show_organizations};
use crate::auth::Actor;
use crate::http::answer::listing;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{Page, Slice, StoreError};

/// The live contacts of a division.
pub(in crate::http) async fn scan_contacts(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Listing<ContactEntity>>, ApiError> {
    let division = query.text("divisionId").unwrap_or(UNASSIGNED).to_owned();
    actor.require_in(Permission::ContactView, &division)?;
    contacts(&state, query, Some(division)).await
}

/// The live contacts of all divisions.
pub(in crate::http) async fn scan_all_contacts(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Listing<ContactEntity>>, ApiError> {
    actor.require(Permission::ContactViewAll)?;
    contacts(&state, query, None).await
}

async fn contacts(
    state: &AppState,
    query: Query,
    division: Option<String>,
) -> Result<Answer<Listing<ContactEntity>>, ApiError> {
    let page = page(&query)?;
    let slice = state
        .store(move |store| {
            let slice = store.scan_contacts(division.as_deref(), &page)?;
            Ok::<_, StoreError>(Slice {
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
    actor.require_in(Permission::OrganizationView, &division)?;
    organizations(&state, query, Some(division)).await
}

/// The organizations of all divisions.
pub(in crate::http) async fn scan_all_organizations(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Listing<OrganizationEntity>>, ApiError> {
    actor.require(Permission::OrganizationViewAll)?;
    organizations(&state, query, None).await
}

async fn organizations(
    state: &AppState,
    query: Query,
    division: Option<String>,
) -> Result<Answer<Listing<OrganizationEntity>>, ApiError> {
    let page = page(&query)?;
    let slice = state
        .store(move |store| {
            let slice = store.scan_organizations(division.as_deref(), &page)?;
            Ok::<_, StoreError>(Slice {
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
