//! A page that one may not see.

use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::components::page_title::PageTitle;
use crate::i18n::{t, t_with};

/// A page that one may not see.
#[component]
pub fn Forbidden(
    /// The permission that it needs.
    permission: &'static str,
) -> impl IntoView {
    view! {
        <PageTitle text=t("forbidden.title") />
        <Notice tone=Tone::Warning>
            <p>{t_with("forbidden.text", &[("permission", permission)])}</p>
        </Notice>
    }
}
