//! Reads staged batches and checks their rows.

use std::io::Read;

use flate2::read::GzDecoder;
use import_core::check::RowChecker;
use import_core::duplicates::Duplicates;
use import_core::engine::{Ahead, Batch};
use import_core::problem::{Code, Problem};
use import_core::settings::Settings;
use import_core::table::{BatchError, BatchLimits, BatchReader, BatchRow};
use thiserror::Error;

/// Most bytes of a batch when it is unpacked; what a batch packs into a few kilobytes must not fill the memory.
pub(super) const UNPACKED_LIMIT: usize = 64 << 20;

/// Why a batch could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BatchFault {
    /// Not gzip.
    #[error("the batch is not complete gzip")]
    NotGzip(#[source] std::io::Error),
    /// Too much when unpacked.
    #[error("the batch is more than {UNPACKED_LIMIT} bytes when it is unpacked")]
    TooLarge,
    /// Not in the form of a batch.
    #[error("{0}")]
    Form(#[from] BatchError),
}

/// A batch, checked and ready to be planned.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) number: u64,
    pub(super) batch: Batch,
}

/// Prepares the batches of one file, in order.
pub(super) struct Preparer<'a> {
    settings: &'a Settings,
    checker: RowChecker<'a>,
    duplicates: Duplicates,
    /// How many rows the batch before had: most have as many.
    rows: usize,
}

impl<'a> Preparer<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        Self {
            settings,
            checker: RowChecker::new(settings),
            duplicates: Duplicates::default(),
            rows: 0,
        }
    }

    /// Checks a batch. Also one that is already imported has to be seen, for the duplicates after it.
    pub(super) fn prepare(
        &mut self,
        number: u64,
        packed: &[u8],
        ahead: Ahead,
    ) -> Result<Prepared, BatchFault> {
        let bytes = unpack(packed)?;
        let mut reader = BatchReader::new(&bytes, BatchLimits::default())?;
        let mut found = BatchRow::default();
        let mut rows = Vec::with_capacity(self.rows);
        while reader.read(&mut found)? {
            let shape = shape_problems(&found);
            let mut row = self
                .checker
                .check(|index| found.cell(index), found.row, &shape);
            let duplicate = self.duplicates.note(&row, self.settings);
            row.problems.extend(duplicate);
            rows.push(row);
        }
        self.rows = rows.len();
        let batch = Batch::new(rows, self.settings, ahead);
        Ok(Prepared { number, batch })
    }
}

/// What the sender found about the shape of a row, and whether a person left it out. Anything else it says is not believed: it is checked here.
pub(super) fn shape_problems(row: &BatchRow) -> Vec<Problem> {
    let is_shape = |problem: &&Problem| {
        matches!(
            problem.code,
            Code::EncodingInvalid
                | Code::RowRagged
                | Code::QuoteUnclosed
                | Code::QuoteStray
                | Code::RowSkipped
        )
    };
    let shape = row.problems.iter().filter(is_shape);
    shape
        .map(|problem| Problem {
            row: row.row,
            ..problem.clone()
        })
        .collect()
}

/// Unpacks a batch, but no more than [`UNPACKED_LIMIT`].
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>, BatchFault> {
    let mut bytes = Vec::with_capacity(packed.len().saturating_mul(4).min(UNPACKED_LIMIT));
    let limit = UNPACKED_LIMIT as u64 + 1;
    GzDecoder::new(packed)
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(BatchFault::NotGzip)?;
    if bytes.len() > UNPACKED_LIMIT {
        return Err(BatchFault::TooLarge);
    }
    Ok(bytes)
}
