//! The first administrator, by the one-time link that the server printed.

use import_core::api::SetupRequest;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::components::form::TextField;
use crate::components::icon::Mark;
use crate::components::notice::{Notice, Tone, error_notice};
use crate::components::page_title::PageTitle;
use crate::i18n::{t, t_with};
use crate::session::navigation::Navigation;
use crate::session::user::UserSession;

/// How long a password must be.
const SHORTEST: usize = 10;

/// Creates the first administrator.
#[component]
pub fn SetUp() -> impl IntoView {
    // The token is behind the `#`, so that it is in no log on the way.
    let hash = window().location().hash().unwrap_or_default();
    let token = hash.trim_start_matches('#').to_owned();
    let has_token = !token.is_empty();
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let session = UserSession::get();
    let navigation = Navigation::get();
    let set_up = move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let request = SetupRequest {
            token: token.clone(),
            name: name.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        if request.name.is_empty() {
            return error.set(Some(t("set_up.name_missing")));
        }
        if request.password.chars().count() < SHORTEST {
            return error.set(Some(t_with(
                "set_up.password_short",
                &[("limit", &SHORTEST.to_string())],
            )));
        }
        is_busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::set_up(&request).send().await {
                Ok(()) => {
                    session.load().await;
                    navigation.go("/import");
                }
                Err(problem) => error.set(Some(problem.message())),
            }
            is_busy.set(false);
        });
    };
    let form = view! {
        <form class="gate__form panel" on:submit=set_up>
            {move || error.get().map(error_notice)}
            <TextField
                id="name"
                label=t("sign_in.name")
                autocomplete="username"
                limit=100
                value=name
                on_input=move |value| name.set(value)
            />
            <TextField
                id="password"
                label=t("sign_in.password")
                kind="password"
                autocomplete="new-password"
                hint=t_with("set_up.password_hint", &[("limit", &SHORTEST.to_string())])
                value=password
                on_input=move |value| password.set(value)
            />
            <button class="button button--primary" type="submit" disabled=move || is_busy.get()>
                {t("set_up.button")}
            </button>
        </form>
    };
    view! {
        <div class="gate">
            <Mark />
            <PageTitle text=t("set_up.title") />
            <p class="gate__lead">{t("set_up.lead")}</p>
            {if has_token {
                form.into_any()
            } else {
                view! { <Notice tone=Tone::Warning><p>{t("set_up.token_missing")}</p></Notice> }.into_any()
            }}
        </div>
    }
}
