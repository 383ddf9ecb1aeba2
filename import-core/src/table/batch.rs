//! The form in which rows travel from the page to the server.
//!
//! A batch is CSV: UTF-8, comma, `"`. Its first record is `#row,#line,#problems` and the file's
//! headers. `#problems` is a JSON array of the problems of the row's shape, or empty: the cells are
//! quoted anew, so the receiver could not find these problems again. Compression is the sender's and
//! the receiver's affair.

use super::Record;
use crate::problem::Problem;

/// The columns before those of the file.
pub(super) const SYSTEM_COLUMNS: [&str; 3] = ["#row", "#line", "#problems"];

/// Writes one batch.
#[derive(Debug)]
pub struct BatchWriter {
    writer: csv::Writer<Vec<u8>>,
    rows: usize,
}

impl BatchWriter {
    /// A batch of rows of a file with these columns.
    pub fn new(headers: &[String]) -> Self {
        let writer = csv::WriterBuilder::new()
            .flexible(true)
            .from_writer(Vec::new());
        let mut batch = Self { writer, rows: 0 };
        batch.write_rest(
            SYSTEM_COLUMNS
                .into_iter()
                .chain(headers.iter().map(String::as_str)),
        );
        batch
    }

    /// Appends a row as it was read, with the problems of its shape.
    pub fn append(&mut self, record: &Record<'_>) {
        self.append_cells(record.row, record.line, &record.problems(), record.cells());
    }

    /// Appends a row whose cells come from elsewhere.
    pub fn append_cells<'a>(
        &mut self,
        row: u64,
        line: u64,
        problems: &[Problem],
        cells: impl IntoIterator<Item = &'a str>,
    ) {
        self.write(&row.to_string());
        self.write(&line.to_string());
        // Problems hold nothing but text and numbers, which always have a JSON form.
        let problems = if problems.is_empty() {
            None
        } else {
            serde_json::to_string(problems).ok()
        };
        self.write(&problems.unwrap_or_default());
        self.write_rest(cells);
        self.rows += 1;
    }

    /// How many rows were appended.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// About how many bytes the batch has by now.
    pub fn size(&self) -> usize {
        self.writer.get_ref().len()
    }

    /// The batch.
    pub fn finish(self) -> Vec<u8> {
        self.writer
            .into_inner()
            .expect("writing to memory does not fail")
    }

    fn write(&mut self, cell: &str) {
        self.writer
            .write_field(cell)
            .expect("writing to memory does not fail");
    }

    /// Writes the last cells of a record.
    fn write_rest<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for cell in cells {
            self.write(cell);
        }
        self.writer
            .write_record(None::<&[u8]>)
            .expect("records may have any number of cells");
    }
}
