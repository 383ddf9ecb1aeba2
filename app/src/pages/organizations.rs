//! The organizations of the directory.

use leptos::prelude::*;

use super::directory_list::{DirectoryList, Kind};
use crate::api;
use crate::components::data_table::{TableFrame, head};
use crate::components::icon::Shape;
use crate::i18n::{date_time, t};
use crate::state::record::Record;

/// The organizations of the directory.
#[component]
pub fn Organizations() -> impl IntoView {
    let kind = Kind {
        path: "/organizations",
        shape: Shape::Building,
        texts: "organizations",
        ask: api::organizations,
        table,
    };
    view! { <DirectoryList kind /> }
}

fn table(organizations: &[Record]) -> AnyView {
    let names = [
        t("organizations.name"),
        t("organizations.industry"),
        t("organizations.city"),
        t("organizations.phone"),
        t("contacts.modified"),
    ];
    let rows: Vec<_> = organizations.iter().map(row).collect();
    view! {
        <TableFrame label=t("organizations.title")>
            <table class="table">
                <caption class="visually-hidden">{t("organizations.title")}</caption>
                {head(&names)}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}

fn row(organization: &Record) -> AnyView {
    let text = |path: &str| organization.text(path).map(str::to_owned);
    let name = text("name").unwrap_or_else(|| t("record.nameless"));
    view! {
        <tr>
            <th scope="row"><a href=format!("/organizations/{}", organization.id())>{name}</a></th>
            <td>{text("industry")}</td>
            <td>{text("address.city")}</td>
            <td class="table__phone">{text("phoneNumber.display")}</td>
            <td>{date_time(organization.text("modifyDate").unwrap_or_default())}</td>
        </tr>
    }
    .into_any()
}
