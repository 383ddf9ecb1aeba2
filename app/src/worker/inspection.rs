//! The check of a whole file, in steps, and the problems it found.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::{ControlFlow, Range};

use import_core::check::RowChecker;
use import_core::check::home::{Home, Survey};
use import_core::duplicates::{Duplicates, Keep, Settlement, naming, other_person};
use import_core::field::Region;
use import_core::fixing::FixedTable;
use import_core::problem::{Code, Problem, Severity};
use import_core::settings::Settings;
use import_core::table::Record;

use super::findings::{Finding, Findings};
use super::looking::Looked;
use super::messages::{CheckSummary, ProblemFilter, ProblemPage};
use super::search::Needle;

/// How many places a search looks at before it answers with what it has.
const SEARCH_LIMIT: usize = 20_000;

/// How many rows are checked again at once; where a change concerns more, the whole file is.
const RECHECK_LIMIT: usize = 2_000;

/// The check of a file with one set of choices.
///
/// Rows may be looked at in any order and elsewhere; what was seen is taken up in file order, because the first
/// row of an identifier is the one that later ones repeat.
pub struct Inspection {
    settings: Settings,
    /// Where each header stands, to tell the column of a problem.
    places: HashMap<String, usize>,
    duplicates: Duplicates,
    findings: Findings,
    /// Rows before this one are taken up.
    done: usize,
    rejected: usize,
    /// Rows from this one on are nobody's task yet, and so are those that were given back.
    next: usize,
    given_back: Vec<Range<usize>>,
    /// What was seen of later rows than the next to be taken up, by the first of them.
    waiting: BTreeMap<usize, Looked>,
    /// The country of the file's phones, where it seems to be another one than the default.
    home: Option<Home>,
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
            next: 0,
            given_back: Vec::new(),
            waiting: BTreeMap::new(),
            home: None,
        }
    }

    /// The next rows that somebody should look at, at most so many; none when all have been given out.
    pub fn assign(&mut self, table: &FixedTable, rows: usize) -> Option<Range<usize>> {
        if let Some(mut range) = self.given_back.pop() {
            if range.len() > rows {
                self.given_back.push(range.start + rows..range.end);
                range.end = range.start + rows;
            }
            return Some(range);
        }
        let range = self.next..table.len().min(self.next + rows);
        self.next = range.end;
        (!range.is_empty()).then_some(range)
    }

    /// Rows that somebody was to look at and did not.
    pub fn give_back(&mut self, rows: Range<usize>) {
        self.given_back.push(rows);
    }

    /// Forgets what was seen and given out and not taken up yet, because rows read differently now.
    pub fn recall(&mut self) {
        self.next = self.done;
        self.given_back.clear();
        self.waiting.clear();
    }

    /// Takes up what was seen, or keeps it until it is its turn.
    pub(super) fn take_up(&mut self, table: &FixedTable, looked: Looked) {
        self.waiting.insert(looked.rows.start, looked);
        while let Some(looked) = self.waiting.remove(&self.done) {
            self.take_next(table, &looked);
        }
    }

    fn take_next(&mut self, table: &FixedTable, looked: &Looked) {
        let mut findings = looked.findings.iter().copied().peekable();
        for identifiers in looked.identifiers.chunk_by(|one, next| one.row == next.row) {
            let Some(row) = identifiers.first().map(|identifier| identifier.row) else {
                continue;
            };
            let number = u32::try_from(table.row_number(row as usize)).unwrap_or(u32::MAX);
            let keys = identifiers
                .iter()
                .map(|identifier| (identifier.column, identifier.key));
            if let Some((first, column)) = self.duplicates.note_keys(number, keys) {
                while let Some(finding) = findings.next_if(|finding| finding.row <= row) {
                    self.findings.push(finding);
                }
                let column = Some(usize::from(column));
                self.findings.push(Finding::new(
                    Code::DuplicateInFile,
                    row as usize,
                    column,
                    first.into(),
                ));
            }
        }
        findings.for_each(|finding| self.findings.push(finding));
        self.rejected += looked.rejected;
        self.done = looked.rows.end;
    }

    /// Checks up to `rows` more rows; says whether there were any that nobody looks at yet.
    pub fn advance(&mut self, table: &FixedTable, rows: usize) -> bool {
        let Some(range) = self.assign(table, rows) else {
            return false;
        };
        let looked = Looked::at(table, &self.settings, range);
        self.take_up(table, looked);
        true
    }

    /// Whether every row is checked.
    pub fn is_done(&self, table: &FixedTable) -> bool {
        self.done == table.len()
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
            let row = checker.check_record(&record);
            *rejected -= usize::from(row.is_rejected());
            duplicates.sharing(&row, &mut concerned);
            duplicates.forget(&row);
            concerned.extend(u32::try_from(row.number));
        }
        for index in rows {
            after.record(*index, &mut record);
            let row = checker.check_record(&record);
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
            let row = checker.check_record(&record);
            let duplicate = duplicates.find(&row, settings);
            let problems = row.problems.iter().chain(&duplicate);
            fresh.extend(problems.map(|problem| finding(places, index, problem)));
            indices.extend(u32::try_from(index));
        }
        findings.replace(&indices, fresh);
        true
    }

    /// Looks for the country of the file's phones. What else speaks for one is the language of the browser.
    pub fn look_for_home(&mut self, table: &FixedTable, language: Option<&str>) {
        let checker = RowChecker::new(&self.settings);
        let mut survey = Survey::new(&checker);
        let region = language.and_then(|tag| Region::from_code(tag.rsplit_once('-')?.1));
        if let Some(region) = region {
            survey.name(region);
        }
        let _ = table.for_each(0..table.len(), |record| {
            if survey.see(|index| record.cell(index)) {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        self.home = survey.finish();
    }

    /// What is wrong with a row of a file that was checked, or with what a person wants to make of it.
    pub fn verdict(&self, record: &Record<'_>) -> Vec<Problem> {
        let row = RowChecker::new(&self.settings).check_record(record);
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
        let mut filled = |row| filled_cells(table, row, &mut record);
        let nobody = Duplicates::of_changing_rows();
        let mut rows = Vec::new();
        for group in self.duplicates.groups(&nobody).iter() {
            let settled = Settlement::Keep(keep).of(group, &mut filled);
            let others = settled.filter(|(_, is_left_out)| *is_left_out);
            rows.extend(others.map(|(row, _)| u64::from(row)));
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
            flaws: self.findings.flaws(),
            home: self.home.clone(),
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
        let needle = Needle::new(&filter.text);
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
                page.problems
                    .push(self.problem(table, &checker, &record, finding));
            }
        }
        page.next = u32::try_from(at).ok();
        page
    }

    /// Who has which identifiers, as far as rows are taken up.
    pub fn duplicates(&self) -> &Duplicates {
        &self.duplicates
    }

    /// How many rows are checked.
    pub fn done(&self) -> usize {
        self.done
    }

    /// What was found so far.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The problems of a row, each with its column; those that involve another row as soon as they are found.
    pub fn row_problems(
        &self,
        checker: &RowChecker<'_>,
        record: &Record<'_>,
        row: usize,
    ) -> Vec<(Option<u16>, Problem)> {
        let problems = checker.check_record(record).problems;
        let own = problems.into_iter().map(|problem| {
            let place = problem
                .column
                .as_ref()
                .and_then(|name| self.places.get(name));
            (place.and_then(|place| u16::try_from(*place).ok()), problem)
        });
        let found = self.findings.of_rows(row..row + 1).iter();
        let others = found.filter(|finding| finding.code() == Code::DuplicateInFile);
        let others = others.map(|finding| (finding.column(), self.foreign(record, *finding)));
        own.chain(others).collect()
    }

    /// The problem behind a finding.
    fn problem(
        &self,
        table: &FixedTable,
        checker: &RowChecker<'_>,
        record: &Record<'_>,
        finding: Finding,
    ) -> Problem {
        let header = self.header(finding);
        let row = checker.check_record(record);
        let code = finding.code();
        let mut found = row.problems.iter();
        let found =
            found.find(|problem| problem.code == code && problem.column.as_deref() == header);
        if let Some(found) = found {
            return found.clone();
        }
        let problem = self.foreign(record, finding);
        let mut first = Record::default();
        let index = table.find_row(u64::from(finding.other));
        let is_apart = problem.args.contains_key("reason");
        let name = index
            .filter(|index| !is_apart && table.record(*index, &mut first))
            .and_then(|_| other_person(&checker.check_record(&first), &row));
        match name {
            Some(name) => problem.with("reason", "contradict").with("name", name),
            None => problem,
        }
    }

    /// A problem that only the check of the whole file finds: another row is involved.
    fn foreign(&self, record: &Record<'_>, finding: Finding) -> Problem {
        let (code, column) = (finding.code(), usize::from(finding.column));
        let problem = match self.header(finding) {
            Some(header) => Problem::of_cell(code, record.row, header, record.cell(column)),
            None => Problem::of_row(code, record.row),
        };
        let mut columns = self.settings.columns.iter();
        let field = columns.find(|of| of.index == column).map(|of| of.field);
        match (code, field) {
            (Code::DuplicateInFile, Some(field)) => {
                naming(problem, &self.settings, field, finding.other)
            }
            (Code::DuplicateInFile, None) => problem.with("first_row", finding.other),
            _ => problem,
        }
    }

    /// The name of the column that a finding is about.
    fn header(&self, finding: Finding) -> Option<&str> {
        let column = usize::from(finding.column()?);
        let header = self.places.iter().find(|(_, place)| **place == column);
        header.map(|(header, _)| header.as_str())
    }
}

/// How many cells of a row have a value.
pub fn filled_cells<'t>(table: &'t FixedTable, row: u32, record: &mut Record<'t>) -> usize {
    let index = table.find_row(u64::from(row)).unwrap_or_default();
    table.record(index, record);
    let cells = record.cells().filter(|cell| !cell.trim().is_empty());
    cells.count()
}

fn finding(places: &HashMap<String, usize>, row: usize, problem: &Problem) -> Finding {
    let column = problem.column.as_ref();
    let column = column.and_then(|header| places.get(header)).copied();
    Finding::new(problem.code, row, column, other_row(problem)).with_flaw_of(problem)
}

/// The other row that a problem names.
fn other_row(problem: &Problem) -> u64 {
    let named = problem.args.get("first_row");
    named.and_then(|row| row.parse().ok()).unwrap_or_default()
}

/// Whether the text is in what a problem is about, or is the row's number.
fn holds(record: &Record<'_>, finding: Finding, needle: &Needle) -> bool {
    record.row.to_string() == needle.text()
        || match finding.column() {
            None => record.cells().any(|cell| needle.is_in(cell)),
            Some(column) => needle.is_in(record.cell(column.into())),
        }
}

#[cfg(test)]
mod tests {
    use import_core::columns::{Field, Subject};
    use import_core::schema::{SchemaRef, read_document};
    use import_core::settings::{Criterion, CustomColumn, Policy};
    use import_core::table::{Choice, Table};
    use serde_json::json;
    use uuid::Uuid;

    use super::super::samples::settings;
    use super::*;

    fn table(text: &str) -> FixedTable {
        Table::open(text.as_bytes().to_vec(), &Choice::default())
            .unwrap()
            .into()
    }

    fn inspected(table: &FixedTable, step: usize) -> Inspection {
        let columns = [("ID", Field::ExternalId), ("Mail", Field::WorkEmail)];
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
            ..settings(&[("ID", Field::ExternalId)])
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
    fn an_earlier_row_of_another_person_is_named() {
        let table = table("First,Mail,Phone\nAnn,a@x.org,+14155550102\nBo,b@x.org,+14155550102\n");
        let columns = [
            ("First", Field::FirstName),
            ("Mail", Field::WorkEmail),
            ("Phone", Field::WorkPhone),
        ];
        let told = |criteria: &[Criterion]| {
            let settings = Settings {
                criteria: criteria.to_vec(),
                ..settings(&columns)
            };
            let mut inspection = Inspection::new(&table, settings);
            while inspection.advance(&table, 9) {}
            let page = inspection.problems(&table, &ProblemFilter::default(), 0, 9);
            let args = &page.problems[0].args;
            let arg = |name: &str| args.get(name).cloned().unwrap_or_default();
            let contacts = inspection.summary(&table).contacts(&inspection.settings);
            (arg("reason"), arg("name"), contacts)
        };
        let of_one = ("contradict".to_owned(), "Ann".to_owned(), Some(1));
        assert_eq!(told(&[Criterion::Email, Criterion::Phone]), of_one);
        let apart = ("apart".to_owned(), String::new(), None);
        assert_eq!(told(&[Criterion::Email]), apart);
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
