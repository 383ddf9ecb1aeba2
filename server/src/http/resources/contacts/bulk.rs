//! Many contacts in one request.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{BulkRequest, BulkResponse, ContactEntity, Entity};
use import_core::permission::Permission;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::auth::Actor;
use crate::http::extract::Json;
use crate::http::resources::bulk::{self, Done};
use crate::http::resources::desk::Desk;
use crate::http::resources::entities::show_contact;
use crate::http::{ApiError, AppState};
use crate::store::ContactRecord;

type Fields = Map<String, Value>;
type Fetched = Answer<BulkResponse<ContactEntity, Entity>>;
type Written = Answer<BulkResponse<ContactEntity, Fields>>;

/// Contacts by their ids, be they live or merged into others.
pub(in crate::http) async fn fetch(
    state: State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Entity>>,
) -> Result<Fetched, ApiError> {
    fetch_with(state, actor, request, Permission::ContactView).await
}

/// The same for those who may search.
pub(in crate::http) async fn fetch_views(
    state: State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Entity>>,
) -> Result<Fetched, ApiError> {
    fetch_with(state, actor, request, Permission::ContactSearch).await
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
                done(desk, desk.contact(bulk::id(item)?, permission)?, 200)
            }))
        })
        .await?;
    Ok(Answer(response))
}

/// Adds contacts.
pub(in crate::http) async fn add(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Fields>>,
) -> Result<Written, ApiError> {
    actor.require(Permission::ContactAdd)?;
    let items = bulk::items(request, bulk::MOST)?;
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| {
                done(desk, desk.create_contact(item)?, 201)
            }))
        })
        .await?;
    Ok(Answer(response))
}

/// Replaces contacts.
pub(in crate::http) async fn update(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Fields>>,
) -> Result<Written, ApiError> {
    actor.require(Permission::ContactEdit)?;
    let items = bulk::items(request, bulk::MOST)?;
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| {
                let id =
                    bulk::parse_id(item.get("id").and_then(Value::as_str).unwrap_or_default())?;
                done(desk, desk.replace_contact(id, item, None)?, 200)
            }))
        })
        .await?;
    Ok(Answer(response))
}

/// Deletes contacts.
pub(in crate::http) async fn remove(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Entity>>,
) -> Result<Answer<BulkResponse<Value, Entity>>, ApiError> {
    actor.require(Permission::ContactDelete)?;
    let items = bulk::items(request, bulk::MOST)?;
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| {
                let id = bulk::id(item)?;
                desk.delete_contact(id, None)?;
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
    record: ContactRecord,
    status: u16,
) -> Result<Done<ContactEntity>, ApiError> {
    Ok(Done {
        id: record.stored.id,
        entity: Some(show_contact(desk.store, record)?),
        status,
    })
}

impl Desk<'_> {
    /// A contact that the actor may see, be it live or merged into another.
    pub(super) fn contact(
        &self,
        id: Uuid,
        permission: Permission,
    ) -> Result<ContactRecord, ApiError> {
        let record = self.store.find_contact(id)?;
        let record = record.ok_or_else(|| ApiError::not_found("contact", id))?;
        self.actor.require_in(permission, &record.division)?;
        Ok(record)
    }
}
