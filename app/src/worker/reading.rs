//! The bytes of a file, from the browser into the worker's memory.

use std::ops::ControlFlow;

use import_core::field::date::{DateFormats, Inference};
use import_core::field::{ValueFormat, date_time, text};
use import_core::fixing::FixedTable;
use import_core::problem::{Code, Problem};
use import_core::table::{Choice, Dialect, Encoding, Record};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{File, FileReaderSync};

use super::messages::{Column, FileChoices, FileRow, FileSummary, RowCounts};

/// How many rows are shown before anything was asked for.
const FIRST_ROWS: usize = 10;

/// How many values of a column travel with it, and in how many rows they are looked for.
const SAMPLES: usize = 20;
const SAMPLE_ROWS: usize = 200;

/// How much of a cell travels to be shown, in characters.
const CELL_LIMIT: usize = 200;

/// Reads a part of a file into `bytes`, behind what is there.
pub(super) fn read_part(
    file: &File,
    from: f64,
    to: f64,
    bytes: &mut Vec<u8>,
) -> Result<(), JsValue> {
    let part = file.slice_with_f64_and_f64(from, to)?;
    let part = Uint8Array::new(&FileReaderSync::new()?.read_as_array_buffer(&part)?.into());
    let start = bytes.len();
    bytes.resize(start + part.length() as usize, 0);
    part.copy_to(&mut bytes[start..]);
    Ok(())
}

/// Room for a whole file, or the problem that there is none.
pub(super) fn room_for(size: f64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    // More than wasm can address is refused by the reservation as well.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size that is too big saturates"
    )]
    let wanted = size as usize;
    match bytes.try_reserve_exact(wanted) {
        Ok(()) => Ok(bytes),
        Err(_) => Err(Problem::of_row(Code::FileTooLarge, 0).with("size", size)),
    }
}

/// What a person has decided, in the table's words. A name that is none is left to be found out.
pub(super) fn choice(choices: &FileChoices) -> Choice {
    Choice {
        encoding: choices.encoding.as_deref().and_then(Encoding::from_name),
        dialect: choices
            .delimiter
            .and_then(|delimiter| Dialect::new(delimiter, '"').ok()),
        header: choices.header,
    }
}

/// What is known of a file.
pub(super) fn summary(table: &FixedTable, counts: Option<RowCounts>) -> FileSummary {
    let layout = table.layout();
    FileSummary {
        encoding: layout.encoding.name().to_owned(),
        delimiter: layout.dialect.delimiter.into(),
        has_header: layout.header_row > 0,
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
                column.samples.push(shown(cell, CELL_LIMIT));
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
            cells: record.cells().map(|cell| shown(cell, CELL_LIMIT)).collect(),
        });
    }
    rows
}

/// The first cells of a column, with their row numbers.
pub(super) fn first_cells(table: &FixedTable, column: usize, limit: usize) -> Vec<(u64, String)> {
    let mut record = Record::default();
    let mut cells = Vec::new();
    while cells.len() < limit && table.record(cells.len(), &mut record) {
        cells.push((record.row, shown(record.cell(column), CELL_LIMIT)));
    }
    cells
}

/// The formats in which the values of a column are dates; a time of day may follow.
pub(super) fn date_formats(table: &FixedTable, column: usize) -> Vec<ValueFormat> {
    let mut inference = Inference::default();
    let _ = table.for_each(0..table.len(), |record| {
        inference.see(date_time::date_part(record.cell(column)));
        ControlFlow::Continue(())
    });
    let formats = match inference.finish() {
        DateFormats::None => Vec::new(),
        DateFormats::Certain(format) => vec![format],
        DateFormats::Ambiguous(formats) => formats,
    };
    formats.into_iter().map(ValueFormat::from).collect()
}

/// A cell as it is shown: not more than so many characters of it.
pub(super) fn shown(cell: &str, limit: usize) -> String {
    match cell.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}
