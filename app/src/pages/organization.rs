//! One organization, with its contacts.

use import_core::api::{ContactEntity, OrganizationEntity, Paged};
use import_core::columns::Field;
use leptos::prelude::*;

use super::contacts::contact_table;
use super::record::{Facts, identifiers, web_link};
use crate::api;
use crate::components::page_title::PageTitle;
use crate::components::pager::Pager;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::{date_time, t};

/// One organization.
#[component]
pub fn Organization(
    /// Its id.
    id: String,
) -> impl IntoView {
    let organization = Source::<OrganizationEntity>::new();
    let ask = move || {
        let id = id.clone();
        organization.ask(async move { api::organization(&id).await });
    };
    ask();
    let ask = Callback::new(move |()| ask());
    move || match &*organization.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => view! {
            <PageTitle text=t("organization.title") />
            {failed(error, Some(ask))}
            <p><a href="/organizations">{t("organization.back")}</a></p>
        }
        .into_any(),
        Remote::Ready(entity) => shown(entity),
    }
}

fn shown(entity: &OrganizationEntity) -> AnyView {
    let name = entity
        .organization
        .name
        .clone()
        .unwrap_or_else(|| t("record.nameless"));
    view! {
        <p class="breadcrumb"><a href="/organizations">{t("organization.back")}</a></p>
        <PageTitle text=name />
        <p class="record__subtitle">{entity.organization.industry.clone()}</p>
        <div class="record">
            {company(entity).section("company-title", t("organization.company"))}
            {reach(entity).section("reach-title", t("contact.reach"))}
            {other(entity).section("other-title", t("contact.other"))}
        </div>
        {identifiers(&entity.identifiers)}
        <People id=entity.id.to_string() />
    }
    .into_any()
}

/// The contacts of an organization.
#[component]
fn People(
    /// The organization's id.
    id: String,
) -> impl IntoView {
    let page = Source::<Paged<ContactEntity>>::new();
    let ask = Callback::new(move |number: u64| {
        let id = id.clone();
        page.ask(async move { api::organization_contacts(&id, number).await });
    });
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

fn company(entity: &OrganizationEntity) -> Facts {
    let organization = &entity.organization;
    let mut facts = Facts::default();
    facts.text(
        Field::OrganizationCompanyType,
        organization.company_type.as_deref(),
    );
    facts.text(
        Field::OrganizationIndustry,
        organization.industry.as_deref(),
    );
    facts.number(
        Field::OrganizationEmployeeCount,
        organization.employee_count,
    );
    facts.number(Field::OrganizationRevenue, organization.revenue);
    let separator = t("common.separator");
    facts.text(
        Field::OrganizationTags,
        Some(&organization.tags.join(&separator)),
    );
    let tickers: Vec<String> = organization
        .tickers
        .iter()
        .map(|ticker| match ticker.exchange.as_str() {
            "" => ticker.symbol.clone(),
            exchange => format!("{exchange}:{}", ticker.symbol),
        })
        .collect();
    facts.text(Field::OrganizationTickers, Some(&tickers.join(&separator)));
    facts
}

fn reach(entity: &OrganizationEntity) -> Facts {
    let organization = &entity.organization;
    let mut facts = Facts::default();
    facts.phone(Field::OrganizationPhone, organization.phone_number.as_ref());
    facts.phone(Field::OrganizationFax, organization.fax_number.as_ref());
    facts.address(&organization.address);
    for site in &organization.websites {
        facts.named(t("organization.website"), web_link(site));
    }
    facts.text(
        Field::OrganizationTwitterId,
        organization.twitter_id.id.as_deref(),
    );
    facts.text(
        Field::OrganizationTwitterName,
        organization.twitter_id.name.as_deref(),
    );
    facts.text(
        Field::OrganizationTwitterScreenName,
        organization.twitter_id.screen_name.as_deref(),
    );
    facts
}

fn other(entity: &OrganizationEntity) -> Facts {
    let organization = &entity.organization;
    let mut facts = Facts::default();
    facts.url(
        Field::OrganizationSystemUrl,
        organization.external_system_url.as_deref(),
    );
    for (name, value) in &organization.custom_fields {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        facts.named(name.clone(), text);
    }
    facts.named(t("record.created"), date_time(&entity.create_date));
    facts.named(t("record.modified"), date_time(&entity.modify_date));
    facts
}
