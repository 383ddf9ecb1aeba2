//! What a person decides about how a file is read.

use serde::{Deserialize, Serialize};

use super::{Dialect, Encoding};

/// What a person has decided about how to read a file; everything else is found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// How to decode it.
    pub encoding: Option<Encoding>,
    /// How to split it.
    pub dialect: Option<Dialect>,
    /// Which sheet of a workbook to read, from 0.
    pub sheet: Option<usize>,
    /// Where the names of its columns are.
    pub header: HeaderRow,
}

/// Which row holds the names of the columns. What is above it is no row of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeaderRow {
    /// The first row that is not blank, or the first below a title, unless it holds values.
    #[default]
    Detect,
    /// None does: the first row is data already.
    None,
    /// The row of this number, or else the first one behind it that is not blank.
    At(u32),
}
