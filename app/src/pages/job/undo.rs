//! Undoing an import: asking for it, and what came of it.

use import_core::api::{KeptReason, RecordKind, UndoAction, UndoneRecord};
use leptos::prelude::*;

use super::Followed;
use super::report::on_this_server;
use crate::api;
use crate::components::counts::BigNumber;
use crate::components::data_table::{TableFrame, head};
use crate::components::growing::Growing;
use crate::components::icon::{Icon, Shape};
use crate::components::modal::Modal;
use crate::components::notice::{Notice, Tone};
use crate::i18n::t;
use crate::session::navigation::Navigation;

/// A button that undoes an import, after a dialog has said what that means.
#[component]
pub fn UndoImport(
    /// The import.
    followed: Followed,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let navigation = Navigation::get();
    let undo = move || {
        is_open.set(false);
        followed.refusal.set(None);
        let door = followed.door;
        api::undo(door, followed.id()).send_to(move |answer| match answer {
            Ok(made) => navigation.go(&format!("{}/{}", door.page(), made.job.id)),
            Err(error) => followed.refusal.set(Some(error)),
        });
    };
    let content = move || {
        view! {
            <div class="stack">
                <p>{t("undo.confirm_text")}</p>
                <ul>
                    <li>{t("undo.confirm_removed")}</li>
                    <li>{t("undo.confirm_restored")}</li>
                    <li>{t("undo.confirm_separated")}</li>
                    <li>{t("undo.confirm_kept")}</li>
                </ul>
                <p>{t("undo.confirm_once")}</p>
                <div class="action-row">
                    <button type="button" class="button" on:click=move |_| is_open.set(false)>
                        {t("undo.leave")}
                    </button>
                    <button type="button" class="button button--primary" on:click=move |_| undo()>
                        {t("undo.confirm")}
                    </button>
                </div>
            </div>
        }
    };
    view! {
        <button type="button" class="button" on:click=move |_| is_open.set(true)>{t("undo.ask")}</button>
        <Modal id="undo-dialog" title=t("undo.confirm_title") is_open content />
    }
}

/// That an import is undone, with a link there; or which import an undo undoes.
#[component]
pub fn UndoLink(
    /// The job.
    followed: Followed,
) -> impl IntoView {
    let job = followed.job.get_untracked();
    let link = |id: &str, tone: Tone, text: String, link: String| {
        let address = format!("{}/{id}", followed.door.page());
        view! {
            <Notice tone>
                <p>{text}" "<a href=address>{link}</a></p>
            </Notice>
        }
        .into_any()
    };
    let tied = job.map(|job| (job.undone_by, job.undoes));
    match tied.unwrap_or_default() {
        (Some(undo), _) => link(
            &undo.id,
            Tone::Warning,
            t("undo.is_undone"),
            t("undo.to_undo"),
        ),
        (None, Some(import)) => link(
            &import.id,
            Tone::Info,
            t("undo.is_undo"),
            t("undo.to_import"),
        ),
        (None, None) => ().into_any(),
    }
}

/// What an undo did, and what it left.
#[component]
pub fn UndoResult(
    /// The undo.
    followed: Followed,
) -> impl IntoView {
    let job = followed.job.get_untracked();
    let counts = job.as_ref().and_then(|job| job.undo).unwrap_or_default();
    let report = job.and_then(|job| job.metadata.import_report_download_url);
    let report = report.map(|url| on_this_server(&url).to_owned());
    let tone = |value: u64, tone: &'static str| if value == 0 { "plain" } else { tone };
    let number = |label: &str, value: u64, of: &'static str| {
        view! { <BigNumber label=t(label) value tone=tone(value, of) /> }
    };
    view! {
        <section class="section" aria-labelledby="summary-title">
            <h2 id="summary-title">{t("undo.result")}</h2>
            <dl class="big-numbers">
                {number("undo.removed", counts.removed, "good")}
                {number("undo.restored", counts.restored, "good")}
                {number("undo.separated", counts.separated, "good")}
                {number("undo.kept", counts.kept, "bad")}
            </dl>
        </section>
        {report.map(|url| view! {
            <div class="action-row">
                <a class="button button--small" href=url download="" rel="external">
                    <Icon shape=Shape::Download />
                    {t("undo.report")}
                </a>
            </div>
        })}
        {(counts.kept > 0 && !followed.rows_removed()).then(|| view! { <Kept followed /> })}
    }
}

/// The records that were left as they are.
#[component]
fn Kept(
    /// The undo.
    followed: Followed,
) -> impl IntoView {
    let (door, id) = (followed.door, followed.id());
    let kept = Growing::new(move |next| api::undone(door, id, UndoAction::Kept, next));
    kept.restart();
    view! {
        <section class="section" aria-labelledby="kept-title">
            <h2 id="kept-title">{t("undo.kept_title")}</h2>
            {kept.view(table)}
        </section>
    }
}

fn table(kept: &[UndoneRecord]) -> AnyView {
    let rows: Vec<_> = kept.iter().map(row).collect();
    let names = [t("undo.record"), t("undo.kind"), t("undo.reason")];
    view! {
        <TableFrame label=t("undo.kept_title")>
            <table class="table">
                <caption class="visually-hidden">{t("undo.kept_title")}</caption>
                {head(&names)}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}

fn row(record: &UndoneRecord) -> AnyView {
    let (folder, kind) = match record.kind {
        RecordKind::Contact => ("contacts", t("undo.contact")),
        RecordKind::Organization => ("organizations", t("undo.organization")),
    };
    let reason = match record.reason {
        Some(KeptReason::Tied) => t("undo.tied"),
        Some(KeptReason::InUse) => t("undo.in_use"),
        Some(KeptReason::IdTaken) => t("undo.id_taken"),
        Some(KeptReason::Changed) | None => t("undo.changed"),
    };
    let name = record.name.clone().unwrap_or_else(|| t("record.nameless"));
    let address = format!("/{folder}/{}", record.id);
    view! {
        <tr>
            <th scope="row"><a href=address>{name}</a></th>
            <td>{kind}</td>
            <td>{reason}</td>
        </tr>
    }
    .into_any()
}
