//! The problems of the file, grouped by kind; each group opens to its rows.

use import_core::problem::{Code, Problem, Severity};
use leptos::prelude::*;

use super::fixing::failed_rows::FailedRows;
use super::fixing::focus::rescue;
use super::fixing::list::FixList;
use super::fixing::many::FixMany;
use super::overlooked::feeds_nothing;
use super::problem_rows::ProblemRows;
use super::suggestions::Cures;
use crate::components::icon::{Icon, Shape};
use crate::components::modal::Modal;
use crate::components::notice::{Notice, Tone};
use crate::components::problem_table::title;
use crate::components::status::kind_badge;
use crate::i18n::{number, region_name, t, t_count, t_with};
use crate::session::import::ImportSession;
use crate::session::navigation::Navigation;
use crate::state::bulk_fix::Way;
use crate::state::door::Door;
use crate::state::route::{DUPLICATES, SETTINGS};
use crate::worker::messages::{CheckSummary, ProblemFilter, Request, Response};

/// How many rows of a group are shown at a time.
const PAGE: usize = 20;

/// The problems of the file, grouped by kind.
#[component]
pub fn ProblemGroups() -> impl IntoView {
    let session = ImportSession::get();
    let feeds_nothing = Memo::new(move |_| feeds_nothing());
    let codes = Memo::new(move |before: Option<&Vec<Code>>| {
        session.check.with(|check| {
            let kinds = check
                .as_ref()
                .map(|check| check.kinds.as_slice())
                .unwrap_or_default();
            let mut codes: Vec<Code> = kinds.iter().map(|kind| kind.code).collect();
            // A check that goes on may still find what the one before it did: its groups stay open until then.
            if check.as_ref().is_some_and(|check| !check.is_done()) {
                codes.extend(before.into_iter().flatten());
            }
            if feeds_nothing.get() {
                // That is said once, not of every row.
                codes.retain(|code| *code != Code::RowWithoutValues);
            }
            // While the counts grow the groups must not change places under the reader's hand.
            codes.sort_by_key(|code| (*code == Code::RowSkipped, code.severity(), *code));
            codes.dedup();
            codes
        })
    });
    let is_clean = move || {
        codes.with(Vec::is_empty)
            && !feeds_nothing.get()
            && session
                .check
                .with(|check| check.as_ref().is_some_and(CheckSummary::is_done))
    };
    Effect::new(move |_| {
        codes.track();
        rescue(0, ".problem-group__summary".to_owned());
    });
    let many = Many::new();
    view! {
        {move || is_clean().then(|| view! {
            <Notice tone=Tone::Success><p>{t("problems.none")}</p></Notice>
        })}
        <Cures />
        <FailedRows />
        <div class="problem-groups">
            <For each=move || codes.get() key=|code| *code let:code>
                <Group code many />
            </For>
        </div>
        {many.view()}
        <FixList />
    }
}

/// The dialog that fixes many rows: one for all groups.
#[derive(Clone, Copy)]
struct Many {
    is_open: RwSignal<bool>,
    /// The kind of problem, and those that are shown.
    of: RwSignal<Option<(Code, Vec<Problem>)>>,
}

impl Many {
    fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            of: RwSignal::new(None),
        }
    }

    fn open(self, code: Code, problems: Vec<Problem>) {
        self.of.set(Some((code, problems)));
        self.is_open.set(true);
    }

    fn view(self) -> AnyView {
        let title = Signal::derive(move || {
            let kind = self
                .of
                .with(|of| of.as_ref().map(|(code, ..)| title(*code)));
            t_with("fix.many_title", &[("kind", &kind.unwrap_or_default())])
        });
        let close = Callback::new(move |()| self.is_open.set(false));
        let content = move || {
            let (code, problems) = self.of.get_untracked()?;
            let column = problems.first().and_then(|problem| problem.column.clone());
            let cells = problems
                .into_iter()
                .filter(|problem| problem.column == column);
            let cells = cells.map(|problem| problem.value).collect();
            Some(view! { <FixMany code=Some(code) column cells close /> })
        };
        view! { <Modal id="fix-many" title is_open=self.is_open content=content /> }.into_any()
    }
}

#[component]
fn Group(
    /// The kind of problem.
    code: Code,
    /// The dialog that fixes many.
    many: Many,
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
            <summary class="problem-group__summary disclosure">
                {kind_badge(code)}
                <span class="problem-group__title">{title(code)}</span>
                <span class="problem-group__count">{move || t_count("problems.count", count.get())}</span>
            </summary>
            {move || is_open.get().then(|| view! { <GroupRows code many /> })}
        </details>
    }
}

/// The rows of a group, some at a time.
#[component]
fn GroupRows(
    /// The kind of problem.
    code: Code,
    /// The dialog that fixes many.
    many: Many,
) -> impl IntoView {
    let session = ImportSession::get();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let next = RwSignal::new(None::<u32>);
    let load = move |from: u32, limit: usize| {
        let known = (
            session.checks.get_untracked(),
            session.rechecks.get_untracked(),
        );
        let filter = ProblemFilter {
            code: Some(code),
            ..ProblemFilter::default()
        };
        let ask = |id| Request::Problems {
            id,
            filter,
            from,
            limit,
        };
        session.ask(ask, move |answer| {
            let Response::Problems { page, .. } = answer else {
                return;
            };
            let now = (
                session.checks.try_get_untracked(),
                session.rechecks.try_get_untracked(),
            );
            if now == (Some(known.0), Some(known.1)) {
                problems.try_update(|problems| match from {
                    // What is shown gives way all at once, so that nothing jumps and no focus is lost.
                    0 => *problems = page.problems,
                    _ => problems.extend(page.problems),
                });
                next.try_set(page.next);
            }
        });
    };
    // Another check, the end of this one, or a fix: what is shown is asked for again.
    let state = Memo::new(move |_| {
        let is_done = session
            .check
            .with(|check| check.as_ref().is_some_and(CheckSummary::is_done));
        (session.checks.get(), session.rechecks.get(), is_done)
    });
    Effect::new(move |_| {
        state.get();
        load(0, problems.with_untracked(Vec::len).max(PAGE));
    });
    let advice = match (code, code.severity()) {
        (Code::RowSkipped, _) => t("problems.skipped_advice"),
        (_, Severity::Error) => t("problems.error_advice"),
        (_, Severity::Warning) => t("problems.warning_advice"),
    };
    let open = move |_| {
        many.open(code, problems.get_untracked());
    };
    view! {
        <div class="problem-group__rows">
            <p class="problem-group__advice"><Icon shape=Shape::Info />{advice}</p>
            {(!Way::of(code).is_empty()).then(|| view! {
                <p class="action-row">
                    <button type="button" class="button button--small" on:click=open>{t("fix.many")}</button>
                    {(code == Code::DuplicateInFile).then(|| view! {
                        <a class="button button--small" href=DUPLICATES>{t("dups.compare")}</a>
                    })}
                </p>
            })}
            {(code == Code::PhoneInvalid).then(|| read_as(problems))}
            <ProblemRows code problems />
            {move || next.get().map(|from| {
                let shown = problems.with(Vec::len) as u64;
                view! {
                    <p class="problem-group__more">
                        <span>{t_with("problems.shown", &[("count", &number(shown))])}</span>
                        <button type="button" class="button button--small" on:click=move |_| load(from, PAGE)>
                            {t("problems.more")}
                        </button>
                    </p>
                }
            })}
        </div>
    }
}

/// In which country phones without one are read, where several come to nothing there.
fn read_as(problems: RwSignal<Vec<Problem>>) -> AnyView {
    let session = ImportSession::get();
    let region = Memo::new(move |_| {
        // The other door knows no default country.
        if session.door.get() != Door::Profile {
            return None;
        }
        let region = session.choices.with(|choices| choices.region.clone());
        let is_national = |problem: &&Problem| {
            let is_of_region = problem.args.get("region") == Some(&region);
            is_of_region && !problem.value.trim_start().starts_with(['+', '＋'])
        };
        let count = problems.with(|problems| problems.iter().filter(is_national).count());
        (count > 1).then_some(region)
    });
    let is_elsewhere = Navigation::get().path().get_untracked() != SETTINGS;
    let hint = move || {
        let country = region_name(&region.get()?);
        let text = t_with("phones.read_as", &[("country", &country)]);
        let way = is_elsewhere.then(|| view! { <a href=SETTINGS>{t("phones.choose")}</a> });
        Some(view! { <p class="problem-group__advice"><span>{text} " " {way}</span></p> })
    };
    hint.into_any()
}
