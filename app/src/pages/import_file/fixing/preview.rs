//! What a fix of many rows would change, before it is made.

use import_core::duplicates::Keep;
use import_core::fixing::{Example, Preview, Rule};
use import_core::problem::Code;
use leptos::prelude::*;

use crate::components::data_table::{TableFrame, head};
use crate::i18n::{number, t, t_count, t_with};
use crate::session::import::ImportSession;
use crate::state::bulk_fix::{Draft, Way};
use crate::worker::messages::{Request, Response};

/// What is known of what a fix would change.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Outlook {
    /// Something has to be chosen first.
    #[default]
    Incomplete,
    /// It is being found out.
    Asked,
    /// A rule would change these.
    Rule(String, Rule, Preview),
    /// These rows would be skipped.
    Skip(Vec<u64>),
}

/// Keeps up with what is chosen in the dialog; of several questions on their way only the last one counts.
pub fn outlook(code: Option<Code>, draft: RwSignal<Draft>) -> RwSignal<Outlook> {
    let session = ImportSession::get();
    let outlook = RwSignal::new(Outlook::default());
    let asked = StoredValue::new(0_u32);
    let wanted = Memo::new(move |_| draft.with(Wanted::of));
    Effect::new(move |_| {
        let now = asked.get_value() + 1;
        asked.set_value(now);
        let is_latest = move || asked.try_get_value() == Some(now);
        outlook.set(Outlook::Asked);
        match wanted.get() {
            Wanted::Nothing => outlook.set(Outlook::Incomplete),
            Wanted::Rule(column, rule) => {
                let (of, what) = (column.clone(), rule.clone());
                let ask = move |id| Request::Preview {
                    id,
                    column: of,
                    rule: what,
                };
                session.ask(ask, move |answer| {
                    if let Response::Preview { preview, .. } = answer
                        && is_latest()
                    {
                        outlook.set(Outlook::Rule(column, rule, preview));
                    }
                });
            }
            Wanted::Skip(keep) => {
                let Some(code) = code else {
                    return outlook.set(Outlook::Incomplete);
                };
                session.ask(
                    move |id| Request::Rows { id, code, keep },
                    move |answer| {
                        if let Response::Rows { rows, .. } = answer
                            && is_latest()
                        {
                            outlook.set(Outlook::Skip(rows));
                        }
                    },
                );
            }
        }
    });
    outlook
}

/// What is to be found out.
#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    Nothing,
    Rule(String, Rule),
    Skip(Option<Keep>),
}

impl Wanted {
    fn of(draft: &Draft) -> Self {
        match (draft.way, draft.rule()) {
            (Way::Skip, _) => Self::Skip(None),
            (Way::Duplicates, _) => Self::Skip(Some(draft.keep)),
            (_, Some(rule)) if rule.fits(&headers()) => Self::Rule(draft.column.clone(), rule),
            _ => Self::Nothing,
        }
    }
}

/// The names of the columns.
pub fn headers() -> Vec<String> {
    ImportSession::get().file.with_untracked(|file| {
        let summary = file.as_ref().and_then(|file| file.summary.as_ref());
        let columns = summary.map(|summary| summary.columns.as_slice());
        let columns = columns.unwrap_or_default().iter();
        columns.map(|column| column.header.clone()).collect()
    })
}

/// What would change.
pub fn view(outlook: &Outlook) -> AnyView {
    match outlook {
        Outlook::Incomplete => view! { <p>{t("fix.preview_missing")}</p> }.into_any(),
        Outlook::Asked => view! { <p>{t("fix.preview_running")}</p> }.into_any(),
        Outlook::Skip(rows) => {
            view! { <p>{t_count("fix.preview_skips", rows.len() as u64)}</p> }.into_any()
        }
        Outlook::Rule(_, _, preview) if preview.rows == 0 => {
            view! { <p>{t("fix.preview_none")}</p> }.into_any()
        }
        Outlook::Rule(_, _, preview) => {
            let problems = preview.problems.map(|(before, after)| {
                let (before, after) = (number(before as u64), number(after as u64));
                t_with(
                    "fix.preview_problems",
                    &[("before", &before), ("after", &after)],
                )
            });
            view! {
                <p>{t_count("fix.preview_rows", preview.rows as u64)} " " {problems}</p>
                {examples(&preview.examples)}
            }
            .into_any()
        }
    }
}

fn examples(examples: &[Example]) -> AnyView {
    let rows: Vec<_> = examples
        .iter()
        .map(|example| {
            let after = example
                .after
                .iter()
                .map(|text| view! { <span class="fix-preview__part">{text.clone()}</span> });
            view! {
                <tr>
                    <th scope="row" class="table__number">{number(example.row)}</th>
                    <td>{example.before.clone()}</td>
                    <td>{after.collect::<Vec<_>>()}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableFrame label=t("fix.preview")>
            <table class="table fix-preview">
                <caption class="visually-hidden">{t("fix.preview")}</caption>
                {head(&[t("problems.row"), t("fix.before"), t("fix.after")])}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}
