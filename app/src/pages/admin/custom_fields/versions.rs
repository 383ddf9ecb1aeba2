//! The versions of a schema.

use import_core::api::{DataSchema, WholeListing};
use import_core::columns::Subject;
use leptos::prelude::*;
use uuid::Uuid;

use crate::api;
use crate::components::data_table::{TableFrame, head};
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::{date_time, number, t};
use crate::state::schema::known_schema;

/// The versions of a schema, newest first, asked for when somebody wants to see them.
#[component]
pub fn Versions(
    /// Whose schema.
    subject: Subject,
    /// The schema's id.
    id: Uuid,
) -> impl IntoView {
    let versions = Source::<WholeListing<DataSchema>>::new();
    let is_open = RwSignal::new(false);
    let ask = move || versions.ask(api::schema_versions(subject, id));
    let toggle = move |_| {
        is_open.update(|is_open| *is_open = !*is_open);
        if is_open.get_untracked() {
            ask();
        }
    };
    let body = move || {
        is_open.get().then(|| match &*versions.state.read() {
            Remote::Loading => loading(),
            Remote::Failed(error) => failed(error, Some(Callback::new(move |()| ask()))),
            Remote::Ready(listing) => table(&listing.entities),
        })
    };
    view! {
        <p>
            <button
                type="button"
                class="link-button"
                aria-expanded=move || is_open.get().to_string()
                on:click=toggle
            >
                {t("admin.custom.versions")}
            </button>
        </p>
        {body}
    }
}

fn table(versions: &[DataSchema]) -> AnyView {
    let names = [
        "admin.custom.version_column",
        "admin.created",
        "admin.custom.fields_in_use",
    ]
    .map(t);
    let rows: Vec<_> = versions
        .iter()
        .rev()
        .map(|version| {
            let created = date_time(version.date_created.as_deref().unwrap_or_default());
            let fields: Vec<String> = known_schema(version)
                .iter()
                .flat_map(|schema| &schema.fields)
                .filter(|field| !field.retired)
                .map(|field| field.title.clone())
                .collect();
            view! {
                <tr>
                    <th scope="row">{number(version.version.unwrap_or_default())}</th>
                    <td>{created}</td>
                    <td>{fields.join(&t("common.separator"))}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableFrame label=t("admin.custom.versions")>
            <table class="table">
                <caption class="visually-hidden">{t("admin.custom.versions")}</caption>
                {head(&names)}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}
