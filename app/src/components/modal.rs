//! A dialog over the page.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Icon, Shape};
use crate::i18n::t;

/// A dialog over the page: the browser keeps the focus in it and gives it back.
#[component]
pub fn Modal(
    /// Names the dialog in the page.
    id: &'static str,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open.
    is_open: RwSignal<bool>,
    /// What is in it, built anew each time it opens.
    #[prop(into)]
    content: ViewFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (is_open.get(), dialog.open()) {
            // It is part of the document and not open, so it can be opened.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let heading = format!("{id}-title");
    let labelled_by = heading.clone();
    view! {
        <dialog
            class="modal"
            id=id
            aria-labelledby=labelled_by
            node_ref=dialog
            on:close=move |_| is_open.set(false)
        >
            <header class="modal__header">
                <h2 class="modal__title" id=heading>{move || title.get()}</h2>
                <button
                    type="button"
                    class="button button--quiet button--icon"
                    aria-label=t("common.close")
                    on:click=move |_| is_open.set(false)
                >
                    <Icon shape=Shape::Close />
                </button>
            </header>
            <div class="modal__content">{move || is_open.get().then(|| content.run())}</div>
        </dialog>
    }
}
