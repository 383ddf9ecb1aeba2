//! Organizations: read and searched here, changed in the modules below.

pub(super) mod edit;
mod enrich;
pub(super) mod identifiers;

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{ContactEntity, OrganizationEntity, Paged};

use self::edit::Organizations;
use super::contacts::{search, search_contacts};
use super::entities::show_organizations;
use super::records::{Kind as _, Versioned};
use crate::auth::Actor;
use crate::http::answer::paged;
use crate::http::extract::Id;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{Found, SortField, StoreError};

/// What organizations can be ordered by.
const FIELDS: [(&str, SortField); 3] = [
    ("name", SortField::Name),
    ("createDate", SortField::CreateDate),
    ("modifyDate", SortField::ModifyDate),
];

/// A page of the organizations that are looked for.
pub(in crate::http) async fn list_organizations(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Paged<OrganizationEntity>>, ApiError> {
    let (search, size, number) = search(&query, &actor, &FIELDS)?;
    let found = state
        .store(move |store| {
            let found = store.search_organizations(&search)?;
            Ok::<_, StoreError>(Found {
                total: found.total,
                is_partial: found.is_partial,
                entries: show_organizations(store, found.entries)?,
            })
        })
        .await?;
    Ok(Answer(paged(&query, size, number, found, |found| found)))
}

/// One organization.
pub(in crate::http) async fn read_organization(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
) -> Result<Versioned<OrganizationEntity>, ApiError> {
    state
        .edit(actor, move |desk| {
            let record = desk.organization(id)?;
            Organizations::show(desk, record)
        })
        .await
}

/// A page of the live contacts of an organization.
pub(in crate::http) async fn list_organization_contacts(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<Answer<Paged<ContactEntity>>, ApiError> {
    let there = state
        .store(move |store| store.find_organization(id))
        .await?;
    if !there.is_some_and(|found| actor.scope().contains(&found.division)) {
        return Err(ApiError::not_found("organization", id));
    }
    search_contacts(&state, &actor, query, Some(id)).await
}
