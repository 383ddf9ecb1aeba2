//! The grid, as far as the page knows it: its columns, which rows it shows, where one is.

pub mod columns;
pub mod moves;
pub mod rows;
pub mod scroll;

use self::columns::Columns;
use crate::worker::messages::FileSummary;
use crate::worker::messages::grid::{RowFilter, Spot};

/// The grid of a file. It is kept while one goes to other steps and comes back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridState {
    /// The columns.
    pub columns: Columns,
    /// Which rows are shown.
    pub filter: RowFilter,
    /// The cell that one is in.
    pub active: Spot,
}

impl GridState {
    /// Takes up the columns of a file. Those that it knows by their names stay as they are.
    pub fn take_columns(&mut self, summary: &FileSummary) {
        if self.columns.are_of(summary) {
            return;
        }
        let is_new = self.columns.all().is_empty();
        self.columns = Columns::of(summary).like(&self.columns);
        self.filter.problems.column = None;
        let is_there = |column: &u16| self.columns.get(*column).is_some();
        let column = self.active.column.filter(is_there);
        self.active = Spot {
            row: if is_new { 1 } else { self.active.row },
            column: column.or(self.columns.after(None)),
        };
    }

    /// Shows other rows, from the first one on.
    pub fn set_filter(&mut self, filter: RowFilter) {
        if self.filter != filter {
            self.filter = filter;
            self.active.row = 1;
        }
    }

    /// Shows a column or hides it. One that is hidden is left for the one before it.
    pub fn show_column(&mut self, index: u16, is_shown: bool) {
        self.columns.show(index, is_shown);
        if !is_shown && self.active.column == Some(index) {
            self.active.column = self.columns.before(index);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::messages::grid::Among;
    use crate::worker::messages::{Column, FileRow};

    pub(super) fn summary(headers: &[&str]) -> FileSummary {
        let columns = headers.iter().enumerate();
        FileSummary {
            encoding: "UTF-8".to_owned(),
            delimiter: ',',
            header_row: 1,
            top: Vec::new(),
            columns: columns
                .map(|(index, header)| Column {
                    index,
                    header: (*header).to_owned(),
                    samples: Vec::new(),
                })
                .collect(),
            first_rows: vec![FileRow {
                number: 2,
                cells: headers.iter().map(|_| "x".to_owned()).collect(),
            }],
            counts: None,
            problems: Vec::new(),
        }
    }

    #[test]
    fn what_was_chosen_is_kept_for_columns_of_the_same_name() {
        let mut grid = GridState::default();
        grid.take_columns(&summary(&["ID", "Mail"]));
        grid.show_column(0, false);
        grid.active.row = 7;
        let kept = grid.clone();
        grid.take_columns(&summary(&["ID", "Mail"]));
        assert_eq!(grid, kept);
        grid.take_columns(&summary(&["ID", "Mail", "Phone"]));
        let shown = grid.columns.shown().map(|column| column.index);
        assert!(shown.eq([1, 2]));
        assert_eq!(grid.active.row, 7);
        grid.take_columns(&summary(&["Phone"]));
        assert_eq!(grid.active.column, Some(0));
    }

    #[test]
    fn another_filter_begins_at_the_first_row() {
        let mut grid = GridState::default();
        grid.active.row = 7;
        grid.set_filter(RowFilter::default());
        assert_eq!(grid.active.row, 7);
        grid.set_filter(RowFilter {
            among: Among::WithProblems,
            ..RowFilter::default()
        });
        assert_eq!(grid.active.row, 1);
    }

    #[test]
    fn a_hidden_column_is_left() {
        let mut grid = GridState::default();
        grid.take_columns(&summary(&["ID", "Mail", "Phone"]));
        grid.active.column = Some(2);
        grid.show_column(1, false);
        assert_eq!(grid.active.column, Some(2));
        grid.show_column(2, false);
        assert_eq!(grid.active.column, Some(0));
        grid.show_column(0, false);
        assert_eq!(grid.active.column, None);
    }
}
