//! The check of a whole file, in steps, and the problems it found.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use import_core::check::RowChecker;
use import_core::duplicates::{Duplicates, Keep};
use import_core::fixing::FixedTable;
use import_core::problem::{Code, Problem, Severity};
use import_core::row::Row;
use import_core::settings::Settings;
use import_core::table::Record;

use super::findings::{Finding, Findings};
use super::messages::{CheckSummary, ProblemFilter, ProblemPage};

/// How many places a search looks at before it answers with what it has.
const SEARCH_LIMIT: usize = 20_000;

/// How many rows are checked again at once; where a change concerns more, the whole file is.
const RECHECK_LIMIT: usize = 2_000;

/// The check of a file with one set of choices. Rows are checked in file order.
pub struct Inspection {
    settings: Settings,
    /// Where each header stands, to tell the column of a problem.
    places: HashMap<String, usize>,
    duplicates: Duplicates,
    findings: Findings,
    done: usize,
    rejected: usize,
}

impl Inspection {
    /// A check that has not begun.
    pub fn new(table: &FixedTable, settings: Settings) -> Self {
        let headers = table.headers().iter().enumerate();
        Self {
            settings,
            places: headers
                .map(|(index, header)| (header.clone(), index))
                .collect(),
            duplicates: Duplicates::of_changing_rows(),
            findings: Findings::default(),
            done: 0,
            rejected: 0,
        }
    }

    /// Checks up to `rows` more rows; says whether any is left.
    pub fn advance(&mut self, table: &FixedTable, rows: usize) -> bool {
        let Self {
            settings,
            places,
            duplicates,
            findings,
            done,
            rejected,
        } = self;
        let checker = RowChecker::new(settings);
        let range = *done..table.len().min(*done + rows);
        let _ = table.for_each(range, |record| {
            let row = check(&checker, record);
            *rejected += usize::from(row.is_rejected());
            let duplicate = duplicates.note(&row, settings);
            for problem in row.problems.iter().chain(&duplicate) {
                findings.push(finding(places, *done, problem));
            }
            *done += 1;
            ControlFlow::Continue(())
        });
        self.done < table.len()
    }

    /// Checks rows again that were fixed, by their places in the table and in order, and those that have an identifier
    /// of theirs. Where these are too many it says so and is of no use any more: the whole file is to be checked.
    #[must_use]
    pub fn recheck(&mut self, before: &FixedTable, after: &FixedTable, rows: &[usize]) -> bool {
        // The others will be checked as they are by then.
        let rows = &rows[..rows.partition_point(|row| *row < self.done)];
        if rows.len() > RECHECK_LIMIT {
            return false;
        }
        let Self {
            settings,
            places,
            duplicates,
            findings,
            rejected,
            ..
        } = self;
        let checker = RowChecker::new(settings);
        let mut record = Record::default();
        let mut concerned = BTreeSet::new();
        for index in rows {
            before.record(*index, &mut record);
            let row = check(&checker, &record);
            *rejected -= usize::from(row.is_rejected());
            duplicates.sharing(&row, &mut concerned);
            duplicates.forget(&row);
            concerned.extend(u32::try_from(row.number));
        }
        for index in rows {
            after.record(*index, &mut record);
            let row = check(&checker, &record);
            *rejected += usize::from(row.is_rejected());
            let _ = duplicates.note(&row, settings);
            duplicates.sharing(&row, &mut concerned);
        }
        if concerned.len() > RECHECK_LIMIT {
            return false;
        }
        let mut indices = Vec::new();
        let mut fresh = Vec::new();
        for number in concerned {
            let Some(index) = after.find_row(u64::from(number)) else {
                continue;
            };
            after.record(index, &mut record);
            let row = check(&checker, &record);
            let duplicate = duplicates.find(&row, settings);
            let problems = row.problems.iter().chain(&duplicate);
            fresh.extend(problems.map(|problem| finding(places, index, problem)));
            indices.extend(u32::try_from(index));
        }
        findings.replace(&indices, fresh);
        true
    }

    /// What is wrong with a row of a file that was checked, or with what a person wants to make of it.
    pub fn verdict(&self, record: &Record<'_>) -> Vec<Problem> {
        let row = check(&RowChecker::new(&self.settings), record);
        let duplicate = self.duplicates.find(&row, &self.settings);
        row.problems.into_iter().chain(duplicate).collect()
    }

    /// The choices it goes by.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The numbers of the rows that have a problem of a kind. Of rows with the same identifiers `keep` says which one
    /// is not among them.
    pub fn rows_of(&self, table: &FixedTable, code: Code, keep: Option<Keep>) -> Vec<u64> {
        let (Some(keep), Code::DuplicateInFile) = (keep, code) else {
            let rows = self.findings.rows_of(|of| of == code).into_iter();
            return rows.map(|row| table.row_number(row as usize)).collect();
        };
        let mut record = Record::default();
        let mut filled = |row: u32| {
            let index = table.find_row(u64::from(row)).unwrap_or_default();
            table.record(index, &mut record);
            let cells = record.cells().filter(|cell| !cell.trim().is_empty());
            cells.count()
        };
        let mut rows = Vec::new();
        for group in self.duplicates.groups() {
            let kept = match keep {
                Keep::First => group.first().copied(),
                Keep::Last => group.last().copied(),
                // Of several it would be the last.
                Keep::MostComplete => group.iter().rev().copied().max_by_key(|row| filled(*row)),
            };
            let others = group.into_iter().filter(|row| Some(*row) != kept);
            rows.extend(others.map(u64::from));
        }
        rows.sort_unstable();
        rows
    }

    /// The places of the rows that errors keep out, in order; not of those that a person left out.
    pub fn failed_rows(&self) -> Vec<u32> {
        let is_failure =
            |code: Code| code.severity() == Severity::Error && code != Code::RowSkipped;
        self.findings.rows_of(is_failure)
    }

    /// How far it is and what it found.
    pub fn summary(&self, table: &FixedTable) -> CheckSummary {
        CheckSummary {
            done: self.done,
            total: table.len(),
            rejected: self.rejected,
            kinds: self.findings.kinds(),
            columns: self.findings.columns(),
        }
    }

    /// Some of the problems, from a place on. A search may answer with fewer than there are; it goes on
    /// from [`ProblemPage::next`].
    pub fn problems(
        &self,
        table: &FixedTable,
        filter: &ProblemFilter,
        from: u32,
        limit: usize,
    ) -> ProblemPage {
        let checker = RowChecker::new(&self.settings);
        let needle = filter.text.trim().to_lowercase();
        let mut page = ProblemPage::default();
        let mut record = Record::default();
        let mut at = from as usize;
        for _ in 0..SEARCH_LIMIT {
            let Some((place, finding)) = self.findings.next_fitting(at, filter) else {
                return page;
            };
            if page.problems.len() == limit {
                break;
            }
            at = place + 1;
            if table.record(finding.row as usize, &mut record)
                && (needle.is_empty() || holds(&record, finding, &needle))
            {
                page.problems.push(self.problem(&checker, &record, finding));
            }
        }
        page.next = u32::try_from(at).ok();
        page
    }

    /// The problem behind a finding.
    fn problem(&self, checker: &RowChecker<'_>, record: &Record<'_>, finding: Finding) -> Problem {
        let column = usize::from(finding.column);
        let header = self.places.iter().find(|(_, place)| **place == column);
        let header = header.map(|(header, _)| header.as_str());
        let row = check(checker, record);
        let code = finding.code();
        let found = row
            .problems
            .into_iter()
            .find(|problem| problem.code == code && problem.column.as_deref() == header);
        found.unwrap_or_else(|| {
            // Only the check of the whole file finds it: another row is involved.
            let problem = match header {
                Some(header) => Problem::of_cell(code, record.row, header, record.cell(column)),
                None => Problem::of_row(code, record.row),
            };
            match code {
                Code::DuplicateInFile => problem.with("first_row", finding.other),
                _ => problem,
            }
        })
    }
}

fn check(checker: &RowChecker<'_>, record: &Record<'_>) -> Row {
    checker.check(|index| record.cell(index), record.row, &record.problems())
}

fn finding(places: &HashMap<String, usize>, row: usize, problem: &Problem) -> Finding {
    let column = problem.column.as_ref();
    let column = column.and_then(|header| places.get(header)).copied();
    Finding::new(problem.code, row, column, other_row(problem))
}

/// The other row that a problem names.
fn other_row(problem: &Problem) -> u64 {
    let named = problem.args.get("first_row");
    named.and_then(|row| row.parse().ok()).unwrap_or_default()
}

/// Whether the text (in lower case) is in what a problem is about, or is the row's number.
fn holds(record: &Record<'_>, finding: Finding, needle: &str) -> bool {
    let has = |cell: &str| cell.to_lowercase().contains(needle);
    record.row.to_string() == needle
        || match finding.column {
            Finding::WHOLE_ROW => record.cells().any(has),
            column => has(record.cell(usize::from(column))),
        }
}

#[cfg(test)]
mod tests {
    use import_core::columns::{Field, Subject};
    use import_core::schema::{SchemaRef, read_document};
    use import_core::settings::{Criterion, CustomColumn, ImportColumn, Layout, Policy};
    use import_core::table::{Choice, Table};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn table(text: &str) -> FixedTable {
        Table::open(text.as_bytes().to_vec(), &Choice::default())
            .unwrap()
            .into()
    }

    fn settings(columns: &[(usize, &str, Field)]) -> Settings {
        Settings {
            source: Uuid::nil(),
            layout: Layout::Mapped,
            criteria: vec![Criterion::Email],
            merge: false,
            default_region: "US".to_owned(),
            columns: columns
                .iter()
                .map(|(index, header, field)| ImportColumn {
                    index: *index,
                    header: (*header).to_owned(),
                    field: *field,
                    policy: Policy::default(),
                })
                .collect(),
            custom: Vec::new(),
        }
    }

    fn inspected(table: &FixedTable, step: usize) -> Inspection {
        let columns = [(0, "ID", Field::ExternalId), (1, "Mail", Field::WorkEmail)];
        let mut inspection = Inspection::new(table, settings(&columns));
        while inspection.advance(table, step) {}
        inspection
    }

    #[test]
    fn custom_fields_are_checked_as_the_settings_have_them() {
        let document = json!({"properties": {"size_integer": {"title": "Size"}}});
        let fields = read_document(document.as_object().unwrap()).unwrap();
        let column = CustomColumn {
            index: 1,
            header: "Size".to_owned(),
            subject: Subject::Contact,
            schema: SchemaRef {
                id: Uuid::nil(),
                version: 1,
            },
            field: fields[0].clone(),
            policy: Policy::default(),
            format: None,
        };
        // As the page says it to the worker.
        let settings = Settings {
            custom: vec![column],
            ..settings(&[(0, "ID", Field::ExternalId)])
        };
        let settings = serde_json::from_value(serde_json::to_value(settings).unwrap()).unwrap();
        let table = table("ID,Size\n1,42\n2,big\n");
        let mut inspection = Inspection::new(&table, settings);
        while inspection.advance(&table, 9) {}
        let page = inspection.problems(&table, &ProblemFilter::default(), 0, 9);
        assert_eq!(page.problems.len(), 1);
        assert_eq!(page.problems[0].code, Code::IntegerInvalid);
        assert_eq!(page.problems[0].column.as_deref(), Some("Size"));
        assert_eq!(inspection.summary(&table).columns, [(0, 0), (1, 0)]);
    }

    const FILE: &str = "ID,Mail\n1,a@x.org\n2,nonsense\n3,b@x.org,extra\n1,c@x.org\n";

    #[test]
    fn the_size_of_a_step_changes_nothing() {
        let table = table(FILE);
        let whole = inspected(&table, 100).summary(&table);
        assert_eq!(inspected(&table, 1).summary(&table), whole);
        assert!(whole.is_done());
        assert_eq!(whole.importable() + whole.rejected, 4);
    }

    #[test]
    fn shape_problems_are_found_and_told_again() {
        let table = table(FILE);
        let filter = ProblemFilter {
            code: Some(Code::RowRagged),
            ..ProblemFilter::default()
        };
        let page = inspected(&table, 2).problems(&table, &filter, 0, 10);
        assert_eq!(page.problems.len(), 1);
        assert_eq!(page.problems[0].row, 4);
        assert_eq!(page.problems[0].args["found"], "3");
        assert_eq!(page.next, None);
    }

    #[test]
    fn pages_go_on_where_the_one_before_ended() {
        let table = table("ID,Mail\n1\n2\n3\n");
        let inspection = inspected(&table, 2);
        let filter = ProblemFilter {
            code: Some(Code::RowRagged),
            ..ProblemFilter::default()
        };
        let first = inspection.problems(&table, &filter, 0, 2);
        assert_eq!(first.problems.len(), 2);
        let second = inspection.problems(&table, &filter, first.next.unwrap(), 2);
        assert_eq!(second.problems.len(), 1);
        assert_eq!(second.problems[0].row, 4);
    }

    #[test]
    fn a_search_looks_into_cells() {
        let table = table("ID,Mail\n1\n2\n30\n");
        let filter = ProblemFilter {
            text: "30".to_owned(),
            ..ProblemFilter::default()
        };
        let page = inspected(&table, 9).problems(&table, &filter, 0, 9);
        assert!(page.problems.iter().all(|problem| problem.row == 4));
        assert!(!page.problems.is_empty());
    }
}
