//! Contacts, organizations, sources and divisions as the API lists them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Reference;
use crate::record::{Contact, IdentifierKind, Organization};

/// The compartment a record lives in. The division `Unassigned` has the id `*`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Division {
    /// The division's id.
    pub id: String,
    /// The division's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// A system of record whose IDs people carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExternalSource {
    /// Given by the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Unique, compared without case, trimmed; at most 200 characters.
    pub name: String,
    /// Whether it is offered for new imports.
    #[serde(default = "yes")]
    pub active: bool,
    /// How an ID becomes a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_configuration: Option<LinkConfiguration>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

fn yes() -> bool {
    true
}

/// How an ID becomes a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LinkConfiguration {
    /// An `http(s)` address with `{{externalId.value}}` in it; at most 400 characters.
    pub uri_template: String,
}

/// A contact with what the directory keeps beside it: `ExternalContact`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ExternalContact")
)]
#[serde(rename_all = "camelCase")]
pub struct ContactEntity {
    /// The contact's id.
    pub id: Uuid,
    /// Where it lives.
    pub division: Division,
    /// What is known of the person.
    #[serde(flatten)]
    pub contact: Contact,
    /// Its external IDs with their sources; those of `contact` are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalIdEntity>,
    /// Everything it is found by.
    #[serde(default)]
    pub identifiers: Vec<IdentifierEntity>,
    /// The organization the person belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_organization: Option<OrganizationRef>,
    /// RFC 3339.
    pub create_date: String,
    /// RFC 3339.
    pub modify_date: String,
    /// Always `Curated`.
    #[serde(default, rename = "type")]
    pub kind: String,
    /// The record that this one was merged into; the contact itself where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical_contact: Option<Reference>,
    /// The record that this one was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_to: Option<Reference>,
    /// Every record behind this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merge_set: Vec<Reference>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// An external ID as the API shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExternalIdEntity {
    /// The system that gave the ID.
    pub external_source: ExternalSource,
    /// The ID itself.
    pub value: String,
}

/// An identifier as the API shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct IdentifierEntity {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: IdentifierKind,
    /// Its key (for an external ID, its value).
    pub value: String,
    /// The source of an external ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_source: Option<ExternalSource>,
}

/// The identifiers of a record: `ContactIdentifierListing`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identifiers {
    /// Each once.
    pub entities: Vec<IdentifierEntity>,
}

/// The contacts that hold a value: `ReverseWhitepagesLookupResult`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReverseLookup {
    /// At most 25.
    pub contacts: Vec<ContactEntity>,
}

/// The organization of a contact: its id and address, and its name where it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRef {
    /// The organization's id.
    pub id: Uuid,
    /// The organization's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// An organization with what the directory keeps beside it: `ExternalOrganization`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ExternalOrganization")
)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationEntity {
    /// The organization's id.
    pub id: Uuid,
    /// Where it lives.
    pub division: Division,
    /// What is known of it.
    #[serde(flatten)]
    pub organization: Organization,
    /// Its external IDs with their sources; those of `organization` are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalIdEntity>,
    /// Everything it is found by.
    #[serde(default)]
    pub identifiers: Vec<IdentifierEntity>,
    /// RFC 3339.
    pub create_date: String,
    /// RFC 3339.
    pub modify_date: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// A numbered page of a list: `ContactListing`, `ExternalOrganizationListing`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "{T}Page")
)]
#[serde(rename_all = "camelCase")]
pub struct Paged<T> {
    /// The entries of this page.
    pub entities: Vec<T>,
    /// Entries a page.
    pub page_size: u64,
    /// From 1.
    pub page_number: u64,
    /// Entries in all, counted up to a bound; see `partial_results`.
    pub total: u64,
    /// Whether there are more than `total`.
    #[serde(default)]
    pub partial_results: bool,
    /// Pages in all.
    pub page_count: u64,
    /// This page's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
    /// The first page's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_uri: Option<String>,
    /// The last page's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_uri: Option<String>,
    /// The next page's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_uri: Option<String>,
    /// The previous page's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_uri: Option<String>,
}
