//! What the pages of a contact and of an organization have in common: panels of facts, identifiers.

pub mod custom;

use import_core::columns::Field;
use leptos::prelude::*;

use super::import_settings::field_text;
use crate::components::data_table::{TableFrame, head};
use crate::i18n::{date_time, number, region_name, t, t_with};
use crate::state::record::{Identifier, Phone, Record, Shown};

/// A panel of named facts, those that are there.
pub(super) struct Panel {
    id: &'static str,
    title: String,
    facts: Vec<AnyView>,
}

impl Panel {
    /// A panel without facts.
    pub(super) fn new(id: &'static str, title: String) -> Self {
        Self {
            id,
            title,
            facts: Vec::new(),
        }
    }

    /// Adds the values of fields.
    pub(super) fn fields(mut self, record: &Record, fields: &[Field]) -> Self {
        for field in fields {
            for value in record.shown(*field) {
                self.facts.push(fact(field_text(*field), shown(value)));
            }
        }
        self
    }

    /// Adds a fact.
    pub(super) fn fact(mut self, name: String, value: AnyView) -> Self {
        self.facts.push(fact(name, value));
        self
    }

    /// Adds facts.
    pub(super) fn facts(self, facts: impl IntoIterator<Item = (String, AnyView)>) -> Self {
        facts
            .into_iter()
            .fold(self, |panel, (name, value)| panel.fact(name, value))
    }

    /// The panel; nothing where there is no fact.
    pub(super) fn view(self) -> Option<AnyView> {
        let Self { id, title, facts } = self;
        if facts.is_empty() {
            return None;
        }
        let view = view! {
            <section class="section panel" aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <dl class="facts">{facts}</dl>
            </section>
        };
        Some(view.into_any())
    }
}

fn fact(name: String, value: AnyView) -> AnyView {
    view! { <div class="facts__fact"><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
}

/// A value as it is shown.
pub(super) fn shown(value: Shown) -> AnyView {
    match value {
        Shown::Email(address) => link(format!("mailto:{address}"), address),
        Shown::Url(url) if is_web_address(&url) => link(url.clone(), url),
        Shown::Text(text) | Shown::Url(text) => text.into_any(),
        Shown::Bool(true) => t("common.yes").into_any(),
        Shown::Bool(false) => t("common.no").into_any(),
        Shown::Number(value) => number(value).into_any(),
        Shown::Phone(phone) => phone_text(&phone).into_any(),
        Shown::Moment(text) => date_time(&text).into_any(),
    }
}

fn is_web_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn link(href: String, text: String) -> AnyView {
    view! { <a href=href rel="external noopener noreferrer" target="_blank">{text}</a> }.into_any()
}

fn phone_text(phone: &Phone) -> String {
    let mut text = phone.display.clone();
    if let Some(extension) = &phone.extension {
        text = t_with(
            "record.extension",
            &[("phone", &text), ("extension", extension)],
        );
    }
    if phone.accepts_sms {
        text = t_with("record.sms", &[("phone", &text)]);
    }
    text
}

/// The lines of an address.
pub(super) fn address(record: &Record) -> Option<(String, AnyView)> {
    let part = |name: &str| record.text(&format!("address.{name}"));
    let town = ["postalCode", "city", "state"];
    let town: Vec<&str> = town.into_iter().filter_map(part).collect();
    let country = part("countryCode").map(country_text);
    let lines = [
        part("address1").map(str::to_owned),
        part("address2").map(str::to_owned),
        Some(town.join(" ")),
        country,
    ];
    let lines: Vec<_> = lines
        .into_iter()
        .flatten()
        .filter(|line| !line.is_empty())
        .map(|line| view! { <span class="facts__line">{line}</span> })
        .collect();
    (!lines.is_empty()).then(|| (t("record.address"), lines.into_any()))
}

fn country_text(code: &str) -> String {
    let is_region = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_region {
        region_name(&code.to_ascii_uppercase())
    } else {
        code.to_owned()
    }
}

/// When a record was made and changed.
pub(super) fn dates(record: &Record) -> [(String, AnyView); 2] {
    let date = |path| date_time(record.text(path).unwrap_or_default()).into_any();
    [
        (t("record.created"), date("createDate")),
        (t("record.modified"), date("modifyDate")),
    ]
}

/// Everything a record is found by.
pub(super) fn identifiers(record: &Record) -> Option<AnyView> {
    let rows: Vec<_> = record.identifiers().iter().map(identifier).collect();
    if rows.is_empty() {
        return None;
    }
    let names = [
        t("identifiers.kind"),
        t("identifiers.value"),
        t("identifiers.source"),
    ];
    let view = view! {
        <section class="section" aria-labelledby="identifiers-title">
            <h2 id="identifiers-title">{t("identifiers.title")}</h2>
            <p class="section__lead">{t("identifiers.lead")}</p>
            <TableFrame label=t("identifiers.title")>
                <table class="table">
                    <caption class="visually-hidden">{t("identifiers.title")}</caption>
                    {head(&names)}
                    <tbody>{rows}</tbody>
                </table>
            </TableFrame>
        </section>
    };
    Some(view.into_any())
}

fn identifier(identifier: &Identifier) -> AnyView {
    let Identifier {
        kind,
        value,
        source,
        template,
    } = identifier;
    let href = template.as_ref().map(|template| {
        let value: String = js_sys::encode_uri_component(value).into();
        template.replace("{{externalId.value}}", &value)
    });
    let value = match href.filter(|href| is_web_address(href)) {
        Some(href) => link(href, value.clone()),
        None => value.clone().into_any(),
    };
    let kind = match kind.as_str() {
        "ExternalId" => t("identifier.external_id"),
        "Email" => t("identifier.email"),
        "Phone" => t("identifier.phone"),
        "SocialWhatsapp" => t("identifier.whatsapp"),
        "SocialLine" => t("identifier.line"),
        "SocialTwitter" => t("identifier.twitter"),
        "SocialFacebook" => t("identifier.facebook"),
        "SocialInstagram" => t("identifier.instagram"),
        "SocialInstagramHandle" => t("identifier.instagram_handle"),
        "SocialWhatsappBsuid" => t("identifier.whatsapp_user"),
        "AppleOpaqueId" => t("identifier.apple"),
        "Cookie" => t("identifier.cookie"),
        other => other.to_owned(),
    };
    view! {
        <tr>
            <th scope="row">{kind}</th>
            <td class="table__key">{value}</td>
            <td>{source.clone()}</td>
        </tr>
    }
    .into_any()
}
