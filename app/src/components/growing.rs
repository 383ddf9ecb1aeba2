//! A list that grows: one page of it behind the other, as far as somebody wants to see.

use import_core::api::Listing;
use leptos::prelude::*;

use super::remote::{Remote, Source, failed, loading};
use crate::api::Call;
use crate::i18n::{number, t, t_with};

/// A list of which a part is shown. Where a page does not come, what is there stays, and that page is asked for
/// again.
pub struct Growing<T: Send + Sync + 'static> {
    /// None before the first answer.
    shown: RwSignal<Option<Vec<T>>>,
    page: Source<Listing<T>>,
    /// Asks for the page of an address, or the first.
    fetch: Callback<Option<String>, Call<Listing<T>>>,
    asked: StoredValue<Option<String>>,
}

impl<T: Send + Sync + 'static> Clone for Growing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Growing<T> {}

impl<T: Clone + Send + Sync + 'static> Growing<T> {
    /// A list that nothing was asked of yet.
    pub fn new(fetch: impl Fn(Option<String>) -> Call<Listing<T>> + Send + Sync + 'static) -> Self {
        let growing = Self {
            shown: RwSignal::new(None),
            page: Source::new(),
            fetch: Callback::new(fetch),
            asked: StoredValue::new(None),
        };
        Effect::new(move |_| {
            if let Remote::Ready(listing) = &*growing.page.state.read() {
                growing.shown.update(|shown| {
                    shown
                        .get_or_insert_default()
                        .extend_from_slice(&listing.entities);
                });
            }
        });
        growing
    }

    /// Begins with the first page.
    pub fn restart(self) {
        self.shown.set(None);
        self.page.state.set(Remote::Loading);
        self.ask(None);
    }

    fn ask(self, next: Option<String>) {
        self.asked.set_value(next.clone());
        self.page.ask(self.fetch.run(next));
    }

    /// What is there, by `table`, and a button for more.
    pub fn view(self, table: fn(&[T]) -> AnyView) -> AnyView {
        let rows = move || match &*self.shown.read() {
            Some(shown) => Some(table(shown)),
            None => matches!(*self.page.state.read(), Remote::Loading).then(loading),
        };
        let end = move || match &*self.page.state.read() {
            Remote::Loading => None,
            Remote::Failed(error) => {
                let again = Callback::new(move |()| self.ask(self.asked.get_value()));
                Some(failed(error, Some(again)))
            }
            Remote::Ready(listing) => listing.next_uri.clone().map(|url| self.more(url)),
        };
        view! { {rows}{end} }.into_any()
    }

    fn more(self, url: String) -> AnyView {
        let count = move || {
            let shown = self.shown.read();
            let count = number(shown.as_ref().map_or(0, Vec::len) as u64);
            t_with("problems.shown", &[("count", &count)])
        };
        view! {
            <p class="problem-group__more">
                <span>{count}</span>
                <button type="button" class="button button--small" on:click=move |_| self.ask(Some(url.clone()))>
                    {t("problems.more")}
                </button>
            </p>
        }
        .into_any()
    }
}
