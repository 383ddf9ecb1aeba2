//! What one can do about a job where it is.

use import_core::api::Command;
use leptos::prelude::*;

use super::Followed;
use super::undo::UndoImport;
use crate::i18n::{t, t_count};
use crate::session::import::ImportSession;
use crate::session::navigation::Navigation;
use crate::session::user::UserSession;
use crate::state::door::Door;
use crate::state::file::OpenFile;
use crate::state::job::{Stage, can_be_undone, is_final};

/// What one can do about a job where it is.
#[component]
pub fn Actions(
    /// The job.
    followed: Followed,
) -> impl IntoView {
    let may_edit = may_edit(followed);
    let actions = match followed.stage.get_untracked() {
        Stage::Waiting | Stage::Validating | Stage::Importing => running(followed, may_edit),
        Stage::Validated => validated(followed, may_edit),
        Stage::Failed | Stage::Completed | Stage::Cancelled => {
            let is_final = followed
                .job
                .with_untracked(|job| job.as_ref().is_none_or(is_final));
            if is_final {
                over(followed)
            } else {
                stopped(followed, may_edit)
            }
        }
    };
    view! { <div class="action-bar">{actions}</div> }
}

/// Whoever came by the other door needs nothing else.
fn may_edit(followed: Followed) -> bool {
    followed.door == Door::Legacy || UserSession::get().may("importJob:edit")
}

fn running(followed: Followed, may_edit: bool) -> AnyView {
    let hint = match followed.stage.get_untracked() {
        Stage::Importing if followed.is_undo() => t("undo.cancel_hint"),
        Stage::Importing => t("actions.cancel_import_hint"),
        _ => String::new(),
    };
    view! {
        <p class="action-bar__text">{hint}</p>
        {may_edit.then(|| button(followed, Command::Cancel, t("common.cancel"), "button"))}
    }
    .into_any()
}

fn validated(followed: Followed, may_edit: bool) -> AnyView {
    let importable = followed.importable();
    let session = ImportSession::get();
    let can_go_back = followed.door == Door::Profile
        && session
            .file
            .with_untracked(|file| file.as_ref().is_some_and(OpenFile::is_whole));
    let text = match (may_edit, importable) {
        (false, _) => t("actions.may_not"),
        (true, 0) => t("actions.nothing"),
        (true, rows) => t_count("actions.ready", rows),
    };
    let navigation = Navigation::get();
    let back = move |_| {
        // The rows are sent anew with other settings, so this job has no use any more.
        followed.command(Command::Cancel);
        navigation.go("/import/settings");
    };
    view! {
        {(can_go_back && may_edit).then(|| view! {
            <button type="button" class="button" disabled=move || followed.is_told() on:click=back>
                {t("common.back")}
            </button>
        })}
        <p class="action-bar__text" id="import-reason">{text}</p>
        {may_edit.then(|| button(followed, Command::Cancel, t("common.cancel"), "button"))}
        <button
            type="button"
            class="button button--primary"
            aria-describedby="import-reason"
            disabled=move || !may_edit || importable == 0 || followed.is_told()
            on:click=move |_| followed.command(Command::Continue)
        >
            {t("actions.import")}
        </button>
    }
    .into_any()
}

fn stopped(followed: Followed, may_edit: bool) -> AnyView {
    let hint = match followed.stage.get_untracked() {
        Stage::Completed => t("undo.retry_kept_hint"),
        _ if followed.is_undo() => t("undo.retry_hint"),
        _ => t("actions.retry_hint"),
    };
    // What is undone does not go on.
    let may_retry = may_edit
        && followed
            .job
            .with_untracked(|job| job.as_ref().is_some_and(|job| job.undone_by.is_none()));
    view! {
        <p class="action-bar__text">{may_retry.then_some(hint)}</p>
        {UserSession::get().may("importJob:viewAll").then(|| view! {
            <a class="button" href="/imports">{t("actions.history")}</a>
        })}
        {undo(followed)}
        {may_retry.then(|| button(followed, Command::Retry, t("common.retry"), "button button--primary"))}
    }
    .into_any()
}

/// Asks for the undo of an import, where there is something to undo.
fn undo(followed: Followed) -> Option<AnyView> {
    let can = followed
        .job
        .with_untracked(|job| job.as_ref().is_some_and(can_be_undone));
    (may_edit(followed) && can).then(|| view! { <UndoImport followed /> }.into_any())
}

fn over(followed: Followed) -> AnyView {
    let session = ImportSession::get();
    let navigation = Navigation::get();
    let another = move |_| {
        session.reset();
        navigation.go(followed.door.page());
    };
    view! {
        {undo(followed)}
        <a class="button" href="/contacts">{t("actions.directory")}</a>
        <button type="button" class="button button--primary" on:click=another>{t("actions.another")}</button>
    }
    .into_any()
}

fn button(followed: Followed, command: Command, text: String, class: &'static str) -> AnyView {
    view! {
        <button
            type="button"
            class=class
            disabled=move || followed.is_told()
            on:click=move |_| followed.command(command)
        >
            {text}
        </button>
    }
    .into_any()
}
