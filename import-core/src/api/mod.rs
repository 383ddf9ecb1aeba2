//! The JSON that page, API clients and server exchange. Names are those of the public API
//! (`/api/v2/externalcontacts/...`); what goes beyond it says so.
//!
//! A serialised type is a promise, so these are apart from the types that rules are written for.

mod access;
mod bulk;
mod directory;
mod edit;
mod error;
mod export;
mod job;
mod legacy;
mod schema;
mod settings;
mod undo;
mod upload;
mod user;

pub use access::{
    ALL_DIVISIONS, AccessState, ChangePassword, CreateUser, GrantType, GrantedRole, OauthClient,
    PermissionPolicy, Role, RoleDivision, RoleDivisionGrants, Subject, SubjectGrant, TokenClient,
    TokenInfo, UpdateUser, UserEntity,
};
pub use bulk::{BulkError, BulkErrorDetail, BulkRequest, BulkResponse, BulkResult, Entity};
pub use directory::{
    ContactEntity, Division, ExternalIdEntity, ExternalSource, IdentifierEntity, Identifiers,
    LinkConfiguration, OrganizationEntity, OrganizationRef, Paged, ReverseLookup,
};
pub use edit::{
    ArrayAction, ClaimOperation, ClaimRequest, DivisionRef, EnrichAction, EnrichFieldRule,
    EnrichFieldRules, EnrichRequest, FieldAction, IdentifierRequest, MergeRequest, PatchItem,
    PatchRequest, PatchVerb, SearchOperation, SearchRequest, SimpleSearch, SourceId,
};
pub use error::{ErrorBody, ErrorDetail};
pub use export::{
    Export, ExportConditions, ExportDate, ExportDateField, ExportField, ExportFilter,
    ExportRequest, ExportStatus, ExportValue, ExportValues,
};
pub use job::{
    CodeCount, Command, CsvJobRequest, CsvJobResponse, ExecutionStep, Job, JobMetadata, JobProblem,
    JobRequest, JobRow, JobStatus, JobUpdate, Phase, Progress,
};
pub use legacy::{ComparedRow, LegacyJobRequest};
pub use schema::{DataSchema, WholeListing};
pub use settings::{CsvSettings, ImportField, ImportSettings, MappingEntry};
pub use undo::{KeptReason, RecordKind, UndoAction, UndoCounts, UndoneRecord};
pub use upload::{
    FileValidation, Header, LineError, Upload, UploadDetails, UploadPreview, UploadRequest,
};
pub use user::{Me, SetupRequest, SignInRequest};

use serde::{Deserialize, Serialize};

/// A record named by its id and address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Reference {
    /// The record's id.
    pub id: String,
    /// Where it is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// Where a list goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cursors {
    /// The cursor of the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// A page of a list that goes on from a cursor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "{T}Listing")
)]
#[serde(rename_all = "camelCase")]
pub struct Listing<T> {
    /// The entries of this page.
    pub entities: Vec<T>,
    /// The address of the next page; none on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_uri: Option<String>,
    /// This page's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
    /// Where the next page goes on; none on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursors: Option<Cursors>,
    /// How many entries there are in all; goes beyond the public API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}
