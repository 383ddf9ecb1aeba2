//! The cells of a sheet as comma separated text.

use crate::problem::{Code, Problem};
use crate::table::column_letters;

/// The text of a sheet whose rows are not filled up to its width yet.
pub struct Grid {
    text: String,
    rows: Vec<Row>,
    width: u16,
    limit: usize,
    uncalculated: Option<Uncalculated>,
}

/// Formulas that a program has written without calculating them.
struct Uncalculated {
    count: u32,
    /// Where the first one is, from 1.
    row: u32,
    column: u16,
}

/// A row with values: its number, where its text ends, and how many cells that has.
#[derive(Clone, Copy)]
struct Row {
    number: u32,
    end: u32,
    cells: u16,
}

impl Grid {
    /// Without cells, for at most `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            text: String::new(),
            rows: Vec::new(),
            width: 0,
            limit: limit.min(u32::MAX as usize),
            uncalculated: None,
        }
    }

    /// Adds a cell, whose place is behind all others; `false` where there is no room. A cell without a value is
    /// none: sheets end where their values end.
    pub(super) fn push(&mut self, number: u32, column: u16, value: &str) -> bool {
        if value.trim().is_empty() {
            return true;
        }
        let has_row = self.rows.last().is_some_and(|row| row.number == number);
        let needed = value.len() * 2 + usize::from(column) + 3;
        if self.text.len() + needed > self.limit
            || self.text.try_reserve(needed).is_err()
            || self.rows.try_reserve(1).is_err()
        {
            return false;
        }
        if !has_row {
            let end = self.end();
            self.rows.push(Row {
                number,
                end,
                cells: 0,
            });
        }
        let cells = self.rows.last().map_or(0, |row| row.cells);
        let missing = column.saturating_sub(cells.max(1));
        self.text.extend(std::iter::repeat_n(',', missing.into()));
        push_cell(&mut self.text, value);
        let end = self.end();
        if let Some(row) = self.rows.last_mut() {
            (row.cells, row.end) = (column, end);
        }
        self.width = self.width.max(column);
        true
    }

    pub(super) fn note_uncalculated(&mut self, row: u32, column: u16) {
        let first = Uncalculated {
            count: 0,
            row,
            column,
        };
        self.uncalculated.get_or_insert(first).count += 1;
    }

    /// Whether the text would be more than the limit with every row filled up.
    pub(super) fn is_too_wide(&self) -> bool {
        let last = self.rows.last().map_or(0, |row| row.number as usize);
        let whole = self.rows.len() * usize::from(self.width) + self.text.len() + last;
        whole > self.limit
    }

    /// Whether no cell has a value.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What to know about the sheet: whether it has formulas without a value, which are read as empty.
    pub fn problems(&self) -> Vec<Problem> {
        let problem = |found: &Uncalculated| {
            let cell = format!(
                "{}{}",
                column_letters(usize::from(found.column) - 1),
                found.row
            );
            Problem::of_row(Code::FormulaUncalculated, 0)
                .with("count", found.count)
                .with("cell", cell)
        };
        self.uncalculated.iter().map(problem).collect()
    }

    /// The text, in pieces of about `size` bytes: a line for each row, up to the last one with a value.
    pub fn pieces(&self, size: usize) -> Pieces<'_> {
        Pieces {
            grid: self,
            size,
            next: 0,
            number: 1,
        }
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }
}

/// The text of a grid, piece by piece.
pub struct Pieces<'g> {
    grid: &'g Grid,
    size: usize,
    next: usize,
    /// The number of the row that the next line is.
    number: u32,
}

impl Iterator for Pieces<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let mut piece = String::new();
        while piece.len() < self.size {
            let Some(row) = self.grid.rows.get(self.next) else {
                break;
            };
            // Rows without values are there, so that the others keep their numbers.
            while self.number < row.number {
                piece.push('\n');
                self.number += 1;
            }
            let start = match self.next.checked_sub(1) {
                Some(before) => self.grid.rows[before].end as usize,
                None => 0,
            };
            piece.push_str(&self.grid.text[start..row.end as usize]);
            let missing = self.grid.width - row.cells;
            piece.extend(std::iter::repeat_n(',', missing.into()));
            piece.push('\n');
            self.number += 1;
            self.next += 1;
        }
        (!piece.is_empty()).then_some(piece)
    }
}

/// Appends a cell, quoted where it has to be.
fn push_cell(text: &mut String, value: &str) {
    if !value.contains(['"', ',', '\n', '\r']) {
        text.push_str(value);
        return;
    }
    text.push('"');
    for (index, part) in value.split('"').enumerate() {
        text.push_str(if index == 0 { "" } else { "\"\"" });
        text.push_str(part);
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::Grid;

    fn text(cells: &[(u32, u16, &str)], size: usize) -> String {
        let mut grid = Grid::new(1000);
        for (row, column, value) in cells {
            assert!(grid.push(*row, *column, value));
        }
        assert!(!grid.is_too_wide());
        grid.pieces(size).collect()
    }

    #[test]
    fn every_row_keeps_its_number_and_is_as_wide_as_the_sheet() {
        let cells = [
            (2, 1, "Name"),
            (2, 3, "Mail"),
            (4, 2, "a, \"b\""),
            (5, 1, " "),
            (7, 1, "x"),
            (7, 2, "l\nm"),
            (9, 4, ""),
        ];
        let expected = "\nName,,Mail\n\n,\"a, \"\"b\"\"\",\n\n\nx,\"l\nm\",\n";
        assert_eq!(text(&cells, 1000), expected);
        assert_eq!(text(&cells, 1), expected);
        assert_eq!(text(&[], 1), "");
    }

    #[test]
    fn there_is_an_end_to_it() {
        let mut grid = Grid::new(100);
        assert!(grid.push(1, 60, "x"));
        assert!(!grid.push(2, 60, "x"));
        let mut grid = Grid::new(100);
        assert!((1..=5).all(|row| grid.push(row, 1, "x")));
        assert!(grid.push(6, 30, "x"));
        assert!(grid.is_too_wide());
    }
}
