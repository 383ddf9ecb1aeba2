//! The organizations of the directory.

use import_core::api::{OrganizationEntity, Paged};
use leptos::prelude::*;

use super::contacts::{Place, go_to, total, use_place};
use crate::api;
use crate::components::data_table::{TableFrame, head};
use crate::components::empty::Empty;
use crate::components::icon::Shape;
use crate::components::page_title::PageTitle;
use crate::components::pager::Pager;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::components::search_box::SearchBox;
use crate::i18n::{date_time, t};

/// The organizations of the directory.
#[component]
pub fn Organizations() -> impl IntoView {
    let place = use_place();
    let page = Source::<Paged<OrganizationEntity>>::new();
    let ask = move || {
        let Place { text, page: number } = place.get();
        page.ask(async move { api::organizations(&text, number).await });
    };
    Effect::new(move |_| ask());
    let search = |text| go_to("/organizations", &Place { text, page: 1 });
    let on_page = Callback::new(move |page| {
        let text = place.get_untracked().text;
        go_to("/organizations", &Place { text, page });
    });
    let view_of_page = move || match &*page.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => failed(error, Some(Callback::new(move |()| ask()))),
        Remote::Ready(page) if page.entities.is_empty() => {
            nothing(place.with(|place| place.text.is_empty()))
        }
        Remote::Ready(page) => view! {
            <p class="list-count" role="status">{total(page.total, page.partial_results)}</p>
            {table(&page.entities)}
            <Pager page=page.page_number pages=page.page_count on_page />
        }
        .into_any(),
    };
    view! {
        <div class="page-head">
            <PageTitle text=t("organizations.title") />
            <SearchBox
                id="search"
                label=t("organizations.search")
                initial=place.get_untracked().text
                on_search=search
            />
        </div>
        {view_of_page}
    }
}

fn nothing(is_directory_empty: bool) -> AnyView {
    let (title, text) = if is_directory_empty {
        (t("organizations.none"), t("organizations.none_text"))
    } else {
        (t("list.not_found"), t("list.not_found_text"))
    };
    view! { <Empty shape=Shape::Building title text /> }.into_any()
}

fn table(organizations: &[OrganizationEntity]) -> AnyView {
    let names = [
        t("contacts.name"),
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

fn row(entity: &OrganizationEntity) -> AnyView {
    let organization = &entity.organization;
    let name = organization
        .name
        .clone()
        .unwrap_or_else(|| t("record.nameless"));
    let phone = organization
        .phone_number
        .as_ref()
        .map(|phone| phone.display.clone());
    view! {
        <tr>
            <th scope="row"><a href=format!("/organizations/{}", entity.id)>{name}</a></th>
            <td>{organization.industry.clone()}</td>
            <td>{organization.address.city.clone()}</td>
            <td class="table__phone">{phone}</td>
            <td>{date_time(&entity.modify_date)}</td>
        </tr>
    }
    .into_any()
}
