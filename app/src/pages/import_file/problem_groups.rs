//! The problems of the file, grouped by kind; each group opens to its rows.

use import_core::problem::{Code, Problem, Severity};
use leptos::prelude::*;

use crate::components::icon::{Icon, Shape};
use crate::components::notice::{Notice, Tone};
use crate::components::problem_table::{Detail, Places, ProblemTable, title};
use crate::components::status::severity_badge;
use crate::i18n::{number, t, t_count, t_with};
use crate::session::import::ImportSession;
use crate::worker::messages::{CheckSummary, ProblemFilter, Request, Response};

/// How many rows of a group are shown at a time.
const PAGE: usize = 20;

/// The problems of the file, grouped by kind.
#[component]
pub fn ProblemGroups() -> impl IntoView {
    let session = ImportSession::get();
    let codes = Memo::new(move |_| {
        session.check.with(|check| {
            let kinds = check
                .as_ref()
                .map(|check| check.kinds.as_slice())
                .unwrap_or_default();
            let mut codes: Vec<Code> = kinds.iter().map(|kind| kind.code).collect();
            // While the counts grow the groups must not change places under the reader's hand.
            codes.sort_by_key(|code| (code.severity(), *code));
            codes
        })
    });
    let is_clean = move || {
        codes.with(Vec::is_empty)
            && session
                .check
                .with(|check| check.as_ref().is_some_and(CheckSummary::is_done))
    };
    view! {
        {move || is_clean().then(|| view! {
            <Notice tone=Tone::Success><p>{t("problems.none")}</p></Notice>
        })}
        <div class="problem-groups">
            <For each=move || codes.get() key=|code| *code let:code>
                <Group code />
            </For>
        </div>
    }
}

#[component]
fn Group(
    /// The kind of problem.
    code: Code,
) -> impl IntoView {
    let session = ImportSession::get();
    let is_open = RwSignal::new(false);
    let count = Memo::new(move |_| {
        session.check.with(|check| {
            let kinds = check
                .as_ref()
                .map(|check| check.kinds.as_slice())
                .unwrap_or_default();
            kinds
                .iter()
                .find(|kind| kind.code == code)
                .map_or(0, |kind| kind.count as u64)
        })
    });
    let toggled = move |event| {
        let details: web_sys::HtmlDetailsElement = event_target(&event);
        is_open.set(details.open());
    };
    view! {
        <details class="problem-group" on:toggle=toggled>
            <summary class="problem-group__summary">
                {severity_badge(code.severity())}
                <span class="problem-group__title">{title(code)}</span>
                <span class="problem-group__count">{move || t_count("problems.count", count.get())}</span>
            </summary>
            {move || is_open.get().then(|| view! { <GroupRows code /> })}
        </details>
    }
}

/// The rows of a group, some at a time.
#[component]
fn GroupRows(
    /// The kind of problem.
    code: Code,
) -> impl IntoView {
    let session = ImportSession::get();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let next = RwSignal::new(None::<u32>);
    let load = move |from: u32| {
        let run = session.checks.get_untracked();
        let filter = ProblemFilter {
            code: Some(code),
            ..ProblemFilter::default()
        };
        let ask = |id| Request::Problems {
            id,
            filter,
            from,
            limit: PAGE,
        };
        session.ask(ask, move |answer| {
            let Response::Problems { page, .. } = answer else {
                return;
            };
            if session.checks.try_get_untracked() == Some(run) {
                problems.update(|problems| problems.extend(page.problems));
                next.set(page.next);
            }
        });
    };
    // Another check, or the end of this one: what is shown is asked for again.
    let state = Memo::new(move |_| {
        let is_done = session
            .check
            .with(|check| check.as_ref().is_some_and(CheckSummary::is_done));
        (session.checks.get(), is_done)
    });
    Effect::new(move |_| {
        state.get();
        problems.set(Vec::new());
        load(0);
    });
    let label = t_with("problems.table", &[("kind", &title(code))]);
    let advice = match code.severity() {
        Severity::Error => t("problems.error_advice"),
        Severity::Warning => t("problems.warning_advice"),
    };
    view! {
        <div class="problem-group__rows">
            <p class="problem-group__advice"><Icon shape=Shape::Info />{advice}</p>
            {move || {
                let problems = problems.get();
                view! {
                    <ProblemTable label=label.clone() problems detail=Detail::OneKind places=Places::Linked />
                }
            }}
            {move || next.get().map(|from| {
                let shown = problems.with(Vec::len) as u64;
                view! {
                    <p class="problem-group__more">
                        <span>{t_with("problems.shown", &[("count", &number(shown))])}</span>
                        <button type="button" class="button button--small" on:click=move |_| load(from)>
                            {t("problems.more")}
                        </button>
                    </p>
                }
            })}
        </div>
    }
}
