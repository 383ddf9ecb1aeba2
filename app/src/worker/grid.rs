//! The grid's view of the file: the rows that a filter lets through, their cells and problems, and what a
//! column holds. Only what is on the screen is put together, and long searches go on with each question.

mod find;
mod index;
mod statistics;
#[cfg(test)]
mod tests;

use std::ops::Range;

use import_core::check::RowChecker;
use import_core::fixing::FixedTable;
use import_core::table::Record;

use self::index::Index;
use self::statistics::Statistics;
use super::groups::GroupList;
use super::inspection::Inspection;
use super::messages::grid::{
    ColumnStatistics, GridRow, RowFilter, RowWindow, Spot, Target, WindowRequest,
};
use super::reading;

/// The rows of the file as they are imported, and what is known of them.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The rows.
    pub table: &'a FixedTable,
    /// Their check, where it began.
    pub inspection: Option<&'a Inspection>,
}

impl<'a> Sheet<'a> {
    /// Reads a row, by its place in the file.
    fn read(self, row: usize, record: &mut Record<'a>) -> bool {
        self.table.record(row, record)
    }

    /// How many rows are checked, from the first one on.
    fn checked(self) -> usize {
        self.inspection.map_or(0, Inspection::done)
    }
}

/// What the grid was asked for last, as far as the answer was found.
#[derive(Default)]
pub struct Grid {
    /// The duplicates of the file, in groups.
    pub groups: GroupList,
    index: Option<Index>,
    statistics: Option<Statistics>,
}

impl Grid {
    /// Some of the rows that are shown. Where a filter looks through many rows it answers with what it has, and
    /// goes on when it is asked again.
    pub fn window(&mut self, sheet: Sheet<'_>, request: &WindowRequest) -> RowWindow {
        let index = self.look(sheet, &request.filter);
        let shown = index.map_or(sheet.table.len(), Index::len);
        let seen = index.map_or(sheet.table.len(), Index::seen);
        let to = request.from.saturating_add(request.count) as usize;
        let places = request.from as usize..to.min(shown);
        RowWindow {
            rows: rows(sheet, index, places, request),
            shown,
            seen,
            total: sheet.table.len(),
        }
    }

    /// Where a target is among the rows that are shown.
    pub fn find(&mut self, sheet: Sheet<'_>, filter: &RowFilter, target: Target) -> Option<Spot> {
        let index = self.look(sheet, filter);
        find::find(sheet, index, filter, target)
    }

    /// What a column holds. Each question looks through more rows.
    pub fn statistics(&mut self, sheet: Sheet<'_>, column: u16) -> ColumnStatistics {
        let statistics = self.statistics.take_if(|known| known.column() == column);
        let statistics = self
            .statistics
            .insert(statistics.unwrap_or_else(|| Statistics::new(column)));
        statistics.advance(sheet);
        statistics.summary(sheet)
    }

    /// A fix changed rows (by their places in the table), and what was found of them was corrected. The rows that are
    /// shown stay: one that is fixed must not vanish under the hand that fixes it.
    pub fn hear_fix(&mut self, before: &FixedTable, sheet: Sheet<'_>, rows: &[usize]) {
        self.statistics = None;
        self.groups.hear_fix(before, sheet, rows);
    }

    /// The index of a filter, one step further; none where it lets every row through.
    fn look(&mut self, sheet: Sheet<'_>, filter: &RowFilter) -> Option<&Index> {
        let known = self.index.take_if(|known| known.filter() == filter);
        if filter.is_open() {
            return None;
        }
        let index = self
            .index
            .insert(known.unwrap_or_else(|| Index::new(filter.clone())));
        index.advance(sheet);
        Some(index)
    }
}

/// The rows at some places among those that are shown.
fn rows(
    sheet: Sheet<'_>,
    index: Option<&Index>,
    places: Range<usize>,
    request: &WindowRequest,
) -> Vec<GridRow> {
    let checker = sheet
        .inspection
        .map(|inspection| (inspection, RowChecker::new(inspection.settings())));
    let mut record = Record::default();
    let mut rows = Vec::new();
    for place in places {
        let row = index.map_or(Some(place), |index| index.row(place));
        let Some(row) = row.filter(|row| sheet.read(*row, &mut record)) else {
            break;
        };
        let cells = request.columns.iter();
        let cells =
            cells.map(|column| reading::shown(record.cell((*column).into()), request.cell_limit));
        let problems = checker
            .as_ref()
            .map(|(inspection, checker)| inspection.row_problems(checker, &record, row));
        rows.push(GridRow {
            number: record.row,
            cells: cells.collect(),
            problems: problems.unwrap_or_default(),
            originals: originals(sheet, row, &record, request),
        });
    }
    rows
}

/// What the file has in the wanted cells of a row that read differently now.
fn originals(
    sheet: Sheet<'_>,
    row: usize,
    record: &Record<'_>,
    request: &WindowRequest,
) -> Vec<(u16, String)> {
    let file = sheet.table.table();
    let mut original = Record::default();
    if sheet.table.fixes().is_empty() || !file.record(row, &mut original) {
        return Vec::new();
    }
    let is_of_file = |column: &&u16| usize::from(**column) < file.headers().len();
    let columns = request.columns.iter().filter(is_of_file);
    let fixed = columns.filter(|column| {
        let column = usize::from(**column);
        original.cell(column) != record.cell(column)
    });
    fixed
        .map(|column| {
            let text = original.cell((*column).into());
            (*column, reading::shown(text, request.cell_limit))
        })
        .collect()
}
