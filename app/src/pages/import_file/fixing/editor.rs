//! The editor of a cell, or of a row where the problem is about all of it.

use import_core::fixing::Fix;
use import_core::problem::Problem;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;

use super::texts::fix_text;
use crate::components::notice::{Notice, Tone};
use crate::components::problem_table::{expected, found, title};
use crate::i18n::{number, t, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::worker::messages::{Request, Response};

/// The longest text that can be written, in characters: as long as a spreadsheet's cell.
const LIMIT: i32 = 32_767;

/// What is being written into a row.
#[derive(Clone, Copy)]
struct Draft {
    session: ImportSession,
    row: u64,
    /// The one column that is written; none for all of them.
    column: StoredValue<Option<(usize, String)>>,
    /// The texts of all columns; none before they are known.
    texts: RwSignal<Option<Vec<String>>>,
    /// The texts that a row has beyond its columns. Written anew it has none.
    surplus: StoredValue<Vec<String>>,
    /// What would be wrong with the row; none before that is known.
    verdict: RwSignal<Option<Vec<Problem>>>,
    /// Counts what was asked, so that only the answer to the latest counts.
    asked: StoredValue<u32>,
}

/// How grave what is wrong is.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Good,
    Warned,
    Bad,
}

/// The editor of the cell, or of the row, that a problem is about.
#[component]
pub fn Editor(
    /// The problem.
    problem: Problem,
    /// Called when the editor is to be closed.
    close: Callback<()>,
) -> impl IntoView {
    let session = ImportSession::get();
    let headers: Vec<String> = session.file.with_untracked(|file| {
        let summary = file.as_ref().and_then(|file| file.summary.as_ref());
        let columns = summary.map(|summary| summary.columns.as_slice());
        let columns = columns.unwrap_or_default().iter();
        columns.map(|column| column.header.clone()).collect()
    });
    let column = problem.column.as_ref().and_then(|header| {
        let place = headers.iter().position(|of| of == header)?;
        Some((place, header.clone()))
    });
    let draft = Draft {
        session,
        row: problem.row,
        column: StoredValue::new(column),
        texts: RwSignal::new(None),
        surplus: StoredValue::new(Vec::new()),
        verdict: RwSignal::new(None),
        asked: StoredValue::new(0),
    };
    draft.open(headers.len());
    let (hint_id, verdict_id) = draft.described_by();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(fix) = draft.fix() {
            Announcer::get().say(t_with("fixes.said", &[("fix", &fix_text(&fix))]));
            close.run(());
            session.fix(fix);
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            close.run(());
        }
    };
    let is_known = Memo::new(move |_| draft.texts.with(Option::is_some));
    view! {
        <form class="editor" on:submit=submit on:keydown=key>
            {move || is_known.get().then(|| view! { <Inputs draft headers=headers.clone() /> })}
            <p class="field__hint" id=hint_id>
                {t_with("fix.expected", &[("expected", &expected(&problem))])} " " {t("fix.keys")}
            </p>
            <div class="editor__verdict" id=verdict_id>{move || draft.verdict.get().map(verdict)}</div>
            <div class="action-row">
                <button type="submit" class="button button--small button--primary">{t("fix.apply")}</button>
                <button type="button" class="button button--small" on:click=move |_| close.run(())>
                    {t("common.cancel")}
                </button>
            </div>
        </form>
    }
}

#[component]
fn Inputs(
    /// What is being written.
    draft: Draft,
    /// The names of the columns.
    headers: Vec<String>,
) -> impl IntoView {
    let first = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(first) = first.get() {
            let _ = first.focus();
            first.select();
        }
    });
    let row = number(draft.row);
    let (hint_id, verdict_id) = draft.described_by();
    let described_by = format!("{hint_id} {verdict_id}");
    let only = draft
        .column
        .with_value(|column| column.as_ref().map(|(place, _)| *place));
    let shown: Vec<usize> = match only {
        Some(place) => vec![place],
        None => (0..headers.len()).collect(),
    };
    let inputs = shown.iter().map(|&place| {
        let column = match headers[place].as_str() {
            "" => t_with("fix.nameless", &[("number", &number(place as u64 + 1))]),
            name => name.to_owned(),
        };
        let label = t_with("fix.value", &[("column", &column), ("row", &row)]);
        let text = draft
            .texts
            .with_untracked(|texts| texts.as_ref().and_then(|texts| texts.get(place)).cloned());
        let reference = if place == shown[0] {
            first
        } else {
            NodeRef::new()
        };
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <input
                    class="input"
                    type="text"
                    autocomplete="off"
                    maxlength=LIMIT
                    aria-describedby=described_by.clone()
                    aria-invalid=move || (draft.mark() == Some(Mark::Bad)).then_some("true")
                    prop:value=text
                    node_ref=reference
                    on:input:target=move |event| draft.write(place, event.target().value())
                />
            </label>
        }
    });
    let surplus = match only {
        Some(_) => Vec::new(),
        None => draft.surplus.get_value(),
    };
    view! {
        <div class="field-grid">{inputs.collect::<Vec<_>>()}</div>
        {(!surplus.is_empty()).then(|| surplus_view(draft.row, surplus))}
    }
}

/// What a row has beyond its columns, to be read and taken up elsewhere.
fn surplus_view(row: u64, texts: Vec<String>) -> AnyView {
    let id = format!("surplus-{row}");
    let texts = texts.into_iter();
    let texts: Vec<_> = texts.map(|text| view! { <li>{text}</li> }).collect();
    view! {
        <div class="field">
            <p class="field__label" id=id.clone()>{t("fix.surplus")}</p>
            <ul class="editor__surplus" aria-labelledby=id>{texts}</ul>
        </div>
    }
    .into_any()
}

/// What would be wrong, in words.
fn verdict(problems: Vec<Problem>) -> AnyView {
    let (tone, text) = match mark(&problems) {
        Mark::Good => (Tone::Success, t("fix.verdict_good")),
        Mark::Warned => (Tone::Warning, t("fix.verdict_warned")),
        Mark::Bad => (Tone::Error, t("fix.verdict_bad")),
    };
    let list: Vec<_> = problems
        .iter()
        .map(|problem| {
            let kind = title(problem.code);
            let text = match &problem.column {
                Some(column) => t_with("failed.of_column", &[("column", column), ("text", &kind)]),
                None => kind,
            };
            view! { <li>{text} ". " {found(problem)}</li> }
        })
        .collect();
    view! {
        <Notice tone>
            <p>{text}</p>
            {(!list.is_empty()).then(|| view! { <ul>{list}</ul> })}
        </Notice>
    }
    .into_any()
}

fn mark(problems: &[Problem]) -> Mark {
    if problems.is_empty() {
        Mark::Good
    } else if problems.iter().any(Problem::is_error) {
        Mark::Bad
    } else {
        Mark::Warned
    }
}

impl Draft {
    /// Asks what the row reads, of a file with so many columns.
    fn open(self, columns: usize) {
        let row = self.row;
        let ask = move |id| Request::Row { id, row, fix: None };
        self.session.ask(ask, move |answer| {
            if let Response::Row { mut cells, .. } = answer {
                let mut surplus = cells.split_off(columns.min(cells.len()));
                surplus.retain(|text| !text.is_empty());
                cells.resize(columns, String::new());
                // The editor may be closed by now.
                self.surplus.try_set_value(surplus);
                self.texts.try_set(Some(cells));
            }
        });
    }

    fn write(self, place: usize, text: String) {
        self.texts.update(|texts| {
            if let Some(cell) = texts.as_mut().and_then(|texts| texts.get_mut(place)) {
                *cell = text;
            }
        });
        let (row, fix) = (self.row, self.fix());
        let asked = self.asked.get_value() + 1;
        self.asked.set_value(asked);
        let before = self.mark();
        let ask = move |id| Request::Row { id, row, fix };
        self.session.ask(ask, move |answer| {
            let Response::Row { problems, .. } = answer else {
                return;
            };
            if self.asked.try_get_value() == Some(asked) {
                let now = mark(&problems);
                self.verdict.set(Some(problems));
                if before != Some(now) {
                    Announcer::get().say(match now {
                        Mark::Good => t("fix.verdict_good"),
                        Mark::Warned => t("fix.verdict_warned"),
                        Mark::Bad => t("fix.verdict_bad"),
                    });
                }
            }
        });
    }

    /// The ids of what is expected and of the verdict; several editors may be open.
    fn described_by(self) -> (String, String) {
        let row = self.row;
        let place = self
            .column
            .with_value(|column| column.as_ref().map(|(place, _)| *place));
        let place = place.map_or_else(|| "all".to_owned(), |place| place.to_string());
        (
            format!("expected-{row}-{place}"),
            format!("verdict-{row}-{place}"),
        )
    }

    fn mark(self) -> Option<Mark> {
        self.verdict.with(|problems| problems.as_deref().map(mark))
    }

    /// The fix that the texts are.
    fn fix(self) -> Option<Fix> {
        let row = self.row;
        let cells = self.texts.get_untracked()?;
        Some(match self.column.get_value() {
            Some((place, column)) => Fix::Cell {
                row,
                column,
                text: cells.get(place).cloned().unwrap_or_default(),
            },
            None => Fix::Row { row, cells },
        })
    }
}
