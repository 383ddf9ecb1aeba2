//! The report of a pass: a CSV of the original rows with what became of them.
//!
//! It can be imported again with the same profile: see [`import_core::report`].

use std::sync::Arc;

use import_core::api::{JobProblem, Phase};
use import_core::outcome::Outcome;
use import_core::problem::Code;
use import_core::report::{self, ReportWriter};
use import_core::table::{BatchError, BatchLimits, BatchReader, BatchRow};
use thiserror::Error;

use super::describe;
use super::prepare::{BatchFault, unpack};
use crate::store::{JobRecord, Store, StoreError, StoredRow};

/// The report's own columns, after those of the file.
const COLUMNS: [&str; 4] = [
    report::ROW,
    report::OUTCOME,
    report::RECORD_ID,
    report::PROBLEMS,
];

/// What a report shows.
#[derive(Clone, Copy, Debug)]
pub struct ReportOptions {
    /// Of which pass.
    pub phase: Phase,
    /// Only the rows that were not imported, without those that a person left out.
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
        let rows = self.store.read_batch_rows(self.job.id, phase, number)?;
        // The header is written even where the pass did not get to any row.
        if rows.is_none() && number > 0 {
            return Ok(None);
        }
        let rows = rows.unwrap_or_default();
        let problems = self.store.read_batch_problems(self.job.id, phase, number)?;
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
    let headers = reader.headers().to_vec();
    let mut writer = ReportWriter::new(&headers);
    if with_header {
        writer.header(&headers, &COLUMNS);
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
        let mut is_skipped = false;
        while let Some(problem) = problems.next_if(|problem| problem.problem.row <= row.row) {
            if problem.problem.row == row.row {
                is_skipped |= problem.problem.code == Code::RowSkipped;
                texts.push(describe(&problem.problem));
            }
        }
        if options.only_failed && (row.outcome != Outcome::Rejected || is_skipped) {
            continue;
        }
        let record = row.contact.or(row.organization_id);
        let own = [
            &*row.row.to_string(),
            row.outcome.name(),
            &record.map(|id| id.to_string()).unwrap_or_default(),
            &texts.join("; "),
        ];
        writer.row(found.cells(), &found.problems, &own);
    }
    Ok(writer.finish())
}
