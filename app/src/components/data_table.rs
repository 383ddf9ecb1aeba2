//! The frame of a table that may be wider than its place.

use leptos::prelude::*;

/// A place that a wide table is moved in, by keyboard too. A group rather than a region: a page of many
/// landmarks has none.
#[component]
pub fn TableFrame(
    /// What the table shows.
    label: String,
    /// The table.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-frame" role="group" tabindex="0" aria-label=label>
            {children()}
        </div>
    }
}

/// The header of a table, of the names of its columns.
pub fn head(names: &[String]) -> AnyView {
    let cells: Vec<_> = names
        .iter()
        .map(|name| view! { <th scope="col">{name.clone()}</th> })
        .collect();
    view! { <thead><tr>{cells}</tr></thead> }.into_any()
}
