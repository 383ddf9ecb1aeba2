//! The accounting of a job: big numbers for what counts, a table for the rest.

use import_core::outcome::{Counts, Outcome, Tally};
use leptos::prelude::*;

use super::data_table::{TableFrame, head};
use crate::i18n::{number, t};
use crate::state::job::OUTCOMES;

/// A number that counts, with what it counts.
#[component]
pub fn BigNumber(
    /// What it counts.
    label: String,
    /// The number.
    value: u64,
    /// Its colour, as the last part of a class: `good`, `bad`, `plain`.
    tone: &'static str,
    /// What else there is to say.
    #[prop(optional, into)]
    note: Option<String>,
) -> impl IntoView {
    view! {
        <div class=format!("big-number big-number--{tone}")>
            <dt class="big-number__label">{label}</dt>
            <dd class="big-number__value">{number(value)}</dd>
            {note.map(|note| view! { <dd class="big-number__note">{note}</dd> })}
        </div>
    }
}

/// What became of rows, contacts and organizations.
#[component]
pub fn CountsTable(
    /// The accounting.
    counts: Counts,
) -> impl IntoView {
    let mut names = vec![t("counts.of")];
    names.extend(OUTCOMES.iter().map(|outcome| outcome_text(*outcome)));
    names.push(t("counts.total"));
    view! {
        <TableFrame label=t("counts.title")>
            <table class="table table--numbers">
                <caption class="visually-hidden">{t("counts.title")}</caption>
                {head(&names)}
                <tbody>
                    {row(t("counts.rows"), counts.rows)}
                    {row(t("counts.contacts"), counts.contacts)}
                    {row(t("counts.organizations"), counts.organizations)}
                </tbody>
            </table>
        </TableFrame>
    }
}

fn row(name: String, tally: Tally) -> AnyView {
    let values = [
        tally.created,
        tally.updated,
        tally.merged,
        tally.unchanged,
        tally.rejected,
        tally.total(),
    ];
    let cells: Vec<_> = values
        .into_iter()
        .map(|value| view! { <td class:table__zero=value == 0>{number(value)}</td> })
        .collect();
    view! { <tr><th scope="row">{name}</th>{cells}</tr> }.into_any()
}

/// What an outcome is called.
pub fn outcome_text(outcome: Outcome) -> String {
    match outcome {
        Outcome::Created => t("outcome.created"),
        Outcome::Updated => t("outcome.updated"),
        Outcome::Merged => t("outcome.merged"),
        Outcome::Unchanged => t("outcome.unchanged"),
        Outcome::Rejected => t("outcome.rejected"),
    }
}
