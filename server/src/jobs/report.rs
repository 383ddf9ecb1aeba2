//! The report of a pass: a CSV of the original rows with what became of them.
//!
//! It can be imported again with the same profile: the file's own columns come first and as they were, except
//! that a spreadsheet cannot run them (see [`import_core::formula`]), and the report's columns have names
//! that no field has. Those of an earlier report are not repeated.

use std::sync::Arc;

use import_core::api::{JobProblem, Phase};
use import_core::formula;
use import_core::outcome::Outcome;
use import_core::table::{BatchError, BatchLimits, BatchReader, BatchRow};
use thiserror::Error;

use super::describe;
use super::prepare::{BatchFault, unpack};
use crate::store::{JobRecord, Store, StoreError, StoredRow};

/// The report's own columns, after those of the file.
const COLUMNS: [&str; 4] = [
    "Import Row",
    "Import Outcome",
    "Import Record ID",
    "Import Problems",
];

/// What a report shows.
#[derive(Clone, Copy, Debug)]
pub struct ReportOptions {
    /// Of which pass.
    pub phase: Phase,
    /// Only the rows that were not imported.
    pub only_failed: bool,
}

/// Why a report broke off.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A staged batch cannot be read.
    #[error(transparent)]
    Batch(#[from] BatchFault),
    /// A record cannot be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

impl From<BatchError> for ReportError {
    fn from(error: BatchError) -> Self {
        Self::Batch(error.into())
    }
}

/// A report, batch by batch, so that a million rows need no more memory than one batch.
pub struct Report {
    store: Arc<dyn Store>,
    job: JobRecord,
    options: ReportOptions,
    next_batch: u64,
    is_done: bool,
}

impl Report {
    /// A report of a job.
    pub fn new(store: Arc<dyn Store>, job: JobRecord, options: ReportOptions) -> Self {
        Self {
            store,
            job,
            options,
            next_batch: 0,
            is_done: false,
        }
    }

    fn chunk(&mut self) -> Result<Option<Vec<u8>>, ReportError> {
        let number = self.next_batch;
        self.next_batch += 1;
        let Some(packed) = self.store.read_batch(self.job.upload, number)? else {
            return Ok(None);
        };
        let phase = self.options.phase;
        let outcome = self.store.read_batch_outcome(self.job.id, phase, number)?;
        // The header is written even where the pass did not get to any row.
        if outcome.is_none() && number > 0 {
            return Ok(None);
        }
        let (rows, problems) = outcome.unwrap_or_default();
        write_batch(
            &unpack(&packed)?,
            number == 0,
            self.options,
            &rows,
            &problems,
        )
        .map(Some)
    }
}

impl Iterator for Report {
    type Item = Result<Vec<u8>, ReportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let chunk = self.chunk().transpose();
        self.is_done = !matches!(chunk, Some(Ok(_)));
        chunk
    }
}

fn write_batch(
    bytes: &[u8],
    with_header: bool,
    options: ReportOptions,
    rows: &[StoredRow],
    problems: &[JobProblem],
) -> Result<Vec<u8>, ReportError> {
    let mut reader = BatchReader::new(bytes, BatchLimits::default())?;
    let kept: Vec<usize> = reader
        .headers()
        .iter()
        .enumerate()
        .filter(|(_, header)| !COLUMNS.contains(&header.as_str()))
        .map(|(index, _)| index)
        .collect();
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::with_capacity(bytes.len() * 5 / 4));
    if with_header {
        let headers = kept.iter().map(|&index| reader.headers()[index].as_str());
        writer.write_record(headers.chain(COLUMNS))?;
    }
    let mut found = BatchRow::default();
    let mut rows = rows.iter().peekable();
    let mut problems = problems.iter().peekable();
    while reader.read(&mut found)? {
        // Both are in file order. A row without an outcome was not reached.
        while rows.next_if(|row| row.row < found.row).is_some() {}
        let Some(row) = rows.next_if(|row| row.row == found.row) else {
            continue;
        };
        let mut texts = Vec::new();
        while let Some(problem) = problems.next_if(|problem| problem.problem.row <= row.row) {
            if problem.problem.row == row.row {
                texts.push(describe(&problem.problem));
            }
        }
        if options.only_failed && row.outcome != Outcome::Rejected {
            continue;
        }
        for &index in &kept {
            let cell = formula::harden(formula::restore(found.cell(index)));
            writer.write_field(cell.as_bytes())?;
        }
        let record = row.contact.or(row.organization_id);
        writer.write_field(row.row.to_string())?;
        writer.write_field(row.outcome.name())?;
        writer.write_field(record.map(|id| id.to_string()).unwrap_or_default())?;
        writer.write_field(formula::harden(&texts.join("; ")).as_bytes())?;
        writer.write_record(None::<&[u8]>)?;
    }
    let written = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    if with_header {
        // Without the mark spreadsheets take UTF-8 for their own old encoding.
        return Ok([b"\xef\xbb\xbf".as_slice(), &written].concat());
    }
    Ok(written)
}
