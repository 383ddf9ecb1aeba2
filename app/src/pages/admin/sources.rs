//! External sources.

use import_core::api::ExternalSource;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::list::{Kind, List};
use super::sending::Sending;
use crate::api;
use crate::components::icon::Shape;
use crate::i18n::t;
use crate::pages::import_settings::source::{SourceDraft, source_fields};
use crate::session::user::UserSession;
use crate::state::route::Section;

/// The external sources.
#[component]
pub fn Sources() -> impl IntoView {
    List::new(Kind {
        texts: Section::Sources.texts(),
        shape: Shape::Building,
        columns: &[
            "admin.name",
            "admin.sources.template",
            "admin.sources.state",
        ],
        ask: api::sources_page,
        cells: |source: &ExternalSource| {
            let link = source.link_configuration.as_ref();
            let state = if source.active {
                "admin.sources.active"
            } else {
                "admin.sources.inactive"
            };
            vec![
                source.name.clone(),
                link.map(|link| link.uri_template.clone())
                    .unwrap_or_default(),
                t(state),
            ]
        },
        may_add: UserSession::get().may("externalSource:add"),
    })
    .view(form)
}

fn form(list: List<ExternalSource>, source: Option<ExternalSource>) -> AnyView {
    let session = UserSession::get();
    let draft = SourceDraft::of(source.as_ref());
    let is_active = source.as_ref().is_none_or(|source| source.active);
    let id = source.and_then(|source| source.id);
    let sending = Sending::new();
    let save = move |active: bool| match draft.read(id, active) {
        Ok(source) => sending.send(api::save_source(&source), move |_| list.changed()),
        Err(text) => sending.refuse(text),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save(is_active);
    };
    let remove = move || {
        if let Some(id) = id {
            sending.send(api::delete_source(id), move |()| list.changed());
        }
    };
    let may_save = id.is_none() || session.may("externalSource:edit");
    let may_switch = id.is_some() && session.may("externalSource:edit");
    let may_remove = id.is_some() && session.may("externalSource:delete");
    let switch = if is_active {
        t("admin.sources.deactivate")
    } else {
        t("admin.sources.activate")
    };
    view! {
        <form class="stack" on:submit=submit>
            {sending.notice()}
            {source_fields(draft)}
            <div class="admin-actions">
                {may_save.then(|| sending.submit(t("admin.save")))}
                {may_switch.then(|| sending.button(switch, move || save(!is_active)))}
                {may_remove.then(|| sending.remove(remove))}
            </div>
        </form>
    }
    .into_any()
}
