//! How the dates or numbers of a column are written.

use import_core::field::ValueFormat;
use import_core::field::infer::{Candidate, Inferred, Written};
use leptos::prelude::*;

use crate::components::form::selected;
use crate::i18n::{number, t, t_with};
use crate::session::import::ImportSession;
use crate::state::choices::ColumnChoice;

/// A select for columns that feed a custom field of dates or numbers; nothing for others.
#[component]
pub fn FormatChoice(
    /// The column's place in the file.
    at: usize,
    /// The column's name.
    name: String,
    /// What is chosen for it.
    here: Memo<Option<ColumnChoice>>,
) -> impl IntoView {
    let session = ImportSession::get();
    let written =
        Memo::new(move |_| here.with(|column| column.as_ref().and_then(ColumnChoice::written)));
    let inferred = Memo::new(move |_| {
        here.with(|column| column.as_ref().and_then(|column| column.inferred.clone()))
    });
    let format =
        Memo::new(move |_| here.with(|column| column.as_ref().and_then(|column| column.format)));
    let is_open = Memo::new(move |_| {
        here.with(|column| column.as_ref().is_some_and(ColumnChoice::lacks_format))
    });
    let error_id = format!("format-error-{at}");
    move || {
        let (formats, none, question) = match written.get()? {
            Written::Dates => (
                ValueFormat::DATES,
                t("format.choose"),
                t("format.ambiguous"),
            ),
            Written::Integers | Written::Numbers => (
                ValueFormat::NUMBERS,
                t("format.plain"),
                t("format.ambiguous_number"),
            ),
        };
        let options: Vec<_> = formats
            .iter()
            .map(|&of| {
                view! {
                    <option value=of.name() prop:selected=move || format.get() == Some(of)>{text(of)}</option>
                }
            })
            .collect();
        let label = t_with("format.of", &[("column", &name)]);
        let described_by = error_id.clone();
        Some(view! {
            <div class="fields-table__format">
                <select
                    class="input input--select"
                    aria-label=label
                    aria-invalid=move || is_open.get().then_some("true")
                    aria-describedby=described_by
                    on:change=move |event| {
                        let format = ValueFormat::by_name(&selected(&event));
                        session.choose(|choices| choices.columns[at].format = format);
                    }
                >
                    <option value="" prop:selected=move || format.get().is_none()>{none}</option>
                    {options}
                </select>
                <div id=error_id.clone()>
                    {move || is_open.get().then(|| view! { <p class="field__error">{question.clone()}</p> })}
                    {move || inferred.get().and_then(|found| {
                        let is_told = is_open.get() || contradicts(&found, format.get());
                        is_told.then(|| readings(&found))
                    })}
                </div>
            </div>
        })
    }
}

fn text(format: ValueFormat) -> String {
    match format {
        ValueFormat::YearMonthDay => t("format.ymd"),
        ValueFormat::DayMonthYear => t("format.dmy"),
        ValueFormat::MonthDayYear => t("format.mdy"),
        ValueFormat::PointDecimal | ValueFormat::CommaDecimal => format.name().to_owned(),
    }
}

/// Whether a value of the column rules the chosen format out.
fn contradicts(found: &Inferred, format: Option<ValueFormat>) -> bool {
    let mut candidates = found.candidates.iter();
    candidates.any(|candidate| Some(candidate.format) == format && candidate.against.is_some())
}

/// What the column's own values are in each format, and which value rules one out.
fn readings(found: &Inferred) -> AnyView {
    let lines = found
        .candidates
        .iter()
        .flat_map(lines)
        .map(|line| view! { <li>{line}</li> });
    view! { <ul class="format-readings">{lines.collect::<Vec<_>>()}</ul> }.into_any()
}

fn lines(candidate: &Candidate) -> Vec<String> {
    let format = text(candidate.format);
    let told = candidate.readings.iter().take(1).map(|reading| {
        let row = number(reading.row);
        let (found, read) = (reading.found.as_str(), reading.read.as_str());
        t_with(
            "format.reading",
            &[
                ("format", &format),
                ("row", &row),
                ("found", found),
                ("read", read),
            ],
        )
    });
    let against = candidate.against.iter().map(|reading| {
        let row = number(reading.row);
        t_with(
            "format.against",
            &[
                ("format", &format),
                ("row", &row),
                ("found", &reading.found),
            ],
        )
    });
    told.chain(against).collect()
}
