//! The grid of the file that is open: apart from the import's session, since only its own page asks for it.

use std::cell::Cell;

use leptos::prelude::*;

use super::import::ImportSession;
use crate::state::grid::GridState;

thread_local! {
    // Not a context: handlers of events run outside of any view, and need it too.
    static CURRENT: Cell<Option<RwSignal<GridState>>> = const { Cell::new(None) };
}

/// No columns yet.
pub(super) fn provide() {
    CURRENT.set(Some(RwSignal::new(GridState::default())));
}

/// Columns, filter and active cell.
pub fn state() -> RwSignal<GridState> {
    CURRENT
        .get()
        .expect("the page provides it before any view is built")
}

/// Gives the grid the columns of the file.
pub fn take_columns() {
    ImportSession::get().file.with(|file| {
        let summary = file.as_ref().and_then(|file| file.summary.as_ref());
        if let Some(summary) = summary {
            state().update(|grid| grid.take_columns(summary));
        }
    });
}
