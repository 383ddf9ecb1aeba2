//! Opens a file and indexes its rows, in one go or step by step.

use memchr::memrchr2;
use serde::{Deserialize, Serialize};

use super::dialect::separator_line;
use super::header::{COLUMNS_LIMIT, column_letters, header_problems, is_value};
use super::index::{Layout, Rows, Table};
use super::record::is_blank;
use super::{
    Cells, Decoded, Dialect, Encoding, Extent, Record, Splitter, Step, decode, detect, sniff,
};
use crate::problem::{Code, Problem};

/// How many bytes of text a file may have: places are kept in 32 bits.
const TEXT_LIMIT: usize = u32::MAX as usize - 1;

/// What a person has decided about how to read a file; everything else is found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// How to decode it.
    pub encoding: Option<Encoding>,
    /// How to split it.
    pub dialect: Option<Dialect>,
    /// Whether its first row holds the names of the columns.
    pub header: Option<bool>,
}

/// How far indexing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes of text indexed.
    pub done: usize,
    /// Bytes of text there are.
    pub total: usize,
}

impl Progress {
    /// Whether every row is indexed.
    pub fn is_done(&self) -> bool {
        self.done == self.total
    }
}

impl Table {
    /// Reads a whole file. `Err` is for what is no table at all; whatever else is wrong with the
    /// file is in [`Table::problems`], and its columns and rows can be looked at.
    pub fn open(bytes: Vec<u8>, choice: &Choice) -> Result<Self, Problem> {
        Ok(Indexer::open(bytes, choice)?.finish())
    }

    /// Reads the first bytes of a file that is not all there yet, leaving out the record they break
    /// off in. What is found out about the whole file later may differ.
    pub fn preview(mut prefix: Vec<u8>, choice: &Choice) -> Result<Self, Problem> {
        // A character that is cut through would count against the encoding.
        if let Some(end) = memrchr2(b'\n', b'\r', &prefix) {
            prefix.truncate(end + 1);
        }
        let mut indexer = Indexer::decode(prefix, choice, End::Open)?;
        if !indexer.read_header(choice)? {
            // The first record is longer than the preview: what there is of it has to do.
            indexer.end = End::File;
            indexer.read_header(choice)?;
        }
        indexer.advance(usize::MAX);
        Ok(indexer.table)
    }
}

/// Whether a text is all that is left of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Open,
    File,
}

/// A file whose rows are being indexed. Its columns, and the rows so far, can be read meanwhile.
#[derive(Debug)]
pub struct Indexer {
    pub(super) table: Table,
    pub(super) end: End,
    /// Where the next record starts, and its numbers.
    pub(super) at: usize,
    row: u32,
    line: u32,
}

impl Indexer {
    /// Decodes a whole file and reads its header; indexes no row yet.
    pub fn open(bytes: Vec<u8>, choice: &Choice) -> Result<Self, Problem> {
        let mut indexer = Self::decode(bytes, choice, End::File)?;
        indexer.read_header(choice)?;
        Ok(indexer)
    }

    fn decode(bytes: Vec<u8>, choice: &Choice, end: End) -> Result<Self, Problem> {
        // Whoever has chosen an encoding says that it is text.
        let is_unknown =
            |kind: &Problem| kind.args.get("kind").is_some_and(|kind| kind == "unknown");
        if let Some(kind) =
            sniff(&bytes).filter(|kind| choice.encoding.is_none() || !is_unknown(kind))
        {
            return Err(kind);
        }
        check_size(bytes.len())?;
        let encoding = choice.encoding.unwrap_or_else(|| detect(&bytes).encoding);
        let mut indexer = Self::new(encoding, decode(bytes, encoding));
        check_size(indexer.table.text_len())?;
        indexer.find_dialect(choice);
        indexer.end = end;
        Ok(indexer)
    }

    /// An indexer at the start of a text that more may be added to.
    pub(super) fn new(encoding: Encoding, decoded: Decoded) -> Self {
        let dialect = Dialect::default();
        let layout = Layout {
            encoding,
            dialect,
            headers: Vec::new(),
            header_row: 0,
        };
        let rows = Rows::default();
        let table = Table {
            decoded,
            layout,
            rows,
            blank_rows: 0,
            problems: Vec::new(),
        };
        Self {
            table,
            end: End::Open,
            at: 0,
            row: 1,
            line: 1,
        }
    }

    /// The table so far.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress {
            done: self.at,
            total: self.table.text_len(),
        }
    }

    /// Indexes about `bytes` more bytes, and at least one record.
    pub fn advance(&mut self, bytes: usize) -> Progress {
        let stop = self
            .at
            .saturating_add(bytes.max(1))
            .min(self.table.text_len());
        let mut cells = Cells::default();
        while self.at < stop {
            let Some(next) = self.measure() else { break };
            if self.is_blank(next, &mut cells) {
                self.table.blank_rows += 1;
            } else {
                let offset = u32::try_from(self.at).unwrap_or(u32::MAX);
                self.table.rows.push(offset, self.line, self.row);
            }
            self.pass(next);
        }
        self.progress()
    }

    /// Indexes what is left.
    pub fn finish(mut self) -> Table {
        self.advance(usize::MAX);
        if self.table.is_empty() {
            self.table
                .problems
                .push(Problem::of_row(Code::FileHeaderOnly, 0));
        }
        self.table
    }

    /// Finds what separates the cells, and passes a line that says it.
    pub(super) fn find_dialect(&mut self, choice: &Choice) {
        let text = &self.table.decoded.text;
        self.table.layout.dialect = choice.dialect.unwrap_or_else(|| Dialect::detect(text));
        if let Some((_, bytes)) = separator_line(text) {
            self.pass(Extent { bytes, lines: 1 });
        }
    }

    /// Names the columns by the first record that is not blank, and passes that unless it is a row;
    /// `false` if that record is not all there yet.
    pub(super) fn read_header(&mut self, choice: &Choice) -> Result<bool, Problem> {
        let mut cells = Cells::default();
        let extent = loop {
            let Some(extent) = self.measure() else {
                return match self.end {
                    End::Open => Ok(false),
                    End::File => Err(Problem::of_row(Code::FileEmpty, 0)),
                };
            };
            if !self.is_blank(extent, &mut cells) {
                break extent;
            }
            self.table.blank_rows += 1;
            self.pass(extent);
        };
        let names = self.first_cells();
        let is_header = choice
            .header
            .unwrap_or_else(|| !names.iter().any(|name| is_value(name)));
        if !is_header {
            self.table.layout.headers = (0..names.len()).map(column_letters).collect();
            return Ok(true);
        }
        self.table.problems = header_problems(&names);
        self.table.layout.headers = names;
        self.table.layout.header_row = u64::from(self.row);
        let mut record = Record::default();
        record.row = self.table.layout.header_row;
        self.table.read(self.at, &mut record);
        let shape = record.problems();
        self.table.problems.extend(shape);
        self.pass(extent);
        Ok(true)
    }

    /// The trimmed cells of the record at the current place.
    fn first_cells(&self) -> Vec<String> {
        let mut record = Record::default();
        self.table.read(self.at, &mut record);
        let is_margin = |character: char| character.is_whitespace() || character == '\u{feff}';
        let trim = |name: &str| name.trim_matches(is_margin).to_owned();
        record.cells().take(COLUMNS_LIMIT).map(trim).collect()
    }

    /// The record at the current place, unless the text breaks off in it.
    fn measure(&self) -> Option<Extent> {
        let splitter = Splitter::new(self.table.layout.dialect);
        let rest = &self.table.decoded.text.as_bytes()[self.at..];
        match splitter.skip(rest, self.end == End::File) {
            Step::Record(extent) => Some(extent),
            Step::NeedMore | Step::End => None,
        }
    }

    fn is_blank(&self, extent: Extent, cells: &mut Cells) -> bool {
        let record = &self.table.decoded.text.as_bytes()[self.at..self.at + extent.bytes];
        is_blank(record, self.table.layout.dialect, cells)
    }

    fn pass(&mut self, extent: Extent) {
        self.at += extent.bytes;
        self.line = self.line.saturating_add(extent.lines);
        self.row = self.row.saturating_add(1);
    }
}

fn check_size(bytes: usize) -> Result<(), Problem> {
    if bytes <= TEXT_LIMIT {
        return Ok(());
    }
    Err(Problem::of_row(Code::FileTooLarge, 0)
        .with("limit", TEXT_LIMIT)
        .with("size", bytes))
}
