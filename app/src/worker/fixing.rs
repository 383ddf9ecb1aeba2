//! Fixes: what they change of the file and of the check, tried out and for good.

use std::rc::Rc;

use import_core::check::RowChecker;
use import_core::fixing::{Affected, Fix, Previewing, Rule, Splice};
use import_core::problem::Problem;
use import_core::table::Record;
use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag};

use super::grid::Sheet;
use super::host::Host;
use super::inspection::Inspection;
use super::messages::{Response, Wording};
use super::{failed, reading};

/// How many rows are tried out before the page is heard again.
const PREVIEW_ROWS: usize = 10_000;

impl Host {
    /// Changes the fixes. Where that concerns a few rows alone they are checked again at once.
    pub(super) fn fix(&self, run: u32, splice: Splice) {
        let Some(table) = self.table() else { return };
        let mut fixed = (*table).clone();
        let affected = fixed.splice(splice);
        let mut inspection = self.inspection.borrow_mut();
        let is_checked = match (&affected, &mut *inspection) {
            (Affected::Rows(rows), Some(inspection)) => inspection.recheck(&table, &fixed, rows),
            _ => false,
        };
        if let (true, Affected::Rows(rows)) = (is_checked, &affected) {
            let sheet = Sheet {
                table: &fixed,
                inspection: inspection.as_ref(),
            };
            self.grid.borrow_mut().hear_fix(&table, sheet, rows);
        } else {
            *inspection = None;
            self.checking.set(0);
            self.grid.take();
        }
        if let (Some(inspection), Some(crew)) = (&mut *inspection, &*self.crew.borrow())
            && !inspection.is_done(&fixed)
        {
            inspection.recall();
            crew.brief(&fixed, inspection.settings());
        }
        self.say(&Response::Fixed {
            run,
            summary: reading::summary(&fixed, Some(reading::counts(&fixed))),
            check: inspection
                .as_ref()
                .map(|inspection| inspection.summary(&fixed)),
        });
        self.table.replace(Some(Rc::new(fixed)));
    }

    /// The cells and problems of a row, with one more fix.
    pub(super) fn row(&self, number: u64, fix: Option<Fix>) -> (Vec<String>, Vec<Problem>) {
        self.with_inspection(|table, inspection| {
            let fixed = fix.map(|fix| {
                let mut fixed = table.clone();
                fixed.splice(Splice::append(&fixed, fix));
                fixed
            });
            let table = fixed.as_ref().unwrap_or(table);
            let mut record = Record::default();
            let is_there = table
                .find_row(number)
                .is_some_and(|row| table.record(row, &mut record));
            if !is_there {
                return Default::default();
            }
            let cells = record.cells().map(str::to_owned).collect();
            (cells, inspection.verdict(&record))
        })
    }

    pub(super) async fn preview(&self, id: u32, column: String, rule: Rule) {
        let Some(table) = self.table() else { return };
        let mut previewing = Previewing::new((*table).clone(), column, rule);
        loop {
            let is_more = {
                let inspection = self.inspection.borrow();
                let settings = inspection.as_ref().map(Inspection::settings);
                let checker = settings.map(RowChecker::new);
                previewing.advance(checker.as_ref(), PREVIEW_ROWS)
            };
            if !is_more || self.previewing.get() != id {
                break;
            }
            self.turns.next().await;
        }
        let preview = previewing.finish();
        self.say(&Response::Preview { id, preview });
    }

    /// Makes a file of the rows that errors keep out, piece by piece.
    pub(super) async fn failed_rows(&self, id: u32, wording: &Wording) {
        let Some(table) = self.table() else { return };
        let rows = self.with_inspection(|_, inspection| inspection.failed_rows());
        let pieces = Array::new();
        let mut rest = rows.as_slice();
        loop {
            let done = self.with_inspection(|_, inspection| {
                let is_first = pieces.length() == 0;
                let (piece, done) = failed::piece(&table, inspection, rest, wording, is_first);
                pieces.push(&Uint8Array::from(&*piece));
                done
            });
            rest = rest.get(done..).unwrap_or_default();
            if rest.is_empty() || done == 0 {
                break;
            }
            self.turns.next().await;
        }
        let options = BlobPropertyBag::new();
        options.set_type("text/csv;charset=utf-8");
        let file = Blob::new_with_u8_array_sequence_and_options(&pieces, &options);
        self.say_with(&Response::FailedRows { id }, file.ok().as_ref());
    }
}
