//! Many organizations in one request.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{BulkRequest, BulkResponse, Entity, OrganizationEntity};
use import_core::permission::Permission;
use serde_json::{Map, Value};

use crate::auth::Actor;
use crate::http::extract::Json;
use crate::http::resources::bulk::{self, Done};
use crate::http::resources::desk::Desk;
use crate::http::resources::entities::show_organization;
use crate::http::{ApiError, AppState};
use crate::store::OrganizationRecord;

type Fields = Map<String, Value>;
type Fetched = Answer<BulkResponse<OrganizationEntity, Entity>>;
type Written = Answer<BulkResponse<OrganizationEntity, Fields>>;

/// Organizations by their ids.
pub(in crate::http) async fn fetch(
    state: State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Entity>>,
) -> Result<Fetched, ApiError> {
    fetch_with(state, actor, request, Permission::OrganizationView).await
}

/// The same for those who may search.
pub(in crate::http) async fn fetch_views(
    state: State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Entity>>,
) -> Result<Fetched, ApiError> {
    fetch_with(state, actor, request, Permission::OrganizationSearch).await
}

async fn fetch_with(
    State(state): State<AppState>,
    actor: Actor,
    request: BulkRequest<Entity>,
    permission: Permission,
) -> Result<Fetched, ApiError> {
    actor.require(permission)?;
    let items = bulk::items(request, bulk::MOST)?;
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| {
                done(desk, desk.organization(bulk::id(item)?, permission)?, 200)
            }))
        })
        .await?;
    Ok(Answer(response))
}

/// Adds organizations.
pub(in crate::http) async fn add(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Fields>>,
) -> Result<Written, ApiError> {
    actor.require(Permission::OrganizationAdd)?;
    let items = bulk::items(request, bulk::MOST)?;
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| {
                done(desk, desk.create_organization(item)?, 201)
            }))
        })
        .await?;
    Ok(Answer(response))
}

/// Replaces organizations.
pub(in crate::http) async fn update(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Fields>>,
) -> Result<Written, ApiError> {
    actor.require(Permission::OrganizationEdit)?;
    let items = bulk::items(request, bulk::MOST)?;
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| {
                let id =
                    bulk::parse_id(item.get("id").and_then(Value::as_str).unwrap_or_default())?;
                done(desk, desk.replace_organization(id, item, None)?, 200)
            }))
        })
        .await?;
    Ok(Answer(response))
}

/// Deletes organizations. Their contacts stay.
pub(in crate::http) async fn remove(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Entity>>,
) -> Result<Answer<BulkResponse<Value, Entity>>, ApiError> {
    actor.require(Permission::OrganizationDelete)?;
    let items = bulk::items(request, bulk::MOST)?;
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| {
                let id = bulk::id(item)?;
                desk.delete_organization(id, None)?;
                Ok(Done {
                    id,
                    entity: None,
                    status: 204,
                })
            }))
        })
        .await?;
    Ok(Answer(response))
}

fn done(
    desk: &Desk<'_>,
    record: OrganizationRecord,
    status: u16,
) -> Result<Done<OrganizationEntity>, ApiError> {
    Ok(Done {
        id: record.stored.id,
        entity: Some(show_organization(desk.store, record)?),
        status,
    })
}
