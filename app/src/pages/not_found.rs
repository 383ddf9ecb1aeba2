//! An address that shows nothing.

use leptos::prelude::*;

use crate::components::page_title::PageTitle;
use crate::i18n::t;

/// An address that shows nothing.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="narrow">
            <PageTitle text=t("not_found.title") />
            <p>{t("not_found.text")}</p>
            <p><a class="button" href="/contacts">{t("not_found.link")}</a></p>
        </div>
    }
}
