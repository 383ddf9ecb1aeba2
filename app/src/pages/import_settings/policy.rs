//! What the cells of a column do to a record that has a value already.

use import_core::settings::Policy;
use leptos::prelude::*;

use crate::components::form::selected;
use crate::i18n::{t, t_with};
use crate::session::import::ImportSession;

const ALL: [Policy; 3] = [Policy::Overwrite, Policy::OverwriteOrClear, Policy::Fill];

/// What each of the policies does, in plain words.
pub fn policy_legend() -> AnyView {
    let entries: Vec<_> = ALL
        .into_iter()
        .map(|policy| {
            view! {
                <div class="legend__entry">
                    <dt>{text(policy)}</dt>
                    <dd>{explanation(policy)}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <details class="legend">
            <summary>{t("policy.legend")}</summary>
            <dl>{entries}</dl>
        </details>
    }
    .into_any()
}

/// The choice for one column.
#[component]
pub fn PolicyChoice(
    /// The column's place in the file.
    at: usize,
    /// The column's name.
    name: String,
) -> impl IntoView {
    let session = ImportSession::get();
    let here = Memo::new(move |_| {
        session.choices.with(|choices| {
            let column = choices.columns.get(at);
            column
                .map(|column| (column.policy, column.included))
                .unwrap_or_default()
        })
    });
    let options = ALL.map(|policy| {
        view! {
            <option value=value(policy) prop:selected=move || here.get().0 == policy>{text(policy)}</option>
        }
    });
    // The default needs no words in every row.
    let explained = move || {
        let (policy, is_included) = here.get();
        (is_included && policy != Policy::default()).then(|| explanation(policy))
    };
    let note = format!("policy-note-{at}");
    view! {
        <select
            class="input input--select"
            aria-label=t_with("fields.policy_of", &[("column", &name)])
            aria-describedby=note.clone()
            disabled=move || !here.get().1
            on:change=move |event| {
                let policy = of_value(&selected(&event));
                session.choose(|choices| choices.columns[at].policy = policy);
            }
        >
            {options.into_iter().collect::<Vec<_>>()}
        </select>
        <div id=note>{move || explained().map(|text| view! { <p class="field__hint">{text}</p> })}</div>
    }
}

fn text(policy: Policy) -> String {
    match policy {
        Policy::Overwrite => t("policy.overwrite"),
        Policy::OverwriteOrClear => t("policy.clear"),
        Policy::Fill => t("policy.fill"),
    }
}

fn explanation(policy: Policy) -> String {
    match policy {
        Policy::Overwrite => t("policy.overwrite_text"),
        Policy::OverwriteOrClear => t("policy.clear_text"),
        Policy::Fill => t("policy.fill_text"),
    }
}

const fn value(policy: Policy) -> &'static str {
    match policy {
        Policy::Overwrite => "overwrite",
        Policy::OverwriteOrClear => "clear",
        Policy::Fill => "fill",
    }
}

fn of_value(value: &str) -> Policy {
    match value {
        "clear" => Policy::OverwriteOrClear,
        "fill" => Policy::Fill,
        _ => Policy::Overwrite,
    }
}
