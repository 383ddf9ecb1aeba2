//! Opens a file and indexes its rows, in one go or step by step.

use memchr::memrchr2;
use serde::{Deserialize, Serialize};

use super::dialect::separator_line;
use super::header::{COLUMNS_LIMIT, column_letters, header_problems, is_value};
use super::index::{Layout, Rows, Table};
use super::record::is_blank;
use super::{
    Cells, Choice, Decoded, Dialect, Encoding, Extent, FileText, HeaderRow, Record, Splitter, Step,
};
use crate::problem::{Code, Problem};
use crate::report;

/// How many bytes of text a file may have: places are kept in 32 bits.
const TEXT_LIMIT: usize = u32::MAX as usize - 1;

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
    #[cfg(feature = "files")]
    pub fn open(bytes: Vec<u8>, choice: &Choice) -> Result<Self, Problem> {
        let mut table = Indexer::open(bytes, choice)?.finish();
        table.drop_empty_columns();
        Ok(table)
    }

    /// Reads the text of the first bytes of a file that is not all there yet, leaving out the record they break
    /// off in. What is found out about the whole file later may differ.
    pub fn preview(text: FileText, choice: &Choice) -> Result<Self, Problem> {
        let mut indexer = Indexer::start(text, choice);
        if !indexer.read_header(choice)? {
            // Either the first record is longer than the preview, and what there is of it has to do; or there are too
            // few to be sure of the header.
            let is_one_record = indexer.measure().is_none();
            indexer.end = End::File;
            indexer.read_header(choice)?;
            if !is_one_record {
                indexer.end = End::Open;
            }
        }
        indexer.advance(usize::MAX);
        Ok(indexer.table)
    }
}

/// Shortens the first bytes of a file to whole lines: a character that is cut through would count against its
/// encoding.
pub fn cut_to_lines(prefix: &mut Vec<u8>) {
    if let Some(end) = memrchr2(b'\n', b'\r', prefix) {
        prefix.truncate(end + 1);
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
    #[cfg(feature = "files")]
    pub fn open(bytes: Vec<u8>, choice: &Choice) -> Result<Self, Problem> {
        Self::of_text(super::read_file(bytes, choice)?, choice)
    }

    /// Reads the header of a whole file's text; indexes no row yet.
    pub fn of_text(text: FileText, choice: &Choice) -> Result<Self, Problem> {
        check_size(text.decoded.text.len())?;
        let mut indexer = Self::start(text, choice);
        indexer.end = End::File;
        indexer.read_header(choice)?;
        Ok(indexer)
    }

    /// Knows how the text is split.
    fn start(text: FileText, choice: &Choice) -> Self {
        let mut indexer = Self::new(text.encoding, text.decoded);
        indexer.table.problems = text.problems;
        match text.dialect {
            Some(dialect) => indexer.table.layout.dialect = dialect,
            None => indexer.find_dialect(choice),
        }
        indexer
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

    /// Names the columns by the record that was chosen or found, and passes that unless it is a row; `false` if it
    /// is not all there yet.
    pub(super) fn read_header(&mut self, choice: &Choice) -> Result<bool, Problem> {
        let mut cells = Cells::default();
        let extent = loop {
            let Some(extent) = self.measure() else {
                return self.no_header();
            };
            let is_blank = self.is_blank(extent, &mut cells);
            let is_above = matches!(choice.header, HeaderRow::At(row) if self.row < row);
            if !is_blank && !is_above {
                break extent;
            }
            self.table.blank_rows += u64::from(is_blank);
            self.pass(extent);
        };
        let extent = match choice.header {
            HeaderRow::Detect => {
                let Some(titles) = self.titles() else {
                    return Ok(false);
                };
                for title in titles {
                    self.table.blank_rows += u64::from(self.is_blank(title, &mut cells));
                    self.pass(title);
                }
                let Some(extent) = self.measure() else {
                    return self.no_header();
                };
                extent
            }
            HeaderRow::None | HeaderRow::At(_) => extent,
        };
        let mut names = self.cells_at(self.at);
        let is_header = match choice.header {
            HeaderRow::Detect => !names.iter().any(|name| is_value(name)),
            HeaderRow::None => false,
            HeaderRow::At(_) => true,
        };
        if !is_header {
            self.table.layout.headers = (0..names.len()).map(column_letters).collect();
            return Ok(true);
        }
        names.truncate(report::count_columns(&names));
        self.table.problems.extend(header_problems(&names));
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

    /// There is no record that could be the header, at least not yet.
    fn no_header(&self) -> Result<bool, Problem> {
        match self.end {
            End::Open => Ok(false),
            End::File => Err(Problem::of_row(Code::FileEmpty, 0)),
        }
    }

    /// The trimmed cells of the record at a place.
    pub(super) fn cells_at(&self, at: usize) -> Vec<String> {
        let mut record = Record::default();
        self.table.read(at, &mut record);
        let is_margin = |character: char| character.is_whitespace() || character == '\u{feff}';
        let trim = |name: &str| name.trim_matches(is_margin).to_owned();
        record.cells().take(COLUMNS_LIMIT).map(trim).collect()
    }

    /// The record at the current place, unless the text breaks off in it.
    fn measure(&self) -> Option<Extent> {
        self.measure_at(self.at)
    }

    pub(super) fn measure_at(&self, at: usize) -> Option<Extent> {
        let splitter = Splitter::new(self.table.layout.dialect);
        let rest = &self.table.decoded.text.as_bytes()[at..];
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

pub(super) fn check_size(bytes: usize) -> Result<(), Problem> {
    if bytes <= TEXT_LIMIT {
        return Ok(());
    }
    Err(Problem::of_row(Code::FileTooLarge, 0)
        .with("limit", TEXT_LIMIT)
        .with("size", bytes))
}
