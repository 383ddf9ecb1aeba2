//! The way back to an import that was being prepared before a reload, a crash, or another day.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::drop_zone::FileInput;
use super::overview::take_focus;
use crate::components::notice::error_notice;
use crate::i18n::{date_time, t, t_count, t_with};
use crate::session::announcer::Announcer;
use crate::session::drafts::Kept;
use crate::session::handle::{self, Chosen};
use crate::session::import::ImportSession;
use crate::session::recovery::identity;

/// What stands in the way of going on.
#[derive(Clone)]
enum Obstacle {
    /// The browser could not open the file.
    Unreadable,
    /// Another file was chosen.
    Other(Chosen),
    /// Another tab was quicker.
    Elsewhere,
}

/// Offers to go on with what was kept; nothing where nothing was.
#[component]
pub fn Recovery() -> impl IntoView {
    let session = ImportSession::get();
    let kept = RwSignal::new_local(None::<Kept>);
    let look = move || async move {
        let found = session.kept().await;
        let key = |kept: &Option<Kept>| kept.as_ref().map(|kept| kept.key.clone());
        // The page may be another by now. What is shown already keeps the focus.
        if kept
            .try_with_untracked(key)
            .is_some_and(|shown| shown != key(&found))
        {
            kept.try_set(found);
        }
    };
    spawn_local(async move {
        look().await;
        session.until_free().await;
        look().await;
    });
    move || {
        let found = kept.get()?;
        let seen = found.clone();
        let forget = Callback::new(move |()| {
            let (seen, announcer) = (seen.clone(), Announcer::get());
            let news = t("recovery.forgotten");
            spawn_local(async move {
                // Not said before it is so: the page may be left at any moment.
                session.forget_kept(&seen).await;
                if kept.try_set(None).is_none() {
                    announcer.say(news);
                    request_animation_frame(|| take_focus("h1"));
                }
                // There may be an earlier one.
                look().await;
            });
        });
        Some(view! { <Offer kept=StoredValue::new_local(found) forget /> })
    }
}

#[component]
fn Offer(kept: StoredValue<Kept, LocalStorage>, forget: Callback<()>) -> impl IntoView {
    let session = ImportSession::get();
    let obstacle = RwSignal::new_local(None::<Obstacle>);
    let Kept { draft, handle, .. } = kept.get_value();
    let handle = StoredValue::new_local(handle);
    let name = draft.file.name;
    let mut text = t_with("recovery.text", &[("time", &date_time(&draft.at))]);
    if !draft.fixes.is_empty() {
        text.push(' ');
        text.push_str(&t_count("recovery.fixes", draft.fixes.len() as u64));
    }
    let again = t_with("recovery.choose", &[("name", &name)]);
    let title = t_with("recovery.title", &[("name", &name)]);
    let chosen = RwSignal::new_local(None::<Chosen>);
    Effect::new(move |_| {
        let Some(chosen) = chosen.get() else { return };
        let key = kept.with_value(|kept| kept.key.clone());
        spawn_local(async move {
            let Some(taken) = session.take(&key).await else {
                obstacle.try_set(Some(Obstacle::Elsewhere));
                return;
            };
            if taken.draft.file.is_same(&identity(&chosen.file)) {
                session.resume(&chosen, taken);
            } else {
                kept.try_set_value(taken);
                obstacle.try_set(Some(Obstacle::Other(chosen)));
            }
        });
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
            session.begin_like(&chosen, kept.get_value());
        }
    };
    let told = move || {
        obstacle.get().map(|obstacle| match obstacle {
            Obstacle::Unreadable => error_notice(t("recovery.unreadable")),
            Obstacle::Elsewhere => error_notice(t("recovery.elsewhere")),
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
