//! The custom fields of a contact or an organization.

use import_core::api::{DataSchema, WholeListing};
use import_core::columns::Subject;
use leptos::prelude::*;

use super::{Panel, shown};
use crate::api;
use crate::components::remote::{Remote, Source};
use crate::i18n::t;
use crate::session::user::UserSession;
use crate::state::record::Record;
use crate::state::schema::known_schema;

/// A panel of the custom fields that a record has. Their titles come from the schema; who may not see that, or as long
/// as it is not there, sees their keys.
#[component]
pub fn CustomFieldsPanel(
    /// What the record is.
    subject: Subject,
    /// The record.
    record: Record,
) -> impl IntoView {
    let schema = Source::<WholeListing<DataSchema>>::new();
    let has_fields = !record.custom_fields(None).is_empty();
    if has_fields && UserSession::get().may("customFields:view") {
        schema.ask(api::schema(subject));
    }
    move || {
        let known = match &*schema.state.read() {
            Remote::Ready(listing) => listing.entities.first().map(known_schema),
            Remote::Loading | Remote::Failed(_) => None,
        };
        let known = known.and_then(Result::ok);
        let facts = record.custom_fields(known.as_ref()).into_iter();
        let facts = facts.map(|(title, values)| {
            let lines: Vec<_> = values
                .into_iter()
                .map(|value| view! { <span class="facts__line">{shown(value)}</span> })
                .collect();
            (title, lines.into_any())
        });
        Panel::new("custom-title", t("record.custom"))
            .facts(facts)
            .view()
    }
}
