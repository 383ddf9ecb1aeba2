//! The first rows of the file.

use leptos::prelude::*;

use crate::components::data_table::TableFrame;
use crate::i18n::t;
use crate::session::import::ImportSession;
use crate::worker::messages::FileSummary;

/// The first rows of the file, with their numbers.
#[component]
pub fn FirstRows() -> impl IntoView {
    let session = ImportSession::get();
    // Progress of the reading changes the file too; the table is built anew only for another preview.
    let summary = Memo::new(move |_| {
        session
            .file
            .with(|file| file.as_ref().and_then(|file| file.summary.clone()))
    });
    move || summary.get().map(|summary| table(&summary))
}

fn table(summary: &FileSummary) -> AnyView {
    let heads: Vec<_> = summary
        .columns
        .iter()
        .map(|column| match column.header.as_str() {
            "" => view! { <th scope="col" class="table__nameless">{t("file.nameless")}</th> }
                .into_any(),
            name => view! { <th scope="col">{name.to_owned()}</th> }.into_any(),
        })
        .collect();
    let rows: Vec<_> = summary
        .first_rows
        .iter()
        .map(|row| {
            // A row that is too short is as wide as the others: what is missing shows as empty.
            let width = row.cells.len().max(summary.columns.len());
            let cells: Vec<_> = (0..width)
                .map(|index| view! { <td>{row.cells.get(index).cloned()}</td> })
                .collect();
            view! { <tr><th scope="row" class="table__number">{row.number}</th>{cells}</tr> }
        })
        .collect();
    view! {
        <TableFrame label=t("file.first_rows")>
            <table class="table table--cells">
                <caption class="visually-hidden">{t("file.first_rows")}</caption>
                <thead><tr><th scope="col">{t("problems.row")}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}
