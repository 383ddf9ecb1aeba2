//! The chosen file in a line, or why it cannot be imported.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::drop_zone::FileButton;
use super::fixing::drop::DropQuestion;
use crate::components::icon::{Icon, Shape};
use crate::components::notice::{Notice, Tone};
use crate::components::problem_table::{expected, found, title};
use crate::i18n::{bytes, t, t_count, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::state::file::OpenFile;

/// Whoever chose a file, or let go of one, had the focus on a button that is gone with what was shown before: it goes
/// to what tells of the file now.
pub fn keep_focus(has_file: Memo<bool>, is_refused: Memo<bool>) {
    Effect::new(move |before: Option<(bool, bool)>| {
        let now = (has_file.get(), is_refused.get());
        if before.is_some_and(|before| before != now) {
            request_animation_frame(move || {
                take_focus(match now {
                    (false, _) => "h1",
                    (true, true) => ".refusal__title",
                    (true, false) => ".file-line__name",
                });
            });
        }
        now
    });
}

/// Gives the focus to the first element that a selector finds, where nothing else has it.
pub(super) fn take_focus(selector: &str) {
    let document = document();
    let body = document.body().map(JsCast::unchecked_into);
    if document.active_element() != body {
        return;
    }
    let found = document.query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // An element with a tabindex can always take the focus.
        let _ = element.focus();
    }
}

/// The chosen file in a line: name, size, rows, columns.
#[component]
pub fn Overview() -> impl IntoView {
    let session = ImportSession::get();
    let name = move || {
        session
            .file
            .with(|file| file.as_ref().map(|file| file.name.clone()))
    };
    let facts = move || {
        session.file.with(|file| {
            let Some(file) = file else { return Vec::new() };
            let mut facts = vec![bytes(file.size)];
            if let Some(summary) = &file.summary {
                if let Some(counts) = summary.counts {
                    facts.push(t_count("file.rows", counts.rows as u64));
                    facts.push(t_count("file.blank", counts.blank));
                }
                facts.push(t_count("file.columns", summary.columns.len() as u64));
            }
            facts
        })
    };
    let facts = move || {
        let facts = facts().into_iter().map(|fact| view! { <li>{fact}</li> });
        facts.collect::<Vec<_>>()
    };
    let is_busy = Memo::new(move |_| {
        let is_reading = session
            .file
            .with(|file| file.as_ref().is_some_and(|file| !file.is_whole()));
        is_reading
            || session.check.with(|check| {
                let check = check.as_ref();
                check.is_some_and(|check| !check.is_done())
            })
    });
    let warnings = move || {
        session.file.with(|file| {
            let warnings: Vec<_> = file
                .as_ref()?
                .problems()
                .filter(|problem| !problem.is_error())
                .map(|problem| view! { <li>{found(problem)} " " {expected(problem)}</li> })
                .collect();
            (!warnings.is_empty())
                .then(|| view! { <Notice tone=Tone::Warning><ul>{warnings}</ul></Notice> })
        })
    };
    let question = DropQuestion::of_cancelling();
    view! {
        {question.view()}
        <div class="file-line panel">
            <span class="file-line__icon"><Icon shape=Shape::File /></span>
            <div class="file-line__text">
                <p class="file-line__name" tabindex="-1">{name}</p>
                <ul class="file-line__facts">{facts}</ul>
            </div>
            {move || is_busy.get().then(|| view! {
                <button type="button" class="button button--small" on:click=move |_| cancel(question)>
                    {t("common.cancel")}
                </button>
            })}
            <FileButton label=t("file.other") class="button button--small" />
        </div>
        {warnings}
    }
}

/// Ends reading or checking with the worker that does it; after the question where fixes go with the file.
fn cancel(question: DropQuestion) {
    let session = ImportSession::get();
    // What is still being brought back stays where it is kept.
    if session.is_bringing_back() {
        return let_go();
    }
    question.ask(move || {
        session.forget_draft();
        let_go();
    });
}

fn let_go() {
    ImportSession::get().close();
    Announcer::get().say(t("file.cancelled"));
}

/// Why the file cannot be imported, alone, and what to do.
#[component]
pub fn Refusal() -> impl IntoView {
    let session = ImportSession::get();
    let reasons = move || {
        session.file.with(|file| {
            let Some(file) = file else { return Vec::new() };
            let mut reasons: Vec<_> = file
                .refusal
                .iter()
                .map(|problem| reason(title(problem.code), found(problem), expected(problem)))
                .collect();
            if file.is_crashed {
                reasons.push(reason(
                    t("file.crashed"),
                    t("file.crashed_found"),
                    t("file.crashed_expected"),
                ));
            }
            reasons
        })
    };
    let has_reading = Memo::new(move |_| {
        session
            .file
            .with(|file| file.as_ref().is_some_and(OpenFile::has_reading))
    });
    let name = move || {
        let name = session
            .file
            .with(|file| file.as_ref().map(|file| file.name.clone()));
        t_with("file.refused", &[("name", &name.unwrap_or_default())])
    };
    view! {
        <div class="refusal">
            <h2 class="refusal__title" tabindex="-1">{name}</h2>
            <Notice tone=Tone::Error>
                {reasons}
                {move || has_reading.get().then(|| view! { <p>{t("file.refused_reading")}</p> })}
            </Notice>
            <FileButton label=t("file.choose_other") class="button button--primary" />
        </div>
    }
}

fn reason(title: String, found: String, expected: String) -> AnyView {
    view! {
        <p class="notice__title">{title}</p>
        <p>{found}</p>
        <p>{expected}</p>
    }
    .into_any()
}
