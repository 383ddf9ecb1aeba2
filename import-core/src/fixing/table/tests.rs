use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::duplicates::Settlement;
use crate::fixing::rule::{join, parts, rewrite};
use crate::fixing::{Case, Extent, Fixes, Rule};
use crate::problem::Code;
use crate::table::{Choice, HeaderRow};

fn open(text: &str) -> FixedTable {
    let choice = Choice {
        header: HeaderRow::At(1),
        ..Choice::default()
    };
    Table::open(text.as_bytes().to_vec(), &choice)
        .unwrap()
        .into()
}

fn fixed(text: &str, fixes: &[Fix]) -> FixedTable {
    let mut table = open(text);
    table.splice(Splice {
        at: 0,
        removed: 0,
        added: fixes.to_vec(),
    });
    table
}

fn cell(row: u64, column: &str, text: &str) -> Fix {
    Fix::Cell {
        row,
        column: column.into(),
        text: text.into(),
    }
}

fn rule(column: &str, rule: Rule) -> Fix {
    Fix::Rule {
        column: column.into(),
        rule,
    }
}

fn rows(table: &FixedTable) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let _ = table.for_each(0..table.len(), |record| {
        rows.push(record.cells().map(str::to_owned).collect());
        ControlFlow::Continue(())
    });
    rows
}

fn codes(table: &FixedTable) -> Vec<Vec<Code>> {
    let mut codes = Vec::new();
    let _ = table.for_each(0..table.len(), |record| {
        codes.push(
            record
                .problems()
                .iter()
                .map(|problem| problem.code)
                .collect(),
        );
        ControlFlow::Continue(())
    });
    codes
}

#[test]
fn a_later_fix_sees_what_the_earlier_ones_left() {
    let upper = rule("B", Rule::Case(Case::Upper));
    let text = "A,B\n1,x\n2,y\n";
    let both = [cell(2, "B", "ann"), upper.clone(), cell(3, "B", "lee")];
    assert_eq!(rows(&fixed(text, &both)), [["1", "ANN"], ["2", "lee"]]);
    let other = [cell(3, "B", "lee"), upper, cell(2, "B", "ann")];
    assert_eq!(rows(&fixed(text, &other)), [["1", "ann"], ["2", "LEE"]]);
}

#[test]
fn a_skipped_row_says_that_alone_until_it_is_taken_in_again() {
    let text = "A,B\n1\n2,y\n";
    let skip = Fix::Skip { rows: vec![2, 3] };
    let unskip = Fix::Unskip { rows: vec![3] };
    let table = fixed(text, &[skip, unskip]);
    assert_eq!(codes(&table), [vec![Code::RowSkipped], vec![]]);
    assert!(table.skips(2) && !table.skips(3));
}

#[test]
fn new_columns_stand_behind_the_files_own() {
    let split = rule(
        "Name",
        Rule::Split {
            separator: " ".into(),
            names: vec!["First".into(), "Last".into()],
        },
    );
    let join = rule(
        "Last",
        Rule::Join {
            others: vec!["First".into()],
            separator: ", ".into(),
            name: "Sorted".into(),
        },
    );
    let table = fixed("Name,ID\nAnn Lee,1\nBob,2\n", &[split, join]);
    assert_eq!(table.headers(), ["Name", "ID", "First", "Last", "Sorted"]);
    assert_eq!(
        rows(&table),
        [
            ["Ann Lee", "1", "Ann", "Lee", "Lee, Ann"],
            ["Bob", "2", "Bob", "", "Bob"],
        ]
    );
}

#[test]
fn a_fix_of_a_column_that_is_gone_waits_for_it() {
    let split = rule(
        "Name",
        Rule::Split {
            separator: " ".into(),
            names: vec!["First".into(), "Last".into()],
        },
    );
    let upper = rule("Last", Rule::Case(Case::Upper));
    let mut fixes = Fixes::default();
    let mut table = open("Name\nAnn Lee\n");
    for fix in [split, upper] {
        assert_eq!(table.splice(fixes.add(fix)), Affected::Everything);
    }
    assert_eq!(rows(&table), [["Ann Lee", "Ann", "LEE"]]);
    table.splice(fixes.take_back(0).unwrap());
    assert_eq!(rows(&table), [["Ann Lee"]]);
    table.splice(fixes.undo().unwrap());
    assert_eq!(rows(&table), [["Ann Lee", "Ann", "LEE"]]);
}

#[test]
fn new_columns_need_names_of_their_own() {
    let table = open("Name,ID\n");
    let split = |names: &[&str]| Rule::Split {
        separator: " ".into(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert!(split(&["First", "Last"]).fits(table.headers()));
    for names in [&["id"][..], &["First", "FIRST"], &[""], &[" x"], &[]] {
        assert!(!split(names).fits(table.headers()), "{names:?}");
    }
}

#[test]
fn a_broken_shape_is_cured_by_hand_and_by_no_rule() {
    let text = "A,B\n\"a\" x,1\n2\n3,4,5\n";
    let broken = [
        vec![Code::QuoteStray],
        vec![Code::RowRagged],
        vec![Code::RowRagged],
    ];
    let rules = ["A", "B"].map(|column| rule(column, Rule::Case(Case::Upper)));
    assert_eq!(codes(&fixed(text, &rules)), broken);
    // A cell that is not the last says nothing of the cells that are not there.
    assert_eq!(codes(&fixed(text, &[cell(3, "A", "9")]))[1], broken[1]);
    let cures = [
        cell(2, "A", "a x"),
        cell(3, "B", ""),
        Fix::Row {
            row: 4,
            cells: vec!["3".into(), "5".into()],
        },
    ];
    assert_eq!(codes(&fixed(text, &cures)), [vec![], vec![], vec![]]);
}

#[test]
fn a_row_of_too_many_cells_stays_so_beside_new_columns() {
    let join = rule(
        "A",
        Rule::Join {
            others: vec!["B".into()],
            separator: "-".into(),
            name: "C".into(),
        },
    );
    let table = fixed("A,B\n1,2,3,4\n5\n", &[join]);
    assert_eq!(
        rows(&table),
        [vec!["1", "2", "1-2", "3", "4"], vec!["5", "", "5"]]
    );
    let mut record = Record::default();
    table.record(0, &mut record);
    let problems = record.problems();
    assert_eq!(problems[0].args["found"], "4");
    assert_eq!(problems[0].args["expected"], "2");
}

#[test]
fn only_the_rows_of_single_fixes_are_concerned() {
    let mut table = open("A\n1\n2\n\n3\n");
    let mut fixes = Fixes::default();
    let skip = Fix::Skip {
        rows: vec![5, 2, 77],
    };
    assert_eq!(table.splice(fixes.add(skip)), Affected::Rows(vec![0, 2]));
    assert_eq!(
        table.splice(fixes.add(cell(3, "A", "x"))),
        Affected::Rows(vec![1])
    );
    assert_eq!(
        table.splice(fixes.take_back(0).unwrap()),
        Affected::Rows(vec![0, 2])
    );
}

fn any_rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        Just(Rule::Trim),
        Just(Rule::Case(Case::Title)),
        ("[ab ]{0,2}", "[ab ]{0,3}", any::<bool>()).prop_map(|(find, with, whole)| {
            let extent = if whole { Extent::Whole } else { Extent::Part };
            Rule::Replace { find, with, extent }
        }),
        ("[ ab]?", vec("[PQ]", 0..3))
            .prop_map(|(separator, names)| Rule::Split { separator, names }),
        (vec("[ABCPQ]", 0..3), "[PQR]").prop_map(|(others, name)| Rule::Join {
            others,
            separator: "-".into(),
            name,
        }),
    ]
}

fn any_fix() -> impl Strategy<Value = Fix> {
    prop_oneof![
        3 => (1..6_u64, "[ABCPQR]", "[ab ]{0,4}").prop_map(|(row, column, text)| Fix::Cell { row, column, text }),
        1 => (2..6_u64, vec("[ab ]{0,2}", 3..6)).prop_map(|(row, cells)| Fix::Row { row, cells }),
        1 => vec(2..6_u64, 0..3).prop_map(|rows| Fix::Skip { rows }),
        1 => vec(2..6_u64, 0..3).prop_map(|rows| Fix::Unskip { rows }),
        1 => (vec(2..4_u64, 0..2), vec(4..6_u64, 0..2)).prop_map(|(skip, take)| Fix::Settle {
            settlement: Settlement::Merge,
            skip,
            take,
        }),
        3 => ("[ABCPQ]", any_rule()).prop_map(|(column, rule)| Fix::Rule { column, rule }),
    ]
}

/// Where a row stands below the header.
fn index(row: u64) -> Option<usize> {
    usize::try_from(row).unwrap().checked_sub(2)
}

/// What each fix says, done to a whole table of texts.
fn naive(
    headers: &mut Vec<String>,
    rows: &mut [Vec<String>],
    skipped: &mut BTreeSet<u64>,
    fix: &Fix,
) {
    let place = |headers: &[String], name: &str| headers.iter().position(|header| header == name);
    match fix {
        Fix::Cell { row, column, text } => {
            let Some(column) = place(headers, column) else {
                return;
            };
            if let Some(cells) = index(*row).and_then(|at| rows.get_mut(at)) {
                cells[column].clone_from(text);
            }
        }
        Fix::Row { row, cells } => {
            let old = &mut rows[index(*row).unwrap()];
            for (at, cell) in old.iter_mut().enumerate() {
                // A new column that nothing is said of keeps its text.
                match cells.get(at) {
                    Some(text) => cell.clone_from(text),
                    None if at < 3 => cell.clear(),
                    None => {}
                }
            }
        }
        Fix::Skip { rows } => skipped.extend(rows),
        Fix::Unskip { rows } => rows.iter().for_each(|row| {
            skipped.remove(row);
        }),
        Fix::Settle { skip, take, .. } => {
            skipped.extend(skip);
            skipped.retain(|row| !take.contains(row));
        }
        Fix::Rule { column, rule } => {
            let Some(column) = place(headers, column) else {
                return;
            };
            if !rule.fits(headers) {
                return;
            }
            match rule {
                Rule::Split { separator, names } => {
                    for row in rows {
                        let found = row[column].clone();
                        let parts = parts(&found, separator, names.len());
                        row.extend(
                            (0..names.len()).map(|at| parts.get(at).unwrap_or(&"").to_string()),
                        );
                    }
                }
                Rule::Join {
                    others, separator, ..
                } => {
                    let others: Option<Vec<usize>> =
                        others.iter().map(|name| place(headers, name)).collect();
                    let Some(others) = others else { return };
                    for row in rows {
                        let texts = std::iter::once(column).chain(others.iter().copied());
                        let joined = join(texts.map(|at| row[at].as_str()), separator);
                        row.push(joined);
                    }
                }
                _ => {
                    for row in rows {
                        if let Some(text) = rewrite(rule, &row[column]) {
                            row[column] = text;
                        }
                    }
                }
            }
            headers.extend_from_slice(rule.new_columns());
        }
    }
}

/// What is done to a list of fixes.
#[derive(Clone, Debug)]
enum Deed {
    Add(Fix),
    TakeBack(prop::sample::Index),
    Undo,
    Redo,
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => any_fix().prop_map(Deed::Add),
        1 => any::<prop::sample::Index>().prop_map(Deed::TakeBack),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

proptest! {
    #[test]
    fn fixes_are_made_to_the_whole_file_one_after_the_other(
        texts in vec(vec("[ab ]{0,3}", 3), 4),
        deeds in vec(any_deed(), 0..12),
    ) {
        let mut text = "A,B,C\n".to_owned();
        for row in &texts {
            // No row is blank.
            text += &["x", &row.join(","), "\n"].concat();
        }
        let mut table = open(&text);
        let mut rows_now: Vec<Vec<String>> = rows(&table);
        let mut fixes = Fixes::default();
        for deed in deeds {
            let splice = match deed {
                Deed::Add(fix) => Some(fixes.add(fix)),
                Deed::TakeBack(_) if fixes.list().is_empty() => None,
                Deed::TakeBack(at) => fixes.take_back(at.index(fixes.list().len())),
                Deed::Undo => fixes.undo(),
                Deed::Redo => fixes.redo(),
            };
            let before = rows(&table);
            let affected = splice.map(|splice| table.splice(splice));
            prop_assert_eq!(table.fixes(), fixes.list());
            // What is said to be as it was is so.
            if let Some(Affected::Rows(concerned)) = affected {
                for (at, (before, after)) in before.iter().zip(rows(&table)).enumerate() {
                    prop_assert!(concerned.contains(&at) || *before == after);
                }
            }
        }
        let mut headers: Vec<String> = table.table().headers().to_vec();
        let mut skipped = BTreeSet::new();
        for fix in fixes.list() {
            naive(&mut headers, &mut rows_now, &mut skipped, fix);
        }
        prop_assert_eq!(table.headers(), headers);
        prop_assert_eq!(rows(&table), rows_now);
        for number in 2..6 {
            prop_assert_eq!(table.skips(number), skipped.contains(&number));
        }
        prop_assert!(table.skipped().iter().eq(&skipped));
    }
}
