//! What is shown where there is nothing.

use leptos::prelude::*;

use super::icon::{Icon, Shape};

/// Says that there is nothing, and what to do about it.
#[component]
pub fn Empty(
    /// Stands for what there is none of.
    shape: Shape,
    /// What there is none of.
    title: String,
    /// What to do about it.
    text: String,
    /// A link or button for that.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty__icon"><Icon shape=shape /></span>
            <p class="empty__title">{title}</p>
            <p class="empty__text">{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
