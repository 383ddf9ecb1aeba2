//! The rows that errors keep out, as a file to be corrected and imported again.

use import_core::fixing::FixedTable;
use import_core::problem::Problem;
use import_core::report::{self, ReportWriter};
use import_core::table::Record;

use super::inspection::Inspection;
use super::messages::Wording;
use crate::filling::fill;

/// About how many bytes a piece has, and how many rows at most.
const PIECE_BYTES: usize = 1_000_000;
const PIECE_ROWS: usize = 5_000;

/// A piece of the file: the first of these rows as they are fixed, with their numbers and what is wrong with them.
/// Gives also how many rows it has. The first piece begins with the names of the columns.
pub(super) fn piece(
    table: &FixedTable,
    inspection: &Inspection,
    rows: &[u32],
    wording: &Wording,
    is_first: bool,
) -> (Vec<u8>, usize) {
    let mut writer = ReportWriter::new(table.headers());
    if is_first {
        writer.header(table.headers(), &[report::ROW, report::PROBLEMS]);
    }
    let mut record = Record::default();
    let mut done = 0;
    for row in rows.iter().take(PIECE_ROWS) {
        if writer.size() >= PIECE_BYTES {
            break;
        }
        done += 1;
        if table.record(*row as usize, &mut record) {
            let problems = inspection.verdict(&record);
            let texts: Vec<String> = problems
                .iter()
                .map(|problem| wording.say(problem))
                .collect();
            let own = [&*record.row.to_string(), &texts.join("; ")];
            writer.row(record.cells(), &record.problems(), &own);
        }
    }
    (writer.finish(), done)
}

impl Wording {
    fn say(&self, problem: &Problem) -> String {
        let known = self.kinds.iter().find(|(code, _)| *code == problem.code);
        let mut values: Vec<(&str, &str)> = problem
            .args
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        values.push(("value", &problem.value));
        let column = problem.column.as_deref().unwrap_or_default();
        values.push(("column", column));
        let text = match known {
            Some((_, text)) => fill(text, &values),
            None => problem.code.name().to_owned(),
        };
        match column {
            "" => text,
            _ => fill(&self.of_column, &[("column", column), ("text", &text)]),
        }
    }
}
