//! What the pages of a contact and of an organization have in common: lists of facts, identifiers.

use import_core::api::IdentifierEntity;
use import_core::columns::Field;
use import_core::record::{Address, IdentifierKind, PhoneNumber};
use leptos::prelude::*;

use super::import_settings::field_text;
use crate::components::data_table::{TableFrame, head};
use crate::i18n::{number, region_name, t, t_with};

/// Named facts, those that are there.
#[derive(Default)]
pub(super) struct Facts(Vec<(String, AnyView)>);

impl Facts {
    /// Adds a field's text.
    pub(super) fn text(&mut self, field: Field, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.0
                .push((field_text(field), value.to_owned().into_any()));
        }
    }

    /// Adds a fact under a name of its own.
    pub(super) fn named(&mut self, name: String, value: impl IntoAny) {
        self.0.push((name, value.into_any()));
    }

    /// Adds a phone number, with its extension and whether it takes text messages.
    pub(super) fn phone(&mut self, field: Field, phone: Option<&PhoneNumber>) {
        if let Some(phone) = phone {
            self.0
                .push((field_text(field), phone_text(phone).into_any()));
        }
    }

    /// Adds an e-mail address.
    pub(super) fn email(&mut self, field: Field, address: Option<&str>) {
        if let Some(address) = address {
            let href = format!("mailto:{address}");
            let link = view! { <a href=href rel="external">{address.to_owned()}</a> };
            self.0.push((field_text(field), link.into_any()));
        }
    }

    /// Adds a web address.
    pub(super) fn url(&mut self, field: Field, url: Option<&str>) {
        if let Some(url) = url {
            self.0.push((field_text(field), web_link(url)));
        }
    }

    /// Adds a number.
    pub(super) fn number(&mut self, field: Field, value: Option<i64>) {
        if let Some(value) = value {
            let text = u64::try_from(value).map_or_else(|_| value.to_string(), number);
            self.0.push((field_text(field), text.into_any()));
        }
    }

    /// Adds the lines of an address.
    pub(super) fn address(&mut self, address: &Address) {
        let town = [&address.postal_code, &address.city, &address.state];
        let town: Vec<&str> = town.into_iter().flatten().map(String::as_str).collect();
        let country = address.country_code.as_deref().map(country_text);
        let lines = [
            address.address1.clone(),
            address.address2.clone(),
            Some(town.join(" ")),
            country,
        ];
        let lines: Vec<_> = lines
            .into_iter()
            .flatten()
            .filter(|line| !line.is_empty())
            .map(|line| view! { <span class="facts__line">{line}</span> })
            .collect();
        if !lines.is_empty() {
            self.0.push((t("record.address"), lines.into_any()));
        }
    }

    /// The section that shows them; nothing where there is no fact.
    pub(super) fn section(self, id: &'static str, title: String) -> Option<AnyView> {
        if self.0.is_empty() {
            return None;
        }
        let facts: Vec<_> = self
            .0
            .into_iter()
            .map(|(name, value)| view! { <div class="facts__fact"><dt>{name}</dt><dd>{value}</dd></div> })
            .collect();
        let view = view! {
            <section class="section panel" aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <dl class="facts">{facts}</dl>
            </section>
        };
        Some(view.into_any())
    }
}

fn country_text(code: &str) -> String {
    let is_region = code.len() == 2 && code.chars().all(|c| c.is_ascii_alphabetic());
    if is_region {
        region_name(&code.to_ascii_uppercase())
    } else {
        code.to_owned()
    }
}

/// A phone number with its extension and whether it takes text messages.
pub(super) fn phone_text(phone: &PhoneNumber) -> String {
    let mut text = phone.display.clone();
    if let Some(extension) = phone.extension {
        text = t_with(
            "record.extension",
            &[("phone", &text), ("extension", &extension.to_string())],
        );
    }
    if phone.accepts_sms == Some(true) {
        text = t_with("record.sms", &[("phone", &text)]);
    }
    text
}

/// A link to another site; a text where it is none.
pub(super) fn web_link(url: &str) -> AnyView {
    let url = url.to_owned();
    if url.starts_with("https://") || url.starts_with("http://") {
        let href = url.clone();
        view! { <a href=href rel="external noopener noreferrer" target="_blank">{url}</a> }
            .into_any()
    } else {
        url.into_any()
    }
}

/// Everything a record is found by.
pub(super) fn identifiers(identifiers: &[IdentifierEntity]) -> Option<AnyView> {
    if identifiers.is_empty() {
        return None;
    }
    let rows: Vec<_> = identifiers.iter().map(identifier).collect();
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

fn identifier(identifier: &IdentifierEntity) -> AnyView {
    let source = identifier.external_source.as_ref();
    let link = source
        .and_then(|source| source.link_configuration.as_ref())
        .map(|link| {
            let value: String = js_sys::encode_uri_component(&identifier.value).into();
            link.uri_template.replace("{{externalId.value}}", &value)
        })
        .filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    let value = identifier.value.clone();
    let value = match link {
        Some(link) => view! {
            <a href=link rel="external noopener noreferrer" target="_blank">{value}</a>
        }
        .into_any(),
        None => value.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{kind_text(identifier.kind)}</th>
            <td class="table__key">{value}</td>
            <td>{source.map(|source| source.name.clone())}</td>
        </tr>
    }
    .into_any()
}

fn kind_text(kind: IdentifierKind) -> String {
    match kind {
        IdentifierKind::ExternalId => t("identifier.external_id"),
        IdentifierKind::Email => t("identifier.email"),
        IdentifierKind::Phone => t("identifier.phone"),
        IdentifierKind::SocialWhatsapp => t("identifier.whatsapp"),
        IdentifierKind::SocialLine => t("identifier.line"),
        IdentifierKind::SocialTwitter => t("identifier.twitter"),
        IdentifierKind::SocialFacebook => t("identifier.facebook"),
        IdentifierKind::SocialInstagram => t("identifier.instagram"),
    }
}
