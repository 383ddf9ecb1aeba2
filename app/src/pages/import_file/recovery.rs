//! The way back to an import that was being prepared before a reload, a crash, or another day.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::drop_zone::FileInput;
use crate::components::notice::error_notice;
use crate::i18n::{date_time, t, t_count, t_with};
use crate::session::announcer::Announcer;
use crate::session::drafts::Kept;
use crate::session::handle::{self, Chosen};
use crate::session::import::ImportSession;
use crate::session::recovery::identity;
use crate::state::draft::Draft;

/// What stands in the way of going on.
#[derive(Clone)]
enum Obstacle {
    /// The browser could not open the file.
    Unreadable,
    /// Another file was chosen.
    Other(Chosen),
}

/// Offers to go on with what was kept; nothing where nothing was.
#[component]
pub fn Recovery() -> impl IntoView {
    let session = ImportSession::get();
    let kept = RwSignal::new_local(None::<Kept>);
    spawn_local(async move {
        if let Some(found) = session.kept().await {
            // The page may be another by now.
            kept.try_set(Some(found));
        }
    });
    move || {
        let found = kept.get()?;
        let forget = Callback::new(move |()| {
            kept.set(None);
            session.forget_draft();
            Announcer::get().say(t("recovery.forgotten"));
        });
        Some(
            view! { <Offer draft=found.draft handle=StoredValue::new_local(found.handle) forget /> },
        )
    }
}

#[component]
fn Offer(
    draft: Draft,
    handle: StoredValue<Option<JsValue>, LocalStorage>,
    forget: Callback<()>,
) -> impl IntoView {
    let session = ImportSession::get();
    let obstacle = RwSignal::new_local(None::<Obstacle>);
    let name = draft.file.name.clone();
    let mut text = t_with("recovery.text", &[("time", &date_time(&draft.at))]);
    if !draft.fixes.is_empty() {
        text.push(' ');
        text.push_str(&t_count("recovery.fixes", draft.fixes.len() as u64));
    }
    let again = t_with("recovery.choose", &[("name", &name)]);
    let title = t_with("recovery.title", &[("name", &name)]);
    let draft = StoredValue::new(draft);
    let chosen = RwSignal::new_local(None::<Chosen>);
    Effect::new(move |_| {
        let Some(chosen) = chosen.get() else { return };
        let draft = draft.get_value();
        if draft.file.is_same(&identity(&chosen.file)) {
            session.resume(&chosen, draft);
        } else {
            obstacle.set(Some(Obstacle::Other(chosen)));
        }
    });
    let go_on = move |_| {
        let Some(handle) = handle.get_value() else {
            return;
        };
        spawn_local(async move {
            match handle::reopen(&handle).await {
                Ok(file) => chosen.set(Some(Chosen {
                    file,
                    handle: Some(handle),
                })),
                Err(_) => obstacle.set(Some(Obstacle::Unreadable)),
            }
        });
    };
    let open_other = move |_| {
        if let Some(Obstacle::Other(chosen)) = obstacle.get_untracked() {
            session.begin_like(&chosen, draft.get_value());
        }
    };
    let told = move || {
        obstacle.get().map(|obstacle| match obstacle {
            Obstacle::Unreadable => error_notice(t("recovery.unreadable")),
            Obstacle::Other(chosen) => {
                let text = t_with("recovery.other", &[("name", &chosen.file.name())]);
                view! {
                    {error_notice(text)}
                    <button type="button" class="button" on:click=open_other>{t("recovery.open_other")}</button>
                }
                .into_any()
            }
        })
    };
    let needs_choice = move || obstacle.with(Option::is_some) || handle.with_value(Option::is_none);
    view! {
        <section class="card recovery" aria-labelledby="recovery-title">
            <h2 id="recovery-title" class="recovery__title">{title}</h2>
            <p>{text}</p>
            {told}
            <div class="recovery__actions">
                {move || if needs_choice() {
                    view! {
                        <FileInput label=again.clone() class="button button--primary" id="file-again" chosen />
                    }
                    .into_any()
                } else {
                    view! {
                        <button type="button" class="button button--primary" on:click=go_on>{t("recovery.go_on")}</button>
                    }
                    .into_any()
                }}
                <button type="button" class="button" on:click=move |_| forget.run(())>{t("recovery.forget")}</button>
            </div>
        </section>
    }
}
