//! Files of rows with what is to be said of them.
//!
//! Such a file can be imported again: the file's own columns come first and as they were, except that a spreadsheet
//! cannot run them (see [`formula`]), and the columns of the report have names that no field has. Those of an earlier
//! report are not repeated, and not imported.
//!
//! A row of broken shape does not become whole by being written anew. What it has too many stands behind the columns of
//! the report, and where there is no such thing, the name of what is wrong: either way it has too many cells, and is an
//! error until a person has looked at it and emptied them. So is a row that a person left out: of its shape nothing is
//! said.

use crate::formula;
use crate::problem::Problem;

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

/// How many of the names in a header are those of columns. In a report there is no column behind its own: a spreadsheet
/// that saves one makes the header as wide as its widest row, which would be whole then.
pub fn count_columns(names: &[String]) -> usize {
    let last = names.iter().rposition(|name| !name.is_empty());
    let end = last.filter(|&last| is_column(&names[last]));
    end.map_or(names.len(), |last| last + 1)
}

/// Writes a piece of a report: CSV with a comma, in UTF-8.
#[derive(Debug)]
pub struct ReportWriter {
    writer: csv::Writer<Vec<u8>>,
    /// How many columns the file has.
    width: usize,
    /// The places of those that are written.
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
        let columns = headers.iter().enumerate();
        let kept = columns.filter(|(_, header)| !is_column(header));
        Self {
            writer,
            width: headers.len(),
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
        for name in own {
            self.field(name);
        }
        self.end();
    }

    /// Writes a row: all its cells as they were read, those of the report's `own` columns, and, to keep a row of broken
    /// shape one, what it has too many or else the first error of `shape`, which is what the table found wrong with it.
    pub fn row<'c>(
        &mut self,
        cells: impl Iterator<Item = &'c str>,
        shape: &[Problem],
        own: &[&str],
    ) {
        let cells: Vec<&str> = cells.collect();
        for index in 0..self.kept.len() {
            let cell = cells.get(self.kept[index]).copied();
            self.file_cell(cell.unwrap_or_default());
        }
        for text in own {
            self.field(&formula::harden(text));
        }
        let behind = cells.get(self.width..).unwrap_or_default();
        let last = behind.iter().rposition(|cell| !cell.trim().is_empty());
        for cell in last.map_or(&[][..], |last| &behind[..=last]) {
            self.file_cell(cell);
        }
        let error = shape.iter().find(|problem| problem.is_error());
        if let Some(error) = error.filter(|_| last.is_none()) {
            self.field(error.code.name());
        }
        self.end();
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

    /// A text of the file. What an earlier report made harmless is not made so twice.
    fn file_cell(&mut self, text: &str) {
        self.field(&formula::harden(formula::read(text)));
    }

    fn end(&mut self) {
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
    use crate::fixing::{Case, Fix, FixedTable, Rule, Splice};
    use crate::problem::Code;
    use crate::table::{Choice, Encoding, Record, Table};

    const OWN: [&str; 2] = [ROW, PROBLEMS];

    fn open(file: &[u8]) -> Table {
        let choice = Choice {
            encoding: Some(Encoding::UTF_8),
            ..Choice::default()
        };
        Table::open(file.to_vec(), &choice).unwrap()
    }

    /// A report of all rows of a file.
    fn report(file: &[u8]) -> String {
        report_of(&open(file).into())
    }

    fn report_of(table: &FixedTable) -> String {
        let mut writer = ReportWriter::new(table.headers());
        writer.header(table.headers(), &OWN);
        let mut record = Record::default();
        for index in 0..table.len() {
            table.record(index, &mut record);
            let shape = record.problems();
            writer.row(record.cells(), &shape, &[&record.row.to_string(), "=bad"]);
        }
        String::from_utf8(writer.finish()).unwrap()
    }

    /// What is wrong with the shapes of a file's rows.
    fn codes(file: &str) -> Vec<Code> {
        let table = open(file.as_bytes());
        let mut record = Record::default();
        let mut codes = Vec::new();
        for index in 0..table.len() {
            table.record(index, &mut record);
            codes.extend(record.problems().iter().map(|problem| problem.code));
        }
        codes
    }

    /// A report of a file of the columns A, B and C with this row, without its header.
    #[track_caller]
    fn check(row: &[u8], expected: &str) -> String {
        let report = report(&[b"A,B,C\n1,2,3\n", row, b"\n"].concat());
        let line = report.split("\r\n").nth(2).unwrap();
        assert_eq!(line, expected);
        report
    }

    #[test]
    fn a_report_of_a_report_has_its_columns_once_and_runs_nothing() {
        let file = "Name,Import Row,Note\n'=1+1,7,\"a,b\"\n";
        let expected = "\u{feff}Name,Note,Import Row,Import Problems\r\n'=1+1,\"a,b\",2,'=bad\r\n";
        assert_eq!(report(file.as_bytes()), expected);
        assert_eq!(report(expected.as_bytes()), expected);
    }

    #[test]
    fn cells_for_which_there_is_no_column_stand_behind_the_reports_own() {
        check(b"1,2,3,,=5,", "1,2,3,3,'=bad,,'=5");
        check(b"1,2,3,,", "1,2,3,3,'=bad");
    }

    #[test]
    fn a_row_of_broken_shape_stays_one_until_a_person_has_looked_at_it() {
        for (row, expected) in [
            (&b"1,2,3,4"[..], "1,2,3,3,'=bad,4"),
            (b"1,2", "1,2,,3,'=bad,row_ragged"),
            (b"1,\"2,3", "1,\"\"\"2,3\",,3,'=bad,quote_unclosed"),
            (b"1,\"2\" x,3", "1,\"\"\"2\"\" x\",3,3,'=bad,quote_stray"),
            (b"1,\xff,3", "1,\u{fffd},3,3,'=bad,encoding_invalid"),
        ] {
            let once = check(row, expected);
            assert_eq!(codes(&once), [Code::RowRagged], "{expected}");
            assert_eq!(report(once.as_bytes()), once, "nothing piles up");
            // As a spreadsheet saves it: all rows of one width.
            let wide = once.replacen(PROBLEMS, "Import Problems,", 1);
            let wide = wide.replacen("2,'=bad", "2,'=bad,", 1);
            assert_eq!(codes(&wide), [Code::RowRagged], "{expected}");
            assert_eq!(report(wide.as_bytes()), once);
            let (looked_at, _) = once.rsplit_once(',').unwrap();
            assert_eq!(codes(&format!("{looked_at}\r\n")), []);
        }
    }

    #[test]
    fn a_row_that_a_person_mended_is_whole_and_one_that_a_rule_changed_is_not() {
        let upper = Rule::Case(Case::Upper);
        let join = Rule::Join {
            others: vec!["B".into()],
            separator: "-".into(),
            name: "C".into(),
        };
        let mut table: FixedTable = open(b"A,B\n1\n2\n3,x,4\n5,x,6\n").into();
        let rule = |rule| Fix::Rule {
            column: "A".into(),
            rule,
        };
        let cell = Fix::Cell {
            row: 3,
            column: "B".into(),
            text: "x".into(),
        };
        let row = Fix::Row {
            row: 5,
            cells: vec!["5".into(), "6".into()],
        };
        table.splice(Splice {
            at: 0,
            removed: 0,
            added: vec![cell, row, rule(upper), rule(join)],
        });
        let expected = "\u{feff}A,B,C,Import Row,Import Problems\r\n\
            1,,1,2,'=bad,row_ragged\r\n\
            2,x,2-x,3,'=bad\r\n\
            3,x,3-x,4,'=bad,4\r\n\
            5,6,5-6,5,'=bad\r\n";
        assert_eq!(report_of(&table), expected);
    }

    #[test]
    fn only_a_report_has_no_nameless_columns_at_its_end() {
        let count = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            count_columns(&names)
        };
        assert_eq!(count(&["A", ROW, PROBLEMS, "", ""]), 3);
        assert_eq!(count(&["A", ROW, "B", ""]), 4);
        assert_eq!(count(&["", ""]), 2);
        assert_eq!(count(&[]), 0);
    }
}
