//! Changing cells: what the keys and buttons of the grid do to the file.

use import_core::fixing::Fix;
use import_core::problem::{Code, Problem};
use leptos::prelude::*;

use super::controller::Grid;
use super::detail::name;
use crate::i18n::{number, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::state::grid::moves::Move;
use crate::state::grid::rows::KnownRow;
use crate::worker::messages::grid::Spot;
use crate::worker::messages::{Request, Response};

/// A cell that is being edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    /// Where it is.
    pub spot: Spot,
    /// The row as a spreadsheet numbers it.
    pub row: u64,
    /// The header of its column.
    pub column: String,
    /// What it has.
    pub text: String,
}

impl Editing {
    /// The fix that puts another text in its place.
    pub fn fix(&self, text: String) -> Fix {
        Fix::Cell {
            row: self.row,
            column: self.column.clone(),
            text,
        }
    }
}

impl Grid {
    /// What is known of the row that one is in.
    pub fn active_row(self) -> Option<(Spot, KnownRow)> {
        let spot = self.state.with_untracked(|state| state.active);
        let row = spot.row.checked_sub(1)?;
        let known = self.rows.with_untracked(|rows| rows.get(row).cloned())?;
        Some((spot, known))
    }

    /// Begins to edit the active cell, as soon as all of its text is here.
    pub fn edit(self) {
        let Some((spot, known)) = self.active_row() else {
            return;
        };
        let Some((column, header)) = self.editable(spot) else {
            return;
        };
        let row = known.row.number;
        ImportSession::get().ask(
            move |id| Request::Row { id, row, fix: None },
            move |answer| {
                let is_still = self.state.try_with_untracked(|state| state.active == spot);
                let Response::Row { cells, .. } = answer else {
                    return;
                };
                // Every row has a cell; there is none while the check is about to begin again.
                if is_still == Some(true) && !cells.is_empty() {
                    let text = cells.get(usize::from(column)).cloned().unwrap_or_default();
                    self.draft.set(text.clone());
                    self.editing.set(Some(Editing {
                        spot,
                        row,
                        column: header,
                        text,
                    }));
                }
            },
        );
    }

    /// A cell is named by the header of its column, so a column without one cannot be edited.
    fn editable(self, spot: Spot) -> Option<(u16, String)> {
        let column = spot.column?;
        let header = self
            .state
            .with_untracked(|state| state.columns.header(column).to_owned());
        (!header.is_empty()).then_some((column, header))
    }

    /// Puts what was written in its place, if it is something else.
    pub fn apply(self) {
        let editing = self.editing.get_untracked();
        self.editing.set(None);
        let Some(editing) = editing else { return };
        let text = self.draft.get_untracked();
        if text != editing.text {
            ImportSession::get().fix(editing.fix(text));
            let values = [
                ("row", number(editing.row)),
                ("column", editing.column.clone()),
            ];
            say("grid.said_changed", &values);
        }
    }

    /// Applies, and goes to the cell below.
    pub fn apply_and_go_on(self) {
        self.apply();
        self.step(Move::Down);
    }

    /// Leaves the cell as it is.
    pub fn leave(self) {
        self.editing.set(None);
        let spot = self.state.with_untracked(|state| state.active);
        self.go(spot);
    }

    /// Empties the active cell.
    pub fn clear(self) {
        let Some((spot, known)) = self.active_row() else {
            return;
        };
        let Some((column, header)) = self.editable(spot) else {
            return;
        };
        if known.cell(column).is_none_or(|text| !text.is_empty()) {
            let row = known.row.number;
            let values = [("row", number(row)), ("column", header.clone())];
            ImportSession::get().fix(Fix::Cell {
                row,
                column: header,
                text: String::new(),
            });
            say("grid.said_emptied", &values);
        }
    }

    /// Leaves the active row out of the import, or takes it in again.
    pub fn skip(self) {
        let Some((_, known)) = self.active_row() else {
            return;
        };
        let rows = vec![known.row.number];
        let values = [("row", number(known.row.number))];
        if is_skipped(&known) {
            ImportSession::get().fix(Fix::Unskip { rows });
            say("grid.said_unskipped", &values);
        } else {
            ImportSession::get().fix(Fix::Skip { rows });
            say("grid.said_skipped", &values);
        }
    }

    /// Asks what would be wrong with the row, with this text in the cell. Only the latest question is answered.
    pub fn judge(self, editing: &Editing, text: String, verdict: RwSignal<Option<Vec<Problem>>>) {
        let (row, fix) = (editing.row, Some(editing.fix(text.clone())));
        ImportSession::get().ask(
            move |id| Request::Row { id, row, fix },
            move |answer| {
                let is_latest = self.draft.try_with_untracked(|draft| *draft == text);
                if let (Response::Row { problems, .. }, Some(true)) = (answer, is_latest) {
                    verdict.try_set(Some(problems));
                }
            },
        );
    }

    /// What the active column is called.
    pub fn column_name(self, column: u16) -> String {
        self.state
            .with_untracked(|state| name(&state.columns, column))
    }
}

/// Whether a person left a row out.
pub fn is_skipped(known: &KnownRow) -> bool {
    let mut problems = known.row.problems.iter();
    problems.any(|(_, problem)| problem.code == Code::RowSkipped)
}

fn say(key: &str, values: &[(&str, String)]) {
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Announcer::get().say(t_with(key, &values));
}
