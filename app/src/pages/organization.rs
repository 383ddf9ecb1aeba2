//! One organization, with its contacts.

use import_core::api::Paged;
use import_core::columns::{Field, Subject};
use leptos::prelude::*;

use super::contacts::contact_table;
use super::record::custom::CustomFieldsPanel;
use super::record::{Panel, address, dates, identifiers};
use crate::api;
use crate::components::page_title::PageTitle;
use crate::components::pager::Pager;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::t;
use crate::state::record::Record;

const COMPANY: &[Field] = &[
    Field::OrganizationCompanyType,
    Field::OrganizationIndustry,
    Field::OrganizationEmployeeCount,
    Field::OrganizationRevenue,
    Field::OrganizationTags,
    Field::OrganizationTickers,
];

const REACH: &[Field] = &[
    Field::OrganizationPhone,
    Field::OrganizationFax,
    Field::OrganizationWebsites,
    Field::OrganizationTwitterId,
    Field::OrganizationTwitterName,
    Field::OrganizationTwitterScreenName,
];

/// One organization.
#[component]
pub fn Organization(
    /// Its id.
    id: String,
) -> impl IntoView {
    let organization = Source::<Record>::new();
    let ask = Callback::new(move |()| organization.ask(api::organization(&id)));
    ask.run(());
    move || match &*organization.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => view! {
            <PageTitle text=t("organization.title") />
            {failed(error, Some(ask))}
            <p><a href="/organizations">{t("organization.back")}</a></p>
        }
        .into_any(),
        Remote::Ready(record) => page(record),
    }
}

fn page(record: &Record) -> AnyView {
    let name = record
        .text("name")
        .map_or_else(|| t("record.nameless"), str::to_owned);
    let company = Panel::new("company-title", t("organization.company")).fields(record, COMPANY);
    let reach = Panel::new("reach-title", t("contact.reach"))
        .fields(record, REACH)
        .facts(address(record));
    let custom =
        view! { <CustomFieldsPanel subject=Subject::Organization record=record.clone() /> };
    let other = Panel::new("other-title", t("contact.other"))
        .fields(record, &[Field::OrganizationSystemUrl])
        .facts(dates(record));
    view! {
        <p class="breadcrumb"><a href="/organizations">{t("organization.back")}</a></p>
        <PageTitle text=name />
        <p class="record__subtitle">{record.text("industry").map(str::to_owned)}</p>
        <div class="record">{company.view()} {reach.view()} {custom} {other.view()}</div>
        {identifiers(record)}
        <People id=record.id().to_owned() />
    }
    .into_any()
}

/// The contacts of an organization.
#[component]
fn People(
    /// The organization's id.
    id: String,
) -> impl IntoView {
    let page = Source::<Paged<Record>>::new();
    let ask = Callback::new(move |number: u64| page.ask(api::organization_contacts(&id, number)));
    ask.run(1);
    let view_of_page = move || match &*page.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => failed(error, Some(Callback::new(move |()| ask.run(1)))),
        Remote::Ready(page) if page.entities.is_empty() => {
            view! { <p class="section__note">{t("organization.no_contacts")}</p> }.into_any()
        }
        Remote::Ready(page) => view! {
            {contact_table(&page.entities, t("organization.contacts"))}
            <Pager page=page.page_number pages=page.page_count on_page=ask />
        }
        .into_any(),
    };
    view! {
        <section class="section" aria-labelledby="people-title">
            <h2 id="people-title">{t("organization.contacts")}</h2>
            {view_of_page}
        </section>
    }
}
