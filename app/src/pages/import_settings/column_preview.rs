//! The first cells of a column, in a dialog.

use leptos::prelude::*;

use crate::components::data_table::head;
use crate::components::modal::Modal;
use crate::i18n::{number, t, t_with};
use crate::session::import::ImportSession;
use crate::worker::messages::{Request, Response};

/// How many cells are shown.
const CELLS: usize = 10;

/// The first cells of a column.
#[component]
pub fn ColumnPreview(
    /// The column, by its place in the file.
    shown: RwSignal<Option<usize>>,
) -> impl IntoView {
    let session = ImportSession::get();
    let is_open = RwSignal::new(false);
    let cells = RwSignal::new(Vec::<(u64, String)>::new());
    let name = RwSignal::new(String::new());
    Effect::new(move |_| {
        let Some(column) = shown.get() else { return };
        let header = session.choices.with_untracked(|choices| {
            choices
                .columns
                .get(column)
                .map(|column| column.header.clone())
        });
        name.set(header.unwrap_or_default());
        cells.set(Vec::new());
        is_open.set(true);
        let ask = |id| Request::Column {
            id,
            column,
            limit: CELLS,
        };
        session.ask(ask, move |answer| {
            if let Response::Column { cells: found, .. } = answer {
                cells.set(found);
            }
        });
    });
    Effect::new(move |_| {
        if !is_open.get() {
            shown.set(None);
        }
    });
    let title = Signal::derive(move || t_with("fields.preview_title", &[("column", &name.get())]));
    let content = move || {
        let rows = move || {
            let cells = cells.get().into_iter();
            let rows = cells.map(|(row, cell)| {
                let cell = match cell.as_str() {
                    "" => view! { <td class="table__zero">{t("fields.no_value")}</td> }.into_any(),
                    _ => view! { <td>{cell}</td> }.into_any(),
                };
                view! { <tr><th scope="row" class="table__number">{number(row)}</th>{cell}</tr> }
            });
            rows.collect::<Vec<_>>()
        };
        view! {
            <table class="table">
                <caption class="visually-hidden">{title}</caption>
                {head(&[t("problems.row"), t("fields.value")])}
                <tbody>{rows}</tbody>
            </table>
        }
    };
    view! { <Modal id="column-preview" title is_open content /> }
}
