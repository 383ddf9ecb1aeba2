//! Exports: what was asked for, how far it is, and the pieces of its file.

use import_core::api::{ExportConditions, ExportStatus, RecordKind};
use import_core::record::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Page, Result, Scope, Slice};

/// What an export holds. It is settled when the export is made, so that whoever goes on with it makes the same file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportPlan {
    /// The ids of the divisions whose records it holds.
    pub divisions: Vec<String>,
    /// Which of their records.
    pub conditions: Option<ExportConditions>,
    /// The sources whose IDs have columns of their own.
    pub sources: Vec<ExportSource>,
    /// The custom fields, as columns.
    pub custom: Vec<ExportCustomField>,
}

/// A custom field of the records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportCustomField {
    /// Its key in the records.
    pub key: String,
    /// What the column is called: an import knows the field by it, while that takes values.
    pub header: String,
}

/// A source whose IDs have a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportSource {
    /// The source's id.
    pub id: Uuid,
    /// Its name when the export was made.
    pub name: String,
}

/// An export to make.
#[derive(Clone, Debug)]
pub struct NewExport {
    /// The export's id.
    pub id: Uuid,
    /// What it holds.
    pub kind: RecordKind,
    /// Which of them.
    pub plan: ExportPlan,
    /// Who asked for it.
    pub created_by: Uuid,
    /// When.
    pub created: Timestamp,
}

/// An export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRecord {
    /// The export's id.
    pub id: Uuid,
    /// What it holds.
    pub kind: RecordKind,
    /// Which of them.
    pub plan: ExportPlan,
    /// Who asked for it.
    pub created_by: Uuid,
    /// When.
    pub created: Timestamp,
    /// How far it is.
    pub progress: ExportProgress,
    /// Who makes it; what another writes is refused.
    pub held_by: Option<Uuid>,
}

/// How far an export is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportProgress {
    /// Where it is.
    pub status: ExportStatus,
    /// When it was done.
    pub completed: Option<Timestamp>,
    /// Records in its pieces.
    pub records: u64,
    /// Pieces of its file.
    pub pieces: u64,
    /// Where the scan of the records goes on; none at its beginning.
    pub position: Option<String>,
}

/// Which exports a list shows.
#[derive(Clone, Debug)]
pub struct ExportFilter {
    /// Of contacts or of organizations.
    pub kind: RecordKind,
    /// Only those whose divisions are all among these.
    pub visible: Scope,
    /// Only those of one of these divisions; all where none is named.
    pub divisions: Vec<String>,
}

/// Keeps exports.
pub trait Exports {
    /// Adds an export that waits for someone to make it.
    fn create_export(&self, export: &NewExport) -> Result<()>;

    /// One export.
    fn find_export(&self, id: Uuid) -> Result<Option<ExportRecord>>;

    /// A page of the exports, newest first.
    fn list_exports(&self, filter: &ExportFilter, page: &Page) -> Result<Slice<ExportRecord>>;

    /// Takes the oldest export that waits, or whose maker let its lease run out. One that another kind of database has
    /// begun is failed by then: the two scan in different orders.
    fn claim_export(
        &self,
        owner: Uuid,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ExportRecord>>;

    /// Adds a piece, if there is one, and writes down how far the export is after it, all or nothing. Holds it until
    /// `until`. Errs with [`NotHeld`](super::StoreError::NotHeld) where another has taken it.
    fn advance_export(
        &self,
        export: &ExportRecord,
        piece: Option<&[u8]>,
        progress: &ExportProgress,
        until: Timestamp,
    ) -> Result<()>;

    /// A piece of an export's file, as it was added; the first has the number 0.
    fn read_export_piece(&self, export: Uuid, piece: u64) -> Result<Option<Vec<u8>>>;

    /// Removes the exports that were made before a time; answers how many.
    fn remove_exports(&self, before: Timestamp) -> Result<u64>;
}

/// An export with its key in a list.
pub(super) fn with_key(export: ExportRecord) -> (ExportRecord, String) {
    let key = export.id.to_string();
    (export, key)
}
