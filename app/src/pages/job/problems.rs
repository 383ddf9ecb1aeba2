//! The validation log: the problems of a job, to be filtered and downloaded.

use import_core::api::{CodeCount, Phase};
use import_core::problem::{Code, Problem, Severity};
use leptos::prelude::*;

use super::Followed;
use super::report::Reports;
use crate::api::{self, ProblemQuery};
use crate::components::form::{Choice, SelectField};
use crate::components::growing::Growing;
use crate::components::notice::{Notice, Tone};
use crate::components::problem_table::{Detail, ProblemTable, title};
use crate::components::remote::{Remote, Source};
use crate::components::search_box::SearchBox;
use crate::i18n::{number, t};

/// The problems of a job.
#[component]
pub fn Problems(
    /// The job.
    followed: Followed,
    /// The pass that found them.
    phase: Phase,
) -> impl IntoView {
    let counts = Source::<Vec<CodeCount>>::new();
    let id = followed.id();
    counts.ask(api::job_problem_counts(followed.door, id, phase));
    let kinds = Memo::new(move |_| match &*counts.state.read() {
        Remote::Ready(counts) => Some(counts.clone()),
        _ => None,
    });
    let heading = match phase {
        Phase::Validation => t("log.title"),
        Phase::Import => t("log.import_title"),
    };
    view! {
        <section class="section" aria-labelledby="log-title">
            <h2 id="log-title">{heading}</h2>
            {(phase == Phase::Validation).then(|| view! { <Reports followed phase /> })}
            {move || kinds.get().map(|kinds| if kinds.is_empty() {
                view! { <Notice tone=Tone::Success><p>{t("problems.none")}</p></Notice> }.into_any()
            } else {
                view! { <Log followed phase kinds /> }.into_any()
            })}
        </section>
    }
}

#[component]
fn Log(
    /// The job.
    followed: Followed,
    /// The pass that found them.
    phase: Phase,
    /// How many there are of each kind.
    kinds: Vec<CodeCount>,
) -> impl IntoView {
    let filter = RwSignal::new(ProblemQuery::default());
    let (door, id) = (followed.door, followed.id());
    let problems = Growing::new(move |next| {
        filter.with_untracked(|filter| api::job_problems(door, id, phase, filter, next))
    });
    Effect::new(move |_| {
        filter.track();
        problems.restart();
    });
    view! {
        <Filters filter kinds />
        {problems.view(table)}
    }
}

fn table(problems: &[Problem]) -> AnyView {
    if problems.is_empty() {
        view! { <p class="section__note" role="status">{t("log.nothing")}</p> }.into_any()
    } else {
        view! { <ProblemTable label=t("log.title") problems=problems.to_vec() detail=Detail::AllKinds /> }
                .into_any()
    }
}

#[component]
fn Filters(
    /// What is shown.
    filter: RwSignal<ProblemQuery>,
    /// How many there are of each kind.
    kinds: Vec<CodeCount>,
) -> impl IntoView {
    let mut codes = vec![Choice::new("", t("log.all_kinds"))];
    codes.extend(kinds.iter().map(|kind| {
        let text = format!("{} ({})", title(kind.code), number(kind.count));
        Choice::new(kind.code.name(), text)
    }));
    let severities = vec![
        Choice::new("", t("log.all_severities")),
        Choice::new("error", t("severity.errors")),
        Choice::new("warning", t("severity.warnings")),
    ];
    let code = Signal::derive(move || {
        filter.with(|filter| filter.code.map(Code::name).unwrap_or_default().to_owned())
    });
    let severity = Signal::derive(move || {
        let name = filter.with(|filter| match filter.severity {
            Some(Severity::Error) => "error",
            Some(Severity::Warning) => "warning",
            None => "",
        });
        name.to_owned()
    });
    let choose_code = move |name: String| {
        let code = Code::ALL.iter().copied().find(|code| code.name() == name);
        filter.update(|filter| filter.code = code);
    };
    let choose_severity = move |name: String| {
        filter.update(|filter| {
            filter.severity = match name.as_str() {
                "error" => Some(Severity::Error),
                "warning" => Some(Severity::Warning),
                _ => None,
            }
        });
    };
    view! {
        <div class="filters">
            <SelectField id="log-kind" label=t("log.kind") choices=codes value=code on_change=choose_code />
            <SelectField
                id="log-severity"
                label=t("log.severity")
                choices=severities
                value=severity
                on_change=choose_severity
            />
            <SearchBox
                id="log-search"
                label=t("log.search")
                initial=String::new()
                on_search=move |text| filter.update(|filter| filter.text = text)
            />
        </div>
    }
}
