//! The contacts of the directory.

use leptos::prelude::*;

use super::directory_list::{DirectoryList, Kind};
use crate::api;
use crate::components::data_table::{TableFrame, head};
use crate::components::icon::Shape;
use crate::i18n::{date_time, t};
use crate::state::record::Record;

/// The contacts of the directory.
#[component]
pub fn Contacts() -> impl IntoView {
    let kind = Kind {
        path: "/contacts",
        shape: Shape::Person,
        texts: "contacts",
        ask: api::contacts,
        table: |contacts| contact_table(contacts, t("contacts.title")),
    };
    view! { <DirectoryList kind /> }
}

/// A table of contacts.
pub(super) fn contact_table(contacts: &[Record], label: String) -> AnyView {
    let names = [
        t("contacts.name"),
        t("contacts.organization"),
        t("contacts.email"),
        t("contacts.phone"),
        t("contacts.modified"),
    ];
    let rows: Vec<_> = contacts.iter().map(row).collect();
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

fn row(contact: &Record) -> AnyView {
    let name = contact
        .contact_name()
        .unwrap_or_else(|| t("record.nameless"));
    let title = contact.text("title").map(str::to_owned);
    let organization = contact.text("externalOrganization.id").map(|id| {
        let name = contact.text("externalOrganization.name").map(str::to_owned);
        let name = name.unwrap_or_else(|| t("record.organization"));
        view! { <a href=format!("/organizations/{id}")>{name}</a> }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/contacts/{}", contact.id())>{name}</a>
                {title.map(|title| view! { <span class="table__sub">{title}</span> })}
            </th>
            <td>{organization}</td>
            <td>{contact.first_email().map(str::to_owned)}</td>
            <td class="table__phone">{contact.first_phone().map(str::to_owned)}</td>
            <td>{date_time(contact.text("modifyDate").unwrap_or_default())}</td>
        </tr>
    }
    .into_any()
}
