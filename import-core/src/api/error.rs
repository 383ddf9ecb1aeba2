//! What every refused request answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An error as the public API shapes it. Nothing internal is ever in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ErrorBody {
    /// In plain words: what was found, what was expected.
    pub message: String,
    /// Stable, `snake_case` or dotted: the page's message files use it.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// The message with its `{parameters}` left open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_with_params: Option<String>,
    /// The parameters of the message.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub message_params: BTreeMap<String, String>,
    /// The record that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<String>,
    /// Names this request in the server's log.
    pub context_id: String,
    /// Which fields were wrong.
    pub details: Vec<ErrorDetail>,
}

/// One wrong field of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ErrorDetail {
    /// What is wrong with it.
    pub error_code: String,
    /// Its name.
    pub field_name: String,
}
