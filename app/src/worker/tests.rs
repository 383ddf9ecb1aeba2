//! What holds for any fixes: what is found, what is shown and what is sent are of one file.

use std::ops::ControlFlow;

use import_core::columns::Field;
use import_core::duplicates::Keep;
use import_core::fixing::{Affected, Case, Extent, Fix, FixedTable, Fixes, Rule};
use import_core::problem::Code;
use import_core::settings::Settings;
use import_core::table::{BatchLimits, BatchReader, BatchRow, Choice, HeaderRow, Table};
use proptest::collection::vec;
use proptest::prelude::*;

use super::inspection::Inspection;
use super::messages::{ProblemFilter, Wording};
use super::{failed, samples, sending};

fn open(text: &str) -> FixedTable {
    let choice = Choice {
        header: HeaderRow::At(1),
        ..Choice::default()
    };
    let table = Table::open(text.as_bytes().to_vec(), &choice);
    table.unwrap().into()
}

fn settings() -> Settings {
    samples::settings(&[
        ("ID", Field::ExternalId),
        ("Mail", Field::WorkEmail),
        ("Phone", Field::CellPhone),
    ])
}

fn inspected(table: &FixedTable) -> Inspection {
    let mut inspection = Inspection::new(table, settings());
    while inspection.advance(table, 3) {}
    inspection
}

/// Everything that an inspection tells.
fn told(table: &FixedTable, inspection: &Inspection) -> impl PartialEq + std::fmt::Debug + use<> {
    let page = inspection.problems(table, &ProblemFilter::default(), 0, usize::MAX);
    let keeps = [Keep::First, Keep::Last, Keep::MostComplete]
        .map(|keep| inspection.rows_of(table, Code::DuplicateInFile, Some(keep)));
    let summary = inspection.summary(table);
    // A column of which nothing is found any more is as one of which nothing was.
    let mut columns = summary.columns;
    while columns.last() == Some(&(0, 0)) {
        columns.pop();
    }
    (
        page.problems,
        summary.rejected,
        summary.kinds,
        columns,
        keeps,
        inspection.failed_rows(),
    )
}

fn any_fix() -> impl Strategy<Value = Fix> {
    let row = 2..9_u64;
    let text = prop::sample::select(&[
        "",
        "1",
        "2",
        "ann@x.org",
        "bob@x.org",
        "nonsense",
        "415-555-0102",
        "12",
        " 2 ",
    ]);
    let column = prop::sample::select(&["ID", "Mail", "Phone", "New"]);
    let rules = prop_oneof![
        Just(Rule::Trim),
        Just(Rule::Case(Case::Upper)),
        Just(Rule::PhoneCountry("DE".to_owned())),
        Just(Rule::Replace {
            find: "x".to_owned(),
            with: "y".to_owned(),
            extent: Extent::Part,
        }),
        Just(Rule::Split {
            separator: "@".to_owned(),
            names: vec!["New".to_owned()],
        }),
    ];
    prop_oneof![
        6 => (row.clone(), column.clone(), text.clone()).prop_map(|(row, column, text)| Fix::Cell {
            row,
            column: column.to_owned(),
            text: text.to_owned(),
        }),
        2 => (row.clone(), vec(text, 3)).prop_map(|(row, cells)| Fix::Row {
            row,
            cells: cells.into_iter().map(str::to_owned).collect(),
        }),
        2 => vec(row.clone(), 1..3).prop_map(|rows| Fix::Skip { rows }),
        1 => vec(row, 1..3).prop_map(|rows| Fix::Unskip { rows }),
        1 => (column, rules).prop_map(|(column, rule)| Fix::Rule { column: column.to_owned(), rule }),
    ]
}

/// What is done to the fixes of a file.
#[derive(Clone, Debug)]
enum Deed {
    Add(Fix),
    TakeBack(prop::sample::Index),
    Undo,
    Redo,
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        5 => any_fix().prop_map(Deed::Add),
        1 => any::<prop::sample::Index>().prop_map(Deed::TakeBack),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

const FILE: &str = "ID,Mail,Phone\n1,ann@x.org,415-555-0102\n2,nonsense,\n1,bob@x.org,12\n\
    3,ann@x.org\n,,415-555-0102\n2,\"a\" b,\n1,,\n";

proptest! {
    #[test]
    fn any_fixes_leave_what_a_check_afresh_finds(deeds in vec(any_deed(), 1..10), at_first in 0..9_usize) {
        let mut table = open(FILE);
        let mut fixes = Fixes::default();
        let mut inspection = Inspection::new(&table, settings());
        // The check may be on its way when the first row is fixed.
        inspection.advance(&table, at_first);
        for deed in deeds {
            let splice = match deed {
                Deed::Add(fix) => Some(fixes.add(fix)),
                Deed::TakeBack(_) if fixes.list().is_empty() => None,
                Deed::TakeBack(at) => fixes.take_back(at.index(fixes.list().len())),
                Deed::Undo => fixes.undo(),
                Deed::Redo => fixes.redo(),
            };
            let Some(splice) = splice else { continue };
            let before = table.clone();
            match table.splice(splice) {
                Affected::Rows(rows) => prop_assert!(inspection.recheck(&before, &table, &rows)),
                Affected::Everything => inspection = Inspection::new(&table, settings()),
            }
            inspection.advance(&table, 2);
        }
        while inspection.advance(&table, 2) {}
        prop_assert_eq!(told(&table, &inspection), told(&table, &inspected(&table)));
        prop_assert_eq!(shown(&table), sent(&table));
    }
}

/// Every row as a view of the file reads it.
fn shown(table: &FixedTable) -> Vec<(u64, Vec<String>, Vec<Code>)> {
    let mut rows = Vec::new();
    let _ = table.for_each(0..table.len(), |record| {
        let codes = record
            .problems()
            .iter()
            .map(|problem| problem.code)
            .collect();
        rows.push((
            record.row,
            record.cells().map(str::to_owned).collect(),
            codes,
        ));
        ControlFlow::Continue(())
    });
    rows
}

/// Every row as the batches carry it.
fn sent(table: &FixedTable) -> Vec<(u64, Vec<String>, Vec<Code>)> {
    let mut rows = Vec::new();
    let mut from = 0;
    while from < table.len() {
        let (batch, count) = sending::batch(table, from);
        let mut reader = BatchReader::new(&batch, BatchLimits::default()).unwrap();
        assert_eq!(reader.headers(), table.headers());
        let mut row = BatchRow::default();
        while reader.read(&mut row).unwrap() {
            let codes = row.problems.iter().map(|problem| problem.code).collect();
            rows.push((row.row, row.cells().map(str::to_owned).collect(), codes));
        }
        from += count;
    }
    rows
}

#[test]
fn the_row_that_stays_of_duplicates_is_the_one_that_is_asked_for() {
    let table = open("ID,Mail,Phone\n1,,\n1,ann@x.org,\n1,,\n2,,\n");
    let inspection = inspected(&table);
    let rows = |keep| inspection.rows_of(&table, Code::DuplicateInFile, Some(keep));
    assert_eq!(rows(Keep::First), [3, 4]);
    assert_eq!(rows(Keep::Last), [2, 3]);
    assert_eq!(rows(Keep::MostComplete), [2, 4]);
}

#[test]
fn failed_rows_are_told_as_they_are_fixed_with_their_reasons() {
    let mut table = open("ID,Mail,Phone\n1,=nonsense,\n2,\"ann\",\n3,bob@x.org,\n4,x,\n");
    let mut fixes = Fixes::default();
    table.splice(fixes.add(Fix::Cell {
        row: 2,
        column: "ID".to_owned(),
        text: "9".to_owned(),
    }));
    table.splice(fixes.add(Fix::Skip { rows: vec![5] }));
    let inspection = inspected(&table);
    let wording = Wording {
        kinds: vec![(Code::EmailInvalid, "no address ({value})".to_owned())],
        of_column: "{column}: {text}".to_owned(),
    };
    let rows = inspection.failed_rows();
    assert_eq!(rows, [0, 1]);
    let (first, done) = failed::piece(&table, &inspection, &rows, &wording, true);
    assert_eq!(done, 2);
    assert_eq!(
        String::from_utf8(first).unwrap(),
        "\u{feff}ID,Mail,Phone,Import Row,Import Problems\r\n\
         9,'=nonsense,,2,Mail: no address (=nonsense)\r\n2,ann,,3,Mail: no address (ann)\r\n"
    );
}
