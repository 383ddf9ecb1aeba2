//! What is done with contacts and organizations alike: written, one by one and in bulk.

use std::borrow::Cow;
use std::marker::PhantomData;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use import_core::api::{BulkRequest, BulkResponse, EnrichRequest, Entity, PatchRequest};
use import_core::columns::Subject;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::bulk::{self, Done, Item};
use super::desk::{Desk, expected_versions};
use crate::auth::Actor;
use crate::http::extract::{Id, Json};
use crate::http::openapi::{Output, Shape, all_optional};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};

/// The fields of a record as they are sent.
type Fields = Map<String, Value>;

/// A record as it is sent: it may leave out any field, and is read only where it is used.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub(in crate::http) struct Sent<E> {
    fields: Fields,
    #[serde(skip)]
    shown_as: PhantomData<fn() -> E>,
}

impl<E: JsonSchema> JsonSchema for Sent<E> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Body", E::schema_name()).into()
    }

    fn json_schema(schemas: &mut SchemaGenerator) -> Schema {
        all_optional::<E>(schemas)
    }
}

/// One of the two kinds of record. What is done with one is allowed in the divisions of the request's scope.
pub(in crate::http) trait Kind {
    /// Which of the two.
    const SUBJECT: Subject;
    /// As the store holds one.
    type Record;
    /// As the API shows one.
    type Entity: Serialize + JsonSchema + Send + 'static;

    fn show(desk: &Desk<'_>, record: Self::Record) -> Shown<Self>;
    fn find(desk: &Desk<'_>, id: Uuid) -> Result<Self::Record, ApiError>;
    fn create(desk: &Desk<'_>, body: &Fields) -> Result<Self::Record, ApiError>;
    fn replace(
        desk: &Desk<'_>,
        id: Uuid,
        body: &Fields,
        expected: &[u64],
    ) -> Result<Self::Record, ApiError>;
    fn patch(
        desk: &Desk<'_>,
        id: Uuid,
        request: PatchRequest,
        expected: &[u64],
    ) -> Result<Self::Record, ApiError>;
    fn delete(desk: &Desk<'_>, id: Uuid, expected: &[u64]) -> Result<(), ApiError>;

    /// The record afterwards, and whether it was created.
    fn enrich(
        desk: &Desk<'_>,
        request: &EnrichRequest,
        is_dry_run: bool,
    ) -> Result<(Self::Record, bool), ApiError>;
}

/// A record, or why there is none.
pub(super) type Shown<K> = Result<Versioned<<K as Kind>::Entity>, ApiError>;

/// A record with its version, which the answer has as its `ETag`.
pub(in crate::http) struct Versioned<T> {
    pub(super) id: Uuid,
    pub(super) version: u64,
    pub(super) entity: T,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = Answer(self.entity).into_response();
        if let Ok(tag) = HeaderValue::try_from(format!("\"{}\"", self.version)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

impl<T> Versioned<T> {
    fn done(self, status: StatusCode) -> Done<T> {
        Done {
            id: self.id,
            entity: Some(self.entity),
            status: status.as_u16(),
        }
    }
}

/// A record that was there or not.
pub(in crate::http) enum Written<T> {
    Created(Versioned<T>),
    Changed(Versioned<T>),
}

impl<T: Serialize> IntoResponse for Written<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Created(record) => (StatusCode::CREATED, record).into_response(),
            Self::Changed(record) => record.into_response(),
        }
    }
}

impl<T: JsonSchema> Output for Written<T> {
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator) {
        <(StatusCode, Versioned<T>)>::describe(shape, schemas);
        Versioned::<T>::describe(shape, schemas);
    }
}

/// Adds a record.
pub(in crate::http) async fn create<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Json(body): Json<Sent<K::Entity>>,
) -> Result<(StatusCode, Versioned<K::Entity>), ApiError> {
    let shown = state
        .edit(actor, move |desk| {
            K::show(desk, K::create(desk, &body.fields)?)
        })
        .await?;
    Ok((StatusCode::CREATED, shown))
}

/// Replaces a record.
pub(in crate::http) async fn replace<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    headers: HeaderMap,
    Json(body): Json<Sent<K::Entity>>,
) -> Shown<K> {
    let expected = expected_versions(&headers)?;
    state
        .edit(actor, move |desk| {
            K::show(desk, K::replace(desk, id, &body.fields, &expected)?)
        })
        .await
}

/// Changes single fields of a record.
pub(in crate::http) async fn patch<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    headers: HeaderMap,
    Json(request): Json<PatchRequest>,
) -> Shown<K> {
    let expected = expected_versions(&headers)?;
    state
        .edit(actor, move |desk| {
            K::show(desk, K::patch(desk, id, request, &expected)?)
        })
        .await
}

/// Deletes a record.
pub(in crate::http) async fn delete<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    let expected = expected_versions(&headers)?;
    state
        .edit(actor, move |desk| K::delete(desk, id, &expected))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings what a request knows to the record that it finds.
pub(in crate::http) async fn enrich<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
    Json(request): Json<EnrichRequest>,
) -> Result<Written<K::Entity>, ApiError> {
    let is_dry_run = is_dry_run(&query)?;
    let (shown, is_created) = state
        .edit(actor, move |desk| {
            let (record, is_created) = K::enrich(desk, &request, is_dry_run)?;
            Ok((K::show(desk, record)?, is_created))
        })
        .await?;
    Ok(if is_created {
        Written::Created(shown)
    } else {
        Written::Changed(shown)
    })
}

fn is_dry_run(query: &Query) -> Result<bool, ApiError> {
    Ok(query.parse("dryRun", "`true` or `false`")?.unwrap_or(false))
}

const fn created(is_created: bool) -> StatusCode {
    if is_created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    }
}

/// The answer to a bulk request: what became of each item.
type Results<K, I> = Result<Answer<BulkResponse<<K as Kind>::Entity, Item<I>>>, ApiError>;

/// Does every item of a bulk request.
async fn each<K: Kind, I: DeserializeOwned + 'static>(
    state: AppState,
    actor: Actor,
    items: Vec<Item<I>>,
    run: impl Fn(&Desk<'_>, &I) -> Result<Done<K::Entity>, ApiError> + Send + 'static,
) -> Results<K, I> {
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| run(desk, item)))
        })
        .await?;
    Ok(Answer(response))
}

/// Records by their ids.
pub(in crate::http) async fn fetch<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Item<Entity>>>,
) -> Results<K, Entity> {
    let items = bulk::items(request, bulk::MOST)?;
    each::<K, _>(state, actor, items, |desk, item| {
        let record = K::find(desk, bulk::parse_id(&item.id)?)?;
        Ok(K::show(desk, record)?.done(StatusCode::OK))
    })
    .await
}

/// Adds records.
pub(in crate::http) async fn add_all<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Item<Sent<K::Entity>>>>,
) -> Results<K, Sent<K::Entity>> {
    let items = bulk::items(request, bulk::MOST)?;
    each::<K, _>(state, actor, items, |desk, item| {
        let record = K::create(desk, &item.fields)?;
        Ok(K::show(desk, record)?.done(StatusCode::CREATED))
    })
    .await
}

/// Replaces records.
pub(in crate::http) async fn replace_all<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Item<Sent<K::Entity>>>>,
) -> Results<K, Sent<K::Entity>> {
    let items = bulk::items(request, bulk::MOST)?;
    each::<K, _>(state, actor, items, |desk, item| {
        let id = item.fields.get("id").and_then(Value::as_str);
        let id = bulk::parse_id(id.unwrap_or_default())?;
        let record = K::replace(desk, id, &item.fields, &[])?;
        Ok(K::show(desk, record)?.done(StatusCode::OK))
    })
    .await
}

/// Deletes records.
pub(in crate::http) async fn delete_all<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<BulkRequest<Item<Entity>>>,
) -> Results<K, Entity> {
    let items = bulk::items(request, bulk::MOST)?;
    each::<K, _>(state, actor, items, |desk, item| {
        let id = bulk::parse_id(&item.id)?;
        K::delete(desk, id, &[])?;
        Ok(Done {
            id,
            entity: None,
            status: StatusCode::NO_CONTENT.as_u16(),
        })
    })
    .await
}

/// Enriches records, one after the other.
pub(in crate::http) async fn enrich_all<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
    Json(request): Json<BulkRequest<Item<EnrichRequest>>>,
) -> Results<K, EnrichRequest> {
    let is_dry_run = is_dry_run(&query)?;
    let items = bulk::items(request, bulk::MOST_ENRICHMENTS)?;
    each::<K, _>(state, actor, items, move |desk, item| {
        let (record, is_created) = K::enrich(desk, item, is_dry_run)?;
        Ok(K::show(desk, record)?.done(created(is_created)))
    })
    .await
}
