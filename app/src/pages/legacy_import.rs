//! The legacy import: one screen to drop a file, see what is wrong with it and import it, and one that confirms what
//! became of it.

pub mod comparison;

use import_core::api::{Command, Phase};
use import_core::legacy;
use leptos::prelude::*;

use self::comparison::Comparison;
use super::import_file::drop_zone::DropZone;
use super::import_file::overview::{Overview, Refusal, keep_focus};
use super::import_file::recovery::Recovery;
use super::import_file::{Findings, HowRead, importable};
use super::import_settings::sending::Rows;
use super::import_settings::values::DivisionField;
use super::job::actions::Actions;
use super::job::problems::Problems;
use super::job::report::Reports;
use super::job::summary::Summary;
use super::job::undo::UndoLink;
use super::job::{Followed, Heading, followed, rows_removed, stage_view};
use crate::components::notice::{Notice, Tone};
use crate::components::page_title::PageTitle;
use crate::components::remote::failed;
use crate::i18n::{t, t_with};
use crate::session::import::ImportSession;
use crate::session::navigation::Navigation;
use crate::session::sending::Sending;
use crate::state::door::Door;
use crate::state::file::OpenFile;
use crate::state::job::Stage;
use crate::worker::messages::CheckSummary;

/// The screen for a file of the legacy layout.
#[component]
pub fn LegacyImport() -> impl IntoView {
    let session = ImportSession::get();
    session.enter(Door::Legacy);
    session.keep_draft();
    let of_file = move |is: fn(&OpenFile) -> bool| {
        Memo::new(move |_| session.file.with(|file| file.as_ref().is_some_and(is)))
    };
    let has_file = of_file(|_| true);
    let is_refused = of_file(OpenFile::is_refused);
    let is_whole = of_file(OpenFile::is_whole);
    let is_sending = Memo::new(move |_| session.sending.with(|sending| *sending != Sending::Idle));
    let is_checked = move || is_whole.get() && !is_refused.get() && !is_sending.get();
    let navigation = Navigation::get();
    Effect::new(move |_| {
        if let Sending::Done(job) = session.sending.get() {
            session.continues.set_value(Some(job.clone()));
            session.forget_draft();
            session.close();
            navigation.go(&format!("{}/{job}", Door::Legacy.page()));
        }
    });
    keep_focus(has_file, is_refused);
    view! {
        <div class="wizard">
            <PageTitle text=t("legacy.title") />
            <p class="wizard__lead">{t("legacy.lead")}</p>
            {move || match (has_file.get(), is_refused.get(), is_sending.get()) {
                (false, ..) => view! { <Recovery /> <DropZone /> <Layouts /> }.into_any(),
                (true, true, _) => view! { <Refusal /> <Layouts /> }.into_any(),
                (true, false, true) => view! { <Rows /> }.into_any(),
                (true, false, false) => view! {
                    <Overview />
                    {move || is_whole.get().then(|| view! { <LeftOut /> })}
                }
                .into_any(),
            }}
            {move || (!is_sending.get()).then(|| view! { <HowRead /> })}
            {move || is_checked().then(|| view! { <Findings /> <ImportBar /> })}
        </div>
    }
}

/// What the columns of a file are called.
#[component]
fn Layouts() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="layouts-title">
            <h2 id="layouts-title">{t("legacy.layouts")}</h2>
            <ul class="legacy-layouts">
                <li>{t("legacy.layout_contacts")}</li>
                <li>{t("legacy.layout_organizations")}</li>
                <li>{t("legacy.layout_names")}</li>
                <li>{t("legacy.layout_phones")}</li>
            </ul>
        </section>
    }
}

/// Which columns of the file are not imported.
#[component]
fn LeftOut() -> impl IntoView {
    let session = ImportSession::get();
    let names = Memo::new(move |_| {
        let headers: Vec<String> = session.file.with(|file| {
            let summary = file.as_ref().and_then(|file| file.summary.as_ref());
            let columns = summary.iter().flat_map(|summary| &summary.columns);
            columns.map(|column| column.header.clone()).collect()
        });
        legacy::left_out(&headers).join(&t("common.separator"))
    });
    move || {
        let names = names.get();
        (!names.is_empty()).then(|| {
            let text = t_with("legacy.left_out", &[("columns", &names)]);
            view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> }
        })
    }
}

#[component]
fn ImportBar() -> impl IntoView {
    let session = ImportSession::get();
    let is_ready = Memo::new(move |_| {
        session.check.with(|check| {
            let done = check.as_ref().filter(|check| check.is_done());
            done.is_some_and(|check| CheckSummary::importable(check) > 0)
        })
    });
    view! {
        <section class="section" aria-labelledby="division-title">
            <h2 id="division-title">{t("legacy.division")}</h2>
            <div class="field-grid"><DivisionField /></div>
        </section>
        <div class="action-bar">
            <p class="action-bar__text" id="import-reason">{move || importable()}</p>
            <button
                type="button"
                class="button button--primary"
                aria-describedby="import-reason"
                disabled=move || !is_ready.get()
                on:click=move |_| session.send()
            >
                {t("actions.import")}
            </button>
        </div>
    }
}

/// What became of a file, and how its rows compare with their records.
#[component]
pub fn LegacyJob(
    /// The job's id.
    id: String,
) -> impl IntoView {
    followed(Door::Legacy, id, |followed| {
        view! { <Shown followed /> }.into_any()
    })
}

#[component]
fn Shown(
    /// The job.
    followed: Followed,
) -> impl IntoView {
    let stage = followed.stage();
    go_on(followed);
    view! {
        <div class="wizard">
            <Heading followed />
            {move || followed.refusal().map(|error| failed(&error, None))}
            {move || stage_view(followed, stage.get(), ended)}
        </div>
    }
}

/// Whoever pressed *Import* has seen the check: the validation is not waited at. It is for whoever comes by the
/// address alone.
fn go_on(followed: Followed) {
    let session = ImportSession::get();
    let stage = followed.stage();
    Effect::new(move |_| {
        if stage.get() != Stage::Validated {
            return;
        }
        let id = followed.id().to_string();
        let is_own = session.continues.get_value().as_ref() == Some(&id);
        if is_own && followed.importable() > 0 {
            session.continues.set_value(None);
            followed.command(Command::Continue);
        }
    });
}

/// The confirmation, and the comparison below it.
fn ended(followed: Followed, stage: Stage) -> AnyView {
    let (tone, text) = match stage {
        Stage::Cancelled => (Tone::Warning, t("result.cancelled_import")),
        Stage::Failed => (
            Tone::Error,
            followed.details().map_or_else(
                || t("result.failed_text"),
                |details| t_with("result.failed_details", &[("details", &details)]),
            ),
        ),
        _ => (Tone::Success, t("legacy.done")),
    };
    let has_rows = !followed.rows_removed();
    view! {
        <Notice tone>
            <p>{text}</p>
            {has_rows.then(|| view! { <p><a href="#comparison">{t("legacy.to_comparison")}</a></p> })}
        </Notice>
        {rows_removed(followed)}
        <UndoLink followed />
        <Summary followed phase=Phase::Import />
        {has_rows.then(|| view! {
            <Reports followed phase=Phase::Import />
            <Problems followed phase=Phase::Import />
            <Comparison id=followed.id() />
        })}
        <Actions followed />
    }
    .into_any()
}
