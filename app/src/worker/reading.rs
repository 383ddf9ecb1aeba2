//! What is told of a file: its columns, its first rows, its values.

use std::ops::ControlFlow;

use import_core::field::infer::{Inference, Inferred, Written};
use import_core::field::text;
use import_core::fixing::FixedTable;
use import_core::table::{Choice, Dialect, Encoding, Record, Table};

use super::messages::{Column, FileChoices, FileRow, FileSummary, RowCounts};

/// How many rows are shown before anything was asked for.
const FIRST_ROWS: usize = 10;

/// How many rows the header is chosen from, and how many cells are shown of each.
const TOP_ROWS: usize = 8;
const TOP_CELLS: usize = 8;

/// How many values of a column travel with it, and in how many rows they are looked for.
const SAMPLES: usize = 20;
const SAMPLE_ROWS: usize = 200;

/// How much of a cell travels to be shown, in characters.
const CELL_LIMIT: usize = 200;

/// What a person has decided, in the table's words. A name that is none is left to be found out.
pub(super) fn choice(choices: &FileChoices) -> Choice {
    Choice {
        encoding: choices.encoding.as_deref().and_then(Encoding::from_name),
        dialect: choices
            .delimiter
            .and_then(|delimiter| Dialect::new(delimiter, '"').ok()),
        sheet: choices.sheet,
        header: choices.header,
    }
}

/// What is known of a file.
pub(super) fn summary(table: &FixedTable, counts: Option<RowCounts>) -> FileSummary {
    let layout = table.layout();
    FileSummary {
        encoding: layout.encoding.name().to_owned(),
        delimiter: layout.dialect.delimiter.into(),
        header_row: layout.header_row,
        top: top(table.table()),
        columns: columns(table),
        first_rows: first_rows(table),
        counts,
        problems: table.problems().to_vec(),
    }
}

/// How many rows a file has.
pub(super) fn counts(table: &FixedTable) -> RowCounts {
    RowCounts {
        rows: table.len(),
        blank: table.blank_rows(),
    }
}

fn columns(table: &FixedTable) -> Vec<Column> {
    let headers = table.headers().iter().enumerate();
    let mut columns: Vec<Column> = headers
        .map(|(index, header)| Column {
            index,
            header: header.clone(),
            samples: Vec::new(),
        })
        .collect();
    let mut record = Record::default();
    let mut row = 0;
    while row < SAMPLE_ROWS && table.record(row, &mut record) {
        for (column, cell) in columns.iter_mut().zip(record.cells()) {
            if column.samples.len() < SAMPLES && !text::trim(cell).is_empty() {
                column.samples.push(shown(cell));
            }
        }
        row += 1;
    }
    columns
}

fn first_rows(table: &FixedTable) -> Vec<FileRow> {
    let mut record = Record::default();
    let mut rows = Vec::new();
    while rows.len() < FIRST_ROWS && table.record(rows.len(), &mut record) {
        rows.push(FileRow {
            number: record.row,
            cells: record.cells().map(shown).collect(),
        });
    }
    rows
}

/// The first records of the file, from the first one that is not blank.
fn top(table: &Table) -> Vec<FileRow> {
    let mut rows = Vec::new();
    table.for_each_from_top(&mut |record| {
        if record.cells().any(|cell| !cell.trim().is_empty()) {
            rows.push(FileRow {
                number: record.row,
                cells: record.cells().take(TOP_CELLS).map(shown).collect(),
            });
        }
        rows.len() < TOP_ROWS
    });
    rows
}

/// The first cells of a column, with their row numbers.
pub(super) fn first_cells(table: &FixedTable, column: usize, limit: usize) -> Vec<(u64, String)> {
    let mut record = Record::default();
    let mut cells = Vec::new();
    while cells.len() < limit && table.record(cells.len(), &mut record) {
        cells.push((record.row, shown(record.cell(column))));
    }
    cells
}

/// How the dates or numbers of a column are written, by all of its values.
pub(super) fn infer(table: &FixedTable, column: usize, written: Written) -> Inferred {
    let mut inference = Inference::new(written);
    let _ = table.for_each(0..table.len(), |record| {
        inference.see(record.row, record.cell(column));
        ControlFlow::Continue(())
    });
    inference.finish()
}

fn shown(cell: &str) -> String {
    match cell.char_indices().nth(CELL_LIMIT) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}
