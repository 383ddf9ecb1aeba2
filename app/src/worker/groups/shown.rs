//! A group as it is shown: its rows side by side, and what they share. What they come to is for the page to work out: it
//! needs the engine, which would make every worker start later.

use import_core::check::RowChecker;
use import_core::duplicates::{Comparing, Duplicates, Likeness, Settlement, named_keys};
use import_core::fixing::FixedTable;
use import_core::row::Row;
use import_core::settings::Settings;
use import_core::table::Record;

use crate::worker::inspection::Inspection;
use crate::worker::messages::groups::{Group, GroupColumn, GroupRow, Shared};
use crate::worker::reading;

/// How many rows of a group are looked at to be shown.
const LOOKED_AT: usize = 1_000;

/// Of how many rows it is said what they come to.
const APPLIED: usize = 100;

/// How many of them are shown at a time.
const ROWS: usize = 5;

/// How many columns and shared identifiers are shown.
const COLUMNS: usize = 200;
const SHARED: usize = 5;

/// How much of a cell is shown, in characters.
const CELL_LIMIT: usize = 200;

/// Looks at the rows of groups.
pub(super) struct Looking<'a> {
    table: &'a FixedTable,
    settings: &'a Settings,
    checker: RowChecker<'a>,
    noted: [&'a Duplicates; 2],
}

/// What was seen of the rows of a group.
struct Seen {
    comparing: Comparing,
    shared: Vec<Shared>,
    /// How many cells of each row have a value.
    filled: Vec<usize>,
    /// Those that are imported.
    applied: Vec<Row>,
}

impl<'a> Looking<'a> {
    pub(super) fn new(
        table: &'a FixedTable,
        inspection: &'a Inspection,
        left_out: &'a Duplicates,
    ) -> Self {
        let settings = inspection.settings();
        Self {
            table,
            settings,
            checker: RowChecker::new(settings),
            noted: [inspection.duplicates(), left_out],
        }
    }

    /// The group of these rows, shown from one of them on.
    pub(super) fn group(
        &self,
        rows: &[u32],
        rows_from: usize,
        likeness: Option<Likeness>,
    ) -> Group {
        let seen = self.look(&rows[..rows.len().min(LOOKED_AT)]);
        let columns = self.columns(&seen.comparing);
        let applied = rows
            .iter()
            .filter(|row| !self.table.skips(u64::from(**row)));
        let applied = applied.count();
        let shown = rows.iter().skip(rows_from).take(ROWS);
        let mut record = Record::default();
        let shown = shown.map(|row| self.row(*row, &columns, &mut record));
        Group {
            first: rows.first().copied().unwrap_or_default().into(),
            size: rows.len(),
            applied,
            likeness: likeness.unwrap_or_else(|| seen.comparing.likeness()),
            rows: shown.collect(),
            shared: seen.shared,
            settled: self.settled(rows, &seen.filled),
            checked: (applied <= APPLIED && rows.len() <= LOOKED_AT).then_some(seen.applied),
            columns,
        }
    }

    fn look(&self, rows: &[u32]) -> Seen {
        let mut seen = Seen {
            comparing: Comparing::new(self.settings, self.table.headers().len()),
            shared: Vec::new(),
            filled: Vec::with_capacity(rows.len()),
            applied: Vec::new(),
        };
        let mut record = Record::default();
        for number in rows {
            let row = self.table.find_row(u64::from(*number));
            if !row.is_some_and(|row| self.table.record_taken_in(row, &mut record)) {
                continue;
            }
            let row = self.checker.check_record(&record);
            seen.comparing.add(&row, |index| record.cell(index));
            let cells = record.cells().filter(|cell| !cell.trim().is_empty());
            seen.filled.push(cells.count());
            for (kind, _, value, key) in named_keys(&row) {
                let is_known = |of: &Shared| of.kind == kind && of.value == value;
                let rows = self.noted.iter().map(|of| of.rows_with(key)).sum();
                if seen.shared.len() < SHARED && rows > 1 && !seen.shared.iter().any(is_known) {
                    let value = value.to_owned();
                    seen.shared.push(Shared { kind, value, rows });
                }
            }
            if !self.table.skips(u64::from(*number)) {
                seen.applied.push(row);
            }
        }
        seen
    }

    fn columns(&self, comparing: &Comparing) -> Vec<GroupColumn> {
        let is_imported = |index: usize| {
            let mut custom = self.settings.custom.iter();
            self.settings.columns.iter().any(|of| of.index == index)
                || custom.any(|of| of.index == index)
        };
        let columns = 0..self.table.headers().len();
        let columns = columns.filter(|index| comparing.has_value(*index));
        let columns = columns.filter_map(|index| {
            Some(GroupColumn {
                index: u16::try_from(index).ok()?,
                is_imported: is_imported(index),
                likeness: comparing.of_column(index),
            })
        });
        columns.take(COLUMNS).collect()
    }

    fn row<'t>(
        &'t self,
        number: u32,
        columns: &[GroupColumn],
        record: &mut Record<'t>,
    ) -> GroupRow {
        let number = u64::from(number);
        if let Some(row) = self.table.find_row(number) {
            self.table.record(row, record);
        }
        let cells = columns
            .iter()
            .map(|column| record.cell(column.index.into()));
        GroupRow {
            number,
            is_skipped: self.table.skips(number),
            cells: cells.map(|cell| reading::shown(cell, CELL_LIMIT)).collect(),
        }
    }

    /// The ways to settle the group that come to what is.
    fn settled(&self, rows: &[u32], filled: &[usize]) -> Vec<Settlement> {
        let mut filled = |row: u32| {
            let place = rows.binary_search(&row).ok();
            place
                .and_then(|place| filled.get(place).copied())
                .unwrap_or_default()
        };
        let mut is_so = |settlement: &Settlement| {
            settlement
                .of(rows, &mut filled)
                .all(|(row, is_left_out)| self.table.skips(u64::from(row)) == is_left_out)
        };
        let mut ways = Vec::from(Settlement::ALL);
        if rows.len() > LOOKED_AT {
            // It is not known which row has the most values.
            ways.retain(|way| way.name() != "complete");
        }
        ways.retain(|way| is_so(way));
        ways
    }
}
