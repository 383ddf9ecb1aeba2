//! The check of a row: from its cells to values and problems.

use crate::problem::Problem;
use crate::row::Row;
use crate::settings::Settings;

/// Checks the rows of one file.
///
/// Made once for the settings, because what it prepares is the same for every row.
#[derive(Clone, Copy, Debug)]
pub struct RowChecker<'a> {
    settings: &'a Settings,
}

impl<'a> RowChecker<'a> {
    /// A checker for these settings.
    pub fn new(settings: &'a Settings) -> Self {
        Self { settings }
    }

    /// Checks one row. `cell` gives the text of a column by its place in the file, `shape` is what the
    /// table found wrong with the row.
    pub fn check<'c>(
        &self,
        cell: impl Fn(usize) -> &'c str,
        number: u64,
        shape: &[Problem],
    ) -> Row {
        let _ = (self.settings, &cell);
        Row {
            number,
            cells: Vec::new(),
            problems: shape.to_vec(),
        }
    }
}

/// Checks one row; for many rows, keep a [`RowChecker`].
pub fn check_row<'c>(
    cell: impl Fn(usize) -> &'c str,
    number: u64,
    settings: &Settings,
    shape: &[Problem],
) -> Row {
    RowChecker::new(settings).check(cell, number, shape)
}
