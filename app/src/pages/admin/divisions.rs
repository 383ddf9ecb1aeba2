//! Divisions.

use import_core::api::Division;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::list::{Kind, List};
use super::sending::Sending;
use crate::api;
use crate::components::form::TextField;
use crate::components::icon::Shape;
use crate::i18n::t;
use crate::session::user::UserSession;
use crate::state::route::Section;

/// The divisions.
#[component]
pub fn Divisions() -> impl IntoView {
    List::new(Kind {
        texts: Section::Divisions.texts(),
        shape: Shape::Building,
        columns: &["admin.name"],
        ask: api::divisions_page,
        cells: |division: &Division| vec![division.name.clone()],
        may_add: UserSession::get().may("authorization:division:add"),
    })
    .view(form)
}

fn form(list: List<Division>, division: Option<Division>) -> AnyView {
    let session = UserSession::get();
    let id = division.as_ref().map(|division| division.id.clone());
    let name = RwSignal::new(division.map(|division| division.name).unwrap_or_default());
    let sending = Sending::new();
    let kept = StoredValue::new(id.clone().unwrap_or_default());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let division = Division {
            id: kept.get_value(),
            name: name.get_untracked(),
            self_uri: None,
        };
        sending.send(api::save_division(&division), move |_| list.changed());
    };
    let remove = move || {
        let call = api::delete_division(&kept.get_value());
        sending.send(call, move |()| list.changed());
    };
    let may_save = id.is_none() || session.may("authorization:division:edit");
    let may_remove = id.is_some() && session.may("authorization:division:delete");
    view! {
        <form class="stack" on:submit=save>
            {sending.notice()}
            <TextField
                id="division-name"
                label=t("admin.name")
                limit=200
                value=name
                on_input=move |value| name.set(value)
            />
            <div class="admin-actions">
                {may_save.then(|| sending.submit(t("admin.save")))}
                {may_remove.then(|| sending.remove(remove))}
            </div>
        </form>
    }
    .into_any()
}
