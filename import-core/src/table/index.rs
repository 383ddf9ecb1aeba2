//! A file's text with the places of its rows.

use std::ops::{ControlFlow, Range};

use super::encoding::INVALID_LIMIT;
use super::{Decoded, Dialect, Encoding, Record, Splitter, Step};
use crate::problem::{Code, Problem};

/// What the rows of a file have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// How the bytes were decoded.
    pub encoding: Encoding,
    /// How the text was split.
    pub dialect: Dialect,
    /// The trimmed names of the columns; a column of a file without a header is called by its letter.
    pub headers: Vec<String>,
    /// The row the headers were read from; 0 in a file without a header.
    pub header_row: u64,
}

impl Layout {
    /// How few cells a row may have: columns without a name at the end need not be there.
    pub(super) fn fewest_cells(&self) -> usize {
        self.headers
            .iter()
            .rposition(|name| !name.is_empty())
            .map_or(0, |last| last + 1)
    }
}

/// A decoded file, cut into rows.
///
/// Rows are counted as a spreadsheet does: the first record is row 1, whatever it is (a `sep=;` line,
/// a blank line, the header), and a cell that spans lines does not make a record two rows.
#[derive(Debug)]
pub struct Table {
    pub(super) decoded: Decoded,
    pub(super) layout: Layout,
    pub(super) rows: Rows,
    pub(super) blank_rows: u64,
    pub(super) problems: Vec<Problem>,
}

impl Table {
    /// Encoding, dialect and columns.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The names of the columns.
    pub fn headers(&self) -> &[String] {
        &self.layout.headers
    }

    /// How many rows there are below the header, without blank ones.
    pub fn len(&self) -> usize {
        self.rows.entries.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.entries.is_empty()
    }

    /// How many records have no value in any cell. They are not rows, but they are counted in row numbers.
    pub fn blank_rows(&self) -> u64 {
        self.blank_rows
    }

    /// How many byte sequences of the file did not decode, at most 1,048,576.
    pub fn invalid_sequences(&self) -> usize {
        self.decoded.invalid.len()
    }

    /// What is wrong with the file as a whole or with its header.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Length of the decoded text in bytes.
    pub fn text_len(&self) -> usize {
        self.decoded.text.len()
    }

    /// The number a spreadsheet shows for the row at `index`.
    pub fn row_number(&self, index: usize) -> u64 {
        u64::from(self.rows.number(index))
    }

    /// The index of the row that a spreadsheet shows at `number`, unless that is blank or no row.
    pub fn find_row(&self, number: u64) -> Option<usize> {
        self.rows.find(u32::try_from(number).ok()?)
    }

    /// Reads the row at `index`, from 0; `false` if there is none.
    pub fn record<'t>(&'t self, index: usize, record: &mut Record<'t>) -> bool {
        let Some(entry) = self.rows.entries.get(index) else {
            return false;
        };
        let start = entry.offset as usize;
        record.line = u64::from(entry.line);
        record.row = self.row_number(index);
        // Nothing follows what is indexed, or else its length was certain when it was indexed.
        self.read(start, record);
        true
    }

    /// Reads the rows of `range` in order, until `visit` breaks off.
    pub fn for_each<'t>(
        &'t self,
        range: Range<usize>,
        mut visit: impl FnMut(&Record<'t>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut record = Record::default();
        for index in range {
            if !self.record(index, &mut record) {
                break;
            }
            visit(&record)?;
        }
        ControlFlow::Continue(())
    }

    /// Leaves out the columns at the end that have neither a name nor a value in any row, as spreadsheets write them;
    /// they are no problem. Looks at the rows only where there are such names.
    pub fn drop_empty_columns(&mut self) {
        let named = self.layout.fewest_cells();
        if named == self.layout.headers.len() || self.layout.header_row == 0 {
            return;
        }
        let has_value = |record: &Record<'_>| {
            let mut behind = record.cells().skip(named);
            behind.any(|cell| !cell.trim().is_empty())
        };
        let found = self.for_each(0..self.len(), |record| {
            if has_value(record) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        if found.is_continue() {
            self.layout.headers.truncate(named);
            self.problems.retain(|problem| {
                let number = problem
                    .args
                    .get("number")
                    .and_then(|number| number.parse().ok());
                problem.code != Code::HeaderEmpty
                    || number.is_none_or(|number: usize| number <= named)
            });
        }
    }

    /// Reads the records of the file from its beginning, header and titles among them, as long as `visit` says so.
    pub fn for_each_from_top<'t>(&'t self, visit: &mut dyn FnMut(&Record<'t>) -> bool) {
        let splitter = Splitter::new(self.layout.dialect);
        let mut record = Record::default();
        let (mut at, mut row) = (0, 1);
        while at < self.text_len() {
            record.row = row;
            self.read(at, &mut record);
            if !visit(&record) {
                return;
            }
            let rest = &self.decoded.text.as_bytes()[at..];
            let Step::Record(extent) = splitter.skip(rest, true) else {
                return;
            };
            at += extent.bytes;
            row += 1;
        }
    }

    /// Reads the record that starts at `start`, which is not behind the text's end.
    pub(super) fn read<'t>(&'t self, start: usize, record: &mut Record<'t>) {
        let source = self.decoded.text.get(start..).unwrap_or_default();
        let splitter = Splitter::new(self.layout.dialect);
        let length = record.split(&self.layout, source, splitter);
        record.invalid = self.invalid_in(start..start + length);
        record.start = start;
        record.is_all_broken = self.decoded.invalid.len() >= INVALID_LIMIT;
    }

    fn invalid_in(&self, range: Range<usize>) -> &[u32] {
        let invalid = &self.decoded.invalid[..];
        if invalid.is_empty() {
            return invalid;
        }
        let from = invalid.partition_point(|&at| (at as usize) < range.start);
        let length = invalid[from..].partition_point(|&at| (at as usize) < range.end);
        &invalid[from..from + length]
    }
}

/// Where rows are: 8 bytes each, and 8 more for each run of blank lines.
#[derive(Debug, Default)]
pub(super) struct Rows {
    entries: Vec<Entry>,
    jumps: Vec<Jump>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    /// Where the row starts in the text. 32 bits suffice: a bigger file is turned away.
    offset: u32,
    line: u32,
}

/// From the row at `index` on, numbers go on from `number`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Jump {
    index: u32,
    number: u32,
}

impl Rows {
    #[cfg(feature = "files")]
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.jumps.clear();
    }

    pub(super) fn push(&mut self, offset: u32, line: u32, number: u32) {
        let index = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        if self
            .jumps
            .last()
            .is_none_or(|last| last.number + (index - last.index) != number)
        {
            self.jumps.push(Jump { index, number });
        }
        self.entries.push(Entry { offset, line });
    }

    fn number(&self, index: usize) -> u32 {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let behind = self.jumps.partition_point(|jump| jump.index <= index);
        let jump = behind.checked_sub(1).and_then(|at| self.jumps.get(at));
        jump.map_or(0, |jump| jump.number.saturating_add(index - jump.index))
    }

    fn find(&self, number: u32) -> Option<usize> {
        let behind = self.jumps.partition_point(|jump| jump.number <= number);
        let jump = self.jumps[behind.checked_sub(1)?];
        let index = (jump.index + (number - jump.number)) as usize;
        let end = self
            .jumps
            .get(behind)
            .map_or(self.entries.len(), |next| next.index as usize);
        (index < end).then_some(index)
    }
}
