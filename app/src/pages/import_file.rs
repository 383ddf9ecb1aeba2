//! The first step of an import: a file, how it is read, and what is wrong with it.

pub mod drop_zone;
pub mod duplicates;
pub mod fixing;
pub mod grid;
pub mod of_file;
pub mod overlooked;
pub mod overview;
pub mod preview;
pub mod problem_groups;
pub mod problem_rows;
pub mod reading;
pub mod recovery;
pub mod suggestions;

use leptos::prelude::*;

use self::drop_zone::DropZone;
use self::overlooked::Overlooked;
use self::overview::{Overview, Refusal, keep_focus};
use self::preview::FirstRows;
use self::problem_groups::ProblemGroups;
use self::reading::ReadingOptions;
use self::recovery::Recovery;
use self::suggestions::HomeCountry;
use crate::components::page_title::PageTitle;
use crate::components::progress::width_of;
use crate::components::stepper::{Step, Stepper};
use crate::i18n::{duration, t, t_count, t_count_with, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::session::navigation::Navigation;
use crate::session::user::UserSession;
use crate::state::door::Door;
use crate::state::file::OpenFile;
use crate::state::pace::Pace;
use crate::state::route::{DUPLICATES, LEGACY_IMPORT, ROWS, SETTINGS};

/// The first step of an import.
#[component]
pub fn ImportFile() -> impl IntoView {
    let session = ImportSession::get();
    session.enter(Door::Profile);
    session.ask_schemas();
    session.keep_draft();
    let has_file = Memo::new(move |_| session.file.with(Option::is_some));
    let is_refused = Memo::new(move |_| {
        session
            .file
            .with(|file| file.as_ref().is_some_and(OpenFile::is_refused))
    });
    let has_summary = Memo::new(move |_| {
        session
            .file
            .with(|file| file.as_ref().is_some_and(|file| file.summary.is_some()))
    });
    keep_focus(has_file, is_refused);
    let is_checked = move || has_summary.get() && !is_refused.get();
    view! {
        <div class="wizard">
            <PageTitle text=t("import.title") />
            <Stepper current=Step::File />
            {move || match (has_file.get(), is_refused.get()) {
                (false, _) => view! { <Recovery /> <DropZone /> {other_door()} }.into_any(),
                (true, true) => view! { <Refusal /> }.into_any(),
                (true, false) => view! { <Overview /> }.into_any(),
            }}
            <HowRead />
            {move || is_checked().then(|| view! { <Findings /> })}
            {move || (has_file.get() && !is_refused.get()).then(|| view! { <NextBar /> })}
        </div>
    }
}

/// The way to the other door, for those who may go by it.
fn other_door() -> Option<AnyView> {
    let may = UserSession::get().may_all(&LEGACY_IMPORT);
    let link = may.then(|| {
        view! {
            <p class="other-door">
                {t("legacy.other_door")} " "
                <a href=Door::Legacy.page()>{t("legacy.open")}</a>
            </p>
        }
    });
    link.map(IntoAny::into_any)
}

/// How the file is read. Stays where it is, with the focus, when another reading is refused or is not any more.
#[component]
pub fn HowRead() -> impl IntoView {
    let session = ImportSession::get();
    let has_reading = Memo::new(move |_| {
        session
            .file
            .with(|file| file.as_ref().is_some_and(OpenFile::has_reading))
    });
    move || {
        has_reading.get().then(|| {
            view! {
                <section class="section" aria-labelledby="reading-title">
                    <h2 id="reading-title">{t("file.reading")}</h2>
                    <ReadingOptions />
                    <FirstRows />
                    <AllRows />
                </section>
            }
        })
    }
}

/// What is wrong with the file.
#[component]
pub fn Findings() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="check-title">
            <h2 id="check-title" tabindex="-1">{t("check.title")}</h2>
            <Overlooked way=|| view! { <a href=SETTINGS>{t("columns.choose")}</a> }.into_any() />
            <CheckLine />
            <HomeCountry />
            <ProblemGroups />
        </section>
    }
}

/// The way to all rows, once they are known.
#[component]
fn AllRows() -> impl IntoView {
    let session = ImportSession::get();
    let is_importable = Memo::new(move |_| {
        session.file.with(|file| {
            file.as_ref()
                .is_some_and(|file| file.is_whole() && !file.is_refused())
        })
    });
    move || {
        is_importable.get().then(|| {
            view! {
                <p class="action-row">
                    <a class="button button--small" href=ROWS>{t("grid.open")}</a>
                    <a class="button button--small" href=DUPLICATES>{t("dups.open")}</a>
                </p>
            }
        })
    }
}

/// How many rows can be imported, as far as is known.
#[component]
pub fn CheckLine() -> impl IntoView {
    let session = ImportSession::get();
    announce_findings();
    let share = move || {
        session.check.with(|check| {
            let check = check.as_ref()?;
            #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
            let share = |done: usize, all: usize| done as f64 / all.max(1) as f64;
            Some(share(check.done, check.total))
        })
    };
    let is_done = Memo::new(move |_| {
        session.check.with(|check| {
            check
                .as_ref()
                .is_some_and(super::super::worker::messages::CheckSummary::is_done)
        })
    });
    let text = importable;
    let pace = pace_text();
    view! {
        <div class="check-line">
            <p class="check-line__text">{text}</p>
            {move || pace.get().map(|pace| view! { <p class="check-line__pace">{pace}</p> })}
            {move || (!is_done.get()).then(|| view! {
                <div class="meter"><div class="meter__bar" style:width=move || share().map(width_of)></div></div>
            })}
        </div>
    }
}

/// How fast a check goes that takes a while, and how long it will take.
fn pace_text() -> Memo<Option<String>> {
    let session = ImportSession::get();
    // When the check began that is running, by its number.
    let began = StoredValue::new((0, 0.0));
    Memo::new(move |_| {
        session.check.with(|check| {
            let check = check.as_ref().filter(|check| !check.is_done())?;
            let (run, now) = (session.checks.get_untracked(), js_sys::Date::now());
            if began.with_value(|(known, _)| *known != run) {
                began.set_value((run, now));
            }
            let pace = Pace {
                elapsed: now - began.get_value().1,
                done: check.done,
                total: check.total,
            };
            let (rate, left) = pace.forecast()?;
            let rate = t_with("progress.rate", &[("rate", &crate::i18n::number(rate))]);
            let left = t_with("progress.left", &[("time", &duration(left))]);
            Some(format!("{rate} · {left}"))
        })
    })
}

/// `985 of 1,000 rows can be imported`, as far as is known.
pub(super) fn importable() -> String {
    ImportSession::get().check.with(|check| match check {
        None => t("check.waiting"),
        Some(check) => {
            let good = crate::i18n::number(check.importable() as u64);
            if check.is_done() {
                let mut text =
                    t_count_with("check.importable", check.total as u64, &[("good", &good)]);
                let settings = ImportSession::get().settings();
                if let Some(contacts) = settings.and_then(|settings| check.contacts(&settings)) {
                    text.push_str(&t_count("check.as_contacts", contacts as u64));
                }
                text
            } else {
                let done = crate::i18n::number(check.done as u64);
                t_count_with(
                    "check.running",
                    check.total as u64,
                    &[("done", &done), ("good", &good)],
                )
            }
        }
    })
}

/// A screen reader hears once when a check is over or rows were fixed; not of one that was over before it came here.
fn announce_findings() {
    let session = ImportSession::get();
    let announcer = Announcer::get();
    Effect::new(move |known: Option<(u32, u32)>| {
        let checked = (session.checked.get(), session.rechecks.get());
        if known.is_some_and(|known| known != checked) {
            announcer.say(untrack(importable));
        }
        checked
    });
}

#[component]
fn NextBar() -> impl IntoView {
    let session = ImportSession::get();
    let navigation = Navigation::get();
    let is_ready = Memo::new(move |_| {
        session
            .file
            .with(|file| file.as_ref().is_some_and(OpenFile::is_whole))
    });
    let reading = move || {
        let share = session
            .file
            .with(|file| file.as_ref().map(|file| file.share))?;
        (!is_ready.get()).then(|| {
            t_with(
                "file.reading_share",
                &[("share", &crate::i18n::percent(share))],
            )
        })
    };
    view! {
        <div class="action-bar">
            <p class="action-bar__text">{reading}</p>
            <button
                type="button"
                class="button button--primary"
                disabled=move || !is_ready.get()
                on:click=move |_| navigation.go(SETTINGS)
            >
                {t("common.next")}
            </button>
        </div>
    }
}
