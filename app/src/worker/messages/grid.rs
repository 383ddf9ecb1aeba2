//! What page and worker say to each other about the grid: which rows it shows, the cells on the screen, where the
//! next problem is, what a column holds.
//!
//! A search through a large file takes several answers. Each of them says how far it came, and the page asks
//! again for as long as it wants to know more: nothing has to be cancelled.

use import_core::problem::Problem;
use serde::{Deserialize, Serialize};

use super::ProblemFilter;

/// Which rows are shown, in file order.
///
/// A kind, a severity, or a column without a text ask for rows with such a problem; a text asks for rows with
/// a cell (of the column, where one is given) that has it in it, whatever the case of its letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFilter {
    /// All rows, or only some.
    pub among: Among,
    /// What else has to fit.
    pub problems: ProblemFilter,
}

/// Rows that a filter begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Among {
    /// All.
    #[default]
    All,
    /// Those with a problem.
    WithProblems,
}

impl RowFilter {
    /// Whether a row needs a problem to be shown.
    pub fn asks_for_problems(&self) -> bool {
        let ProblemFilter {
            code,
            severity,
            column,
            ..
        } = &self.problems;
        self.among == Among::WithProblems
            || code.is_some()
            || severity.is_some()
            || (column.is_some() && !self.asks_for_text())
    }

    /// Whether a row needs a text to be shown.
    pub fn asks_for_text(&self) -> bool {
        !self.problems.text.trim().is_empty()
    }

    /// Whether every row is shown.
    pub fn is_open(&self) -> bool {
        !self.asks_for_problems() && !self.asks_for_text()
    }
}

/// A part of the rows that are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowRequest {
    /// Which rows are shown.
    pub filter: RowFilter,
    /// The place of the first one among them, from 0.
    pub from: u32,
    /// How many at most.
    pub count: u32,
    /// The columns whose cells are wanted, by their places in the file.
    pub columns: Vec<u16>,
    /// How much of a cell is wanted, in characters.
    pub cell_limit: usize,
}

/// The answer to a [`WindowRequest`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowWindow {
    /// The rows, from [`WindowRequest::from`] on.
    pub rows: Vec<GridRow>,
    /// How many rows are shown, as far as they were looked through.
    pub shown: usize,
    /// How many rows of the file were looked through.
    pub seen: usize,
    /// How many rows the file has.
    pub total: usize,
}

/// A row of the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridRow {
    /// As a spreadsheet numbers it.
    pub number: u64,
    /// The cells that were wanted.
    pub cells: Vec<String>,
    /// What is known to be wrong with it, each with its column; none for a problem of the whole row.
    pub problems: Vec<(Option<u16>, Problem)>,
    /// What the file has in those of the wanted cells that are fixed, each with its column.
    pub originals: Vec<(u16, String)>,
}

/// A place to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// The next problem after a cell.
    After(Spot),
    /// The last problem before a cell.
    Before(Spot),
    /// The row of this number.
    Row(u64),
}

/// A cell of the grid, or the head of a row or column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    /// The row's place among those that are shown, from 1; 0 for the heads of the columns.
    pub row: u32,
    /// The column's place in the file; none for the head of the row.
    pub column: Option<u16>,
}

/// What a column holds, as far as the rows were looked through. Values are compared without the space around
/// them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnStatistics {
    /// How many rows were looked through.
    pub seen: usize,
    /// How many rows the file has.
    pub total: usize,
    /// How many cells have a value.
    pub filled: usize,
    /// How many different values there are.
    pub distinct: usize,
    /// Whether that, and how often each occurs, is counted or estimated.
    pub counted: Counted,
    /// The longest value, with its length in characters.
    pub longest: Option<(usize, String)>,
    /// The shortest value, likewise.
    pub shortest: Option<(usize, String)>,
    /// The most frequent values, each with how often it occurs (at least, where that is estimated).
    pub frequent: Vec<(usize, String)>,
}

impl ColumnStatistics {
    /// Whether every row was looked through.
    pub fn is_whole(&self) -> bool {
        self.seen == self.total
    }
}

/// How sure a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// It is the number.
    Exactly,
    /// It is close to it.
    About,
}
