//! The columns of the file: which are imported, what they feed, what their cells do.

use import_core::schema::Target;
use import_core::settings::Policy;
use leptos::prelude::*;

use super::column_preview::ColumnPreview;
use super::format_choice::FormatChoice;
use super::target_options::target_options;
use crate::components::data_table::{TableFrame, head};
use crate::components::form::{selected, ticked};
use crate::components::icon::{Icon, Shape};
use crate::components::notice::error_notice;
use crate::i18n::{t, t_count, t_with};
use crate::session::import::ImportSession;
use crate::state::choices::ColumnChoice;
use crate::state::mapping::fields_taken_twice;

/// The columns of the file.
#[component]
pub fn Fields(
    /// What is wrong with them together.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let session = ImportSession::get();
    let shown = RwSignal::new(None::<usize>);
    let taken = Memo::new(move |_| {
        session
            .choices
            .with(|choices| fields_taken_twice(&choices.columns))
    });
    let count = session
        .choices
        .with_untracked(|choices| choices.columns.len());
    let options = session
        .choices
        .with_untracked(|choices| target_options(&choices.schemas));
    let options = StoredValue::new(options);
    let rows: Vec<_> = (0..count)
        .map(|at| view! { <Column at taken options shown /> })
        .collect();
    let names = [
        t("fields.preview"),
        t("fields.import"),
        t("fields.column"),
        t("fields.target"),
        t("fields.policy"),
        t("fields.problems"),
    ];
    view! {
        <p class="section__lead">{t("fields.lead")}</p>
        {move || error.get().map(error_notice)}
        <TableFrame label=t("settings.fields")>
            <table class="table fields-table">
                <caption class="visually-hidden">{t("settings.fields")}</caption>
                {head(&names)}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
        <ColumnPreview shown />
    }
}

#[component]
fn Column(
    /// Its place in the file.
    at: usize,
    /// The columns whose field is taken, and by which.
    taken: Memo<Vec<(usize, usize)>>,
    /// The choices of a target field.
    options: StoredValue<String>,
    /// The column whose first cells are shown.
    shown: RwSignal<Option<usize>>,
) -> impl IntoView {
    let session = ImportSession::get();
    let here = Memo::new(move |_| {
        session
            .choices
            .with(|choices| choices.columns.get(at).cloned())
    });
    let header = here.with_untracked(|column| column.as_ref().map(|column| column.header.clone()));
    let header = header.unwrap_or_default();
    let is_nameless = header.is_empty();
    let name = if is_nameless {
        t("file.nameless")
    } else {
        header
    };
    let is_included =
        move || here.with(|column| column.as_ref().is_some_and(|column| column.included));
    let has_field = move || {
        here.with(|column| {
            column
                .as_ref()
                .is_some_and(|column| column.target.is_some())
        })
    };
    let target = move || {
        here.with(|column| {
            column
                .as_ref()
                .and_then(|column| column.target.as_ref())
                .map(Target::path)
                .unwrap_or_default()
        })
    };
    let policy = move || {
        here.with(|column| {
            policy_name(
                column
                    .as_ref()
                    .map(|column| column.policy)
                    .unwrap_or_default(),
            )
        })
    };
    let conflict = Memo::new(move |_| {
        let (_, first) =
            taken.with(|taken| taken.iter().copied().find(|(later, _)| *later == at))?;
        let first = session
            .choices
            .with(|choices| choices.columns.get(first).map(column_name))?;
        Some(t_with("fields.twice", &[("column", &first)]))
    });
    let format_name = name.clone();
    let error_id = format!("target-error-{at}");
    let label = |key: &str| t_with(key, &[("column", &name)]);
    let described_by = error_id.clone();
    let [preview_label, import_label, target_label, policy_label] = [
        "fields.preview_of",
        "fields.import_of",
        "fields.target_of",
        "fields.policy_of",
    ]
    .map(label);
    view! {
        <tr class:fields-table__off=move || !is_included()>
            <td>
                <button
                    type="button"
                    class="button button--quiet button--icon"
                    aria-label=preview_label
                    on:click=move |_| shown.set(Some(at))
                >
                    <Icon shape=Shape::Eye />
                </button>
            </td>
            <td>
                <input
                    class="checkbox"
                    type="checkbox"
                    aria-label=import_label
                    prop:checked=is_included
                    disabled=move || !has_field()
                    on:change=move |event| {
                        let is_included = ticked(&event);
                        session.choose(|choices| choices.columns[at].included = is_included);
                    }
                />
            </td>
            <th scope="row">{name}</th>
            <td>
                <select
                    class="input input--select"
                    aria-label=target_label
                    aria-invalid=move || conflict.with(Option::is_some).then_some("true")
                    aria-describedby=described_by
                    disabled=is_nameless
                    inner_html=options.get_value()
                    prop:value=target
                    on:change=move |event| {
                        let name = selected(&event);
                        session.choose(|choices| {
                            let target = Target::by_name(&name, &choices.schemas);
                            choices.set_target(at, target);
                        });
                    }
                ></select>
                <div id=error_id>
                    {move || conflict.get().map(|text| view! { <p class="field__error">{text}</p> })}
                </div>
                <FormatChoice at name=format_name here />
            </td>
            <td>
                <select
                    class="input input--select"
                    aria-label=policy_label
                    disabled=move || !is_included()
                    on:change=move |event| {
                        let policy = policy_of(&selected(&event));
                        session.choose(|choices| choices.columns[at].policy = policy);
                    }
                >
                    <option value="overwrite" prop:selected=move || policy() == "overwrite">{t("policy.overwrite")}</option>
                    <option value="clear" prop:selected=move || policy() == "clear">{t("policy.clear")}</option>
                    <option value="fill" prop:selected=move || policy() == "fill">{t("policy.fill")}</option>
                </select>
            </td>
            <td class="fields-table__problems"><ColumnProblems at /></td>
        </tr>
    }
}

/// How many errors and warnings a column has.
#[component]
fn ColumnProblems(
    /// Its place in the file.
    at: usize,
) -> impl IntoView {
    let session = ImportSession::get();
    let counts = Memo::new(move |_| {
        session.check.with(|check| {
            let counts = check
                .as_ref()
                .and_then(|check| check.columns.get(at).copied());
            counts.unwrap_or_default()
        })
    });
    move || {
        let (errors, warnings) = counts.get();
        let part = |count: usize, key: &str, class: &'static str| {
            (count > 0).then(|| view! { <span class=class>{t_count(key, count as u64)}</span> })
        };
        view! {
            {part(errors, "fields.errors", "badge badge--error")}
            {part(warnings, "fields.warnings", "badge badge--warning")}
            {(errors + warnings == 0).then(|| view! { <span class="table__zero">"–"</span> })}
        }
    }
}

fn column_name(column: &ColumnChoice) -> String {
    if column.header.is_empty() {
        t("file.nameless")
    } else {
        column.header.clone()
    }
}

fn policy_name(policy: Policy) -> &'static str {
    match policy {
        Policy::Overwrite => "overwrite",
        Policy::OverwriteOrClear => "clear",
        Policy::Fill => "fill",
    }
}

fn policy_of(name: &str) -> Policy {
    match name {
        "clear" => Policy::OverwriteOrClear,
        "fill" => Policy::Fill,
        _ => Policy::Overwrite,
    }
}
