//! One contact.

use import_core::columns::{Field, Subject};
use leptos::prelude::*;

use super::record::custom::CustomFieldsPanel;
use super::record::{Panel, address, dates, identifiers, shown};
use crate::api;
use crate::components::notice::{Notice, Tone};
use crate::components::page_title::PageTitle;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::t;
use crate::state::record::{Record, Shown};

const PERSON: &[Field] = &[
    Field::Salutation,
    Field::FirstName,
    Field::MiddleName,
    Field::LastName,
    Field::Title,
];

const REACH: &[Field] = &[
    Field::WorkEmail,
    Field::PersonalEmail,
    Field::OtherEmail,
    Field::WorkPhone,
    Field::CellPhone,
    Field::HomePhone,
    Field::OtherPhone,
];

const ACCOUNTS: &[Field] = &[
    Field::WhatsAppNumber,
    Field::WhatsAppDisplayName,
    Field::TwitterId,
    Field::TwitterName,
    Field::TwitterScreenName,
    Field::LineId,
    Field::LineDisplayName,
    Field::FacebookId,
    Field::FacebookDisplayName,
    Field::InstagramId,
    Field::InstagramHandle,
    Field::InstagramDisplayName,
];

/// One contact.
#[component]
pub fn Contact(
    /// Its id.
    id: String,
) -> impl IntoView {
    let contact = Source::<Record>::new();
    let ask = Callback::new(move |()| contact.ask(api::contact(&id)));
    ask.run(());
    move || match &*contact.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => view! {
            <PageTitle text=t("contact.title") />
            {failed(error, Some(ask))}
            <p><a href="/contacts">{t("contact.back")}</a></p>
        }
        .into_any(),
        Remote::Ready(record) => page(record),
    }
}

fn page(record: &Record) -> AnyView {
    let name = record
        .contact_name()
        .unwrap_or_else(|| t("record.nameless"));
    let merged = record.text("mergedTo.id").map(|survivor| {
        let href = format!("/contacts/{survivor}");
        view! {
            <Notice tone=Tone::Info>
                <p>{t("contact.merged")} " " <a href=href>{t("contact.merged_link")}</a></p>
            </Notice>
        }
    });
    let person = Panel::new("person-title", t("contact.person"))
        .fields(record, PERSON)
        .facts(organization(record));
    let reach = Panel::new("reach-title", t("contact.reach"))
        .fields(record, REACH)
        .facts(record.extra().into_iter().map(extra))
        .facts(address(record));
    let accounts = Panel::new("accounts-title", t("contact.accounts")).fields(record, ACCOUNTS);
    let custom = view! { <CustomFieldsPanel subject=Subject::Contact record=record.clone() /> };
    let other = Panel::new("other-title", t("contact.other"))
        .fields(record, &[Field::SurveyOptOut, Field::ExternalSystemUrl])
        .facts(dates(record));
    view! {
        <p class="breadcrumb"><a href="/contacts">{t("contact.back")}</a></p>
        <PageTitle text=name />
        <p class="record__subtitle">{record.text("title").map(str::to_owned)}</p>
        {merged}
        <div class="record">{person.view()} {reach.view()} {accounts.view()} {custom} {other.view()}</div>
        {identifiers(record)}
    }
    .into_any()
}

fn organization(record: &Record) -> Option<(String, AnyView)> {
    let id = record.text("externalOrganization.id")?;
    let href = format!("/organizations/{id}");
    let name = record.text("externalOrganization.name").map(str::to_owned);
    let name = name.unwrap_or_else(|| t("record.organization"));
    Some((
        t("record.organization"),
        view! { <a href=href>{name}</a> }.into_any(),
    ))
}

fn extra(value: Shown) -> (String, AnyView) {
    let name = match value {
        Shown::Phone(_) => t("contact.extra_phone"),
        _ => t("contact.extra_email"),
    };
    (name, shown(value))
}
