//! The rows that a filter lets through, found step by step.

use std::ops::Range;

use import_core::table::Record;

use super::Sheet;
use crate::worker::messages::grid::RowFilter;
use crate::worker::search::Needle;

/// How many rows a step looks at: their cells take longer than their problems.
const TEXT_ROWS: usize = 16 * 1024;
const PROBLEM_ROWS: usize = 256 * 1024;

/// The rows that a filter lets through: four bytes each.
pub(super) struct Index {
    filter: RowFilter,
    needle: Needle,
    rows: Vec<u32>,
    seen: usize,
}

impl Index {
    /// An index that has seen nothing yet.
    pub(super) fn new(filter: RowFilter) -> Self {
        Self {
            needle: Needle::new(&filter.problems.text),
            filter,
            rows: Vec::new(),
            seen: 0,
        }
    }

    pub(super) fn filter(&self) -> &RowFilter {
        &self.filter
    }

    /// How many rows there are so far.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many rows of the file were looked at.
    pub(super) fn seen(&self) -> usize {
        self.seen
    }

    /// The row at a place.
    pub(super) fn row(&self, place: usize) -> Option<usize> {
        self.rows.get(place).map(|row| *row as usize)
    }

    /// The place of a row, where it is let through.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        self.rows.binary_search(&u32::try_from(row).ok()?).ok()
    }

    /// Looks at some more rows. Problems are looked for only where the check has been already.
    pub(super) fn advance(&mut self, sheet: Sheet<'_>) {
        let step = if self.filter.asks_for_text() {
            TEXT_ROWS
        } else {
            PROBLEM_ROWS
        };
        let known = if self.filter.asks_for_problems() {
            sheet.checked()
        } else {
            sheet.table.len()
        };
        let range = self.seen..known.min(self.seen + step);
        if range.is_empty() {
            return;
        }
        self.seen = range.end;
        let mut record = Record::default();
        if self.filter.asks_for_problems() {
            for row in self.rows_with_problems(sheet, range) {
                self.take(sheet, row, &mut record);
            }
        } else {
            for row in range {
                self.take(sheet, row, &mut record);
            }
        }
    }

    /// The rows of a range that have a problem that fits.
    fn rows_with_problems(&self, sheet: Sheet<'_>, range: Range<usize>) -> Vec<usize> {
        let findings = sheet
            .inspection
            .map(|inspection| inspection.findings().of_rows(range));
        let mut rows = Vec::new();
        for finding in findings.unwrap_or_default() {
            let row = finding.row as usize;
            if rows.last() != Some(&row) && finding.fits(&self.filter.problems) {
                rows.push(row);
            }
        }
        rows
    }

    /// Takes a row up if it has the text.
    fn take<'a>(&mut self, sheet: Sheet<'a>, row: usize, record: &mut Record<'a>) {
        let fits = self.needle.is_empty()
            || sheet.read(row, record)
                && match self.filter.problems.column {
                    Some(column) => self.needle.is_in(record.cell(column)),
                    None => record.cells().any(|cell| self.needle.is_in(cell)),
                };
        if fits {
            self.rows.extend(u32::try_from(row));
        }
    }
}
