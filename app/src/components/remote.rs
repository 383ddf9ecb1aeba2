//! Something that comes from the server: it is on its way, it is there, or it did not come.

use leptos::prelude::*;

use super::notice::{Notice, Tone};
use crate::api::{ApiError, Call};
use crate::i18n::t;

/// What became of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Remote<T> {
    /// No answer yet.
    Loading,
    /// The answer.
    Ready(T),
    /// None will come.
    Failed(ApiError),
}

/// A request that can be made again; only the answer to the latest one counts.
pub struct Source<T: Send + Sync + 'static> {
    /// What became of it.
    pub state: RwSignal<Remote<T>>,
    latest: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Source<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Source<T> {}

impl<T: Send + Sync + 'static> Source<T> {
    /// Nothing was asked for yet.
    #[expect(
        clippy::new_without_default,
        reason = "it belongs to the view that makes it"
    )]
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(Remote::Loading),
            latest: StoredValue::new(0),
        }
    }

    /// Asks the server. What was there stays until the answer comes.
    pub fn ask(self, call: Call<T>) {
        let asked = self.begin();
        call.send_to(move |answer| self.hear_if_latest(asked, answer));
    }

    /// Begins to ask in another way than [`ask`](Self::ask); what is returned goes with the answer.
    pub fn begin(self) -> Asked {
        self.latest
            .try_update_value(|latest| {
                *latest += 1;
                Asked(*latest)
            })
            .unwrap_or_default()
    }

    /// Takes up an answer, unless something was asked or heard since: what is on its way for longer may be older.
    pub fn hear_if_latest(self, asked: Asked, answer: Result<T, ApiError>) {
        if self.latest.try_get_value() == Some(asked.0) {
            self.hear(answer);
        }
    }

    /// Takes up what came by itself.
    pub fn hear(self, answer: Result<T, ApiError>) {
        self.begin();
        self.state.set(match answer {
            Ok(value) => Remote::Ready(value),
            Err(error) => Remote::Failed(error),
        });
    }
}

/// When something was asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked(u32);

/// What is shown while something is on its way.
pub fn loading() -> AnyView {
    view! {
        <p class="loading" role="status">
            <span class="loading__dots" aria-hidden="true"></span>
            {t("common.loading")}
        </p>
    }
    .into_any()
}

/// What is shown when something did not come; `retry` asks again.
pub fn failed(error: &ApiError, retry: Option<Callback<()>>) -> AnyView {
    missing(error.message(), retry)
}

/// The same, with what to say of it.
pub fn missing(text: String, retry: Option<Callback<()>>) -> AnyView {
    let button = retry.map(|retry| {
        view! {
            <button type="button" class="button button--small" on:click=move |_| retry.run(())>
                {t("common.retry")}
            </button>
        }
    });
    view! { <Notice tone=Tone::Error><p>{text}</p>{button}</Notice> }.into_any()
}
