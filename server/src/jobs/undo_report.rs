//! The report of an undo: a CSV with what became of each record.

use std::sync::Arc;

use import_core::api::{KeptReason, RecordKind, UndoAction, UndoneRecord};
use import_core::formula;
use uuid::Uuid;

use super::ReportError;
use crate::store::{Page, Store};

/// Records that are written at a time.
const RECORDS: usize = 2_000;

const COLUMNS: [&str; 5] = ["Record", "Record ID", "Name", "Action", "Reason"];

/// The report of an undo, some thousand records at a time.
pub struct UndoReport {
    store: Arc<dyn Store>,
    job: Uuid,
    action: Option<UndoAction>,
    after: Option<String>,
    is_begun: bool,
    is_done: bool,
}

impl UndoReport {
    /// A report of an undo; only of the records that it kept, if that is asked for.
    pub fn new(store: Arc<dyn Store>, job: Uuid, only_kept: bool) -> Self {
        Self {
            store,
            job,
            action: only_kept.then_some(UndoAction::Kept),
            after: None,
            is_begun: false,
            is_done: false,
        }
    }

    fn chunk(&mut self) -> Result<Vec<u8>, ReportError> {
        let page = Page {
            after: self.after.take(),
            size: RECORDS,
        };
        let slice = self.store.list_undone(self.job, self.action, &page)?;
        self.is_done = slice.next.is_none();
        self.after = slice.next;
        // Without the mark spreadsheets take UTF-8 for their own old encoding.
        let mark = if self.is_begun { "" } else { "\u{feff}" };
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(mark.as_bytes().to_vec());
        if !self.is_begun {
            writer.write_record(COLUMNS)?;
        }
        self.is_begun = true;
        for record in &slice.entries {
            write_record(&mut writer, record)?;
        }
        let written = writer.into_inner();
        Ok(written.map_err(|error| csv::Error::from(error.into_error()))?)
    }
}

impl Iterator for UndoReport {
    type Item = Result<Vec<u8>, ReportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let chunk = self.chunk();
        self.is_done |= chunk.is_err();
        Some(chunk)
    }
}

fn write_record(
    writer: &mut csv::Writer<Vec<u8>>,
    record: &UndoneRecord,
) -> Result<(), csv::Error> {
    let kind = match record.kind {
        RecordKind::Contact => "contact",
        RecordKind::Organization => "organization",
    };
    let action = match record.action {
        UndoAction::Removed => "removed",
        UndoAction::Restored => "restored",
        UndoAction::Separated => "separated",
        UndoAction::Kept => "kept",
    };
    let reason = match record.reason {
        None => "",
        Some(KeptReason::Changed) => "changed after the import",
        Some(KeptReason::Tied) => "merged with a contact that is kept",
        Some(KeptReason::InUse) => "contacts that stay belong to it",
        Some(KeptReason::IdTaken) => "another contact has its external ID by now",
    };
    let id = record.id.to_string();
    let name = formula::harden(record.name.as_deref().unwrap_or_default());
    writer.write_record([kind, &id, &name, action, reason])
}
