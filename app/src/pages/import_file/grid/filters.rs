//! Which rows are shown, and the ways through them.

use import_core::problem::{Code, Severity};
use leptos::prelude::*;

use super::controller::{Grid, rows_text};
use super::detail::name;
use crate::components::form::{Choice, SelectField};
use crate::components::icon::{Icon, Shape};
use crate::components::problem_table::title;
use crate::components::row_form::RowForm;
use crate::components::search_box::SearchBox;
use crate::i18n::{number, percent, t, t_with};
use crate::session::import::ImportSession;
use crate::worker::messages::grid::{Among, RowFilter, Target};

/// Rows by their problems, as they are chosen from.
const SHOWN: [(&str, Among, Option<Severity>); 4] = [
    ("all", Among::All, None),
    ("problems", Among::WithProblems, None),
    ("errors", Among::WithProblems, Some(Severity::Error)),
    ("warnings", Among::WithProblems, Some(Severity::Warning)),
];

/// Which rows are shown.
#[component]
pub fn Filters(
    /// What the parts of the grid share.
    grid: Grid,
) -> impl IntoView {
    let filter = Memo::new(move |_| grid.state.with(|state| state.filter.clone()));
    let shown = SHOWN.map(|(name, ..)| Choice::new(name, t(&format!("grid.show_{name}"))));
    let is_shown = Signal::derive(move || {
        filter.with(|filter| {
            let known = SHOWN.iter().find(|(_, among, severity)| {
                (*among, *severity) == (filter.among, filter.problems.severity)
            });
            known.map_or("all", |(name, ..)| name).to_owned()
        })
    });
    let show = move |chosen: String| {
        if let Some((_, among, severity)) = SHOWN.iter().find(|(name, ..)| *name == chosen) {
            grid.set_filter(|filter| {
                filter.among = *among;
                filter.problems.severity = *severity;
            });
        }
    };
    let kinds = Memo::new(move |_| kinds(filter.with(|filter| filter.problems.code)));
    let kind = Signal::derive(move || {
        let code = filter.with(|filter| filter.problems.code);
        code.map(Code::name).unwrap_or_default().to_owned()
    });
    let choose_kind = move |name: String| {
        let code = Code::ALL.iter().copied().find(|code| code.name() == name);
        grid.set_filter(|filter| filter.problems.code = code);
    };
    let columns = Memo::new(move |_| {
        grid.state.with(|state| {
            let columns = state.columns.all().iter().map(|column| {
                Choice::new(column.index.to_string(), name(&state.columns, column.index))
            });
            let mut choices = vec![Choice::new("", t("grid.all_columns"))];
            choices.extend(columns);
            choices
        })
    });
    let column = Signal::derive(move || {
        let column = filter.with(|filter| filter.problems.column);
        column.map(|column| column.to_string()).unwrap_or_default()
    });
    let choose_column = move |column: String| {
        grid.set_filter(|filter| filter.problems.column = column.parse().ok());
    };
    let text = filter.with_untracked(|filter| filter.problems.text.clone());
    // The field is not told of changes: it is built anew when the filter is taken away.
    let cleared = RwSignal::new((0, text));
    let clear = move |_| {
        grid.set_filter(|filter| *filter = RowFilter::default());
        cleared.update(|(times, text)| {
            *times += 1;
            text.clear();
        });
    };
    view! {
        <div class="grid-filters">
            <SelectField id="grid-show" label=t("grid.show") choices=shown.to_vec() value=is_shown on_change=show />
            <SelectField id="grid-kind" label=t("log.kind") choices=kinds value=kind on_change=choose_kind />
            <SelectField
                id="grid-column"
                label=t("problems.column")
                choices=columns
                value=column
                on_change=choose_column
            />
            <For each=move || [cleared.get()] key=|(times, _)| *times let((_, initial))>
                <SearchBox
                    id="grid-search"
                    label=t("grid.contains")
                    initial
                    on_search=move |text| grid.set_filter(|filter| filter.problems.text = text)
                />
            </For>
        </div>
        <p class="grid-filters__line">
            <span>{move || grid.rows.with(rows_text)}</span>
            {move || searched(grid).map(|text| view! { <span class="grid-filters__searched">{text}</span> })}
            {move || filter.with(|filter| !filter.is_open()).then(|| view! {
                <button type="button" class="button button--small button--quiet" on:click=clear>
                    {t("grid.clear")}
                </button>
            })}
        </p>
    }
}

/// The kinds of problems that there are, with their numbers, and the one that is chosen.
fn kinds(chosen: Option<Code>) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", t("log.all_kinds"))];
    let mut found = ImportSession::get().check.with(|check| {
        let kinds = check.as_ref().map(|check| check.kinds.clone());
        kinds.unwrap_or_default()
    });
    found.sort_by_key(|kind| (kind.code.severity(), kind.code));
    let is_there = |code: &Code| found.iter().any(|kind| kind.code == *code);
    if let Some(code) = chosen.filter(|code| !is_there(code)) {
        choices.push(Choice::new(code.name(), title(code)));
    }
    choices.extend(found.iter().map(|kind| {
        let text = format!("{} ({})", title(kind.code), number(kind.count as u64));
        Choice::new(kind.code.name(), text)
    }));
    choices
}

/// How far a search is, while it goes on.
fn searched(grid: Grid) -> Option<String> {
    let (seen, total) = grid.rows.with(|rows| rows.seen);
    #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
    let share = seen as f64 / total.max(1) as f64;
    (seen < total).then(|| t_with("grid.searched", &[("share", &percent(share))]))
}

/// The ways through the rows.
#[component]
pub fn Tools(
    /// What the parts of the grid share.
    grid: Grid,
) -> impl IntoView {
    let session = ImportSession::get();
    view! {
        <div class="grid-tools" role="toolbar" aria-label=t("grid.tools")>
            <button type="button" class="button button--small" on:click=move |_| grid.jump(Target::Before)>
                <Icon shape=Shape::ArrowUp />
                {t("grid.previous")}
            </button>
            <button type="button" class="button button--small" on:click=move |_| grid.jump(Target::After)>
                <Icon shape=Shape::ArrowDown />
                {t("grid.next")}
            </button>
            <RowForm id="grid-row" on_go=move |row| grid.go_to_row(row, None) />
            <button
                type="button"
                class="button button--small"
                aria-haspopup="dialog"
                on:click=move |_| grid.chooses_columns.set(true)
            >
                <Icon shape=Shape::Eye />
                {t("grid.columns")}
            </button>
            <button
                type="button"
                class="button button--small"
                disabled=move || session.fixes.with(|fixes| !fixes.can_undo())
                on:click=move |_| session.undo()
            >
                {t("fixes.undo")}
            </button>
            <button
                type="button"
                class="button button--small"
                disabled=move || session.fixes.with(|fixes| !fixes.can_redo())
                on:click=move |_| session.redo()
            >
                {t("fixes.redo")}
            </button>
        </div>
    }
}
