//! The list of fixes: what was changed, with undo, redo and taking back.

use import_core::fixing::Fixes;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::focus::rescue;
use super::texts::fix_text;
use crate::i18n::{t, t_count, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;

/// How many fixes are listed, the latest first.
const LISTED: usize = 50;

/// The fixes, once there was one.
#[component]
pub fn FixList() -> impl IntoView {
    let session = ImportSession::get();
    let keys = window_event_listener(ev::keydown, move |event| hear_keys(session, &event));
    on_cleanup(move || keys.remove());
    let is_used = Memo::new(move |_| {
        session
            .fixes
            .with(|fixes| fixes.can_undo() || fixes.can_redo())
    });
    move || is_used.get().then(|| view! { <Panel /> })
}

#[component]
fn Panel() -> impl IntoView {
    let session = ImportSession::get();
    let can_undo = Memo::new(move |_| session.fixes.with(Fixes::can_undo));
    let can_redo = Memo::new(move |_| session.fixes.with(Fixes::can_redo));
    // A fix keeps its place and text, whatever is behind it.
    let listed = move || {
        session.fixes.with(|fixes| {
            let fixes = fixes.list().iter().enumerate().rev().take(LISTED);
            fixes
                .map(|(at, fix)| (at, fix_text(fix)))
                .collect::<Vec<_>>()
        })
    };
    let earlier = move || {
        let count = session.fixes.with(|fixes| fixes.list().len());
        let earlier = count.checked_sub(LISTED).filter(|earlier| *earlier > 0)?;
        Some(view! { <p class="field__hint">{t_count("fixes.earlier", earlier as u64)}</p> })
    };
    let is_empty = Memo::new(move |_| session.fixes.with(|fixes| fixes.list().is_empty()));
    view! {
        <section class="fix-list panel" aria-labelledby="fixes-title">
            <header class="fix-list__header">
                <h3 id="fixes-title" tabindex="-1">{t("fixes.title")}</h3>
                // One that does nothing any more keeps the focus: it would be lost with a disabled one.
                <button
                    type="button"
                    class="button button--small"
                    aria-disabled=move || (!can_undo.get()).then_some("true")
                    on:click=move |_| undo(session)
                >
                    {t("fixes.undo")}
                </button>
                <button
                    type="button"
                    class="button button--small"
                    aria-disabled=move || (!can_redo.get()).then_some("true")
                    on:click=move |_| redo(session)
                >
                    {t("fixes.redo")}
                </button>
            </header>
            <p class="field__hint">{t("fixes.hint")}</p>
            {move || is_empty.get().then(|| view! { <p>{t("fixes.none")}</p> })}
            <ol class="fix-list__fixes" reversed>
                <For each=listed key=Clone::clone let((at, text))>
                    <li>
                        <span>{text.clone()}</span>
                        <button
                            type="button"
                            class="button button--quiet button--small"
                            aria-label=t_with("fixes.take_back_of", &[("fix", &text)])
                            on:click=move |_| take_back(session, at)
                        >
                            {t("fixes.take_back")}
                        </button>
                    </li>
                </For>
            </ol>
            {earlier}
        </section>
    }
}

fn undo(session: ImportSession) {
    if session.fixes.with_untracked(Fixes::can_undo) {
        session.undo();
        Announcer::get().say(t("fixes.said_undone"));
    }
}

fn redo(session: ImportSession) {
    if session.fixes.with_untracked(Fixes::can_redo) {
        session.redo();
        Announcer::get().say(t("fixes.said_redone"));
    }
}

fn take_back(session: ImportSession, at: usize) {
    let from_top = session
        .fixes
        .with_untracked(|fixes| fixes.list().len().saturating_sub(at + 1));
    session.take_back(at);
    Announcer::get().say(t("fixes.said_taken_back"));
    rescue(
        from_top,
        ".fix-list li button, .fix-list:not(:has(li)) h3".to_owned(),
    );
}

/// `Ctrl+Z` and `Ctrl+Shift+Z` (or `Ctrl+Y`), where they are not those of a text field or a dialog.
fn hear_keys(session: ImportSession, event: &KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let is_elsewhere = target.is_some_and(|target| {
        let place = target
            .closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog");
        place.is_ok_and(|place| place.is_some())
    });
    if is_elsewhere {
        return;
    }
    match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => undo(session),
        ("z", true) | ("y", false) => redo(session),
        _ => return,
    }
    event.prevent_default();
}
