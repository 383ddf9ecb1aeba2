//! What is known of the active cell: its whole text, and what is wrong with it.

use import_core::problem::{Code, Problem};
use leptos::prelude::*;

use super::controller::Grid;
use super::editing::is_skipped;
use super::editor::Editor;
use crate::components::problem_table::{expected, found, title};
use crate::components::status::severity_badge;
use crate::i18n::{number, t, t_with};
use crate::state::grid::columns::Columns;
use crate::state::grid::rows::KnownRow;
use crate::state::route::DUPLICATES;
use crate::worker::messages::grid::Spot;

/// What is known of the active cell. A screen reader has heard the cell already.
#[component]
pub fn Detail(
    /// What the parts of the grid share.
    grid: Grid,
) -> impl IntoView {
    let active = Memo::new(move |_| grid.state.with(|state| state.active));
    let known = Memo::new(move |_| {
        let row = active.get().row.checked_sub(1)?;
        grid.rows.with(|rows| rows.get(row).cloned())
    });
    view! {
        <section class="grid-detail" aria-label=t("grid.detail")>
            {move || match (grid.editing.get(), known.get()) {
                (Some(editing), _) => view! { <Editor grid editing /> }.into_any(),
                (None, Some(known)) => {
                    let spot = active.get();
                    let told = grid.state.with(|state| of_cell(spot, &known, &state.columns));
                    view! { {told}{actions(grid, spot, &known)} }.into_any()
                }
                (None, None) => {
                    view! { <p class="grid-detail__hint">{t("grid.head_hint")}</p> }.into_any()
                }
            }}
        </section>
    }
}

fn of_cell(spot: Spot, known: &KnownRow, columns: &Columns) -> AnyView {
    let row = number(known.row.number);
    let place = match spot.column {
        Some(column) => {
            let column = name(columns, column);
            t_with("grid.cell_place", &[("row", &row), ("column", &column)])
        }
        None => t_with("grid.row_place", &[("row", &row)]),
    };
    let text = spot.column.and_then(|column| known.cell(column));
    let text = text.map(|text| {
        view! { <p class="grid-detail__text">{text.to_owned()}</p> }
    });
    // The head of a row tells all that is wrong with the row.
    let problems = known.row.problems.iter();
    let problems = problems.filter(|(of, _)| spot.column.is_none() || *of == spot.column);
    let problems: Vec<_> = problems
        .map(|(of, problem)| {
            let of = of.filter(|_| spot.column.is_none());
            problem_view(problem, of.map(|of| name(columns, of)))
        })
        .collect();
    let is_fine = problems.is_empty();
    let original = spot.column.and_then(|column| known.original(column));
    let original = original.map(|original| {
        let text = t_with("grid.original", &[("original", original)]);
        view! { <p class="grid-detail__original">{text}</p> }
    });
    view! {
        <p class="grid-detail__place">{place}</p>
        {text}
        {original}
        {is_fine.then(|| view! { <p class="grid-detail__hint">{t("grid.fine")}</p> })}
        <ul class="grid-detail__problems">{problems}</ul>
    }
    .into_any()
}

/// A problem, with its column where that is not clear.
pub fn problem_view(problem: &Problem, column: Option<String>) -> AnyView {
    let column = column.map(|column| view! { <span class="grid-detail__column">{column}</span> });
    view! {
        <li class="grid-detail__problem">
            {severity_badge(problem.severity())}
            {column}
            <strong>{title(problem.code)}</strong>
            <span>{t("problems.found")} ": " {found(problem)}</span>
            <span>{t("problems.expected")} ": " {expected(problem)}</span>
            {(problem.code == Code::DuplicateInFile).then(|| view! {
                <a href=format!("{DUPLICATES}?row={}", problem.row)>{t("dups.compare")}</a>
            })}
        </li>
    }
    .into_any()
}

/// What can be done with the cell and its row.
fn actions(grid: Grid, spot: Spot, known: &KnownRow) -> AnyView {
    let skip = if is_skipped(known) {
        t("fix.unskip")
    } else {
        t("fix.skip")
    };
    let edit = spot.column.map(|_| {
        view! {
            <button type="button" class="button button--small" on:click=move |_| grid.edit()>
                {t("fix.edit")}
            </button>
        }
    });
    view! {
        <div class="action-row grid-detail__actions">
            {edit}
            <button type="button" class="button button--small" on:click=move |_| grid.skip()>{skip}</button>
        </div>
    }
    .into_any()
}

/// What a column is called.
pub fn name(columns: &Columns, column: u16) -> String {
    match columns.header(column) {
        "" => t("file.nameless"),
        name => name.to_owned(),
    }
}
