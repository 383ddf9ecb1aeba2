//! The columns of the file: which are imported, what they feed, what their cells do.

use leptos::prelude::*;

use super::column_filters::{ColumnFilters, ShownColumns};
use super::column_preview::ColumnPreview;
use super::column_row::{ColumnRow, Shared};
use super::new_field::NewField;
use super::offers::Offers;
use super::policy::policy_legend;
use super::target_options::target_options;
use crate::components::notice::{Notice, Tone, error_notice};
use crate::i18n::{number, t, t_count_with, t_with};
use crate::session::import::ImportSession;
use crate::state::mapping::fields_taken_twice;

/// The columns of the file.
#[component]
pub fn Fields(
    /// What is wrong with them together.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let session = ImportSession::get();
    let system = Memo::new(move |_| session.choices.with(|choices| choices.system));
    let recognised = move || {
        let system = system.get()?;
        let text = t_with("fields.system", &[("system", system.name())]);
        Some(view! { <Notice tone=Tone::Info><p>{text}</p></Notice> })
    };
    let counts = Memo::new(move |_| {
        session.choices.with(|choices| {
            let included = choices.columns.iter().filter(|column| column.included);
            (included.count(), choices.columns.len())
        })
    });
    let counted = move || {
        let (included, all) = counts.get();
        let included = number(included as u64);
        t_count_with("fields.counted", all as u64, &[("included", &included)])
    };
    let taken = Memo::new(move |_| {
        session
            .choices
            .with(|choices| fields_taken_twice(&choices.columns))
    });
    let shown = ShownColumns::new(session, taken);
    let shared = Shared {
        taken,
        shown,
        options: StoredValue::new(String::new()),
        previewed: RwSignal::new(None),
        made_field: RwSignal::new(None),
    };
    // A custom field that was made is one more choice in every row.
    let version = Memo::new(move |_| {
        session.choices.with(|choices| {
            let schema = choices.schemas.contact.as_ref();
            schema.map(|schema| schema.reference.version)
        })
    });
    view! {
        <p class="section__lead">{t("fields.lead")}</p>
        {recognised}
        {policy_legend()}
        {move || error.get().map(error_notice)}
        <ColumnFilters columns=shown />
        <Offers columns=shown />
        // Made anew, since a choice that was not there before cannot be the chosen one.
        <For each=move || [version.get()] key=|version| *version let(_)>
            {table(session, shared)}
        </For>
        <p class="section__note">{counted}</p>
        <ColumnPreview shown=shared.previewed />
        <NewField column=shared.made_field />
    }
}

fn table(session: ImportSession, shared: Shared) -> AnyView {
    let options = session
        .choices
        .with_untracked(|choices| target_options(&choices.schemas, &[("", t("target.none"))]));
    shared.options.set_value(options);
    // Fixes make columns and take them back; the rows of the others stay, and the focus in them.
    let columns = Memo::new(move |_| {
        session.choices.with(|choices| {
            let headers = choices.columns.iter().map(|column| column.header.clone());
            headers.enumerate().collect::<Vec<_>>()
        })
    });
    let names = [
        "fields.import",
        "fields.column",
        "fields.target",
        "fields.policy",
        "fields.problems",
    ];
    let names: Vec<_> = names
        .into_iter()
        .map(|name| view! { <th role="columnheader" scope="col">{t(name)}</th> })
        .collect();
    view! {
        <div class="fields-frame" hidden=move || shared.shown.is_empty()>
            <table class="table fields-table" role="table">
                <caption class="visually-hidden">{t("settings.fields")}</caption>
                <thead role="rowgroup"><tr role="row">{names}</tr></thead>
                <tbody role="rowgroup">
                    <For each=move || columns.get() key=Clone::clone let((at, _))>
                        <ColumnRow at shared />
                    </For>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
