//! Import profiles: the saved choices of imports. They are made in the import itself.

use import_core::api::ImportSettings;
use import_core::columns::Field;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::list::{Kind, List};
use super::sending::Sending;
use crate::api;
use crate::components::form::TextField;
use crate::components::icon::Shape;
use crate::i18n::{number, t};
use crate::pages::import_settings::criteria::criterion_text;
use crate::pages::import_settings::target_options::field_text;
use crate::session::import::ImportSession;
use crate::session::navigation::Navigation;
use crate::session::user::UserSession;
use crate::state::door::Door;
use crate::state::route::{IMPORT, Section};

/// The import profiles.
#[component]
pub fn Profiles() -> impl IntoView {
    List::new(Kind {
        texts: Section::Profiles.texts(),
        shape: Shape::File,
        columns: &[
            "admin.name",
            "admin.profiles.criteria",
            "admin.profiles.fields",
        ],
        ask: api::profiles_page,
        cells: |profile: &ImportSettings| {
            let fields = profile.import_fields.iter();
            let imported = fields.filter(|field| field.included).count();
            vec![
                profile.name.clone(),
                criteria(profile),
                number(imported as u64),
            ]
        },
        may_add: false,
    })
    .view(form)
}

fn criteria(profile: &ImportSettings) -> String {
    let criteria = profile.matching_criteria.iter();
    let criteria: Vec<String> = criteria.map(|one| criterion_text(*one)).collect();
    if criteria.is_empty() {
        t("admin.profiles.external_id")
    } else {
        criteria.join(&t("common.separator"))
    }
}

fn form(list: List<ImportSettings>, profile: Option<ImportSettings>) -> AnyView {
    // None is made here, so there always is one.
    let Some(profile) = profile else {
        return ().into_any();
    };
    let session = UserSession::get();
    let name = RwSignal::new(profile.name.clone());
    let sending = Sending::new();
    let merge = t(if profile.merge_contacts {
        "merge.all"
    } else {
        "merge.first"
    });
    let facts = [
        (t("admin.profiles.criteria"), criteria(&profile)),
        (t("settings.merge"), merge),
        (t("admin.profiles.ticked"), field_names(&profile)),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(name, value)| view! { <div class="facts__fact"><dt>{name}</dt><dd>{value}</dd></div> })
        .collect();
    let id = profile.id;
    let profile = StoredValue::new(profile);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let renamed = ImportSettings {
            name: name.get_untracked(),
            ..profile.get_value()
        };
        sending.send(api::save_profile(&renamed), move |_| list.changed());
    };
    let remove = move || {
        if let Some(id) = id {
            sending.send(api::delete_profile(id), move |()| list.changed());
        }
    };
    let navigation = Navigation::get();
    let open = move || {
        let Some(id) = id else { return };
        sending.send(api::mapping_of(id), move |mapping| {
            let import = ImportSession::get();
            import.enter(Door::Profile);
            import.apply(profile.get_value(), mapping.entities.into_iter().next());
            navigation.go(Door::Profile.page());
        });
    };
    view! {
        <form class="stack" on:submit=save>
            {sending.notice()}
            <TextField
                id="profile-name"
                label=t("admin.name")
                limit=200
                value=name
                on_input=move |value| name.set(value)
            />
            <dl class="facts">{facts}</dl>
            <div class="admin-actions">
                {session.may("importSettings:edit").then(|| sending.submit(t("admin.save")))}
                {session.may(IMPORT).then(|| sending.button(t("admin.profiles.open"), open))}
                {session.may("importSettings:delete").then(|| sending.remove(remove))}
            </div>
        </form>
    }
    .into_any()
}

fn field_names(profile: &ImportSettings) -> String {
    let fields = profile.import_fields.iter();
    let fields = fields.filter(|field| field.included);
    let names = fields.map(|field| {
        let known = Field::by_name(&field.name);
        known.map_or_else(|| field.name.clone(), field_text)
    });
    names.collect::<Vec<_>>().join(&t("common.separator"))
}
