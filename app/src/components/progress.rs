//! How far something is.

use leptos::prelude::*;

use crate::i18n::percent;

/// A bar that shows how far something is, and what there is to say of it.
#[component]
pub fn Progress(
    /// What it is the progress of, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// From 0 to 1; none while it is not known.
    #[prop(into)]
    share: Signal<Option<f64>>,
    /// What there is to say of it: rows, time left.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let now = move || share.get().map(|share| (share * 100.0).floor().to_string());
    let width = move || share.get().map(|share| format!("{:.1}%", share * 100.0));
    view! {
        <div class="progress" class:progress--unknown=move || share.get().is_none()>
            <div
                class="progress__track"
                role="progressbar"
                aria-label=move || label.get()
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=now
            >
                <div class="progress__bar" style:width=width></div>
            </div>
            <p class="progress__text">
                <span class="progress__share">{move || share.get().map(percent)}</span>
                <span>{move || text.get()}</span>
            </p>
        </div>
    }
}
