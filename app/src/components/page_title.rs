//! The heading of a page.

use std::cell::Cell;

use leptos::html;
use leptos::prelude::*;

use crate::i18n::t_with;

thread_local! {
    static IS_FIRST: Cell<bool> = const { Cell::new(true) };
}

/// The heading of a page, which also names the window. It takes the focus when its page is gone to, so
/// that a screen reader starts there; the first page of a visit leaves the focus to the browser.
#[component]
pub fn PageTitle(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| document().set_title(&t_with("app.title", &[("page", &text.get())])));
    Effect::new(move |_| {
        if let Some(heading) = heading.get()
            && !IS_FIRST.replace(false)
        {
            // An element of the document with a tabindex can always take the focus.
            let _ = heading.focus();
        }
    });
    view! { <h1 class="page-title" tabindex="-1" node_ref=heading>{move || text.get()}</h1> }
}
