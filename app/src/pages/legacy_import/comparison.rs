//! The comparison: each imported row beside what its records hold now.

use import_core::api::ComparedRow;
use import_core::comparison::ComparedField;
use import_core::outcome::Outcome;
use leptos::prelude::*;
use uuid::Uuid;

use crate::api::{self, ComparisonQuery};
use crate::components::data_table::{TableFrame, head};
use crate::components::form::ticked;
use crate::components::growing::Growing;
use crate::components::icon::{Icon, Shape};
use crate::components::search_box::SearchBox;
use crate::components::status::outcome_badge;
use crate::i18n::{number, t, t_count, t_with};

/// Each imported row beside what its records hold now; a few rows at a time.
#[component]
pub fn Comparison(
    /// The job.
    id: Uuid,
) -> impl IntoView {
    let filter = RwSignal::new(ComparisonQuery::default());
    let rows =
        Growing::new(move |next| filter.with_untracked(|filter| api::comparison(id, filter, next)));
    Effect::new(move |_| {
        filter.track();
        rows.restart();
    });
    view! {
        <section class="section" id="comparison" tabindex="-1" aria-labelledby="comparison-title">
            <h2 id="comparison-title">{t("comparison.title")}</h2>
            <p class="section__note">{t("comparison.lead")}</p>
            <div class="filters">
                <SearchBox
                    id="comparison-search"
                    label=t("comparison.search")
                    initial=String::new()
                    on_search=move |text| filter.update(|filter| filter.text = text)
                />
                <label class="comparison__only">
                    <input
                        class="checkbox"
                        type="checkbox"
                        on:change=move |event| filter.update(|filter| filter.only_different = ticked(&event))
                    />
                    <span>{t("comparison.only_different")}</span>
                </label>
            </div>
            {rows.view(list)}
        </section>
    }
}

fn list(rows: &[ComparedRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="section__note" role="status">{t("comparison.nothing")}</p> }
            .into_any();
    }
    let rows: Vec<_> = rows.iter().map(row).collect();
    view! { <ol class="comparison">{rows}</ol> }.into_any()
}

fn row(row: &ComparedRow) -> AnyView {
    let name = t_with("comparison.row", &[("row", &number(row.row))]);
    let different = row.fields.iter().filter(|field| !field.same).count();
    let is_gone = row.contact_id.is_none() && row.organization_id.is_none();
    let verdict = match (is_gone, different) {
        _ if row.outcome == Outcome::Rejected => t("comparison.rejected"),
        (true, _) => t("comparison.gone"),
        (false, 0) => t("comparison.same"),
        (false, count) => t_count("comparison.different", count as u64),
    };
    let link = |id: Option<Uuid>, kind: &str, text: &str| {
        id.map(|id| view! { <a href=format!("/{kind}/{id}")>{t(text)}</a> })
    };
    let fields: Vec<_> = row.fields.iter().map(field).collect();
    let names = [
        t("problems.column"),
        t("comparison.imported"),
        t("comparison.stored"),
    ];
    view! {
        <li class="comparison__row panel">
            <h3 class="comparison__title">{name.clone()} " " {outcome_badge(row.outcome)}</h3>
            <p class="comparison__verdict">
                <span>{verdict}</span>
                {link(row.contact_id, "contacts", "comparison.contact")}
                {link(row.organization_id, "organizations", "comparison.organization")}
            </p>
            <TableFrame label=name.clone()>
                <table class="table">
                    <caption class="visually-hidden">{name}</caption>
                    {head(&names)}
                    <tbody>{fields}</tbody>
                </table>
            </TableFrame>
        </li>
    }
    .into_any()
}

fn field(field: &ComparedField) -> AnyView {
    let stored = if field.stored.is_empty() {
        view! { <span class="table__zero">{t("comparison.empty")}</span> }.into_any()
    } else {
        field.stored.clone().into_any()
    };
    // Not by colour alone.
    let mark = (!field.same).then(|| {
        view! {
            <span class="comparison__mark">
                <Icon shape=Shape::Warning />
                <span>{t("comparison.differs")}</span>
            </span>
        }
    });
    view! {
        <tr class:comparison__different=!field.same>
            <th scope="row">{field.column.clone()}</th>
            <td>{field.imported.clone()}</td>
            <td>{stored} " " {mark}</td>
        </tr>
    }
    .into_any()
}
