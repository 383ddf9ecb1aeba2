//! One row: its cells as they are in the file, and what is wrong with their shape.

use memchr::memmem;

use super::index::Layout;
use super::{Cells, Dialect, Fault, Splitter, Step};
use crate::problem::{Code, Problem};

/// One row of a [`Table`](super::Table). Made to be used again: reading the next row into it keeps its memory.
#[derive(Clone, Debug, Default)]
pub struct Record<'t> {
    /// The row as a spreadsheet numbers it; the header is usually 1.
    pub row: u64,
    /// The first of its physical lines, from 1.
    pub line: u64,
    layout: Option<&'t Layout>,
    source: &'t str,
    cells: Cells,
    /// Cells of columns that the file does not have, behind those of the header.
    added: Vec<String>,
    /// Whether a person left the row out.
    is_skipped: bool,
    /// Where the record starts in the text that `invalid` counts in.
    pub(super) start: usize,
    /// Undecodable places within the record.
    pub(super) invalid: &'t [u32],
    /// Whether the list of undecodable places is cut, so that every U+FFFD counts as one.
    pub(super) is_all_broken: bool,
}

impl<'t> Record<'t> {
    /// How many cells it has (of more than 65,536, only so many).
    pub fn len(&self) -> usize {
        match self.added.len() {
            0 => self.cells.len(),
            added => self.cells.len().max(self.width()) + added,
        }
    }

    /// Whether nothing was read yet.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Whether a person left the row out.
    pub fn is_skipped(&self) -> bool {
        self.is_skipped
    }

    /// The text of a cell as the file has it; empty for one that the row is too short for.
    pub fn cell(&self, index: usize) -> &str {
        match self.place_in_added(index) {
            Some(place) => match self.added.get(place) {
                Some(added) => added,
                None => self.own_cell(index - self.added.len()),
            },
            None => self.own_cell(index),
        }
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Puts what a person wrote in the place of a cell, adding cells up to it; problems of the old
    /// text are gone. It lasts until the next row is read.
    pub fn set(&mut self, index: usize, value: &str) {
        match self.place_in_added(index) {
            Some(place) => self.set_added(place, value),
            None => self.cells.replace(index, value.as_bytes()),
        }
    }

    /// Puts what a person wrote in the place of all cells: nothing is left of the old shape. Texts for which there is
    /// no column do not count.
    pub(crate) fn set_all(&mut self, values: &[String]) {
        self.cells.clear();
        let columns = self.width() + self.added.len();
        for (index, value) in values.iter().enumerate().take(columns) {
            self.set(index, value);
        }
    }

    /// Gives a cell another text without a look of a person: what is wrong with the row's shape stays.
    pub(crate) fn amend(&mut self, index: usize, value: &str) {
        match self.place_in_added(index) {
            Some(place) => self.set_added(place, value),
            None => self.cells.amend(index, value.as_bytes()),
        }
    }

    /// Adds the cell of a column that the file does not have. Cells of the file beyond its header, which are too many
    /// anyway, move on to behind it.
    pub(crate) fn add(&mut self, value: String) {
        self.added.push(value);
    }

    /// Leaves the row out, or not.
    pub(crate) fn skip(&mut self, is_skipped: bool) {
        self.is_skipped = is_skipped;
    }

    fn set_added(&mut self, place: usize, value: &str) {
        if let Some(cell) = self.added.get_mut(place) {
            value.clone_into(cell);
        }
    }

    /// How many columns the file has.
    fn width(&self) -> usize {
        self.layout.map_or(0, |layout| layout.headers.len())
    }

    fn place_in_added(&self, index: usize) -> Option<usize> {
        // Nearly no row has any: one look settles it.
        if self.added.is_empty() {
            return None;
        }
        index.checked_sub(self.width())
    }

    fn own_cell(&self, index: usize) -> &str {
        self.cells.text(self.source, index).unwrap_or_default()
    }

    /// What is wrong with the shape of the row: broken quoting, bytes that did not decode, too few
    /// or too many cells. Cells at the end that are there but empty are not too many. Of a row that a
    /// person left out it says that alone.
    pub fn problems(&self) -> Vec<Problem> {
        let Some(layout) = self.layout else {
            return Vec::new();
        };
        if self.is_skipped {
            return vec![Problem::of_row(Code::RowSkipped, self.row)];
        }
        let mut problems = self.encoding_problems(layout);
        for fault in self.cells.faults() {
            let code = match fault.fault {
                Fault::QuoteUnclosed => Code::QuoteUnclosed,
                Fault::QuoteStray => Code::QuoteStray,
            };
            problems.push(self.cell_problem(code, fault.cell, layout));
        }
        // Broken quoting makes too few or too many cells; to say so as well would hide the cause.
        if self.cells.faults().is_empty() {
            problems.extend(self.ragged_problem(layout));
        }
        problems
    }

    fn encoding_problems(&self, layout: &Layout) -> Vec<Problem> {
        if self.invalid.is_empty() && !self.is_all_broken {
            return Vec::new();
        }
        let is_broken = |index: &usize| {
            let place = self.cells.place(*index).unwrap_or_default();
            let from = self
                .invalid
                .partition_point(|&at| (at as usize) < self.start + place.start);
            let next = self.invalid.get(from);
            next.is_some_and(|&at| (at as usize) < self.start + place.end)
                || self.is_all_broken
                    && memmem::find(&self.source.as_bytes()[place], "\u{fffd}".as_bytes()).is_some()
        };
        (0..self.cells.len())
            .filter(is_broken)
            .map(|index| self.cell_problem(Code::EncodingInvalid, index, layout))
            .map(|problem| problem.with("encoding", layout.encoding))
            .collect()
    }

    fn ragged_problem(&self, layout: &Layout) -> Option<Problem> {
        let expected = layout.headers.len();
        let found = self.cells.found();
        let is_too_long = || {
            let kept = self.cells.len();
            found > kept || (expected..kept).any(|index| !self.own_cell(index).trim().is_empty())
        };
        let is_ragged = found < layout.fewest_cells() || (found > expected && is_too_long());
        is_ragged.then(|| {
            Problem::of_row(Code::RowRagged, self.row)
                .with("found", found)
                .with("expected", expected)
        })
    }

    fn cell_problem(&self, code: Code, index: usize, layout: &Layout) -> Problem {
        let header = layout.headers.get(index).map_or("", String::as_str);
        let mut problem = Problem::of_cell(code, self.row, header, self.own_cell(index));
        problem.column = problem.column.filter(|name| !name.is_empty());
        problem
    }

    /// Finds the cells of the first record of `source`, which holds all of it, and its length.
    pub(super) fn split(
        &mut self,
        layout: &'t Layout,
        source: &'t str,
        splitter: Splitter,
    ) -> usize {
        let length = match splitter.cells(source.as_bytes(), true, &mut self.cells) {
            Step::Record(extent) => extent.bytes,
            Step::NeedMore | Step::End => 0,
        };
        self.source = source.get(..length).unwrap_or(source);
        self.layout = Some(layout);
        self.added.clear();
        self.is_skipped = false;
        length
    }
}

/// Whether no cell of a record has a value; `cells` is overwritten.
pub(super) fn is_blank(record: &[u8], dialect: Dialect, cells: &mut Cells) -> bool {
    // The first byte settles it for nearly all rows.
    let first = record
        .iter()
        .find(|&&byte| byte != dialect.delimiter && byte != b' ');
    if first.is_some_and(|&byte| byte.is_ascii_graphic() && byte != dialect.quote) {
        return false;
    }
    Splitter::new(dialect).cells(record, true, cells);
    let is_void =
        |character: char| character.is_whitespace() || matches!(character, '\u{feff}' | '\u{1a}');
    let is_void = |cell: usize| {
        let value = std::str::from_utf8(cells.value(record, cell).unwrap_or_default());
        value.is_ok_and(|value| value.trim_matches(is_void).is_empty())
    };
    cells.found() == cells.len() && (0..cells.len()).all(is_void)
}
