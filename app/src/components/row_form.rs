//! The way to a row of the file by its number.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::i18n::t;

/// The way to a row of the file by its number.
#[component]
pub fn RowForm(
    /// Names the field in the page.
    id: &'static str,
    /// Hears which row is wanted.
    #[prop(into)]
    on_go: Callback<u64>,
) -> impl IntoView {
    let row = RwSignal::new(String::new());
    let go = move |event: SubmitEvent| {
        event.prevent_default();
        let digits: String = row.with_untracked(|row| {
            let digits = row.chars().filter(char::is_ascii_digit);
            digits.collect()
        });
        if let Ok(row) = digits.parse() {
            on_go.run(row);
        }
    };
    view! {
        <form class="grid-tools__go" on:submit=go>
            <label for=id>{t("grid.go_to")}</label>
            <input
                class="input"
                id=id
                inputmode="numeric"
                autocomplete="off"
                maxlength="12"
                prop:value=move || row.get()
                on:input:target=move |event| row.set(event.target().value())
            />
            <button type="submit" class="button button--small">{t("grid.go")}</button>
        </form>
    }
}
