//! What can be changed.

use serde::{Deserialize, Serialize};

use crate::duplicates::Settlement;
use crate::field::{Flaw, ValueFormat, text};
use crate::table::COLUMNS_LIMIT;

/// One change that a person makes to a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fix {
    /// Another text in one cell. Broken quoting and bytes of the old one are gone; a row of too few cells is long
    /// enough when its last is written.
    Cell {
        /// The row as a spreadsheet numbers it.
        row: u64,
        /// The header of the column.
        column: String,
        /// What stands there now.
        text: String,
    },
    /// Other cells in a whole row, from the first column on, whatever was wrong with its shape.
    Row {
        /// The row as a spreadsheet numbers it.
        row: u64,
        /// What stands there now.
        cells: Vec<String>,
    },
    /// Leaves rows out of the import.
    Skip {
        /// The rows as a spreadsheet numbers them.
        rows: Vec<u64>,
    },
    /// Takes rows into the import again.
    Unskip {
        /// The rows as a spreadsheet numbers them.
        rows: Vec<u64>,
    },
    /// Settles what becomes of rows with the same identifiers: leaves some out, and takes others in again.
    Settle {
        /// In which way.
        settlement: Settlement,
        /// The rows that are left out, as a spreadsheet numbers them.
        skip: Vec<u64>,
        /// The rows that are taken in again.
        take: Vec<u64>,
    },
    /// Changes every cell of a column by a rule. It cures no broken shape: nobody has looked at the cells.
    Rule {
        /// The header of the column.
        column: String,
        /// The rule.
        rule: Rule,
    },
}

/// How the cells of a column are changed. A cell that a rule has nothing to say of stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// No spaces or invisible characters around the text, and single spaces in it.
    Trim,
    /// One text instead of another.
    Replace {
        /// What is looked for, in this very spelling.
        find: String,
        /// What stands there now.
        with: String,
        /// Where it is looked for.
        extent: Extent,
    },
    /// Cells with a flaw read as they should.
    Cure(Flaw),
    /// Upper or lower case.
    Case(Case),
    /// Phones that do not name their country are those of this one, and are written with its calling code.
    PhoneCountry(String),
    /// Dates are written in another order.
    Dates {
        /// How they are read.
        from: ValueFormat,
        /// How they are written.
        to: ValueFormat,
    },
    /// Parts of the text get columns of their own behind all others; the column itself stays. The last part takes
    /// all that is left.
    Split {
        /// What stands between the parts; spaces alone are any number of them.
        separator: String,
        /// The names of the new columns.
        names: Vec<String>,
    },
    /// The texts of several columns get one of their own behind all others, without the empty ones.
    Join {
        /// The headers of the other columns, whose texts follow.
        others: Vec<String>,
        /// What stands between the texts.
        separator: String,
        /// The name of the new column.
        name: String,
    },
}

/// Where a text is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extent {
    /// The cell has to be that text, apart from spaces around it.
    Whole,
    /// Every place in the cell.
    Part,
}

/// How letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Case {
    /// `ANN LEE`
    Upper,
    /// `ann lee`
    Lower,
    /// `Ann Lee`
    Title,
}

impl Fix {
    /// The rows that it names, where it concerns no others.
    pub fn rows(&self) -> Option<impl Iterator<Item = u64>> {
        let (some, others): (&[u64], &[u64]) = match self {
            Self::Cell { row, .. } | Self::Row { row, .. } => (std::slice::from_ref(row), &[]),
            Self::Skip { rows } | Self::Unskip { rows } => (rows, &[]),
            Self::Settle { skip, take, .. } => (skip, take),
            Self::Rule { .. } => return None,
        };
        Some(some.iter().chain(others).copied())
    }
}

impl Rule {
    /// The names of the columns that it makes.
    pub fn new_columns(&self) -> &[String] {
        match self {
            Self::Split { names, .. } => names,
            Self::Join { name, .. } => std::slice::from_ref(name),
            _ => &[],
        }
    }

    /// Whether a file with these columns can have those that the rule makes: they have names of their own, and are not
    /// too many.
    pub fn fits(&self, headers: &[String]) -> bool {
        if let Self::Split { separator, names } = self
            && (separator.is_empty() || names.is_empty())
        {
            return false;
        }
        let names = self.new_columns();
        let is_free = |(at, name): (usize, &String)| {
            let same = |other: &String| other.to_lowercase() == name.to_lowercase();
            !name.is_empty()
                && text::trim(name) == name
                && !headers.iter().chain(&names[..at]).any(same)
        };
        headers.len() + names.len() <= COLUMNS_LIMIT && names.iter().enumerate().all(is_free)
    }
}
