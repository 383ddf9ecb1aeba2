//! The choice of the columns that are shown.

use leptos::prelude::*;

use super::controller::Grid;
use super::detail::name;
use crate::components::form::ticked;
use crate::components::modal::Modal;
use crate::i18n::t;

/// The choice of the columns that are shown.
#[component]
pub fn ColumnsDialog(
    /// What the parts of the grid share.
    grid: Grid,
) -> impl IntoView {
    let content = move || {
        let columns = grid.state.with_untracked(|state| {
            let columns = state.columns.all().iter();
            let columns = columns.map(|column| (column.index, name(&state.columns, column.index)));
            columns.collect::<Vec<_>>()
        });
        let choices: Vec<_> = columns
            .into_iter()
            .map(|(column, name)| choice(grid, column, name))
            .collect();
        let show_all = move |_| {
            grid.state.update(|state| {
                let all: Vec<u16> = state
                    .columns
                    .all()
                    .iter()
                    .map(|column| column.index)
                    .collect();
                for column in all {
                    state.show_column(column, true);
                }
            });
        };
        view! {
            <ul class="grid-columns">{choices}</ul>
            <div class="action-row">
                <button type="button" class="button button--small" on:click=show_all>{t("grid.show_columns")}</button>
            </div>
        }
        .into_any()
    };
    let is_open = grid.chooses_columns;
    view! { <Modal id="grid-columns-dialog" title=t("grid.columns_title") is_open content /> }
}

fn choice(grid: Grid, column: u16, name: String) -> AnyView {
    let is_shown = move || {
        grid.state.with(|state| {
            state
                .columns
                .get(column)
                .is_some_and(|column| column.is_shown)
        })
    };
    let choose = move |event| {
        let is_shown = ticked(&event);
        grid.state
            .update(|state| state.show_column(column, is_shown));
    };
    view! {
        <li>
            <label class="grid-columns__choice">
                <input type="checkbox" class="checkbox" prop:checked=is_shown on:change=choose />
                <span>{name}</span>
            </label>
        </li>
    }
    .into_any()
}
