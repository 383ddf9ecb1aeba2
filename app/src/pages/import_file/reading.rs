//! How the file is read: sheet, encoding, delimiter, header; found out, shown, changed with one click.

use import_core::table::{CHOICES, HeaderRow};
use leptos::prelude::*;
use web_sys::HtmlDetailsElement;

use super::fixing::drop::DropQuestion;
use crate::components::form::{Choice, SelectField};
use crate::components::radio_group::{Radio, RadioGroup};
use crate::i18n::{number, t, t_count, t_known, t_with};
use crate::session::import::ImportSession;
use crate::state::file::OpenFile;
use crate::worker::messages::{FileRow, FileSummary, Sheet};

/// Stands for no row among the numbers of rows.
const NO_ROW: u64 = 0;

/// How the file is read, in a line that opens what it can be changed by. It is open from the start where a person
/// may have to decide, and never closes by itself: the focus may be in it.
#[component]
pub fn ReadingOptions() -> impl IntoView {
    let session = ImportSession::get();
    let is_workbook = Memo::new(move |_| {
        session
            .file
            .with(|file| file.as_ref().is_some_and(OpenFile::is_workbook))
    });
    let has_summary = of_file(|file| file.summary.is_some());
    let question = DropQuestion::of_reading();
    let is_doubtful = of_file(OpenFile::is_reading_doubtful);
    let is_open = RwSignal::new(false);
    Effect::new(move |_| {
        if is_doubtful.get() {
            is_open.set(true);
        }
    });
    let toggled = move |event| {
        let details: HtmlDetailsElement = event_target(&event);
        is_open.set(details.open());
    };
    view! {
        {question.view()}
        <details class="reading-box" prop:open=is_open on:toggle=toggled>
            <summary class="disclosure">
                <span>{reading_facts}</span>
                <span class="reading-box__change">{t("file.change_reading")}</span>
            </summary>
            <div class="reading">
                {move || if is_workbook.get() {
                    view! { <SheetChoice question /> }.into_any()
                } else {
                    view! { <EncodingChoice question /> <DelimiterChoice question /> }.into_any()
                }}
                {move || has_summary.get().then(|| view! { <HeaderChoice question /> })}
            </div>
        </details>
    }
}

/// `Unicode (UTF-8) · Comma ( , ) · Column names in row 1`, as far as is known.
fn reading_facts() -> String {
    let facts = ImportSession::get().file.with(|file| {
        let mut facts = Vec::new();
        let Some(file) = file else { return facts };
        let sheet = file.sheet.and_then(|place| file.sheets.get(place));
        facts.extend(sheet.map(|sheet| sheet.name.clone()));
        if let Some(summary) = &file.summary {
            if !file.is_workbook() {
                facts.push(encoding_text(&summary.encoding));
                facts.push(delimiter_text(summary.delimiter));
            }
            facts.push(match summary.header_row {
                NO_ROW => t("file.header_none"),
                row => t_with("file.header_row", &[("row", &number(row))]),
            });
        }
        facts
    });
    facts.join(" · ")
}

/// Something of what is known of the file.
fn of_summary<T: Clone + Default + PartialEq + Send + Sync + 'static>(
    read: fn(&FileSummary) -> T,
) -> Memo<T> {
    let session = ImportSession::get();
    Memo::new(move |_| {
        session.file.with(|file| {
            let summary = file.as_ref().and_then(|file| file.summary.as_ref());
            summary.map(read).unwrap_or_default()
        })
    })
}

/// Something of the file.
fn of_file<T: Clone + Default + PartialEq + Send + Sync + 'static>(
    read: fn(&OpenFile) -> T,
) -> Memo<T> {
    let session = ImportSession::get();
    Memo::new(move |_| {
        session
            .file
            .with(|file| file.as_ref().map(read).unwrap_or_default())
    })
}

/// The sheets of a workbook, with the rows that it says they have.
#[component]
fn SheetChoice(
    /// Asked before fixes are dropped.
    question: DropQuestion,
) -> impl IntoView {
    let sheets = of_file(|file| file.sheets.clone());
    let chosen = of_file(|file| file.sheet);
    let choices = Signal::derive(move || {
        let sheets = sheets.get().into_iter().enumerate();
        sheets
            .map(|(place, sheet)| Radio {
                value: place.to_string(),
                sample: sheet_facts(&sheet),
                text: sheet.name,
            })
            .collect()
    });
    view! {
        <RadioGroup
            id="sheet"
            label=t("sheet.label")
            choices=choices
            value=Signal::derive(move || chosen.get().map(|place| place.to_string()).unwrap_or_default())
            on_change=move |place: String| {
                question.reopen(move |choices| {
                    choices.sheet = place.parse().ok();
                    // The rows of another sheet are others.
                    choices.header = HeaderRow::Detect;
                });
            }
        />
    }
}

fn sheet_facts(sheet: &Sheet) -> Option<String> {
    let rows = sheet.rows.map(|rows| t_count("file.rows", rows.into()));
    match (rows, sheet.is_hidden) {
        (Some(rows), true) => Some(t_with("sheet.hidden_rows", &[("rows", &rows)])),
        (None, true) => Some(t("sheet.hidden")),
        (rows, false) => rows,
    }
}

/// The encodings that the file may be in, each with a line of it, and behind them all others.
#[component]
fn EncodingChoice(
    /// Asked before fixes are dropped.
    question: DropQuestion,
) -> impl IntoView {
    let chosen = of_file(|file| match &file.summary {
        Some(summary) => summary.encoding.clone(),
        None => file.choices.encoding.clone().unwrap_or_default(),
    });
    let samples = of_file(|file| file.samples.clone());
    let names = Memo::new(move |_| {
        let mut names = samples.with(|samples| {
            let names = samples.iter().map(|(name, _)| name.clone());
            names.collect::<Vec<_>>()
        });
        let chosen = chosen.get();
        if !chosen.is_empty() && !names.contains(&chosen) {
            names.push(chosen);
        }
        names
    });
    let choices = Signal::derive(move || {
        let samples = samples.get();
        let sample_of = |name: &str| samples.iter().find(|(of, _)| of == name);
        let choice = |name: String| Radio {
            text: encoding_text(&name),
            sample: sample_of(&name).map(|(_, text)| text.clone()),
            value: name,
        };
        names.get().into_iter().map(choice).collect()
    });
    let others = Signal::derive(move || {
        let names = names.get();
        let others = CHOICES.iter().map(|encoding| encoding.name());
        let others = others.filter(|name| !names.iter().any(|shown| shown == name));
        let none = Choice::new("", t("file.encoding_choose"));
        std::iter::once(none)
            .chain(others.map(|name| Choice::new(name, encoding_text(name))))
            .collect()
    });
    let choose = move |name: String| {
        if !name.is_empty() {
            question.reopen(move |choices| choices.encoding = Some(name.clone()));
        }
    };
    view! {
        <div class="reading__encoding">
            <RadioGroup id="encoding" label=t("file.encoding") choices value=chosen on_change=choose />
            <SelectField
                id="other-encoding"
                label=t("file.encoding_other")
                choices=others
                value=Signal::derive(String::new)
                on_change=choose
            />
        </div>
    }
}

/// What stands between cells.
#[component]
fn DelimiterChoice(
    /// Asked before fixes are dropped.
    question: DropQuestion,
) -> impl IntoView {
    let choice = |delimiter: char| Radio {
        value: delimiter.to_string(),
        text: delimiter_text(delimiter),
        sample: None,
    };
    let known = [',', ';', '\t', '|'].map(choice);
    let chosen = of_file(|file| {
        let known = file.summary.as_ref().map(|summary| summary.delimiter);
        let chosen = known.or(file.choices.delimiter);
        chosen.map(String::from).unwrap_or_default()
    });
    let choices = Signal::derive(move || {
        let mut choices = known.to_vec();
        // A `sep=` line may name another one.
        let other = chosen.get();
        if !choices.iter().any(|choice| choice.value == other) {
            choices.extend(other.chars().next().map(choice));
        }
        choices
    });
    view! {
        <RadioGroup
            id="delimiter"
            label=t("file.delimiter")
            choices
            value=chosen
            on_change=move |text: String| {
                question.reopen(move |choices| choices.delimiter = text.chars().next());
            }
        />
    }
}

/// The row that names the columns, out of the first ones.
#[component]
fn HeaderChoice(
    /// Asked before fixes are dropped.
    question: DropQuestion,
) -> impl IntoView {
    let top = of_summary(|summary| summary.top.clone());
    let chosen = of_summary(|summary| summary.header_row);
    let choices = Signal::derive(move || {
        let none = Radio {
            value: NO_ROW.to_string(),
            text: t("header.none"),
            sample: None,
        };
        let mut choices: Vec<_> = top.get().iter().map(header_choice).collect();
        choices.push(none);
        choices
    });
    view! {
        <RadioGroup
            id="header"
            label=t("file.header")
            choices
            value=Signal::derive(move || chosen.get().to_string())
            on_change=move |row: String| {
                let row = row.parse().unwrap_or_default();
                question.reopen(move |choices| {
                    choices.header = if row == 0 { HeaderRow::None } else { HeaderRow::At(row) };
                });
            }
        />
    }
}

fn header_choice(row: &FileRow) -> Radio {
    Radio {
        value: row.number.to_string(),
        text: t_with("header.row", &[("row", &number(row.number))]),
        sample: Some(row.cells.join(" · ")),
    }
}

fn delimiter_text(delimiter: char) -> String {
    let name = match delimiter {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "bar",
        other => return other.to_string(),
    };
    t(&format!("delimiter.{name}"))
}

fn encoding_text(name: &str) -> String {
    match t_known(&format!("encoding.{name}"), &[]) {
        Some(text) => format!("{text} ({name})"),
        None => name.to_owned(),
    }
}
