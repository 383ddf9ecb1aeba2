//! Requests that change records or look for them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::record::IdentifierKind;

/// `ExternalContactsPatchRequest`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PatchRequest {
    /// Applied one after the other; no field is in two of them.
    pub changes: Vec<PatchItem>,
}

/// `ContactsPatchChange`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PatchItem {
    /// A path such as `$.address.city`.
    pub field: String,
    /// The value, or the items of a list.
    #[serde(default)]
    pub value: Value,
    /// What to do.
    pub action: PatchVerb,
}

/// What to do with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the names say it")]
pub enum PatchVerb {
    UpdateIfEmpty,
    UpdateIfExists,
    Update,
    AppendToCollection,
    Remove,
    RemoveFromCollection,
}

/// A division named in a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DivisionRef {
    /// The division's id; `*` is `Unassigned`.
    #[serde(default)]
    pub id: Option<String>,
}

/// A source named in a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceId {
    /// The source's id.
    #[serde(default)]
    pub id: Option<Uuid>,
}

/// `ContactIdentifier`, `ExternalOrganizationIdentifier`: an identifier as a request names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct IdentifierRequest {
    /// Where to look; everywhere where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<DivisionRef>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: IdentifierKind,
    /// As it is written.
    pub value: String,
    /// The source of an external ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_source: Option<SourceId>,
}

/// `IdentifierClaimRequest`, `ExternalOrganizationIdentifierClaimRequest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimRequest {
    /// Take up or let go.
    pub operation: ClaimOperation,
    /// What.
    pub identifier: IdentifierRequest,
}

/// Take up or let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the names say it")]
pub enum ClaimOperation {
    Claim,
    Release,
}

/// `MergeContactsRequest`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MergeRequest {
    /// 2 to 25; the first survives.
    pub contact_ids: Vec<Uuid>,
    /// Values that the merged contact is to have; an `ExternalContact`.
    #[serde(default)]
    pub value_override: Option<Map<String, Value>>,
}

/// `ContactEnrichRequest`, `ExternalOrganizationEnrichRequest`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct EnrichRequest {
    /// The client's own name of the request; only echoed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Where; `Unassigned` where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<DivisionRef>,
    /// What the record is found by, 1 to 25 in this order.
    #[serde(default)]
    pub matching_identifiers: Vec<IdentifierRequest>,
    /// What may become of what is found. Contacts need it said; organizations are upserted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<EnrichAction>,
    /// What is known of the contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Map<String, Value>>,
    /// What is known of the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_organization: Option<Map<String, Value>>,
    /// What the fields do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field_rules: Option<EnrichFieldRules>,
    /// `promote`: every contact is curated here, so there is nothing to promote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Value>,
}

/// What may become of the records that are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the names say it")]
pub enum EnrichAction {
    Merge,
    Upsert,
    Update,
    Insert,
}

/// What the fields of an enrichment do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EnrichFieldRules {
    /// To fields without a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_action: Option<FieldAction>,
    /// To lists without a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_array_action: Option<ArrayAction>,
    /// To single fields and what is below them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<EnrichFieldRule>>,
}

/// What one field does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct EnrichFieldRule {
    /// A path such as `$.address.city`.
    pub field: String,
    /// Which value wins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<FieldAction>,
    /// What becomes of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub array_action: Option<ArrayAction>,
}

/// Which of two values wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FieldAction {
    /// The one that is given, also where none is.
    AlwaysUseProvided,
    /// The one that is there, if one is.
    PreferExisting,
    /// The one that is given, if one is.
    PreferProvided,
}

/// What becomes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the names say it")]
pub enum ArrayAction {
    Replace,
    Extend,
    Fill,
}

/// `ContactSearchRequest`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SearchRequest {
    /// From 1.
    pub page_number: Option<u64>,
    /// Entries a page.
    pub page_size: Option<u64>,
    /// Only in these divisions.
    pub division_ids: Option<Vec<String>>,
    /// What to show besides.
    pub expand: Option<Vec<String>>,
    /// What to look for.
    pub operation: Option<SearchOperation>,
}

/// `ContactSearchOperation`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SearchOperation {
    /// Words and ids.
    pub simple_search: Option<SimpleSearch>,
}

/// `ContactSimpleSearch`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SimpleSearch {
    /// As `q` of the list.
    pub query: Option<String>,
    /// As `sortOrder` of the list.
    pub sort_order: Option<Vec<String>>,
    /// Only these.
    pub ids: Option<Vec<Uuid>>,
}
