//! Exports: every contact or organization of some divisions, as a CSV that is made in the background.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Reference;

/// `POST .../contacts/exports`, `POST .../organizations/exports`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ExportRequest {
    /// The divisions to export; where none is named, all in which the client may export.
    pub division_ids: Vec<String>,
    /// Which of their records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_conditions: Option<ExportConditions>,
}

/// An export: `ContactsExport`, `OrganizationsExport`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// Its id.
    pub id: Uuid,
    /// The divisions whose records it holds.
    pub division_ids: Vec<String>,
    /// Who asked for it.
    pub created_by: Reference,
    /// RFC 3339.
    pub date_created: String,
    /// RFC 3339; none while it is running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_completion: Option<String>,
    /// Where it is.
    pub status: ExportStatus,
    /// Where the file is, once it is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download_url: Option<String>,
    /// How many records the file holds, once it is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_row_count: Option<u64>,
    /// Which records were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_conditions: Option<ExportConditions>,
    /// Its address.
    pub self_uri: String,
}

/// Where an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum ExportStatus {
    /// It waits, or is being made.
    Running,
    /// Its file is there.
    Succeeded,
    /// It stopped; ask for another one.
    Failed,
}

/// Which records are exported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ExportConditions {
    /// What each of them fulfils.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filters: Option<ExportFilter>,
    /// Most records, from 1; 180,000,000 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// A condition. Where it has several parts, a record fulfils all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ExportFilter {
    /// A field has this value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eq: Option<ExportValue>,
    /// A field has one of these values.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub one_of: Option<ExportValues>,
    /// A date is this one or an earlier one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lte: Option<ExportDate>,
    /// A date is this one or a later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gte: Option<ExportDate>,
    /// All of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub and: Option<Vec<ExportFilter>>,
    /// One of these at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub or: Option<Vec<ExportFilter>>,
    /// Not this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<ExportFilter>>,
}

/// A field and the value that it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportValue {
    /// The field.
    pub field: ExportField,
    /// An id, or the name of a classification.
    pub value: String,
}

/// A field and the values that it may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportValues {
    /// The field.
    pub field: ExportField,
    /// Ids, or names of classifications.
    pub values: Vec<String>,
}

/// A date and its bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportDate {
    /// The date.
    pub field: ExportDateField,
    /// RFC 3339.
    pub value: String,
}

/// A field whose value decides what is exported. Organizations have the division and the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ExportField {
    /// The division's id.
    DivisionId,
    /// Always `Curated`.
    ContactClassification,
    /// The id of the organization that a contact belongs to.
    ExternalOrganizationId,
    /// The id of a source that an external ID of the contact comes from.
    ExternalSourceId,
    /// The id of the schema that wrote one of the custom fields last.
    SchemaId,
    /// Its version.
    SchemaVersion,
}

/// A date that decides what is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ExportDateField {
    /// When the record was created.
    CreateDate,
    /// When it was changed last.
    ModifyDate,
}
