//! Every row of the file, with its problems: a grid to look around, search and go from problem to problem.

pub mod column;
pub mod columns;
pub mod controller;
pub mod detail;
pub mod editing;
pub mod editor;
pub mod filters;
pub mod head;
pub mod line;
pub mod table;

use leptos::prelude::*;

use self::column::ColumnDialog;
use self::columns::ColumnsDialog;
use self::controller::Grid;
use self::detail::Detail;
use self::filters::{Filters, Tools};
use self::table::GridTable;
use crate::components::page_title::PageTitle;
use crate::i18n::{t, t_with};
use crate::session::grid::take_columns;
use crate::session::import::ImportSession;
use crate::session::navigation::{Navigation, Redirect};
use crate::state::file::OpenFile;
use crate::state::route::DUPLICATES;
use crate::worker::messages::grid::RowFilter;

/// Every row of the file.
#[component]
pub fn GridPage() -> impl IntoView {
    let session = ImportSession::get();
    let is_ready = Memo::new(move |_| {
        session.file.with(|file| {
            file.as_ref()
                .is_some_and(|file| file.is_whole() && !file.is_refused())
        })
    });
    move || {
        if is_ready.get() {
            view! { <Rows /> }.into_any()
        } else {
            // After a reload there is no file any more.
            view! { <Redirect path=session.door.get_untracked().page().to_owned() /> }.into_any()
        }
    }
}

#[component]
fn Rows() -> impl IntoView {
    let session = ImportSession::get();
    session.keep_draft();
    // A link may name a column at once; fixes may make new ones later.
    untrack(take_columns);
    Effect::new(move |_| take_columns());
    let grid = Grid::new();
    let name = session.file.with_untracked(|file| {
        let name = file.as_ref().map(|file: &OpenFile| file.name.clone());
        name.unwrap_or_default()
    });
    go_to_link(grid);
    view! {
        <div class="grid-page" on:keydown=move |event| grid.hear_page_key(&event)>
            <header class="grid-page__header">
                <PageTitle text=t_with("grid.title", &[("name", &name)]) />
                <div class="dups__links">
                    <a class="button button--small" href=DUPLICATES>{t("dups.open")}</a>
                    <a class="button button--small" href=session.door.get_untracked().page()>{t("grid.back")}</a>
                </div>
            </header>
            <Filters grid />
            <Tools grid />
            <GridTable grid />
            <Detail grid />
            <p class="grid-page__help" id="grid-help">{t("grid.help")}</p>
            <ColumnDialog grid />
            <ColumnsDialog grid />
        </div>
    }
}

/// The address may name a row and a column, as that of a problem does.
fn go_to_link(grid: Grid) {
    let (row, column) = untrack(|| {
        let navigation = Navigation::get();
        (navigation.parameter("row"), navigation.parameter("column"))
    });
    if let Some(row) = row.and_then(|row| row.parse().ok()) {
        grid.set_filter(|filter| *filter = RowFilter::default());
        grid.go_to_row(row, column.as_deref());
    }
}
