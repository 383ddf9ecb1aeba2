//! Import profiles and mappings.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::field::ValueFormat;
use crate::settings::{Criterion, Policy};

/// An import profile: `ContactImportSettings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ContactImportSettings")
)]
#[serde(rename_all = "camelCase")]
pub struct ImportSettings {
    /// Given by the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Unique, compared without case; at most 200 characters.
    pub name: String,
    /// None, one or several; in order.
    #[serde(default)]
    pub matching_criteria: Vec<Criterion>,
    /// Merge all matched contacts, or update the first.
    pub merge_contacts: bool,
    /// The source of the file's external IDs.
    pub external_source_id: Uuid,
    /// Which fields are imported.
    pub import_fields: Vec<ImportField>,
    /// ISO 3166 region of phones without a country; goes beyond the public API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_country: Option<String>,
    /// When it was made (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_created: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// One field of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ContactImportField")
)]
#[serde(rename_all = "camelCase")]
pub struct ImportField {
    /// A target field's path, or its header without case.
    pub name: String,
    /// Whether it is imported.
    pub included: bool,
    /// What its cells do; goes beyond the public API.
    #[serde(default, skip_serializing_if = "is_default")]
    pub policy: Policy,
    /// How the dates or numbers of a custom field are written; goes beyond the public API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<ValueFormat>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_default(policy: &Policy) -> bool {
    *policy == Policy::default()
}

/// Which column feeds which field, for one profile: `CsvSettings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CsvSettings {
    /// Given by the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// The profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_settings_id: Option<Uuid>,
    /// The columns.
    pub mappings: Vec<MappingEntry>,
    /// Names of columns that feed nothing on purpose, so that nobody is asked about them again. The original does not
    /// have this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignored_fields: Vec<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// One column and its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MappingEntry {
    /// The column's name in the file, compared without case.
    pub source_field: String,
    /// The field's path.
    pub target_field: String,
}
