//! A field that searches while one types.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// How long typing has to rest before a search begins.
const REST: Duration = Duration::from_millis(250);

/// A field that searches while one types.
#[component]
pub fn SearchBox(
    /// Names the field in the page.
    id: &'static str,
    /// What is searched, for everyone.
    label: String,
    /// What stands in the field at first.
    initial: String,
    /// Hears what to search for.
    #[prop(into)]
    on_search: Callback<String>,
) -> impl IntoView {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    on_cleanup(move || {
        if let Some(waiting) = waiting.try_get_value().flatten() {
            waiting.clear();
        }
    });
    let search = move |text: String| {
        if let Some(waiting) = waiting.get_value() {
            waiting.clear();
        }
        let later = set_timeout_with_handle(move || on_search.run(text), REST);
        waiting.set_value(later.ok());
    };
    // A page may have several; each has its name.
    let name = label.clone();
    view! {
        <div class="search-box" role="search" aria-label=name>
            <label class="field__label" for=id>{label}</label>
            <input
                class="input"
                id=id
                type="search"
                autocomplete="off"
                value=initial
                on:input:target=move |event| search(event.target().value())
            />
        </div>
    }
}
