//! Reads the rows of a file that arrives in pieces, without holding it.
//!
//! The rows are those of a [`Table`](super::Table) of the same file. The encoding must be known
//! beforehand, since it takes the whole file to find it out: see [`Detector`](super::Detector).

use super::dialect::SAMPLE_BYTES;
use super::indexer::{End, Indexer};
use super::{Choice, Decoded, Decoder, Encoding, Layout, Record};
use crate::problem::{Code, Problem};

/// How long a record may be, in bytes: all of one is held.
const RECORD_LIMIT: usize = 64 * 1024 * 1024;

/// The rows of a file that arrives in pieces.
pub struct RowStream {
    decoder: Decoder,
    choice: Choice,
    /// Indexes the rows of a window of the text.
    indexer: Indexer,
    stage: Stage,
    rows: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Too little text to find the dialect.
    Start,
    /// The dialect is known, the header is not.
    Header,
    Rows,
}

impl RowStream {
    /// A stream at the start of its file, of this encoding.
    pub fn new(encoding: Encoding, choice: &Choice) -> Self {
        let indexer = Indexer::new(encoding, Decoded::default());
        let decoder = Decoder::new(encoding);
        Self {
            decoder,
            choice: *choice,
            indexer,
            stage: Stage::Start,
            rows: 0,
        }
    }

    /// Encoding, dialect and columns, as soon as the header was read.
    pub fn layout(&self) -> Option<&Layout> {
        (self.stage == Stage::Rows).then(|| self.indexer.table().layout())
    }

    /// What is wrong with the file as a whole or with its header, as far as it was read.
    pub fn problems(&self) -> &[Problem] {
        self.indexer.table().problems()
    }

    /// How many rows there were so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many blank ones there were so far.
    pub fn blank_rows(&self) -> u64 {
        self.indexer.table().blank_rows()
    }

    /// Takes the next bytes and visits the rows they complete. After an `Err` the stream is of no use.
    pub fn push(
        &mut self,
        bytes: &[u8],
        visit: impl FnMut(&Layout, &Record<'_>),
    ) -> Result<(), Problem> {
        self.decoder
            .push(bytes, false, &mut self.indexer.table.decoded);
        self.read(visit)
    }

    /// Visits the last rows; nothing may be pushed afterwards.
    pub fn finish(&mut self, visit: impl FnMut(&Layout, &Record<'_>)) -> Result<(), Problem> {
        self.decoder
            .push(b"", true, &mut self.indexer.table.decoded);
        self.indexer.end = End::File;
        self.read(visit)?;
        if self.rows == 0 {
            self.indexer
                .table
                .problems
                .push(Problem::of_row(Code::FileHeaderOnly, 0));
        }
        Ok(())
    }

    fn read(&mut self, mut visit: impl FnMut(&Layout, &Record<'_>)) -> Result<(), Problem> {
        if self.stage == Stage::Start {
            // More than the sample, so that it is known not to be the whole text.
            if self.indexer.end == End::Open && self.indexer.table.text_len() <= SAMPLE_BYTES {
                return Ok(());
            }
            self.indexer.find_dialect(&self.choice);
            self.stage = Stage::Header;
        }
        if self.stage == Stage::Header && self.indexer.read_header(&self.choice)? {
            self.stage = Stage::Rows;
        }
        if self.stage == Stage::Rows {
            self.indexer.advance(usize::MAX);
            let table = self.indexer.table();
            let mut record = Record::default();
            for index in 0..table.len() {
                table.record(index, &mut record);
                visit(table.layout(), &record);
            }
            self.rows += table.len() as u64;
        }
        self.forget();
        let size = self.indexer.table.text_len();
        if size <= RECORD_LIMIT {
            return Ok(());
        }
        Err(Problem::of_row(Code::FileTooLarge, 0)
            .with("limit", RECORD_LIMIT)
            .with("size", size))
    }

    /// Moves the window on to the record that is not all there yet.
    fn forget(&mut self) {
        let done = std::mem::take(&mut self.indexer.at);
        let table = &mut self.indexer.table;
        table.rows.clear();
        table.decoded.text.drain(..done);
        table.decoded.invalid.retain_mut(|at| {
            let next = (*at as usize)
                .checked_sub(done)
                .and_then(|at| u32::try_from(at).ok());
            next.inspect(|next| *at = *next).is_some()
        });
    }
}
