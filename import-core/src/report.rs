//! Files of rows with what is to be said of them.
//!
//! Such a file can be imported again: the file's own columns come first and as they were, except that a spreadsheet
//! cannot run them (see [`formula`]), and the columns of the report have names that no field has. Those of an earlier
//! report are not repeated, and not imported.

use crate::formula;

/// The row as a spreadsheet numbers it.
pub const ROW: &str = "Import Row";
/// What became of the row.
pub const OUTCOME: &str = "Import Outcome";
/// The record that it created, changed or met.
pub const RECORD_ID: &str = "Import Record ID";
/// What was found about it.
pub const PROBLEMS: &str = "Import Problems";

/// Whether a column is one of a report, which no import is about.
pub fn is_column(header: &str) -> bool {
    [ROW, OUTCOME, RECORD_ID, PROBLEMS].contains(&header)
}

/// Writes a piece of a report: CSV with a comma, in UTF-8.
#[derive(Debug)]
pub struct ReportWriter {
    writer: csv::Writer<Vec<u8>>,
    /// The places of the file's columns that are written.
    kept: Vec<usize>,
    is_first: bool,
}

impl ReportWriter {
    /// A piece of a report of a file with these columns.
    pub fn new(headers: &[String]) -> Self {
        let writer = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let headers = headers.iter().enumerate();
        let kept = headers.filter(|(_, header)| !is_column(header));
        Self {
            writer,
            kept: kept.map(|(index, _)| index).collect(),
            is_first: false,
        }
    }

    /// Writes the names of the columns, with which the first piece begins; `own` are those of the report.
    pub fn header(&mut self, headers: &[String], own: &[&str]) {
        self.is_first = true;
        for index in 0..self.kept.len() {
            self.field(&headers[self.kept[index]]);
        }
        self.end(own);
    }

    /// Writes a row: `cell` gives the texts of the file's columns, `own` those of the report.
    pub fn row<'c>(&mut self, cell: impl Fn(usize) -> &'c str, own: &[&str]) {
        for index in 0..self.kept.len() {
            // What an earlier report made harmless is not made so twice.
            self.field(&formula::harden(formula::restore(cell(self.kept[index]))));
        }
        self.end(own);
    }

    /// About how many bytes it has by now.
    pub fn size(&self) -> usize {
        self.writer.get_ref().len()
    }

    /// The piece.
    pub fn finish(self) -> Vec<u8> {
        let written = self.writer.into_inner();
        let written = written.expect("writing to memory does not fail");
        if self.is_first {
            // Without the mark spreadsheets take UTF-8 for their own old encoding.
            return [b"\xef\xbb\xbf".as_slice(), &written].concat();
        }
        written
    }

    fn end(&mut self, own: &[&str]) {
        for text in own {
            self.field(&formula::harden(text));
        }
        self.writer
            .write_record(None::<&[u8]>)
            .expect("records may have any number of cells");
    }

    fn field(&mut self, text: &str) {
        self.writer
            .write_field(text)
            .expect("writing to memory does not fail");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_a_report_has_its_columns_once_and_runs_nothing() {
        let headers: Vec<String> = ["Name", ROW, "Note"].map(str::to_owned).into();
        let mut first = ReportWriter::new(&headers);
        first.header(&headers, &[ROW, PROBLEMS]);
        let mut rest = ReportWriter::new(&headers);
        let cells = ["'=1+1", "7", "a,b"];
        rest.row(|index| cells[index], &["2", "=bad"]);
        let written = [first.finish(), rest.finish()].concat();
        let expected = "\u{feff}Name,Note,Import Row,Import Problems\r\n'=1+1,\"a,b\",2,'=bad\r\n";
        assert_eq!(String::from_utf8(written).unwrap(), expected);
    }
}
