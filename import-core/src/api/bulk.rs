//! Many records in one request. Each item has a result of its own; one that fails does not stop the others.

use serde::{Deserialize, Serialize};

/// The items of a bulk request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "{T}BulkRequest")
)]
pub struct BulkRequest<T> {
    /// In the order in which they are done.
    pub entities: Vec<T>,
}

/// A record named by its id alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entity {
    /// The record's id.
    pub id: String,
}

/// The results of a bulk request, in the order of its items.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "{E}{I}BulkResponse")
)]
#[serde(rename_all = "camelCase")]
pub struct BulkResponse<E, I> {
    /// One for each item.
    pub results: Vec<BulkResult<E, I>>,
    /// How many failed.
    pub error_count: u64,
    /// Which failed, from 0.
    pub error_indexes: Vec<usize>,
}

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "{E}{I}BulkResult")
)]
pub struct BulkResult<E, I> {
    /// The record's id, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether it was done.
    pub success: bool,
    /// The record afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<E>,
    /// Why it was not done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<BulkError<I>>,
    /// The status that a request of its own would have been answered with.
    pub status: u16,
}

/// Why an item was not done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "{I}BulkError")
)]
pub struct BulkError<I> {
    /// Stable, as in an error of a request of its own.
    pub code: String,
    /// In plain words.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
    /// Whether it may work later.
    pub retryable: bool,
    /// Which fields were wrong.
    pub details: Vec<BulkErrorDetail>,
    /// The item as it was sent, be it right or wrong.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub entity: I,
}

/// One wrong field of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BulkErrorDetail {
    /// Its path.
    pub field_name: String,
    /// What is wrong with it.
    pub message: String,
}
