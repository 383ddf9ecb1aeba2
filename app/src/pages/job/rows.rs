//! What became of each row, with links to its records.

use import_core::api::{JobRow, Phase};
use import_core::outcome::Outcome;
use leptos::prelude::*;

use super::Followed;
use crate::api;
use crate::components::counts::outcome_text;
use crate::components::data_table::{TableFrame, head};
use crate::components::form::{Choice, SelectField};
use crate::components::growing::Growing;
use crate::components::status::outcome_badge;
use crate::i18n::{number, t};
use crate::state::job::{OUTCOMES, outcome_name};

/// What became of each row.
#[component]
pub fn Rows(
    /// The job.
    followed: Followed,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<Outcome>);
    let id = followed.id();
    let rows =
        Growing::new(move |next| api::job_rows(id, Phase::Import, outcome.get_untracked(), next));
    Effect::new(move |_| {
        outcome.track();
        rows.restart();
    });
    let mut choices = vec![Choice::new("", t("rows.all"))];
    choices.extend(
        OUTCOMES
            .iter()
            .map(|of| Choice::new(outcome_name(*of), outcome_text(*of))),
    );
    let chosen = Signal::derive(move || {
        outcome
            .get()
            .map(outcome_name)
            .unwrap_or_default()
            .to_owned()
    });
    let choose = move |name: String| {
        outcome.set(
            OUTCOMES
                .iter()
                .copied()
                .find(|of| outcome_name(*of) == name),
        );
    };
    view! {
        <section class="section" aria-labelledby="rows-title">
            <h2 id="rows-title">{t("rows.title")}</h2>
            <div class="filters">
                <SelectField id="rows-outcome" label=t("rows.outcome") choices value=chosen on_change=choose />
            </div>
            {rows.view(table)}
        </section>
    }
}

fn table(rows: &[JobRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="section__note" role="status">{t("rows.nothing")}</p> }.into_any();
    }
    let rows: Vec<_> = rows.iter().map(row).collect();
    let names = [
        t("problems.row"),
        t("rows.outcome"),
        t("rows.contact"),
        t("rows.organization"),
    ];
    view! {
        <TableFrame label=t("rows.title")>
            <table class="table">
                <caption class="visually-hidden">{t("rows.title")}</caption>
                {head(&names)}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}

fn row(row: &JobRow) -> AnyView {
    let record = |id: Option<uuid::Uuid>, name: &Option<String>, kind: &str| match id {
        Some(id) => {
            let name = name
                .clone()
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| t("record.nameless"));
            view! { <a href=format!("/{kind}/{id}")>{name}</a> }.into_any()
        }
        None => view! { <span class="table__zero">"–"</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="table__number">{number(row.row)}</th>
            <td>{outcome_badge(row.outcome)}</td>
            <td>{record(row.contact_id, &row.contact_name, "contacts")}</td>
            <td>
                {record(row.organization_id, &row.organization_name, "organizations")}
                " "
                {row.organization_outcome.filter(|_| row.organization_id.is_some()).map(outcome_badge)}
            </td>
        </tr>
    }
    .into_any()
}
