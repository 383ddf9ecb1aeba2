//! The contacts of the directory.

use import_core::api::{ContactEntity, Paged};
use leptos::prelude::*;

use crate::api;
use crate::components::data_table::{TableFrame, head};
use crate::components::empty::Empty;
use crate::components::icon::Shape;
use crate::components::page_title::PageTitle;
use crate::components::pager::Pager;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::components::search_box::SearchBox;
use crate::i18n::{date_time, t, t_count};
use crate::session::navigation::Navigation;

/// Which page of which search a list shows; it is in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) text: String,
    pub(super) page: u64,
}

/// The place that the address names.
pub(super) fn use_place() -> Memo<Place> {
    let navigation = Navigation::get();
    Memo::new(move |_| {
        let page = navigation.parameter("page");
        Place {
            text: navigation.parameter("q").unwrap_or_default(),
            page: page.and_then(|page| page.parse().ok()).unwrap_or(1),
        }
    })
}

/// Goes to another place of a list.
pub(super) fn go_to(path: &'static str, place: &Place) {
    let text: String = js_sys::encode_uri_component(&place.text).into();
    let address = format!("{path}?q={text}");
    // Typing makes no history; what is searched for is in the address all the same.
    match place.page {
        1 => Navigation::get().replace(&address),
        page => Navigation::get().go(&format!("{address}&page={page}")),
    }
}

/// The contacts of the directory.
#[component]
pub fn Contacts() -> impl IntoView {
    let place = use_place();
    let page = Source::<Paged<ContactEntity>>::new();
    let ask = move || {
        let Place { text, page: number } = place.get();
        page.ask(async move { api::contacts(&text, number).await });
    };
    Effect::new(move |_| ask());
    let search = |text| go_to("/contacts", &Place { text, page: 1 });
    let on_page = Callback::new(move |page| {
        let text = place.get_untracked().text;
        go_to("/contacts", &Place { text, page });
    });
    let view_of_page = move || match &*page.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => failed(error, Some(Callback::new(move |()| ask()))),
        Remote::Ready(page) if page.entities.is_empty() => {
            nothing(place.with(|place| place.text.is_empty()))
        }
        Remote::Ready(page) => view! {
            <p class="list-count" role="status">{total(page.total, page.partial_results)}</p>
            {contact_table(&page.entities, t("contacts.title"))}
            <Pager page=page.page_number pages=page.page_count on_page />
        }
        .into_any(),
    };
    view! {
        <div class="page-head">
            <PageTitle text=t("contacts.title") />
            <SearchBox
                id="search"
                label=t("contacts.search")
                initial=place.get_untracked().text
                on_search=search
            />
        </div>
        {view_of_page}
    }
}

/// How many there are, as far as they were counted.
pub(super) fn total(total: u64, is_partial: bool) -> String {
    if is_partial {
        t_count("list.more_than", total)
    } else {
        t_count("list.total", total)
    }
}

fn nothing(is_directory_empty: bool) -> AnyView {
    if is_directory_empty {
        view! {
            <Empty shape=Shape::Person title=t("contacts.none") text=t("contacts.none_text")>
                <a class="button button--primary" href="/import">{t("nav.import")}</a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty shape=Shape::Person title=t("list.not_found") text=t("list.not_found_text") />
        }
        .into_any()
    }
}

/// A table of contacts.
pub(super) fn contact_table(contacts: &[ContactEntity], label: String) -> AnyView {
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

fn row(entity: &ContactEntity) -> AnyView {
    let contact = &entity.contact;
    let emails = [
        &contact.work_email,
        &contact.personal_email,
        &contact.other_email,
    ];
    let email = emails.into_iter().flatten().next().cloned();
    let phones = [
        &contact.work_phone,
        &contact.cell_phone,
        &contact.home_phone,
        &contact.other_phone,
    ];
    let phone = phones
        .into_iter()
        .flatten()
        .next()
        .map(|phone| phone.display.clone());
    let organization = entity.external_organization.as_ref().map(|organization| {
        let name = organization
            .name
            .clone()
            .unwrap_or_else(|| t("record.organization"));
        view! { <a href=format!("/organizations/{}", organization.id)>{name}</a> }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/contacts/{}", entity.id)>{contact_name(entity)}</a>
                {contact.title.clone().map(|title| view! { <span class="table__sub">{title}</span> })}
            </th>
            <td>{organization}</td>
            <td>{email}</td>
            <td class="table__phone">{phone}</td>
            <td>{date_time(&entity.modify_date)}</td>
        </tr>
    }
    .into_any()
}

/// A contact's name, or what else it can be told by.
pub(super) fn contact_name(entity: &ContactEntity) -> String {
    let contact = &entity.contact;
    let name = contact.full_name();
    if !name.is_empty() {
        return name;
    }
    let external = contact.external_ids.first().map(|id| id.value.clone());
    contact
        .work_email
        .clone()
        .or_else(|| contact.personal_email.clone())
        .or_else(|| contact.other_email.clone())
        .or(external)
        .unwrap_or_else(|| t("record.nameless"))
}
