//! The rows with a kind of problem, some at a time, each with what can be done about it.

use import_core::fixing::Fix;
use import_core::problem::{Code, Problem};
use leptos::prelude::*;

use super::fixing::editor::Editor;
use super::fixing::focus::rescue;
use super::fixing::texts::fix_text;
use crate::components::data_table::{TableFrame, head};
use crate::components::problem_table::{expected, found, row_link, title};
use crate::i18n::{number, t, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;

/// The rows with a kind of problem.
#[component]
pub fn ProblemRows(
    /// The kind.
    code: Code,
    /// The problems.
    problems: RwSignal<Vec<Problem>>,
) -> impl IntoView {
    let label = t_with("problems.table", &[("kind", &title(code))]);
    let names = [
        t("problems.row"),
        t("problems.column"),
        t("problems.found"),
        t("problems.expected"),
        t("problems.actions"),
    ];
    // Where the next problem will be when one is gone that something was done about.
    let acted_at = StoredValue::new(None);
    Effect::new(move |_| {
        problems.track();
        if let Some(at) = acted_at.get_value() {
            acted_at.set_value(None);
            rescue(at, format!(".problem-table--{} [data-first]", code.name()));
        }
    });
    let listed = move || problems.get().into_iter().enumerate().collect::<Vec<_>>();
    // What is said of a problem is part of what it is: a cell may have another text now.
    let key = |(_, problem): &(usize, Problem)| {
        (
            problem.row,
            problem.column.clone(),
            problem.value.clone(),
            problem.args.clone(),
        )
    };
    view! {
        <TableFrame label=label.clone()>
            <table class=format!("table problem-table problem-table--{}", code.name())>
                <caption class="visually-hidden">{label}</caption>
                {head(&names)}
                <tbody>
                    <For each=listed key=key let((_, problem))>
                        <ProblemRow problem acted=move |row| {
                            let at = problems.with_untracked(|all| all.iter().position(|of| of.row == row));
                            acted_at.set_value(at);
                        } />
                    </For>
                </tbody>
            </table>
        </TableFrame>
    }
}

/// A problem, and under it the editor while it is open.
#[component]
fn ProblemRow(
    /// The problem.
    problem: Problem,
    /// Hears that something is done about the problem of a row.
    #[prop(into)]
    acted: Callback<u64>,
) -> impl IntoView {
    let session = ImportSession::get();
    let is_editing = RwSignal::new(false);
    let row = problem.row;
    let shown = number(row);
    let column = problem.column.clone();
    let edit = NodeRef::<leptos::html::Button>::new();
    let close = Callback::new(move |()| {
        acted.run(row);
        is_editing.set(false);
        if let Some(edit) = edit.get_untracked() {
            let _ = edit.focus();
        }
    });
    let fix = move |fix: Fix| {
        acted.run(row);
        Announcer::get().say(t_with("fixes.said", &[("fix", &fix_text(&fix))]));
        session.fix(fix);
    };
    let actions = if problem.code == Code::RowSkipped {
        let label = t_with("fix.unskip_of", &[("row", &shown)]);
        view! {
            <button
                type="button"
                class="button button--small"
                data-first=""
                aria-label=label
                on:click=move |_| fix(Fix::Unskip { rows: vec![row] })
            >
                {t("fix.unskip")}
            </button>
        }
        .into_any()
    } else {
        let label = match &column {
            Some(column) => t_with("fix.edit_of", &[("column", column), ("row", &shown)]),
            None => t_with("fix.edit_row_of", &[("row", &shown)]),
        };
        view! {
            <button
                type="button"
                class="button button--small"
                data-first=""
                node_ref=edit
                aria-label=label
                aria-expanded=move || is_editing.get().to_string()
                on:click=move |_| is_editing.update(|is_editing| *is_editing = !*is_editing)
            >
                {t("fix.edit")}
            </button>
            <button
                type="button"
                class="button button--quiet button--small"
                aria-label=t_with("fix.skip_of", &[("row", &shown)])
                on:click=move |_| fix(Fix::Skip { rows: vec![row] })
            >
                {t("fix.skip")}
            </button>
        }
        .into_any()
    };
    let said = problem.clone();
    view! {
        <tr>
            <th scope="row" class="table__number">{row_link(&said)}</th>
            <td>{column.unwrap_or_else(|| t("problems.whole_row"))}</td>
            <td>{found(&said)}</td>
            <td>{expected(&said)}</td>
            <td class="problem-table__actions">{actions}</td>
        </tr>
        {move || is_editing.get().then(|| view! {
            <tr class="problem-table__editor">
                <td colspan="5"><Editor problem=problem.clone() close /></td>
            </tr>
        })}
    }
}
