//! The undo of an import: what became of the records that the import had touched.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many records an undo has done what with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct UndoCounts {
    /// Created by the import and gone again.
    pub removed: u64,
    /// Have their former values back.
    pub restored: u64,
    /// Were merged into another and are by themselves again.
    pub separated: u64,
    /// Left as they are; each says why.
    pub kept: u64,
}

impl UndoCounts {
    /// All of them.
    pub const fn total(&self) -> u64 {
        self.removed + self.restored + self.separated + self.kept
    }

    /// Counts one record.
    pub const fn count(&mut self, action: UndoAction) {
        match action {
            UndoAction::Removed => self.removed += 1,
            UndoAction::Restored => self.restored += 1,
            UndoAction::Separated => self.separated += 1,
            UndoAction::Kept => self.kept += 1,
        }
    }
}

/// What an undo does with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum UndoAction {
    /// It was created by the import and is gone again.
    Removed,
    /// It has its former values back.
    Restored,
    /// It was merged into another and is by itself again, with its former values.
    Separated,
    /// It is left as it is.
    Kept,
}

/// Why a record is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum KeptReason {
    /// It was changed, merged or removed after the import.
    Changed,
    /// The import merged it with a record that was changed afterwards.
    Tied,
    /// Contacts that stay belong to this organization.
    InUse,
    /// Another contact has the external ID by now that this one would get back.
    IdTaken,
}

/// One of the two kinds of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RecordKind {
    Contact,
    Organization,
}

/// What became of one record.
/// `GET .../import/jobs/{jobId}/undo?action=&pageSize=&after=`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UndoneRecord {
    /// What it is.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
    /// Its name as it was when the undo came to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What became of it.
    pub action: UndoAction,
    /// Why it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<KeptReason>,
}
