//! Signing in.

use import_core::api::SignInRequest;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, ApiError};
use crate::components::form::TextField;
use crate::components::icon::Mark;
use crate::components::notice::error_notice;
use crate::components::page_title::PageTitle;
use crate::i18n::t;
use crate::session::navigation::{Navigation, Redirect};
use crate::session::user::UserSession;
use crate::state::route::place_after_sign_in;

/// Asks who it is.
#[component]
pub fn SignIn() -> impl IntoView {
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let session = UserSession::get();
    let sign_in = move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        error.set(None);
        let request = SignInRequest {
            name: name.get_untracked(),
            password: password.get_untracked(),
        };
        spawn_local(async move {
            match api::sign_in(&request).send().await {
                Ok(()) => session.load().await,
                Err(ApiError::SignedOut(_)) => error.set(Some(t("sign_in.wrong"))),
                Err(problem) => error.set(Some(problem.message())),
            }
            is_busy.set(false);
        });
    };
    view! {
        <div class="gate">
            <Mark />
            <PageTitle text=t("sign_in.title") />
            <p class="gate__lead">{t("sign_in.lead")}</p>
            <form class="gate__form panel" on:submit=sign_in>
                {move || error.get().map(error_notice)}
                <TextField
                    id="name"
                    label=t("sign_in.name")
                    autocomplete="username"
                    value=name
                    on_input=move |value| name.set(value)
                />
                <TextField
                    id="password"
                    label=t("sign_in.password")
                    kind="password"
                    autocomplete="current-password"
                    value=password
                    on_input=move |value| password.set(value)
                />
                <button class="button button--primary" type="submit" disabled=move || is_busy.get()>
                    {t("sign_in.button")}
                </button>
            </form>
        </div>
    }
}

/// Who comes to the sign-in signed in goes on to where he wanted.
#[component]
pub fn GoOn() -> impl IntoView {
    let next = untrack(|| Navigation::get().parameter("next"));
    let path = place_after_sign_in(next.as_deref()).to_owned();
    view! { <Redirect path /> }
}
