//! The rows that the worker told of last, and which to ask for next.

use std::ops::Range;
use std::sync::Arc;

use crate::worker::messages::grid::{GridRow, RowFilter, RowWindow, WindowRequest};

/// How many rows around those on the screen are asked for, so that a small step shows no gap.
const SPARE: u32 = 40;

/// How much of a cell is shown, in characters.
const CELL_LIMIT: usize = 200;

/// A row that is known, with the columns that its cells are of.
#[derive(Clone, Debug)]
pub struct KnownRow {
    /// Another number for other content.
    pub stamp: u32,
    /// The columns, by their places in the file.
    pub columns: Arc<Vec<u16>>,
    /// What is known.
    pub row: Arc<GridRow>,
}

impl KnownRow {
    /// The text of a cell; none where it was not asked for.
    pub fn cell(&self, column: u16) -> Option<&str> {
        let at = self.columns.iter().position(|of| *of == column)?;
        self.row.cells.get(at).map(String::as_str)
    }
}

impl KnownRow {
    /// What the file has in a cell that is fixed.
    pub fn original(&self, column: u16) -> Option<&str> {
        let mut originals = self.row.originals.iter();
        let found = originals.find(|(of, _)| *of == column);
        found.map(|(_, text)| text.as_str())
    }
}

impl PartialEq for KnownRow {
    fn eq(&self, other: &Self) -> bool {
        self.stamp == other.stamp
    }
}

/// The rows that the worker told of last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    from: u32,
    known: Vec<KnownRow>,
    filter: RowFilter,
    last_stamp: u32,
    /// How many rows are shown, as far as is known.
    pub shown: u32,
    /// How many rows of the file were looked through, and how many there are.
    pub seen: (usize, usize),
}

impl Rows {
    /// Whether every row of the file was looked through.
    pub fn is_whole(&self) -> bool {
        self.seen.0 == self.seen.1
    }

    /// Whether these are rows that this filter lets through.
    pub fn is_of(&self, filter: &RowFilter) -> bool {
        self.filter == *filter
    }

    /// The row at a place among those that are shown, from 0.
    pub fn get(&self, place: u32) -> Option<&KnownRow> {
        let at = place.checked_sub(self.from)?;
        self.known.get(usize::try_from(at).ok()?)
    }

    /// Takes up an answer. Rows that are as they were keep their stamp.
    pub fn take(&mut self, request: WindowRequest, window: RowWindow) {
        let before = std::mem::take(self);
        let is_same_filter = before.filter == request.filter;
        self.last_stamp = before.last_stamp;
        self.from = request.from;
        self.shown = u32::try_from(window.shown).unwrap_or(u32::MAX);
        self.seen = (window.seen, window.total);
        let columns = Arc::new(request.columns);
        for (place, row) in (request.from..).zip(window.rows) {
            let known = before
                .get(place)
                .filter(|known| is_same_filter && *known.row == row && *known.columns == *columns);
            let known = known.cloned().unwrap_or_else(|| {
                self.last_stamp += 1;
                KnownRow {
                    stamp: self.last_stamp,
                    columns: Arc::clone(&columns),
                    row: Arc::new(row),
                }
            });
            self.known.push(known);
        }
        self.filter = request.filter;
    }
}

/// What to ask for, to show these rows and columns.
pub fn request(filter: &RowFilter, rows: &Range<u32>, columns: Vec<u16>) -> WindowRequest {
    let from = rows.start.saturating_sub(SPARE);
    WindowRequest {
        filter: filter.clone(),
        from,
        count: rows.end.max(rows.start) - from + SPARE,
        columns,
        cell_limit: CELL_LIMIT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(rows: &[&str]) -> RowWindow {
        let rows = rows.iter().zip(2..);
        let rows = rows.map(|(cell, number)| GridRow {
            number,
            cells: vec![(*cell).to_owned()],
            problems: Vec::new(),
            originals: Vec::new(),
        });
        RowWindow {
            rows: rows.collect(),
            shown: 9,
            seen: 5,
            total: 10,
        }
    }

    fn stamps(rows: &Rows) -> Vec<u32> {
        (0..9)
            .filter_map(|place| Some(rows.get(place)?.stamp))
            .collect()
    }

    #[test]
    fn more_than_the_screen_is_asked_for() {
        let asked = request(&RowFilter::default(), &(100..120), vec![3]);
        assert_eq!((asked.from, asked.count), (60, 100));
        let asked = request(&RowFilter::default(), &(0..0), vec![3]);
        assert_eq!((asked.from, asked.count), (0, 40));
    }

    #[test]
    fn a_row_that_is_as_it_was_keeps_its_stamp() {
        let asked = || request(&RowFilter::default(), &(0..2), vec![3]);
        let mut rows = Rows::default();
        rows.take(asked(), window(&["a", "b"]));
        assert_eq!(stamps(&rows), [1, 2]);
        assert_eq!(rows.get(1).and_then(|row| row.cell(3)), Some("b"));
        assert_eq!(rows.get(1).and_then(|row| row.cell(2)), None);
        assert!(!rows.is_whole());
        rows.take(asked(), window(&["a", "c"]));
        assert_eq!(stamps(&rows), [1, 3]);
        let of_others = request(&RowFilter::default(), &(0..2), vec![4]);
        rows.take(of_others, window(&["a", "c"]));
        assert_eq!(stamps(&rows), [4, 5]);
    }
}
