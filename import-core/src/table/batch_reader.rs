//! Reads batches of rows that come from outside.

use std::collections::HashSet;
use std::fmt;

use csv::StringRecord;

use super::batch::SYSTEM_COLUMNS;
use crate::problem::Problem;

/// What a receiver puts up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchLimits {
    /// Rows of one batch.
    pub rows: usize,
    /// Cells of one row, and columns.
    pub cells: usize,
    /// Problems of one row.
    pub problems: usize,
}

impl Default for BatchLimits {
    fn default() -> Self {
        Self {
            rows: 100_000,
            cells: 16_384,
            problems: 16_384,
        }
    }
}

/// Why a batch was turned away. Its sender broke the format; no file does that.
#[derive(Debug)]
#[non_exhaustive]
pub enum BatchError {
    /// Not UTF-8 from this byte on.
    NotUtf8 {
        /// The first byte that is not.
        byte: usize,
    },
    /// The first record does not start with `#row,#line,#problems`.
    SystemColumnsMissing,
    /// Two columns of one name.
    ColumnRepeated {
        /// The name.
        name: String,
    },
    /// A number that is none, or is 0.
    NumberInvalid {
        /// The record within the batch; its first row is 2.
        record: u64,
        /// Which of the system columns.
        column: &'static str,
    },
    /// A row number that is not greater than the one before.
    RowOutOfOrder {
        /// The row's number.
        row: u64,
        /// The number before it.
        previous: u64,
    },
    /// Problems that are not a JSON array of problems.
    ProblemsInvalid {
        /// The row's number.
        row: u64,
        /// What is wrong with the JSON.
        source: serde_json::Error,
    },
    /// More of something than the receiver allows.
    LimitExceeded {
        /// `rows`, `cells` or `problems`.
        what: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// Not CSV.
    Csv(csv::Error),
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { byte } => write!(f, "not UTF-8 from byte {byte} on"),
            Self::SystemColumnsMissing => {
                f.write_str("the first columns must be `#row,#line,#problems`")
            }
            Self::ColumnRepeated { name } => write!(f, "two columns are called `{name}`"),
            Self::NumberInvalid { record, column } => {
                write!(
                    f,
                    "record {record}: `{column}` must be a whole number from 1"
                )
            }
            Self::RowOutOfOrder { row, previous } => {
                write!(
                    f,
                    "row {row} follows row {previous}; row numbers must increase"
                )
            }
            Self::ProblemsInvalid { row, .. } => {
                write!(f, "row {row}: `#problems` must be a JSON array of problems")
            }
            Self::LimitExceeded { what, limit } => {
                write!(f, "too many {what}: at most {limit} are allowed")
            }
            Self::Csv(_) => f.write_str("the batch is not CSV"),
        }
    }
}

impl std::error::Error for BatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::ProblemsInvalid { source, .. } => Some(source),
            Self::Csv(source) => Some(source),
            _ => None,
        }
    }
}

/// Reads one batch, trusting nothing in it.
#[derive(Debug)]
pub struct BatchReader<'b> {
    reader: csv::Reader<&'b [u8]>,
    headers: Vec<String>,
    limits: BatchLimits,
    rows: usize,
    previous: u64,
}

impl<'b> BatchReader<'b> {
    /// Checks the encoding and the columns of a batch.
    pub fn new(bytes: &'b [u8], limits: BatchLimits) -> Result<Self, BatchError> {
        std::str::from_utf8(bytes).map_err(|error| BatchError::NotUtf8 {
            byte: error.valid_up_to(),
        })?;
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(bytes);
        let mut columns = StringRecord::new();
        reader.read_record(&mut columns).map_err(BatchError::Csv)?;
        let mut names = columns.iter();
        if SYSTEM_COLUMNS.iter().any(|name| names.next() != Some(name)) {
            return Err(BatchError::SystemColumnsMissing);
        }
        let headers: Vec<String> = names.map(str::to_owned).collect();
        check_limit("cells", headers.len(), limits.cells)?;
        let mut seen = HashSet::new();
        let mut named = headers.iter().filter(|name| !name.is_empty());
        if let Some(name) = named.find(|name| !seen.insert(name.trim().to_lowercase())) {
            return Err(BatchError::ColumnRepeated { name: name.clone() });
        }
        Ok(Self {
            reader,
            headers,
            limits,
            rows: 0,
            previous: 0,
        })
    }

    /// The file's headers.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Reads the next row into `row`; `false` behind the last one.
    pub fn read(&mut self, row: &mut BatchRow) -> Result<bool, BatchError> {
        if !self
            .reader
            .read_record(&mut row.cells)
            .map_err(BatchError::Csv)?
        {
            return Ok(false);
        }
        self.rows += 1;
        check_limit("rows", self.rows, self.limits.rows)?;
        check_limit("cells", row.len(), self.limits.cells)?;
        let number = |index: usize| {
            let number = row.cells.get(index).and_then(parse_number);
            let record = self.rows as u64 + 1;
            number.ok_or(BatchError::NumberInvalid {
                record,
                column: SYSTEM_COLUMNS[index],
            })
        };
        (row.row, row.line) = (number(0)?, number(1)?);
        if row.row <= self.previous {
            return Err(BatchError::RowOutOfOrder {
                row: row.row,
                previous: self.previous,
            });
        }
        self.previous = row.row;
        row.problems.clear();
        let problems = row.cells.get(2).unwrap_or_default();
        if !problems.is_empty() {
            row.problems =
                serde_json::from_str(problems).map_err(|source| BatchError::ProblemsInvalid {
                    row: row.row,
                    source,
                })?;
        }
        check_limit("problems", row.problems.len(), self.limits.problems)?;
        Ok(true)
    }
}

/// Digits only: `parse` would take a sign as well.
fn parse_number(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_plain)
}

fn check_limit(what: &'static str, found: usize, limit: usize) -> Result<(), BatchError> {
    if found > limit {
        Err(BatchError::LimitExceeded { what, limit })
    } else {
        Ok(())
    }
}

/// One row of a batch. Made to be used again.
#[derive(Clone, Debug, Default)]
pub struct BatchRow {
    /// The row as a spreadsheet numbers it.
    pub row: u64,
    /// The first of its physical lines.
    pub line: u64,
    /// What its sender found wrong with its shape.
    pub problems: Vec<Problem>,
    cells: StringRecord,
}

impl BatchRow {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len().saturating_sub(SYSTEM_COLUMNS.len())
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a cell; empty for one that the row is too short for.
    pub fn cell(&self, index: usize) -> &str {
        self.cells
            .get(index.saturating_add(SYSTEM_COLUMNS.len()))
            .unwrap_or_default()
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().skip(SYSTEM_COLUMNS.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(batch: &str, expected: &str) {
        let limits = BatchLimits {
            rows: 2,
            cells: 2,
            problems: 1,
        };
        let read_all = || {
            let mut reader = BatchReader::new(batch.as_bytes(), limits)?;
            let mut row = BatchRow::default();
            while reader.read(&mut row)? {}
            Ok::<_, BatchError>(())
        };
        assert_eq!(
            read_all().map_or_else(|error| error.to_string(), |()| "fine".to_owned()),
            expected
        );
    }

    #[test]
    fn what_breaks_the_format_is_turned_away() {
        check("#row,#line,#problems,a,b\n2,2,,x,y\n5,9,,z\n", "fine");
        check("", "the first columns must be `#row,#line,#problems`");
        check(
            "row,line,problems,a\n",
            "the first columns must be `#row,#line,#problems`",
        );
        check("#row,#line,#problems,a,A \n", "two columns are called `A `");
        check(
            "#row,#line,#problems,a,b,c\n",
            "too many cells: at most 2 are allowed",
        );
        check(
            "#row,#line,#problems,a\n2,2,,x,y,z\n",
            "too many cells: at most 2 are allowed",
        );
        check(
            "#row,#line,#problems,a\n2,2,\n3,3,\n4,4,\n",
            "too many rows: at most 2 are allowed",
        );
        for number in ["", "0", "+2", "-2", "2.0", "x", "99999999999999999999"] {
            let expected = "record 2: `#row` must be a whole number from 1";
            check(
                &format!("#row,#line,#problems,a\n{number},2,,x\n"),
                expected,
            );
        }
        check(
            "#row,#line,#problems,a\n2\n",
            "record 2: `#line` must be a whole number from 1",
        );
        check(
            "#row,#line,#problems\n3,3,\n3,4,\n",
            "row 3 follows row 3; row numbers must increase",
        );
        check(
            "#row,#line,#problems\n3,3,{}\n",
            "row 3: `#problems` must be a JSON array of problems",
        );
        let problem = r#"{""code"":""row_ragged"",""row"":3}"#;
        check(
            &format!("#row,#line,#problems\n3,3,\"[{problem}]\"\n"),
            "fine",
        );
        let two = format!("#row,#line,#problems\n3,3,\"[{problem},{problem}]\"\n");
        check(&two, "too many problems: at most 1 are allowed");
    }

    #[test]
    fn bytes_that_are_no_text_are_turned_away() {
        let error = BatchReader::new(b"#row\xff", BatchLimits::default()).unwrap_err();
        assert_eq!(error.to_string(), "not UTF-8 from byte 4 on");
    }
}
