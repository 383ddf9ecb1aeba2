//! A change on its way to the server, from a dialog.

use leptos::prelude::*;

use crate::api::Call;
use crate::components::notice::error_notice;
use crate::i18n::t;

/// A change on its way: whether there is one, and what was wrong with the last.
#[derive(Clone, Copy)]
pub struct Sending {
    is_busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

impl Sending {
    /// Nothing was sent yet.
    #[expect(
        clippy::new_without_default,
        reason = "it belongs to the view that makes it"
    )]
    pub fn new() -> Self {
        Self {
            is_busy: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// Sends a change unless one is on its way; `done` hears of its success.
    pub fn send<T: 'static>(self, call: Call<T>, done: impl FnOnce(T) + 'static) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.error.set(None);
        call.send_to(move |answer| {
            // Whoever closed the dialog does not ask any more.
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(value) => done(value),
                Err(error) => self.refuse(error.message()),
            }
        });
    }

    /// Says what is wrong before anything is sent.
    pub fn refuse(self, text: String) {
        self.error.set(Some(text));
    }

    /// What was wrong.
    pub fn notice(self) -> AnyView {
        (move || self.error.get().map(error_notice)).into_any()
    }

    /// The button that sends a form.
    pub fn submit(self, text: String) -> AnyView {
        view! {
            <button class="button button--primary" type="submit" disabled=move || self.is_busy.get()>
                {text}
            </button>
        }
        .into_any()
    }

    /// A button that acts at once.
    pub fn button(self, text: String, act: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
        view! {
            <button type="button" class="button" disabled=move || self.is_busy.get() on:click=move |_| act()>
                {text}
            </button>
        }
        .into_any()
    }

    /// A button that removes something once it was pressed twice.
    pub fn remove(self, act: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
        let is_sure = RwSignal::new(false);
        let text = move || {
            t(if is_sure.get() {
                "admin.delete_sure"
            } else {
                "admin.delete"
            })
        };
        let press = move |_| {
            if is_sure.get_untracked() {
                act();
            }
            is_sure.set(true);
        };
        view! {
            <button
                type="button"
                class="button button--danger"
                disabled=move || self.is_busy.get()
                on:click=press
                on:blur=move |_| is_sure.set(false)
            >
                <span aria-live="polite">{text}</span>
            </button>
        }
        .into_any()
    }
}
