//! One column of the file: what it holds, what it feeds, why, and what its cells do.

use import_core::schema::Target;
use leptos::prelude::*;

use super::advice::ColumnAdvice;
use super::column_filters::ShownColumns;
use super::column_name;
use super::format_choice::FormatChoice;
use super::new_field::may_create;
use super::policy::PolicyChoice;
use crate::components::form::{selected, ticked};
use crate::components::icon::{Icon, Shape};
use crate::i18n::{t, t_count, t_with};
use crate::session::import::ImportSession;

/// How many examples of its values a column shows.
const EXAMPLES: usize = 3;

/// What the rows have in common.
#[derive(Clone, Copy)]
pub struct Shared {
    /// The columns whose field is taken, and by which.
    pub taken: Memo<Vec<(usize, usize)>>,
    /// The columns that are shown.
    pub shown: ShownColumns,
    /// The choices of a target field.
    pub options: StoredValue<String>,
    /// The column whose first cells are shown.
    pub previewed: RwSignal<Option<usize>>,
    /// The column that becomes a custom field.
    pub made_field: RwSignal<Option<usize>>,
}

/// The row of one column.
///
/// Roles are said, because on a narrow screen the rows are no table to the browser any more.
#[component]
pub fn ColumnRow(
    /// Its place in the file.
    at: usize,
    /// What the rows have in common.
    shared: Shared,
) -> impl IntoView {
    let session = ImportSession::get();
    let Shared {
        taken,
        shown,
        options,
        previewed,
        made_field,
    } = shared;
    let here = Memo::new(move |_| {
        session
            .choices
            .with(|choices| choices.columns.get(at).cloned())
    });
    let (name, is_nameless) = here.with_untracked(|column| {
        let column = column.as_ref();
        column
            .map(|column| (column_name(column), column.header.is_empty()))
            .unwrap_or_default()
    });
    let examples = Memo::new(move |_| {
        here.with(|column| {
            let samples = column.iter().flat_map(|column| &column.samples);
            let mut examples: Vec<String> = Vec::new();
            for sample in samples {
                if examples.len() < EXAMPLES && !examples.contains(sample) {
                    examples.push(sample.clone());
                }
            }
            examples
        })
    });
    let is_included =
        move || here.with(|column| column.as_ref().is_some_and(|column| column.included));
    let has_field = Memo::new(move |_| {
        here.with(|column| {
            column
                .as_ref()
                .is_some_and(|column| column.target.is_some())
        })
    });
    let target = move || {
        here.with(|column| {
            let target = column.as_ref().and_then(|column| column.target.as_ref());
            target.map(Target::path).unwrap_or_default()
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
    let may_create = session
        .choices
        .with_untracked(|choices| may_create(&choices.schemas));
    let label = |key: &str| t_with(key, &[("column", &name)]);
    let [preview_label, import_label, target_label, create_label] = [
        "fields.preview_of",
        "fields.import_of",
        "fields.target_of",
        "fields.create_of",
    ]
    .map(label);
    let (error_id, advice_id) = (format!("target-error-{at}"), format!("target-advice-{at}"));
    let create = move || {
        let label = create_label.clone();
        (may_create && !is_nameless && !has_field.get()).then(|| {
            view! {
                <button
                    type="button"
                    class="button button--small button--quiet"
                    aria-label=label
                    on:click=move |_| made_field.set(Some(at))
                >
                    <Icon shape=Shape::Plus />
                    {t("fields.create")}
                </button>
            }
        })
    };
    view! {
        <tr role="row" hidden=move || !shown.has(at) class:fields-table__off=move || !is_included()>
            <td role="cell" class="fields-table__tick">
                <input
                    class="checkbox"
                    type="checkbox"
                    aria-label=import_label
                    prop:checked=is_included
                    disabled=move || !has_field.get()
                    on:change=move |event| {
                        let is_included = ticked(&event);
                        session.choose(|choices| choices.columns[at].included = is_included);
                    }
                />
            </td>
            <th role="rowheader" scope="row">
                <div class="fields-table__name">
                    {name.clone()}
                    <button
                        type="button"
                        class="button button--quiet button--icon"
                        aria-label=preview_label
                        on:click=move |_| previewed.set(Some(at))
                    >
                        <Icon shape=Shape::Eye />
                    </button>
                </div>
                {move || example_list(examples.get())}
            </th>
            <td role="cell">
                <select
                    class="input input--select"
                    id=format!("target-{at}")
                    aria-label=target_label
                    aria-invalid=move || conflict.with(Option::is_some).then_some("true")
                    aria-describedby=format!("{error_id} {advice_id}")
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
                <ColumnAdvice at id=advice_id />
                {create}
                <FormatChoice at name=name.clone() here />
            </td>
            <td role="cell" class="fields-table__policy"><PolicyChoice at name /></td>
            <td role="cell" class="fields-table__problems"><ColumnProblems at /></td>
        </tr>
    }
}

/// The first values of a column, as they are.
fn example_list(examples: Vec<String>) -> AnyView {
    if examples.is_empty() {
        return view! { <p class="examples examples--none">{t("fields.no_examples")}</p> }
            .into_any();
    }
    let examples: Vec<_> = examples
        .into_iter()
        .map(|example| view! { <span class="examples__value">{example}</span> })
        .collect();
    view! { <p class="examples">{examples}</p> }.into_any()
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
