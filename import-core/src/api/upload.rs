//! Bringing a file to the server.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `POST .../import/csv/uploads`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UploadRequest {
    /// At most 256 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// In bytes.
    pub file_size: u64,
}

/// What an upload answers. Batches go to `{uploadUrl}/rows/{n}` (n from 0, each a gzip-compressed
/// batch of [`crate::table`]'s wire format), then `POST {uploadUrl}/complete`; both beyond the public API,
/// whose way is one `PUT` of the whole file to `uploadUrl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Upload {
    /// The upload's id.
    pub upload_id: Uuid,
    /// Where the bytes go.
    pub upload_url: String,
    /// To be sent with the bytes.
    pub upload_headers: Vec<Header>,
}

/// A header to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the names say it")]
pub struct Header {
    pub name: String,
    pub value: String,
}

/// `GET .../import/csv/uploads/{id}/details`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UploadDetails {
    /// The upload's id.
    pub upload_id: Uuid,
    /// As the client named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// What was found about the file.
    pub validation_result: FileValidation,
}

/// What was found about a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FileValidation {
    /// A delimiter was found.
    pub separator_valid: bool,
    /// Every byte means something in the file's encoding.
    pub file_encoding_valid: bool,
    /// The first of what is wrong.
    pub errors: Vec<LineError>,
}

/// Something wrong at a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LineError {
    /// From 1.
    pub line_number: u64,
    /// In plain words.
    pub message: String,
}

/// `GET .../import/csv/uploads/{id}/preview`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UploadPreview {
    /// The upload's id.
    pub upload_id: Uuid,
    /// The columns.
    pub headers: Vec<String>,
    /// The first rows.
    pub entries: Vec<Vec<String>>,
}
