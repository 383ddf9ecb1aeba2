//! Jobs, their progress and what they found.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Division, Reference, UndoCounts};
use crate::outcome::{Counts, Outcome};
use crate::problem::{Code, Problem};
use crate::settings::Layout;

/// `POST .../import/csv/jobs`: creates a job of a complete upload and starts its validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CsvJobRequest {
    /// A complete upload.
    pub upload_id: Uuid,
    /// The id of a [`super::CsvSettings`].
    pub settings_id: Uuid,
    /// Where the records go; the division `Unassigned` (`*`) where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<Division>,
}

/// `POST .../import/jobs`: a job whose rows come after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobRequest {
    /// The id of a [`super::ImportSettings`].
    pub settings_id: Uuid,
    /// Where the records go; the division `Unassigned` (`*`) where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<Division>,
}

/// What a job of a file answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CsvJobResponse {
    /// The job.
    pub job: Reference,
}

/// Where a job is. Final: completed, cancelled, failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the API's words")]
pub enum JobStatus {
    Created,
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// What a running job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ExecutionStep {
    /// The dry run.
    Validating,
    /// The dry run is over; waits for Continue or Cancel.
    Validated,
    /// Writes, batch by batch.
    Importing,
}

/// One of the two passes over a file's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Phase {
    Validation,
    Import,
}

/// A job: `ContactImportJobResponse`; what follows `self_uri` goes beyond the public API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ContactImportJob")
)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// The job's id.
    pub id: Uuid,
    /// Where it is.
    pub status: JobStatus,
    /// In plain words, where there is something to say (always when it failed).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_details: Option<String>,
    /// What it does, or did last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_step: Option<ExecutionStep>,
    /// Counts and reports.
    pub metadata: JobMetadata,
    /// When it was made (RFC 3339).
    pub date_created: String,
    /// Where its records go.
    pub division: Division,
    /// Its profile.
    pub settings: Reference,
    /// Whose rules its file follows: which import it came by.
    #[serde(default)]
    pub layout: Layout,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
    /// The dry run's accounting so far.
    #[serde(default)]
    pub validation: Counts,
    /// The import's accounting so far.
    #[serde(default)]
    pub import: Counts,
    /// How far the running pass is.
    #[serde(default)]
    pub progress: Progress,
    /// The import that this job undoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<Reference>,
    /// The job that undoes this import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<Reference>,
    /// The accounting of an undo so far; only of jobs that undo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<UndoCounts>,
    /// Whether its rows, its problems and its reports were removed: the time for which they are kept is over. Then it
    /// can be neither retried nor undone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rows_removed: bool,
}

/// The counts and reports that the public API gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[expect(
    missing_docs,
    reason = "the API's words; `import…` is of the import, `dry_run…` of the validation"
)]
pub struct JobMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dry_run_failed_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dry_run_success_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dry_run_report_download_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_failed_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_success_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_report_download_url: Option<String>,
}

/// How far a pass is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// Rows of which the outcome is known; of an undo: records.
    pub rows_done: u64,
    /// Rows of the file, blank lines not counted; of an undo: records found so far.
    pub rows_total: u64,
    /// Rows a second since the pass began; 0 while unknown.
    pub rows_per_second: f64,
    /// Until the pass ends; none while unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds_left: Option<f64>,
}

/// What a client wants of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the API's words")]
pub enum Command {
    Continue,
    Cancel,
    Retry,
}

/// `PUT .../import/jobs/{jobId}`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobUpdate {
    /// The job's id again.
    pub job_id: Uuid,
    /// The command.
    pub status: Command,
}

/// One problem of a job: an entry of the validation log.
/// `GET .../import/jobs/{jobId}/problems?phase=&code=&severity=&q=&pageSize=&after=`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobProblem {
    /// The problem.
    #[serde(flatten)]
    pub problem: Problem,
    /// What became of its row.
    pub outcome: Outcome,
}

/// How many problems of a kind there are.
/// `GET .../import/jobs/{jobId}/problems/summary?phase=`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CodeCount {
    /// The kind.
    pub code: Code,
    /// How many.
    pub count: u64,
}

/// What became of a row, with what people know its records by.
/// `GET .../import/jobs/{jobId}/rows?phase=&outcome=&pageSize=&after=`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobRow {
    /// As a spreadsheet numbers it.
    pub row: u64,
    /// Its outcome.
    pub outcome: Outcome,
    /// Its contact; never one that exists only in a dry run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<Uuid>,
    /// The contact's full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    /// Its organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<Uuid>,
    /// The organization's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_name: Option<String>,
    /// What became of the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_outcome: Option<Outcome>,
}
