//! How the dates or numbers of a column are written.

use import_core::field::ValueFormat;
use import_core::schema::CoreType;
use leptos::prelude::*;

use crate::components::form::selected;
use crate::i18n::{t, t_with};
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
    let kind =
        Memo::new(move |_| here.with(|column| column.as_ref().and_then(ColumnChoice::custom_type)));
    let format =
        Memo::new(move |_| here.with(|column| column.as_ref().and_then(|column| column.format)));
    let is_open = Memo::new(move |_| {
        here.with(|column| column.as_ref().is_some_and(ColumnChoice::lacks_format))
    });
    let error_id = format!("format-error-{at}");
    move || {
        let (formats, none) = match kind.get()? {
            CoreType::Date | CoreType::DateTime => (ValueFormat::DATES, t("format.choose")),
            CoreType::Integer | CoreType::Number => (ValueFormat::NUMBERS, t("format.plain")),
            _ => return None,
        };
        let options: Vec<_> = formats
            .iter()
            .map(|&of| {
                view! {
                    <option value=of.name() prop:selected=move || format.get() == Some(of)>{format_text(of)}</option>
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
                    {move || is_open.get().then(|| view! { <p class="field__error">{t("format.ambiguous")}</p> })}
                </div>
            </div>
        })
    }
}

/// What a format is called.
pub fn format_text(format: ValueFormat) -> String {
    match format {
        ValueFormat::YearMonthDay => t("format.ymd"),
        ValueFormat::DayMonthYear => t("format.dmy"),
        ValueFormat::MonthDayYear => t("format.mdy"),
        ValueFormat::PointDecimal | ValueFormat::CommaDecimal => format.name().to_owned(),
    }
}
