//! How the file differs from the saved profile, and what is to become of each difference.

use import_core::schema::Target;
use leptos::prelude::*;

use super::advice::ColumnAdvice;
use super::column_name;
use super::target_options::{target_options, target_text};
use crate::components::form::selected;
use crate::components::notice::{Notice, Tone};
use crate::i18n::{t, t_count, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::state::choices::Choices;
use crate::state::drift::{Absence, Answer, Drift};

/// The differences, one decision each; nothing where there are none.
#[component]
pub fn DriftSection() -> impl IntoView {
    let session = ImportSession::get();
    let lines = Memo::new(move |_| session.choices.with(lines_of));
    // A screen reader hears of them too: they are nowhere near the choice that brought them about.
    Effect::new(move |known: Option<Vec<String>>| {
        let lines = lines.get();
        if known.is_some_and(|known| known != lines) && !lines.is_empty() {
            let title = t("drift.title");
            Announcer::get().say([&[title], lines.as_slice()].concat().join("\n"));
        }
        lines
    });
    move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            let lines: Vec<_> = lines
                .into_iter()
                .map(|line| view! { <p>{line}</p> })
                .collect();
            view! {
                <section class="section" aria-labelledby="drift-title">
                    <h2 id="drift-title" tabindex="-1">{t("drift.title")}</h2>
                    <Notice tone=Tone::Warning>{lines}</Notice>
                    <Decisions />
                </section>
            }
        })
    }
}

/// One line for each kind of difference; they change only with the file and the profile.
fn lines_of(choices: &Choices) -> Vec<String> {
    let Drift {
        missing, unknown, ..
    } = &choices.drift;
    let line = |key: &str, names: Vec<String>| {
        let names = names.join(&t("common.separator"));
        (!names.is_empty()).then(|| t_with(key, &[("columns", &names)]))
    };
    let name = |column: usize| choices.columns.get(column).map(column_name);
    let renamed = missing.iter().filter_map(|missing| {
        let names = [
            ("old", missing.header.clone()),
            ("new", name(missing.likely?)?),
        ];
        let names = names.each_ref().map(|(key, name)| (*key, name.as_str()));
        Some(t_with("drift.renamed_pair", &names))
    });
    let lines = [
        line(
            "drift.missing",
            missing
                .iter()
                .map(|missing| missing.header.clone())
                .collect(),
        ),
        line(
            "drift.unknown",
            unknown
                .iter()
                .filter_map(|unknown| name(unknown.column))
                .collect(),
        ),
        line("drift.renamed", renamed.collect()),
    ];
    lines.into_iter().flatten().collect()
}

#[component]
fn Decisions() -> impl IntoView {
    let session = ImportSession::get();
    let (missing, unknown) = session.choices.with_untracked(|choices| {
        let Drift {
            missing, unknown, ..
        } = &choices.drift;
        (missing.len(), unknown.clone())
    });
    let open = Memo::new(move |_| {
        session
            .choices
            .with(|choices| choices.drift.open(&choices.columns))
    });
    let open_text = move || match open.get() {
        0 => t("drift.all_decided"),
        open => t_count("drift.open", open as u64),
    };
    let likely = move || session.choices.with(Choices::likely_renamed);
    let missing: Vec<_> = (0..missing)
        .map(|at| view! { <MissingColumn at /> })
        .collect();
    let unknown: Vec<_> = unknown
        .into_iter()
        .map(|unknown| view! { <UnknownColumn at=unknown.column /> })
        .collect();
    let take_likely = move |_| {
        change(session, |choices| {
            for (at, column) in choices.likely_renamed() {
                choices.answer(at, Answer::Take(column));
            }
        });
    };
    let leave_rest = move |_| change(session, Choices::leave_out_open);
    view! {
        <ul class="drift">{missing}{unknown}</ul>
        <div class="action-row">
            <button
                type="button"
                class="button button--small"
                disabled=move || likely().is_empty()
                on:click=take_likely
            >
                {t("drift.take_all")}
            </button>
            <button type="button" class="button button--small" disabled=move || open.get() == 0 on:click=leave_rest>
                {t("drift.leave_rest")}
            </button>
        </div>
        <p class="section__note">{open_text}</p>
    }
}

/// Changes decisions, and says how many are left.
fn change(session: ImportSession, decide: impl FnOnce(&mut Choices)) {
    session.choose(decide);
    let open = session
        .choices
        .with_untracked(|choices| choices.drift.open(&choices.columns));
    Announcer::get().say(match open {
        0 => t("drift.all_decided"),
        open => t_count("drift.open", open as u64),
    });
}

/// What a select of a missing column stands for.
fn answer_of(value: &str) -> Answer {
    match value {
        "leave" => Answer::Absent(Absence::LeftOut),
        "forget" => Answer::Absent(Absence::Forgotten),
        column => column.parse().map_or(Answer::Open, Answer::Take),
    }
}

/// A column that the profile knows and the file lacks.
#[component]
fn MissingColumn(
    /// Its place in the list of those.
    at: usize,
) -> impl IntoView {
    let session = ImportSession::get();
    // What a select shows: the value and text of each choice, and the chosen one.
    let shown = Memo::new(move |_| {
        session.choices.with(|choices| {
            let missing = choices.drift.missing.get(at)?;
            let taken_by = Drift::taken_by(missing, &choices.columns);
            let mut columns: Vec<usize> = choices
                .drift
                .unknown
                .iter()
                .map(|unknown| unknown.column)
                .collect();
            columns.extend(taken_by.filter(|column| !columns.contains(column)));
            columns.sort_by_key(|column| missing.likely != Some(*column));
            let options = columns.into_iter().filter_map(|column| {
                let key = if missing.likely == Some(column) {
                    "drift.take_likely"
                } else {
                    "drift.take"
                };
                let name = choices.columns.get(column).map(column_name)?;
                Some((column.to_string(), t_with(key, &[("column", &name)])))
            });
            let chosen = match (taken_by, missing.absence) {
                (Some(column), _) => column.to_string(),
                (None, Some(Absence::LeftOut)) => "leave".to_owned(),
                (None, Some(Absence::Forgotten)) => "forget".to_owned(),
                (None, None) => String::new(),
            };
            Some((options.collect::<Vec<_>>(), chosen))
        })
    });
    let text = session.choices.with_untracked(|choices| {
        let missing = choices.drift.missing.get(at)?;
        let field = target_text(&missing.target, &choices.schemas);
        Some((missing.header.clone(), field))
    });
    let (header, field) = text.unwrap_or_default();
    let id = format!("missing-{at}");
    let label = t_with(
        "drift.missing_one",
        &[("column", &header), ("field", &field)],
    );
    let options = move || {
        let (columns, chosen) = shown.get().unwrap_or_default();
        let fixed = [
            ("leave".to_owned(), t("drift.leave")),
            ("forget".to_owned(), t("drift.forget")),
        ];
        let open = [(String::new(), t("drift.decide"))];
        let all = open.into_iter().chain(columns).chain(fixed);
        let all = all.map(|(value, text)| {
            let is_chosen = value == chosen;
            view! { <option value=value prop:selected=is_chosen>{text}</option> }
        });
        all.collect::<Vec<_>>()
    };
    view! {
        <li class="drift__item">
            <label for=id.clone()>{label}</label>
            <select
                class="input input--select"
                id=id
                on:change=move |event| {
                    let answer = answer_of(&selected(&event));
                    change(session, |choices| choices.answer(at, answer));
                }
            >
                {options}
            </select>
        </li>
    }
}

/// A column that the profile does not know.
#[component]
fn UnknownColumn(
    /// Its place in the file.
    at: usize,
) -> impl IntoView {
    let session = ImportSession::get();
    let (name, options) = session.choices.with_untracked(|choices| {
        let name = choices.columns.get(at).map(column_name).unwrap_or_default();
        let first = [("", t("drift.decide")), ("none", t("target.none"))];
        (name, target_options(&choices.schemas, &first))
    });
    let chosen = Memo::new(move |_| {
        session.choices.with(|choices| {
            let target = choices
                .columns
                .get(at)
                .and_then(|column| column.target.as_ref());
            match target {
                Some(target) => target.path(),
                None if choices.drift.is_left_out(at) => "none".to_owned(),
                None => String::new(),
            }
        })
    });
    let id = format!("unknown-{at}");
    let advice = format!("unknown-advice-{at}");
    let choose = move |value: &str| {
        change(session, |choices| match value {
            "" => {
                choices.set_target(at, None);
                choices.drift.decide(at, false);
            }
            "none" => choices.set_target(at, None),
            name => {
                let target = Target::by_name(name, &choices.schemas);
                choices.set_target(at, target);
            }
        });
    };
    view! {
        <li class="drift__item">
            <label for=id.clone()>{t_with("drift.unknown_one", &[("column", &name)])}</label>
            <select
                class="input input--select"
                id=id
                aria-describedby=advice.clone()
                inner_html=options
                prop:value=chosen
                on:change=move |event| choose(&selected(&event))
            ></select>
            <ColumnAdvice at id=advice />
        </li>
    }
}
