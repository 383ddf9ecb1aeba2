//! One contact.

use import_core::api::ContactEntity;
use import_core::columns::Field;
use leptos::prelude::*;

use super::contacts::contact_name;
use super::record::{Facts, identifiers, phone_text};
use crate::api;
use crate::components::notice::{Notice, Tone};
use crate::components::page_title::PageTitle;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::{date_time, t};

/// One contact.
#[component]
pub fn Contact(
    /// Its id.
    id: String,
) -> impl IntoView {
    let contact = Source::<ContactEntity>::new();
    let ask = move || {
        let id = id.clone();
        contact.ask(async move { api::contact(&id).await });
    };
    ask();
    let ask = Callback::new(move |()| ask());
    move || match &*contact.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => view! {
            <PageTitle text=t("contact.title") />
            {failed(error, Some(ask))}
            <p><a href="/contacts">{t("contact.back")}</a></p>
        }
        .into_any(),
        Remote::Ready(entity) => shown(entity),
    }
}

fn shown(entity: &ContactEntity) -> AnyView {
    let merged = entity.merged_to.as_ref().map(|survivor| {
        let href = format!("/contacts/{}", survivor.id);
        view! {
            <Notice tone=Tone::Info>
                <p>{t("contact.merged")} " " <a href=href>{t("contact.merged_link")}</a></p>
            </Notice>
        }
    });
    let subtitle = entity.contact.title.clone();
    view! {
        <p class="breadcrumb"><a href="/contacts">{t("contact.back")}</a></p>
        <PageTitle text=contact_name(entity) />
        <p class="record__subtitle">{subtitle}</p>
        {merged}
        <div class="record">
            {person(entity).section("person-title", t("contact.person"))}
            {reach(entity).section("reach-title", t("contact.reach"))}
            {accounts(entity).section("accounts-title", t("contact.accounts"))}
            {other(entity).section("other-title", t("contact.other"))}
        </div>
        {identifiers(&entity.identifiers)}
    }
    .into_any()
}

fn person(entity: &ContactEntity) -> Facts {
    let contact = &entity.contact;
    let mut facts = Facts::default();
    facts.text(Field::Salutation, contact.salutation.as_deref());
    facts.text(Field::FirstName, contact.first_name.as_deref());
    facts.text(Field::MiddleName, contact.middle_name.as_deref());
    facts.text(Field::LastName, contact.last_name.as_deref());
    facts.text(Field::Title, contact.title.as_deref());
    if let Some(organization) = &entity.external_organization {
        let name = organization
            .name
            .clone()
            .unwrap_or_else(|| t("record.organization"));
        let href = format!("/organizations/{}", organization.id);
        facts.named(t("record.organization"), view! { <a href=href>{name}</a> });
    }
    facts
}

fn reach(entity: &ContactEntity) -> Facts {
    let contact = &entity.contact;
    let mut facts = Facts::default();
    facts.email(Field::WorkEmail, contact.work_email.as_deref());
    facts.email(Field::PersonalEmail, contact.personal_email.as_deref());
    facts.email(Field::OtherEmail, contact.other_email.as_deref());
    for address in &contact.extra_emails {
        facts.named(t("contact.extra_email"), address.clone());
    }
    facts.phone(Field::WorkPhone, contact.work_phone.as_ref());
    facts.phone(Field::CellPhone, contact.cell_phone.as_ref());
    facts.phone(Field::HomePhone, contact.home_phone.as_ref());
    facts.phone(Field::OtherPhone, contact.other_phone.as_ref());
    for phone in &contact.extra_phones {
        facts.named(t("contact.extra_phone"), phone_text(phone));
    }
    facts.address(&contact.address);
    facts
}

fn accounts(entity: &ContactEntity) -> Facts {
    let contact = &entity.contact;
    let mut facts = Facts::default();
    facts.phone(
        Field::WhatsAppNumber,
        contact.whats_app_id.phone_number.as_ref(),
    );
    facts.text(
        Field::WhatsAppDisplayName,
        contact.whats_app_id.display_name.as_deref(),
    );
    facts.text(Field::TwitterId, contact.twitter_id.id.as_deref());
    facts.text(Field::TwitterName, contact.twitter_id.name.as_deref());
    facts.text(
        Field::TwitterScreenName,
        contact.twitter_id.screen_name.as_deref(),
    );
    facts.text(Field::LineId, contact.line_id.user_id.as_deref());
    facts.text(
        Field::LineDisplayName,
        contact.line_id.display_name.as_deref(),
    );
    facts.text(Field::FacebookId, contact.facebook_id.scoped_id.as_deref());
    facts.text(
        Field::FacebookDisplayName,
        contact.facebook_id.display_name.as_deref(),
    );
    facts.text(
        Field::InstagramId,
        contact.instagram_id.scoped_id.as_deref(),
    );
    facts.text(
        Field::InstagramHandle,
        contact.instagram_id.handle.as_deref(),
    );
    facts.text(
        Field::InstagramDisplayName,
        contact.instagram_id.display_name.as_deref(),
    );
    facts
}

fn other(entity: &ContactEntity) -> Facts {
    let contact = &entity.contact;
    let mut facts = Facts::default();
    if let Some(opt_out) = contact.survey_opt_out {
        let text = if opt_out {
            t("common.yes")
        } else {
            t("common.no")
        };
        facts.text(Field::SurveyOptOut, Some(&text));
    }
    facts.url(
        Field::ExternalSystemUrl,
        contact.external_system_url.as_deref(),
    );
    for (name, value) in &contact.custom_fields {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        facts.named(name.clone(), text);
    }
    facts.named(t("record.created"), date_time(&entity.create_date));
    facts.named(t("record.modified"), date_time(&entity.modify_date));
    facts
}
