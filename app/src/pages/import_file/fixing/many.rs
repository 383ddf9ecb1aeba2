//! The dialog that fixes many rows at once.

use import_core::duplicates::Keep;
use import_core::field::ValueFormat;
use import_core::fixing::{Extent, Fix};
use import_core::problem::Code;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::preview::{self, Outlook, headers, outlook};
use super::texts::fix_text;
use crate::components::form::{Choice, SelectField, TextField, ticked};
use crate::i18n::{t, t_with};
use crate::pages::import_settings::format_choice::format_text;
use crate::pages::import_settings::values::regions;
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::state::bulk_fix::{Draft, Way};

/// What fixes the rows with a kind of problem, or changes a column of all rows.
#[component]
pub fn FixMany(
    /// The kind of problem; none where a column is to be changed.
    code: Option<Code>,
    /// The column that is chosen at first; of a kind of problem that of the first one.
    column: Option<String>,
    /// Cells of that column with the problem, as far as they are known.
    #[prop(optional)]
    cells: Vec<String>,
    /// Called when it is done.
    close: Callback<()>,
) -> impl IntoView {
    let session = ImportSession::get();
    let ways = code.map_or_else(Way::of_column, Way::of);
    let names: Vec<String> = headers()
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    let column = column
        .or_else(|| names.first().cloned())
        .unwrap_or_default();
    let region = session
        .choices
        .with_untracked(|choices| choices.region.clone());
    let first = ways.first().copied().unwrap_or(Way::Skip);
    let mut drafted = Draft::new(first, column, region);
    if !first.skips() {
        let samples = || samples(&drafted.column);
        let cells = if cells.is_empty() { samples() } else { cells };
        drafted.guess(&cells);
    }
    let draft = RwSignal::new(drafted);
    let outlook = outlook(code, draft);
    let fix = Memo::new(move |_| {
        outlook.with(|outlook| match outlook {
            Outlook::Rule(column, rule, preview) if preview.rows > 0 => Some(Fix::Rule {
                column: column.clone(),
                rule: rule.clone(),
            }),
            Outlook::Skip(rows) if !rows.is_empty() => Some(Fix::Skip { rows: rows.clone() }),
            _ => None,
        })
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(fix) = fix.get_untracked() {
            Announcer::get().say(t_with("fixes.said", &[("fix", &fix_text(&fix))]));
            close.run(());
            session.fix(fix);
        }
    };
    let ways: Vec<_> = ways
        .into_iter()
        .map(|way| Choice::new(way.name(), t(&format!("fix.way.{}", way.name()))))
        .collect();
    let way = Memo::new(move |_| draft.with(|draft| draft.way));
    let columns: Vec<_> = names.iter().map(|name| Choice::new(name, name)).collect();
    view! {
        <form class="stack" on:submit=submit>
            <SelectField
                id="fix-way"
                label=t("fix.way")
                choices=ways
                value=Signal::derive(move || way.get().name().to_owned())
                on_change=move |name: String| {
                    if let Some(way) = Way::by_name(&name) {
                        draft.update(|draft| draft.way = way);
                    }
                }
            />
            {move || (!way.get().skips()).then(|| view! {
                <SelectField
                    id="fix-column"
                    label=t("fix.column")
                    choices=columns.clone()
                    value=Signal::derive(move || draft.with(|draft| draft.column.clone()))
                    on_change=move |name: String| draft.update(|draft| {
                        let way = draft.way;
                        draft.guess(&samples(&name));
                        draft.way = way;
                        draft.column = name;
                    })
                />
            })}
            {move || fields(way.get(), draft, &names)}
            <section class="fix-preview__frame" aria-labelledby="fix-preview-title">
                <h3 id="fix-preview-title">{t("fix.preview")}</h3>
                <div aria-live="polite">{move || outlook.with(preview::view)}</div>
            </section>
            <div class="action-row">
                <button type="submit" class="button button--primary" disabled=move || fix.with(Option::is_none)>
                    {t("fix.apply")}
                </button>
                <button type="button" class="button" on:click=move |_| close.run(())>{t("common.cancel")}</button>
            </div>
        </form>
    }
}

/// The first values of a column.
fn samples(column: &str) -> Vec<String> {
    ImportSession::get().file.with_untracked(|file| {
        let summary = file.as_ref().and_then(|file| file.summary.as_ref());
        let columns = summary.map(|summary| summary.columns.as_slice());
        let mut columns = columns.unwrap_or_default().iter();
        let column = columns.find(|of| of.header == column);
        column
            .map(|column| column.samples.clone())
            .unwrap_or_default()
    })
}

/// What is to be chosen besides the column.
fn fields(way: Way, draft: RwSignal<Draft>, names: &[String]) -> Option<AnyView> {
    Some(match way {
        Way::Trim | Way::Upper | Way::Lower | Way::Title | Way::Skip => return None,
        Way::Replace => view! {
            {text("fix-find", t("fix.find"), draft, |draft| &mut draft.find)}
            {text("fix-with", t("fix.with"), draft, |draft| &mut draft.with)}
            {choice(
                "fix-extent",
                t("fix.extent"),
                draft,
                &[(Extent::Part, t("fix.extent.part")), (Extent::Whole, t("fix.extent.whole"))],
                |draft| &mut draft.extent,
            )}
        }
        .into_any(),
        Way::Country => view! {
            <SelectField
                id="fix-country"
                label=t("fix.country")
                hint=t("fix.country_hint")
                choices=regions()
                value=Signal::derive(move || draft.with(|draft| draft.country.clone()))
                on_change=move |code| draft.update(|draft| draft.country = code)
            />
        }
        .into_any(),
        Way::Dates => {
            let formats: Vec<_> = ValueFormat::DATES
                .iter()
                .map(|format| (*format, format_text(*format)))
                .collect();
            view! {
                {choice("fix-from", t("fix.from"), draft, &formats, |draft| &mut draft.from)}
                {choice("fix-to", t("fix.to"), draft, &formats, |draft| &mut draft.to)}
            }
            .into_any()
        }
        Way::Split => view! {
            {text("fix-separator", t("fix.separator"), draft, |draft| &mut draft.separator)}
            {new_names(t("fix.names"), Some(t("fix.names_hint")), draft)}
        }
        .into_any(),
        Way::Join => view! {
            {others(draft, names)}
            {text("fix-separator", t("fix.separator"), draft, |draft| &mut draft.separator)}
            {new_names(t("fix.name"), None, draft)}
        }
        .into_any(),
        Way::Duplicates => choice(
            "fix-keep",
            t("fix.keep"),
            draft,
            &[
                (Keep::First, t("fix.keep.first")),
                (Keep::Last, t("fix.keep.last")),
                (Keep::MostComplete, t("fix.keep.complete")),
            ],
            |draft| &mut draft.keep,
        ),
    })
}

/// A field of a text.
fn text(
    id: &'static str,
    label: String,
    draft: RwSignal<Draft>,
    part: fn(&mut Draft) -> &mut String,
) -> AnyView {
    let value = Signal::derive(move || part(&mut draft.get()).clone());
    let write = move |text| draft.update(|draft| *part(draft) = text);
    view! { <TextField id label value on_input=write /> }.into_any()
}

/// A field of the names of new columns, which says when they are taken.
fn new_names(label: String, hint: Option<String>, draft: RwSignal<Draft>) -> AnyView {
    let error = Signal::derive(move || {
        let is_wrong = draft.with(|draft| draft.rule().is_some_and(|rule| !rule.fits(&headers())));
        is_wrong.then(|| t("fix.names_wrong"))
    });
    let value = Signal::derive(move || draft.with(|draft| draft.names.clone()));
    let write = move |text| draft.update(|draft| draft.names = text);
    match hint {
        Some(hint) => {
            view! { <TextField id="fix-names" label value on_input=write hint error /> }.into_any()
        }
        None => view! { <TextField id="fix-names" label value on_input=write error /> }.into_any(),
    }
}

/// A select of a few things.
fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    id: &'static str,
    label: String,
    draft: RwSignal<Draft>,
    options: &[(T, String)],
    part: fn(&mut Draft) -> &mut T,
) -> AnyView {
    let numbered = options.iter().enumerate();
    let choices: Vec<_> = numbered
        .map(|(at, (_, text))| Choice::new(at.to_string(), text))
        .collect();
    let values: Vec<T> = options.iter().map(|(value, _)| *value).collect();
    let known = values.clone();
    let value = Signal::derive(move || {
        let chosen = *part(&mut draft.get());
        let at = known.iter().position(|value| *value == chosen);
        at.unwrap_or_default().to_string()
    });
    let choose = move |at: String| {
        let chosen = at
            .parse()
            .ok()
            .and_then(|at: usize| values.get(at).copied());
        if let Some(chosen) = chosen {
            draft.update(|draft| *part(draft) = chosen);
        }
    };
    view! { <SelectField id label choices value on_change=choose /> }.into_any()
}

/// The columns that are joined with the first, in the file's order.
fn others(draft: RwSignal<Draft>, names: &[String]) -> AnyView {
    let all: Vec<String> = names.to_vec();
    let boxes = names.iter().map(|name| {
        let (name, all) = (name.clone(), all.clone());
        let (of, itself) = (name.clone(), name.clone());
        let toggle = move |event| {
            let is_on = ticked(&event);
            draft.update(|draft| {
                let chosen = all.iter().filter(|other| {
                    let is_this = **other == of;
                    (is_this && is_on) || (!is_this && draft.others.contains(other))
                });
                draft.others = chosen.cloned().collect();
            });
        };
        let is_hidden = move || draft.with(|draft| draft.column == itself);
        view! {
            <label class="fix-others__column" hidden=is_hidden>
                <input type="checkbox" class="checkbox" on:change=toggle />
                {name}
            </label>
        }
    });
    view! {
        <fieldset class="fix-others">
            <legend class="field__label">{t("fix.others")}</legend>
            {boxes.collect::<Vec<_>>()}
        </fieldset>
    }
    .into_any()
}
