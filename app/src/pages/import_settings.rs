//! The second step of an import: profile, source, matching, fields.

pub mod advice;
pub mod column_filters;
pub mod column_preview;
pub mod column_row;
pub mod criteria;
pub mod drift;
pub mod fields;
pub mod format_choice;
pub mod merge_mode;
pub mod new_field;
pub mod offers;
pub mod policy;
pub mod profile;
pub mod sending;
pub mod source;
pub mod target_options;
pub mod values;

pub use self::target_options::field_text;

use leptos::prelude::*;

use self::criteria::Criteria;
use self::drift::DriftSection;
use self::fields::Fields;
use self::merge_mode::MergeMode;
use self::profile::Profile;
use self::sending::SendingPanel;
use self::source::Source;
use self::values::Values;
use super::import_file::CheckLine;
use super::import_file::overlooked::Overlooked;
use super::import_file::problem_groups::ProblemGroups;
use crate::components::notice::{Notice, Tone};
use crate::components::page_title::PageTitle;
use crate::components::remote::{Remote, failed, loading};
use crate::components::stepper::{Step, Stepper};
use crate::i18n::{t, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::session::navigation::{Navigation, Redirect};
use crate::session::sending::Sending;
use crate::state::choices::{Blocker, Choices, ColumnChoice};
use crate::state::door::Door;

/// The second step of an import.
#[component]
pub fn ImportSettingsPage() -> impl IntoView {
    let session = ImportSession::get();
    session.enter(Door::Profile);
    session.keep_draft();
    let is_ready = Memo::new(move |_| {
        session.file.with(|file| {
            file.as_ref()
                .is_some_and(|file| file.is_whole() && !file.is_refused())
        })
    });
    let is_sending = Memo::new(move |_| session.sending.with(|sending| *sending != Sending::Idle));
    let ask_schemas = Callback::new(move |()| session.ask_schemas());
    let navigation = Navigation::get();
    Effect::new(move |_| {
        if let Sending::Done(job) = session.sending.get() {
            // The job has the rows now; the file is kept, so that one can come back from its validation.
            session.sending.set(Sending::Idle);
            session.forget_draft();
            navigation.go(&format!("/import/{job}"));
        }
    });
    view! {
        <div class="wizard">
            {move || match (is_ready.get(), is_sending.get()) {
                // After a reload there is no file any more.
                (false, _) => view! { <Redirect path="/import".to_owned() /> }.into_any(),
                (true, true) => view! { <SendingPanel /> }.into_any(),
                (true, false) => match session.schemas.get() {
                    Remote::Loading => loading(),
                    Remote::Failed(error) => failed(&error, Some(ask_schemas)),
                    Remote::Ready(()) => view! { <Settings /> }.into_any(),
                },
            }}
        </div>
    }
}

#[component]
fn Settings() -> impl IntoView {
    let session = ImportSession::get();
    // Errors are shown once one has tried to go on: an empty form has no fault yet.
    let shows_errors = RwSignal::new(false);
    let blockers = Memo::new(move |_| session.choices.with(Choices::blockers));
    let error = move |blocker: Blocker| {
        Signal::derive(move || {
            let is_wrong = shows_errors.get() && blockers.with(|found| found.contains(&blocker));
            is_wrong.then(|| blocker_text(blocker))
        })
    };
    // This one is said where it is, at the columns.
    let is_ambiguous =
        Memo::new(move |_| blockers.with(|found| found.contains(&Blocker::FieldTwice)));
    let locked = Memo::new(move |_| session.lacks_to_save().map(locked_text));
    let awaited = RwSignal::new(None);
    let next = move |_| {
        let found = blockers.get_untracked();
        let Some(first) = found.first() else {
            let Some(text) = locked.get_untracked() else {
                return session.send();
            };
            Announcer::get().say(text);
            return focus("profile");
        };
        shows_errors.set(true);
        Announcer::get().say(blocker_text(*first));
        focus(blocker_place(*first));
    };
    view! {
        <PageTitle text=t("settings.title") />
        <Stepper current=Step::Settings />
        <section class="section" aria-labelledby="profile-title">
            <h2 id="profile-title">{t("settings.profile")}</h2>
            <div class="field-grid">
                <Profile error=error(Blocker::NameMissing) awaited />
                <Source error=error(Blocker::SourceMissing) />
            </div>
            {move || locked.get().map(|text| view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> })}
        </section>
        <DriftSection />
        <section class="section" aria-labelledby="match-title">
            <h2 id="match-title">{t("settings.match")}</h2>
            <Criteria />
        </section>
        <section class="section" aria-labelledby="merge-title">
            <h2 id="merge-title">{t("settings.merge")}</h2>
            <MergeMode />
        </section>
        <section class="section" aria-labelledby="values-title">
            <h2 id="values-title">{t("settings.values")}</h2>
            <Values />
        </section>
        <section class="section" aria-labelledby="fields-title">
            <h2 id="fields-title" tabindex="-1">{t("settings.fields")}</h2>
            <Fields error=error(Blocker::NothingTicked) />
        </section>
        <section class="section" aria-labelledby="found-title">
            <h2 id="found-title" tabindex="-1">{t("check.title")}</h2>
            <Overlooked />
            <ProblemGroups />
        </section>
        <div class="action-bar">
            <a class="button" href="/import">{t("common.back")}</a>
            <CheckLine />
            <button
                type="button"
                class="button button--primary"
                disabled=move || is_ambiguous.get() || awaited.get().is_some()
                on:click=next
            >
                {t("common.next")}
            </button>
        </div>
    }
}

/// Why what is chosen cannot be saved, for want of a permission.
fn locked_text(lacking: &str) -> String {
    let session = ImportSession::get();
    let is_new = session
        .choices
        .with_untracked(|choices| choices.profile.is_none());
    let permission = t(&format!("permission.{lacking}"));
    let values = [("permission", permission.as_str())];
    if is_new {
        t_with("profile.not_created", &values)
    } else {
        t_with("profile.locked", &values)
    }
}

fn blocker_text(blocker: Blocker) -> String {
    match blocker {
        Blocker::NameMissing => t("blocker.name"),
        Blocker::SourceMissing => t("blocker.source"),
        Blocker::DriftOpen => t("blocker.drift"),
        Blocker::FieldTwice => t("blocker.twice"),
        Blocker::FormatMissing => t("blocker.format"),
        Blocker::NothingTicked => t("blocker.nothing"),
    }
}

fn blocker_place(blocker: Blocker) -> &'static str {
    match blocker {
        Blocker::NameMissing => "profile-name",
        Blocker::SourceMissing => "source",
        Blocker::DriftOpen => "drift-title",
        Blocker::FieldTwice | Blocker::FormatMissing | Blocker::NothingTicked => "fields-title",
    }
}

/// What a column is called.
pub fn column_name(column: &ColumnChoice) -> String {
    if column.header.is_empty() {
        t("file.nameless")
    } else {
        column.header.clone()
    }
}

/// Moves the focus to the element of this id, if there is one.
fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = document().get_element_by_id(id);
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}
