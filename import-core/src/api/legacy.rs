//! The legacy import. All of it goes beyond the public API.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Division;
use crate::comparison::ComparedField;
use crate::outcome::Outcome;

/// `POST .../import/legacy/jobs`: creates a job of a complete upload of the legacy layout and starts its validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LegacyJobRequest {
    /// A complete upload.
    pub upload_id: Uuid,
    /// Where the records go; the division `Unassigned` (`*`) where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<Division>,
}

/// An imported row beside its records as they are now.
/// `GET .../import/legacy/jobs/{jobId}/comparison?q=&only=different&pageSize=&after=`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ComparedRow {
    /// As a spreadsheet numbers it.
    pub row: u64,
    /// Its outcome.
    pub outcome: Outcome,
    /// Its contact, where it is still there: the one it was merged into, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<Uuid>,
    /// Its organization, where it is still there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<Uuid>,
    /// Its cells that say anything, in the order of the file.
    pub fields: Vec<ComparedField>,
}
