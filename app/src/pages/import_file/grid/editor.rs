//! The field in which the active cell is edited, with the verdict on what is written.

use import_core::problem::{Problem, Severity};
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::controller::Grid;
use super::detail::problem_view;
use super::editing::Editing;
use crate::i18n::{number, t, t_with};

/// The field in which the active cell is edited.
#[component]
pub fn Editor(
    /// What the parts of the grid share.
    grid: Grid,
    /// The cell.
    editing: Editing,
) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // A field of the document can always take the focus.
            let _ = field.focus();
            field.select();
        }
    });
    let verdict = RwSignal::new(None::<Vec<Problem>>);
    let label = t_with(
        "fix.value",
        &[
            ("column", editing.column.as_str()),
            ("row", &number(editing.row)),
        ],
    );
    let asked = editing.clone();
    Effect::new(move |_| grid.judge(&asked, grid.draft.get(), verdict));
    view! {
        <div class="grid-editor">
            <label class="field__label" for="grid-edit">{label}</label>
            <textarea
                class="input"
                id="grid-edit"
                rows="1"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="grid-edit-keys grid-edit-verdict"
                node_ref=field
                prop:value=editing.text.clone()
                on:input:target=move |event| grid.draft.set(event.target().value())
                on:keydown=move |event| hear_key(grid, &event)
            ></textarea>
            <div class="grid-editor__verdict" id="grid-edit-verdict" role="status">
                {move || verdict.get().map(|problems| verdict_view(&problems))}
            </div>
            <div class="action-row">
                <button
                    type="button"
                    class="button button--small button--primary"
                    on:click=move |_| grid.apply_and_go_on()
                >
                    {t("fix.apply")}
                </button>
                <button type="button" class="button button--small" on:click=move |_| grid.leave()>
                    {t("common.cancel")}
                </button>
                <span class="grid-detail__hint" id="grid-edit-keys">{t("fix.keys")}</span>
            </div>
        </div>
    }
}

fn hear_key(grid: Grid, event: &KeyboardEvent) {
    if event.is_composing() {
        return;
    }
    match event.key().as_str() {
        // With Shift it is a line of the text.
        "Enter" if !event.shift_key() => grid.apply_and_go_on(),
        "Escape" => grid.leave(),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn verdict_view(problems: &[Problem]) -> AnyView {
    let text = match problems.iter().map(Problem::severity).min() {
        None => t("fix.verdict_good"),
        Some(Severity::Warning) => t("fix.verdict_warned"),
        Some(Severity::Error) => t("fix.verdict_bad"),
    };
    let problems: Vec<_> = problems
        .iter()
        .map(|problem| problem_view(problem, problem.column.clone()))
        .collect();
    view! {
        <p>{text}</p>
        <ul class="grid-detail__problems">{problems}</ul>
    }
    .into_any()
}
