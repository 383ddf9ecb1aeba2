//! Bulk requests: item by item, each a transaction of its own.

use std::borrow::Cow;
use std::marker::PhantomData;

use import_core::api::{BulkError, BulkErrorDetail, BulkRequest, BulkResponse, BulkResult};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::http::{ApiError, body};

/// Most items of a request.
pub(super) const MOST: usize = 100;

/// Most enrichments of a request.
pub(super) const MOST_ENRICHMENTS: usize = 10;

/// An item as it was sent. It is read by itself, so that the others are done where it cannot be.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub(in crate::http) struct Item<I> {
    sent: Value,
    #[serde(skip)]
    read_as: PhantomData<fn() -> I>,
}

/// The same as what it is read as.
impl<I: JsonSchema> JsonSchema for Item<I> {
    fn inline_schema() -> bool {
        I::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        I::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        I::schema_id()
    }

    fn json_schema(schemas: &mut SchemaGenerator) -> Schema {
        I::json_schema(schemas)
    }
}

/// What became of an item that was done.
pub(super) struct Done<E> {
    pub(super) id: Uuid,
    pub(super) entity: Option<E>,
    pub(super) status: u16,
}

/// The items, if they are not too many.
pub(super) fn items<I>(request: BulkRequest<I>, most: usize) -> Result<Vec<I>, ApiError> {
    let found = request.entities.len();
    if found > most {
        let message = format!("{found} items, at most {most} are allowed");
        return Err(ApiError::field("entities", message));
    }
    Ok(request.entities)
}

/// Does every item.
pub(super) fn each<E, I: DeserializeOwned>(
    items: Vec<Item<I>>,
    mut run: impl FnMut(&I) -> Result<Done<E>, ApiError>,
) -> BulkResponse<E, Item<I>> {
    let mut response = BulkResponse {
        results: Vec::with_capacity(items.len()),
        error_count: 0,
        error_indexes: Vec::new(),
    };
    for (index, item) in items.into_iter().enumerate() {
        let read = body::read(&item.sent, "the item");
        let result = match read.and_then(|read| run(&read)) {
            Ok(done) => BulkResult {
                id: Some(done.id.to_string()),
                success: true,
                entity: done.entity,
                error: None,
                status: done.status,
            },
            Err(error) => {
                response.error_count += 1;
                response.error_indexes.push(index);
                failed(&error, item)
            }
        };
        response.results.push(result);
    }
    response
}

fn failed<E, I>(error: &ApiError, item: I) -> BulkResult<E, I> {
    let body = error.body("");
    let details = body.details.into_iter().map(|detail| BulkErrorDetail {
        field_name: detail.field_name,
        message: body.message.clone(),
    });
    BulkResult {
        id: None,
        success: false,
        entity: None,
        status: body.status,
        error: Some(BulkError {
            code: body.code,
            status: body.status,
            retryable: error.is_retryable(),
            details: details.collect(),
            message: body.message.clone(),
            entity: item,
        }),
    }
}

/// An id in a body.
pub(super) fn parse_id(text: &str) -> Result<Uuid, ApiError> {
    text.parse()
        .map_err(|_| ApiError::field("id", format!("`{text}` is not an id")))
}
