//! The fields of a schema.

use import_core::schema::{CoreType, Schema};
use leptos::prelude::*;

use super::SchemaDesk;
use crate::components::data_table::{TableFrame, head};
use crate::i18n::t;

/// The fields of a schema; the title of each opens it for whoever may change it.
pub(super) fn field_table(desk: SchemaDesk, schema: &Schema, may_edit: bool) -> AnyView {
    if schema.fields.is_empty() {
        return view! { <p class="section__note">{t("admin.custom.no_fields")}</p> }.into_any();
    }
    let label = t(&desk.name("admin.custom.of"));
    let names = [
        "admin.custom.title_column",
        "admin.custom.key",
        "admin.custom.type",
        "admin.custom.state",
    ]
    .map(t);
    let mut fields: Vec<_> = schema.fields.iter().collect();
    fields.sort_by_key(|field| field.retired);
    let rows: Vec<_> = fields
        .into_iter()
        .map(|field| {
            let state = if field.retired {
                view! { <span class="badge">{t("admin.custom.retired")}</span> }.into_any()
            } else {
                t("admin.custom.used").into_any()
            };
            let title = field.title.clone();
            let opened = field.clone();
            let title = if may_edit {
                view! {
                    <button
                        type="button"
                        class="link-button"
                        on:click=move |_| desk.show(Some(opened.clone()))
                    >
                        {title}
                    </button>
                }
                .into_any()
            } else {
                title.into_any()
            };
            view! {
                <tr>
                    <th scope="row">{title}</th>
                    <td class="table__key">{field.key.clone()}</td>
                    <td>{type_text(field.kind)}</td>
                    <td>{state}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableFrame label=label.clone()>
            <table class="table">
                <caption class="visually-hidden">{label}</caption>
                {head(&names)}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}

/// What a type is called.
pub fn type_text(kind: CoreType) -> String {
    t(&format!("core_type.{}", kind.name()))
}
