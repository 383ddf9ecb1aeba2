//! The import profile: a saved one, or the name of a new one.

use import_core::api::ImportSettings;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api;
use crate::components::form::{Choice, SelectField, TextField};
use crate::components::remote::{Remote, Source, failed};
use crate::i18n::t;
use crate::session::import::ImportSession;

/// The import profile.
#[component]
pub fn Profile(
    /// What is wrong with the name.
    error: Signal<Option<String>>,
    /// The one that was chosen, until it is applied: what is shown is still what was before.
    awaited: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let session = ImportSession::get();
    let profiles = Source::<Vec<ImportSettings>>::new();
    let ask = move || profiles.ask(api::profiles());
    ask();
    let choices = Signal::derive(move || {
        let mut choices = vec![Choice::new("", t("profile.new"))];
        if let Remote::Ready(profiles) = &*profiles.state.read() {
            choices.extend(profiles.iter().filter_map(|profile| {
                Some(Choice::new(profile.id?.to_string(), profile.name.clone()))
            }));
        }
        choices
    });
    let chosen = Memo::new(move |_| {
        session
            .choices
            .with(|choices| choices.profile.map(|id| id.to_string()).unwrap_or_default())
    });
    let problem = RwSignal::new(None::<String>);
    let choose = move |id: String| {
        let found = profiles.state.with_untracked(|profiles| match profiles {
            Remote::Ready(profiles) => profiles
                .iter()
                .find(|profile| profile.id.is_some_and(|of| of.to_string() == id))
                .cloned(),
            _ => None,
        });
        problem.set(None);
        let Some((profile, id)) = found.and_then(|profile| Some((profile.clone(), profile.id?)))
        else {
            awaited.set(None);
            return session.start_new_profile();
        };
        awaited.set(Some(id));
        spawn_local(async move {
            let found = api::mapping_of(id).send().await;
            // Another one may be chosen by now. In another language the page is another, and the choice the same.
            if awaited
                .try_get_untracked()
                .is_some_and(|awaited| awaited != Some(id))
            {
                return;
            }
            match found {
                Ok(found) => session.apply(profile, found.entities.into_iter().next()),
                Err(error) => drop(problem.try_set(Some(error.message()))),
            }
            awaited.try_set(None);
        });
    };
    let name = Signal::derive(move || session.choices.with(|choices| choices.name.clone()));
    let failure = move || match &*profiles.state.read() {
        Remote::Failed(error) => Some(failed(error, Some(Callback::new(move |()| ask())))),
        _ => None,
    };
    view! {
        <SelectField
            id="profile"
            label=t("profile.label")
            hint=t("profile.hint")
            choices
            value=chosen
            on_change=choose
            error=problem
        />
        <TextField
            id="profile-name"
            label=t("profile.name")
            limit=200
            value=name
            error=error
            on_input=move |name: String| session.choices.update(|choices| choices.name = name)
        />
        {failure}
    }
}
