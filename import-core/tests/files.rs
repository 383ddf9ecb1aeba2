//! Files as people have them, each with what is read from it in a JSON beside it. The page's tests read the same
//! files in a browser and expect the same.
//!
//! `UPDATE_FILES=1 cargo test -p import-core --test files` writes the JSON anew, to be reviewed.

use std::fs;
use std::path::Path;

use import_core::check::RowChecker;
use import_core::columns::Field;
use import_core::problem::Problem;
use import_core::settings::{Criterion, ImportColumn, Layout, Policy, Settings};
use import_core::table::{Choice, Record, Table};
use serde_json::{Value, json};
use uuid::Uuid;

#[test]
fn every_file_is_read_as_it_is_written_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let is_update = std::env::var_os("UPDATE_FILES").is_some();
    let mut count = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.extension().unwrap_or_default();
        if kind == "json" || kind == "py" {
            continue;
        }
        let found = describe(fs::read(&path).unwrap());
        let beside = path.with_extension(format!("{}.json", kind.display()));
        if is_update {
            let text = serde_json::to_string_pretty(&found).unwrap();
            fs::write(&beside, text + "\n").unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        assert_eq!(found, expected, "{}", path.display());
        count += 1;
    }
    assert!(count > 10);
}

/// What there is to know of a file: how it is read, its columns with what they feed, its rows, and the
/// problems of the file and of its rows.
fn describe(bytes: Vec<u8>) -> Value {
    let table = match Table::open(bytes, &Choice::default()) {
        Ok(table) => table,
        Err(problem) => return json!({"refused": [problem]}),
    };
    let refused: Vec<_> = table
        .problems()
        .iter()
        .filter(|problem| problem.is_error())
        .collect();
    if !refused.is_empty() {
        return json!({"refused": refused});
    }
    let settings = settings(&table);
    let field = |index| {
        let column = settings.columns.iter().find(|column| column.index == index);
        column.map(|column| column.field)
    };
    let columns = table.headers().iter().enumerate();
    let columns = columns.map(|(index, header)| json!({"header": header, "field": field(index)}));
    let checker = RowChecker::new(&settings);
    let (mut rows, mut problems) = (Vec::new(), Vec::<Problem>::new());
    let mut record = Record::default();
    for index in 0..table.len() {
        table.record(index, &mut record);
        let cells: Vec<_> = record.cells().collect();
        rows.push(json!({"number": record.row, "cells": cells}));
        let row = checker.check(|at| record.cell(at), record.row, &record.problems());
        problems.extend(row.problems);
    }
    json!({
        "encoding": table.layout().encoding,
        "delimiter": char::from(table.layout().dialect.delimiter),
        "headerRow": table.layout().header_row,
        "columns": columns.collect::<Vec<_>>(),
        "blank": table.blank_rows(),
        "rows": rows,
        "warnings": table.problems(),
        "problems": problems,
    })
}

/// Every column that has a field's own name feeds that.
fn settings(table: &Table) -> Settings {
    let headers = table.headers().iter().enumerate();
    let columns = headers.filter_map(|(index, header)| {
        Some(ImportColumn {
            index,
            header: header.clone(),
            field: Field::by_name(header)?,
            policy: Policy::default(),
        })
    });
    Settings {
        source: Uuid::nil(),
        layout: Layout::Mapped,
        criteria: vec![Criterion::Email, Criterion::Phone],
        merge: false,
        default_region: "US".to_owned(),
        columns: columns.collect(),
        custom: Vec::new(),
    }
}
