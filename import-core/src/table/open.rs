//! Opens a file and indexes its rows, in one go or step by step.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::dialect::separator_line;
use super::encoding::{Decoded, decode, detect};
use super::index::{Layout, Rows, Table};
use super::record::is_blank;
use super::split::{Cells, Extent};
use super::{Dialect, Encoding, Record, Splitter, Step, sniff};
use crate::problem::{Code, Problem};

/// How many bytes of text a file may have: places are kept in 32 bits.
const TEXT_LIMIT: usize = u32::MAX as usize - 1;

/// How many columns a file may have, as in a spreadsheet; cells behind them are too many.
const COLUMNS_LIMIT: usize = 16_384;

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
        Indexer::open(bytes, choice)?.finish()
    }

    /// Reads the first bytes of a file that is not all there yet, leaving out the record they break
    /// off in. What is found out about the whole file later may differ.
    pub fn preview(mut prefix: Vec<u8>, choice: &Choice) -> Result<Self, Problem> {
        // A character that is cut through would count against the encoding.
        if let Some(end) = memchr::memrchr2(b'\n', b'\r', &prefix) {
            prefix.truncate(end + 1);
        }
        let mut indexer = Indexer::start(prefix, choice, End::Open)?;
        indexer.advance(usize::MAX);
        Ok(indexer.table)
    }
}

/// Whether a text is all of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Open,
    File,
}

/// A file whose rows are being indexed. Its columns, and the rows so far, can be read meanwhile.
#[derive(Debug)]
pub struct Indexer {
    table: Table,
    end: End,
    /// Where the next record starts, and its numbers.
    at: usize,
    row: u32,
    line: u32,
}

impl Indexer {
    /// Decodes a whole file and reads its header; indexes no row yet.
    pub fn open(bytes: Vec<u8>, choice: &Choice) -> Result<Self, Problem> {
        Self::start(bytes, choice, End::File)
    }

    fn start(bytes: Vec<u8>, choice: &Choice, end: End) -> Result<Self, Problem> {
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
        let Decoded { text, invalid } = decode(bytes, encoding);
        check_size(text.len())?;
        let dialect = choice.dialect.unwrap_or_else(|| Dialect::detect(&text));
        let layout = Layout {
            encoding,
            dialect,
            headers: Vec::new(),
            header_row: 0,
        };
        let rows = Rows::default();
        let table = Table {
            text,
            layout,
            invalid,
            rows,
            blank_rows: 0,
            problems: Vec::new(),
        };
        let mut indexer = Self {
            table,
            end,
            at: 0,
            row: 1,
            line: 1,
        };
        if let Some((_, length)) = separator_line(&indexer.table.text) {
            (indexer.at, indexer.row, indexer.line) = (length, 2, 2);
        }
        indexer.read_header(choice.header)?;
        Ok(indexer)
    }

    /// The table so far.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress {
            done: self.at,
            total: self.table.text.len(),
        }
    }

    /// Indexes about `bytes` more bytes, and at least one record.
    pub fn advance(&mut self, bytes: usize) -> Progress {
        let stop = self
            .at
            .saturating_add(bytes.max(1))
            .min(self.table.text.len());
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
    pub fn finish(mut self) -> Result<Table, Problem> {
        self.advance(usize::MAX);
        if self.table.is_empty() {
            self.table
                .problems
                .push(Problem::of_row(Code::FileHeaderOnly, 0));
        }
        Ok(self.table)
    }

    /// The record at the current place, unless the text breaks off in it.
    fn measure(&self) -> Option<Extent> {
        let splitter = Splitter::new(self.table.layout.dialect);
        match splitter.skip(
            &self.table.text.as_bytes()[self.at..],
            self.end == End::File,
        ) {
            Step::Record(extent) => Some(extent),
            Step::NeedMore | Step::End => None,
        }
    }

    fn is_blank(&self, extent: Extent, cells: &mut Cells) -> bool {
        let record = &self.table.text.as_bytes()[self.at..self.at + extent.bytes];
        is_blank(record, self.table.layout.dialect, cells)
    }

    fn pass(&mut self, extent: Extent) {
        self.at += extent.bytes;
        self.line = self.line.saturating_add(extent.lines);
        self.row = self.row.saturating_add(1);
    }

    /// Names the columns by the first record that is not blank, and passes that unless it is a row.
    fn read_header(&mut self, is_header: Option<bool>) -> Result<(), Problem> {
        let mut cells = Cells::default();
        let extent = loop {
            let Some(extent) = self.measure() else {
                if self.end == End::File || self.at == self.table.text.len() {
                    return Err(Problem::of_row(Code::FileEmpty, 0));
                }
                // The first record is longer than the preview: what there is of it has to do.
                self.end = End::File;
                continue;
            };
            if !self.is_blank(extent, &mut cells) {
                break extent;
            }
            self.table.blank_rows += 1;
            self.pass(extent);
        };
        let names = self.first_cells();
        if !is_header.unwrap_or_else(|| !names.iter().any(|name| is_value(name))) {
            self.table.layout.headers = (0..names.len()).map(column_letters).collect();
            return Ok(());
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
        Ok(())
    }

    /// The trimmed cells of the record at the current place.
    fn first_cells(&self) -> Vec<String> {
        let mut record = Record::default();
        self.table.read(self.at, &mut record);
        let trim = |name: &str| {
            name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
                .to_owned()
        };
        record.cells().take(COLUMNS_LIMIT).map(trim).collect()
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

/// Columns without a name, and columns of one name.
fn header_problems(names: &[String]) -> Vec<Problem> {
    let mut first_of = HashMap::new();
    let mut problems = Vec::new();
    for (number, name) in (1_usize..).zip(names) {
        if name.is_empty() {
            problems.push(Problem::of_row(Code::HeaderEmpty, 0).with("number", number));
            continue;
        }
        let first = *first_of.entry(name.to_lowercase()).or_insert(number);
        if first != number {
            let problem = Problem::of_cell(Code::HeaderRepeated, 0, name, name);
            problems.push(problem.with("first", first).with("number", number));
        }
    }
    problems
}

/// Whether a cell is a value rather than a column's name: an e-mail address or a long number.
fn is_value(cell: &str) -> bool {
    let is_email = !cell.contains(char::is_whitespace)
        && cell
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    let is_number = cell
        .chars()
        .all(|c| c.is_ascii_digit() || " +-().".contains(c))
        && cell.chars().filter(char::is_ascii_digit).count() >= 6;
    is_email || is_number
}

/// What a spreadsheet calls a column: A to Z, AA and so on.
fn column_letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(
            b'A' + u8::try_from(index % 26).unwrap_or_default(),
        ));
        match (index / 26).checked_sub(1) {
            Some(next) => index = next,
            None => return letters.iter().rev().collect(),
        }
    }
}
