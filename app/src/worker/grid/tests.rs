use import_core::columns::Field;
use import_core::fixing::{Case, Extent, Fix, Rule, Splice};
use import_core::problem::{Code, Severity};
use import_core::settings::{Criterion, ImportColumn, Layout, Policy, Settings};
use import_core::table::{BatchLimits, BatchReader, BatchRow, Choice, Table};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::worker::messages::ProblemFilter;
use crate::worker::messages::grid::{Among, Counted};
use crate::worker::sending;

fn table(text: &str) -> FixedTable {
    let table = Table::open(text.as_bytes().to_vec(), &Choice::default());
    table.unwrap().into()
}

fn inspection(table: &FixedTable) -> Inspection {
    let columns = [(0, Field::ExternalId), (1, Field::WorkEmail)];
    let columns = columns.map(|(index, field)| ImportColumn {
        index,
        header: table.headers()[index].clone(),
        field,
        policy: Policy::default(),
    });
    let settings = Settings {
        source: Uuid::nil(),
        layout: Layout::Mapped,
        criteria: vec![Criterion::Email],
        merge: false,
        default_region: "US".to_owned(),
        columns: columns.to_vec(),
        custom: Vec::new(),
    };
    Inspection::new(table, settings)
}

fn checked(table: &FixedTable) -> Inspection {
    let mut inspection = inspection(table);
    while inspection.advance(table, 2) {}
    inspection
}

fn request(filter: RowFilter) -> WindowRequest {
    WindowRequest {
        filter,
        from: 0,
        count: 100,
        columns: vec![0, 1],
        cell_limit: 20,
    }
}

fn with_problems(problems: ProblemFilter) -> RowFilter {
    RowFilter {
        among: Among::WithProblems,
        problems,
    }
}

fn containing(text: &str) -> ProblemFilter {
    ProblemFilter {
        text: text.to_owned(),
        ..ProblemFilter::default()
    }
}

/// Rows 2 to 6: fine, not an address, an extra cell, the ID of row 2 again, fine.
const FILE: &str = "ID,Mail\n1,a@x.org\n2,nonsense\n3,b@x.org,extra\n1,c@x.org\n5,E@X.org\n";

fn numbers(grid: &mut Grid, sheet: Sheet<'_>, filter: RowFilter) -> Vec<u64> {
    let window = grid.window(sheet, &request(filter));
    assert_eq!(window.shown, window.rows.len());
    window.rows.iter().map(|row| row.number).collect()
}

#[test]
fn a_window_holds_the_wanted_cells_and_their_problems() {
    let table = table(FILE);
    let inspection = checked(&table);
    let sheet = Sheet {
        table: &table,
        inspection: Some(&inspection),
    };
    let wanted = WindowRequest {
        from: 1,
        count: 3,
        columns: vec![1],
        cell_limit: 3,
        ..WindowRequest::default()
    };
    let window = Grid::default().window(sheet, &wanted);
    assert_eq!((window.shown, window.seen, window.total), (5, 5, 5));
    let rows = window.rows.iter();
    let cells: Vec<_> = rows
        .map(|row| (row.number, row.cells[0].as_str()))
        .collect();
    assert_eq!(cells, [(3, "non…"), (4, "b@x…"), (5, "c@x…")]);
    let problems = window.rows.iter().map(|row| {
        let problems = row.problems.iter();
        let codes = problems.map(|(column, problem)| (*column, problem.code));
        codes.collect::<Vec<_>>()
    });
    let expected = [
        vec![(Some(1), Code::EmailInvalid)],
        vec![(None, Code::RowRagged)],
        vec![(Some(0), Code::DuplicateInFile)],
    ];
    assert!(problems.eq(expected));
    assert_eq!(window.rows[2].problems[0].1.args["first_row"], "2");
}

#[test]
fn before_a_check_there_are_rows_without_problems() {
    let table = table(FILE);
    let sheet = Sheet {
        table: &table,
        inspection: None,
    };
    let mut grid = Grid::default();
    let window = grid.window(sheet, &request(RowFilter::default()));
    assert_eq!(window.rows.len(), 5);
    assert!(window.rows.iter().all(|row| row.problems.is_empty()));
    let window = grid.window(sheet, &request(with_problems(ProblemFilter::default())));
    assert_eq!((window.shown, window.seen), (0, 0));
    let target = Target::After(Spot::default());
    assert_eq!(grid.find(sheet, &RowFilter::default(), target), None);
}

#[test]
fn filters_let_through_what_fits() {
    let table = table(FILE);
    let inspection = checked(&table);
    let sheet = Sheet {
        table: &table,
        inspection: Some(&inspection),
    };
    let mut grid = Grid::default();
    let of_column = |column| ProblemFilter {
        column: Some(column),
        ..ProblemFilter::default()
    };
    let mut check = |filter: RowFilter, expected: &[u64]| {
        assert_eq!(numbers(&mut grid, sheet, filter), expected);
    };
    check(RowFilter::default(), &[2, 3, 4, 5, 6]);
    check(with_problems(ProblemFilter::default()), &[3, 4, 5]);
    let warnings = ProblemFilter {
        severity: Some(Severity::Warning),
        ..ProblemFilter::default()
    };
    check(with_problems(warnings), &[5]);
    let of_problems = |problems| RowFilter {
        among: Among::All,
        problems,
    };
    check(of_problems(of_column(0)), &[5]);
    check(of_problems(containing("e@x")), &[6]);
    check(of_problems(containing("X.ORG")), &[2, 4, 5, 6]);
    check(with_problems(containing("x.org")), &[4, 5]);
    let text_of_column = ProblemFilter {
        text: "1".to_owned(),
        ..of_column(0)
    };
    check(of_problems(text_of_column), &[2, 5]);
}

#[test]
fn a_filter_follows_the_check() {
    let table = table(FILE);
    let mut inspection = inspection(&table);
    let mut grid = Grid::default();
    let mut seen = Vec::new();
    loop {
        inspection.advance(&table, 1);
        let sheet = Sheet {
            table: &table,
            inspection: Some(&inspection),
        };
        let wanted = request(with_problems(ProblemFilter::default()));
        let window = grid.window(sheet, &wanted);
        seen.push((window.seen, window.shown));
        if inspection.is_done(&table) {
            break;
        }
    }
    assert_eq!(seen, [(1, 0), (2, 1), (3, 2), (4, 3), (5, 3)]);
}

#[test]
fn one_goes_from_problem_to_problem_and_back() {
    let table = table("ID,Mail,X\n1,bad,\n2,b@x.org,\n1,worse,\n4,c@x.org,,5\n");
    let inspection = checked(&table);
    let sheet = Sheet {
        table: &table,
        inspection: Some(&inspection),
    };
    let mut grid = Grid::default();
    let spot = |row, column| Spot { row, column };
    let expected = [spot(1, Some(1)), spot(3, Some(1)), spot(4, None)];
    let mut walk = |filter: &RowFilter, from: Spot, step: fn(Spot) -> Target| {
        let mut found = Vec::new();
        let mut at = from;
        while let Some(spot) = grid.find(sheet, filter, step(at)) {
            found.push(spot);
            at = spot;
        }
        found
    };
    let open = RowFilter::default();
    assert_eq!(walk(&open, Spot::default(), Target::After), expected);
    let back: Vec<_> = expected.into_iter().rev().collect();
    assert_eq!(walk(&open, spot(4, Some(2)), Target::Before), back);
    // Places are those among the rows that are shown.
    let of_text = with_problems(containing("worse"));
    assert_eq!(
        walk(&of_text, Spot::default(), Target::After),
        [spot(1, Some(1))]
    );
    assert_eq!(grid.find(sheet, &open, Target::Row(4)), Some(spot(3, None)));
    assert_eq!(grid.find(sheet, &open, Target::Row(1)), None);
    assert_eq!(grid.find(sheet, &of_text, Target::Row(2)), None);
}

#[test]
fn a_column_tells_what_it_holds() {
    let table = table("ID,City\n1,Köln\n2, Köln \n3,\n4,東京\n5,Springfield\n6,bern\n");
    let sheet = Sheet {
        table: &table,
        inspection: None,
    };
    let statistics = Grid::default().statistics(sheet, 1);
    assert!(statistics.is_whole());
    assert_eq!((statistics.filled, statistics.distinct), (5, 4));
    assert_eq!(statistics.counted, Counted::Exactly);
    assert_eq!(statistics.longest, Some((11, "Springfield".to_owned())));
    assert_eq!(statistics.shortest, Some((2, "東京".to_owned())));
    let frequent: Vec<_> = statistics
        .frequent
        .iter()
        .map(|(count, value)| (*count, value.as_str()))
        .collect();
    assert_eq!(
        frequent,
        [(2, "Köln"), (1, "東京"), (1, "Springfield"), (1, "bern")]
    );
}

#[test]
fn statistics_go_on_with_each_question() {
    use std::fmt::Write;
    let mut text = "ID,City\n".to_owned();
    for row in 0..80_000 {
        writeln!(text, "{row},{}", if row % 2 == 0 { "Bonn" } else { "" }).unwrap();
    }
    let table = table(&text);
    let sheet = Sheet {
        table: &table,
        inspection: None,
    };
    let mut grid = Grid::default();
    let mut seen = Vec::new();
    let whole = loop {
        let statistics = grid.statistics(sheet, 1);
        seen.push(statistics.seen);
        if statistics.is_whole() {
            break statistics;
        }
    };
    assert_eq!(seen, [32_768, 65_536, 80_000]);
    assert_eq!((whole.filled, whole.distinct), (40_000, 1));
    assert_eq!(whole.frequent, [(40_000, "Bonn".to_owned())]);
    // Of too many different values their number is estimated.
    let ids = loop {
        let statistics = grid.statistics(sheet, 0);
        if statistics.is_whole() {
            break statistics;
        }
    };
    assert_eq!(ids.counted, Counted::About);
    assert!(ids.distinct.abs_diff(80_000) < 800, "{}", ids.distinct);
}

/// What a filter means, row by row, said as plainly as possible.
fn naive(sheet: Sheet<'_>, filter: &RowFilter) -> Vec<u64> {
    let everything = WindowRequest {
        count: u32::MAX,
        columns: vec![0, 1, 2, 3],
        cell_limit: 1_000,
        ..WindowRequest::default()
    };
    let rows = Grid::default().window(sheet, &everything).rows;
    let ProblemFilter {
        code,
        severity,
        column,
        text,
    } = &filter.problems;
    let text = text.trim().to_lowercase();
    let rows = rows.into_iter().filter(|row| {
        let problem_fits = row.problems.iter().any(|(place, problem)| {
            code.is_none_or(|code| code == problem.code)
                && severity.is_none_or(|severity| severity == problem.severity())
                && column.is_none_or(|column| *place == u16::try_from(column).ok())
        });
        let is_of_column = |place: usize| column.is_none_or(|column| column == place);
        let mut cells = row.cells.iter().enumerate();
        let text_fits =
            cells.any(|(place, cell)| is_of_column(place) && cell.to_lowercase().contains(&text));
        (problem_fits || !filter.asks_for_problems()) && (text_fits || text.is_empty())
    });
    rows.map(|row| row.number).collect()
}

fn filters() -> impl Strategy<Value = RowFilter> {
    let codes = [Code::EmailInvalid, Code::DuplicateInFile, Code::RowRagged];
    let problems = (
        proptest::option::of(proptest::sample::select(codes.to_vec())),
        proptest::option::of(prop_oneof![Just(Severity::Error), Just(Severity::Warning)]),
        proptest::option::of(0_usize..2),
        prop_oneof![Just(""), Just("a"), Just(" B@"), Just("é")],
    );
    (any::<bool>(), problems).prop_map(|(all, (code, severity, column, text))| RowFilter {
        among: if all { Among::All } else { Among::WithProblems },
        problems: ProblemFilter {
            code,
            severity,
            column,
            text: text.to_owned(),
        },
    })
}

proptest! {
    #[test]
    fn a_filter_answers_as_a_naive_one(
        rows in proptest::collection::vec(("[ab1-3]?", "(a|B@x\\.org|É)?", "(,x)?"), 1..30),
        filter in filters(),
    ) {
        let lines: Vec<_> = rows.iter().map(|(id, mail, rest)| format!("{id},{mail}{rest}")).collect();
        let table = table(&format!("ID,Mail\n0,first@x.org\n{}\n", lines.join("\n")));
        let inspection = checked(&table);
        let sheet = Sheet { table: &table, inspection: Some(&inspection) };
        let mut grid = Grid::default();
        prop_assert_eq!(numbers(&mut grid, sheet, filter.clone()), naive(sheet, &filter));
    }
}

#[test]
fn a_fixed_cell_tells_what_the_file_has() {
    let mut table = table(FILE);
    let mut inspection = checked(&table);
    let mut grid = Grid::default();
    let wanted = request(with_problems(ProblemFilter::default()));
    let before = table.clone();
    let sheet = Sheet {
        table: &before,
        inspection: Some(&inspection),
    };
    assert_eq!(grid.window(sheet, &wanted).shown, 3);
    let fix = Fix::Cell {
        row: 3,
        column: "Mail".to_owned(),
        text: "n@x.org".to_owned(),
    };
    let splice = Splice::append(&table, fix);
    table.splice(splice);
    assert!(inspection.recheck(&before, &table, &[1]));
    let sheet = Sheet {
        table: &table,
        inspection: Some(&inspection),
    };
    grid.hear_fix(&before, sheet, &[1]);
    // It stays among the rows with problems until these are looked for anew.
    let window = grid.window(sheet, &wanted);
    let row = &window.rows[0];
    assert_eq!((row.number, row.cells[1].as_str()), (3, "n@x.org"));
    assert_eq!(row.originals, [(1, "nonsense".to_owned())]);
    assert!(row.problems.is_empty());
    assert_eq!(window.shown, 3);
    assert_eq!(Grid::default().window(sheet, &wanted).shown, 2);
    let statistics = grid.statistics(sheet, 1);
    let mut frequent = statistics.frequent.iter();
    assert!(frequent.any(|(_, value)| value == "n@x.org"));
}

fn fixes() -> impl Strategy<Value = Fix> {
    let column = || prop_oneof![Just("ID".to_owned()), Just("Mail".to_owned())];
    let rule = prop_oneof![
        Just(Rule::Trim),
        Just(Rule::Case(Case::Upper)),
        ("[a-z]{1,2}", "[a-z\",]{0,2}").prop_map(|(find, with)| Rule::Replace {
            find,
            with,
            extent: Extent::Part,
        }),
        Just(Rule::Split {
            separator: "@".to_owned(),
            names: vec!["Name".to_owned(), "Rest".to_owned()],
        }),
    ];
    prop_oneof![
        (2_u64..12, column(), "[a-z@,\"\n ]{0,6}").prop_map(|(row, column, text)| Fix::Cell {
            row,
            column,
            text,
        }),
        (2_u64..12).prop_map(|row| Fix::Skip { rows: vec![row] }),
        (column(), rule).prop_map(|(column, rule)| Fix::Rule { column, rule }),
    ]
}

proptest! {
    #[test]
    fn what_the_grid_shows_is_what_the_batches_carry(
        rows in proptest::collection::vec(("[a-z1-3 ]{0,3}", "(a|b@x\\.org|É\"\"x)?"), 1..10),
        fixes in proptest::collection::vec(fixes(), 0..5),
    ) {
        let lines: Vec<_> = rows.iter().map(|(id, mail)| format!("{id}x,\"{mail}\"")).collect();
        let mut table = table(&format!("ID,Mail\n{}\n", lines.join("\n")));
        for fix in fixes {
            let splice = Splice::append(&table, fix);
            table.splice(splice);
        }
        let columns = u16::try_from(table.headers().len()).unwrap();
        let inspection = checked(&table);
        let sheet = Sheet { table: &table, inspection: Some(&inspection) };
        let wanted = WindowRequest {
            count: u32::MAX,
            columns: (0..columns).collect(),
            cell_limit: usize::MAX,
            ..WindowRequest::default()
        };
        let shown = Grid::default().window(sheet, &wanted).rows;
        let (batch, _) = sending::batch(&table, 0);
        let sent = read_batch(&batch, columns.into());
        let shown: Vec<_> = shown.into_iter().map(|row| (row.number, row.cells)).collect();
        prop_assert_eq!(shown, sent);
    }
}

/// The rows of a batch: their numbers, and as many cells as there are columns.
fn read_batch(batch: &[u8], columns: usize) -> Vec<(u64, Vec<String>)> {
    let mut reader = BatchReader::new(batch, BatchLimits::default()).unwrap();
    let mut row = BatchRow::default();
    let mut rows = Vec::new();
    while reader.read(&mut row).unwrap() {
        let cells = (0..columns).map(|column| row.cell(column).to_owned());
        rows.push((row.row, cells.collect()));
    }
    rows
}
