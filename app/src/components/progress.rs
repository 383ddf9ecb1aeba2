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
    let now = move || share.get().map(|share| whole_percents(share).to_string());
    let width = move || share.get().map(width_of);
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

/// A share of 0 to 1 as the width of a bar.
pub fn width_of(share: f64) -> String {
    format!("{}%", whole_percents(share))
}

/// Whole ones: to write out a fraction takes code that nothing else of the page needs.
fn whole_percents(share: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is between 0 and 1"
    )]
    let percents = (share * 100.0) as u8;
    percents
}
