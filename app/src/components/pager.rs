//! From page to page of a numbered list.

use leptos::prelude::*;

use crate::i18n::{number, t, t_with};

/// From page to page of a numbered list.
#[component]
pub fn Pager(
    /// Which page is shown, from 1.
    page: u64,
    /// How many there are.
    pages: u64,
    /// Hears which page is wanted.
    #[prop(into)]
    on_page: Callback<u64>,
) -> impl IntoView {
    let place = t_with(
        "pager.place",
        &[("page", &number(page)), ("pages", &number(pages.max(1)))],
    );
    (pages > 1).then(|| {
        view! {
            <nav class="pager" aria-label=t("pager.label")>
                <button
                    type="button"
                    class="button button--small"
                    disabled={page <= 1}
                    on:click=move |_| on_page.run(page - 1)
                >
                    {t("pager.previous")}
                </button>
                <span class="pager__place" role="status">{place}</span>
                <button
                    type="button"
                    class="button button--small"
                    disabled={page >= pages}
                    on:click=move |_| on_page.run(page + 1)
                >
                    {t("pager.next")}
                </button>
            </nav>
        }
    })
}
