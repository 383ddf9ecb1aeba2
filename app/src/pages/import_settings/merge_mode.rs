//! Whether all matched contacts become one, or only the first is updated.

use leptos::prelude::*;

use crate::i18n::t;
use crate::session::import::ImportSession;

/// Whether all matched contacts become one, or only the first is updated.
#[component]
pub fn MergeMode() -> impl IntoView {
    view! {
        <div class="options" role="radiogroup" aria-labelledby="merge-title">
            {option("merge-all", true, t("merge.all"), t("merge.all_hint"))}
            {option("merge-first", false, t("merge.first"), t("merge.first_hint"))}
        </div>
        <p class="section__note">{t("merge.organizations")}</p>
    }
}

fn option(id: &'static str, merge: bool, name: String, hint: String) -> AnyView {
    let session = ImportSession::get();
    let is_chosen = Memo::new(move |_| session.choices.with(|choices| choices.merge == merge));
    let hint_id = format!("{id}-hint");
    view! {
        <div class="option" class:option--chosen=move || is_chosen.get()>
            <input
                class="radio"
                type="radio"
                name="merge"
                id=id
                aria-describedby=hint_id.clone()
                prop:checked=move || is_chosen.get()
                on:change=move |_| session.choose(|choices| choices.merge = merge)
            />
            <div>
                <label class="option__name" for=id>{name}</label>
                <p class="option__hint" id=hint_id>{hint}</p>
            </div>
        </div>
    }
    .into_any()
}
