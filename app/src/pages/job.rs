//! A job: its validation, its import, its result. Whatever happens to the page, the job's address comes
//! back here.

pub mod actions;
mod follow;
pub mod problems;
pub mod progress;
pub mod report;
pub mod rows;
pub mod summary;
pub mod undo;

use import_core::api::{Command, Job, Phase};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use self::actions::Actions;
use self::follow::follow;
use self::problems::Problems;
use self::progress::JobProgress;
use self::report::Reports;
use self::rows::Rows;
use self::summary::Summary;
use self::undo::{UndoLink, UndoResult};
use crate::api::{self, ApiError};
use crate::components::notice::{Notice, Tone};
use crate::components::page_title::PageTitle;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::components::stepper::{Step, Stepper};
use crate::i18n::{t, t_with};
use crate::pages::import_file::overlooked::Overlooked;
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::session::navigation::Redirect;
use crate::session::user::UserSession;
use crate::state::door::Door;
use crate::state::job::{Stage, telling_phase};
use crate::state::route::LEGACY_IMPORT;

/// A job that is followed.
#[derive(Clone, Copy)]
pub struct Followed {
    /// By which door one looks at it.
    door: Door,
    /// As it was told last.
    job: Signal<Option<Job>>,
    /// Where it is.
    stage: Memo<Stage>,
    /// What it was last told to do did not work.
    refusal: RwSignal<Option<ApiError>>,
    /// Whether it was told something that has not shown yet.
    is_told: RwSignal<bool>,
    source: Source<Job>,
}

impl Followed {
    /// Where it is.
    pub(super) fn stage(self) -> Memo<Stage> {
        self.stage
    }

    /// Why what it was last told to do did not work.
    pub(super) fn refusal(self) -> Option<ApiError> {
        self.refusal.get()
    }

    /// The name of its file.
    pub(super) fn file_name(self) -> Option<String> {
        self.job
            .with(|job| job.as_ref().and_then(|job| job.metadata.file_name.clone()))
    }

    /// What there is to say of it.
    pub(super) fn details(self) -> Option<String> {
        self.job
            .with_untracked(|job| job.as_ref().and_then(|job| job.status_details.clone()))
    }

    /// Whether its rows are kept no more, and with them what it found.
    pub(super) fn rows_removed(self) -> bool {
        self.job
            .with_untracked(|job| job.as_ref().is_some_and(|job| job.rows_removed))
    }

    /// How many rows the validation lets in.
    pub(super) fn importable(self) -> u64 {
        self.job
            .with_untracked(|job| job.as_ref().map_or(0, |job| job.validation.rows.imported()))
    }

    /// Tells the job something, and looks at once at what it makes of it. Until then it is told nothing else.
    pub(super) fn command(self, command: Command) {
        if self.is_told.get_untracked() {
            return;
        }
        self.is_told.set(true);
        self.refusal.set(None);
        let id = self.id();
        spawn_local(async move {
            match api::command(self.door, id, command).send().await {
                Ok(()) => {
                    let asked = self.source.begin();
                    let job = api::job(self.door, &id.to_string()).send().await;
                    self.source.hear_if_latest(asked, job);
                }
                Err(error) => drop(self.refusal.try_set(Some(error))),
            }
            // The page may be another by now.
            self.is_told.try_set(false);
        });
    }

    /// Whether it was told something that has not shown yet.
    pub(super) fn is_told(self) -> bool {
        self.is_told.get()
    }

    /// By which door its file came. That never changes.
    fn came_by(self) -> Door {
        let layout = self
            .job
            .with_untracked(|job| job.as_ref().map(|job| job.layout));
        Door::of(layout.unwrap_or_default())
    }

    /// Whether the job undoes an import. That never changes.
    fn is_undo(self) -> bool {
        self.job
            .with_untracked(|job| job.as_ref().is_some_and(|job| job.undoes.is_some()))
    }

    /// Its id.
    pub(super) fn id(self) -> Uuid {
        self.job
            .with_untracked(|job| job.as_ref().map(|job| job.id).unwrap_or_default())
    }
}

/// A job, from its validation to its result.
#[component]
pub fn JobPage(
    /// Its id.
    id: String,
) -> impl IntoView {
    followed(Door::Profile, id, |followed| {
        // The other door has a page of its own for its jobs, for those who may go by it.
        let is_other = followed.came_by() == Door::Legacy;
        if is_other && UserSession::get().may_all(&LEGACY_IMPORT) {
            let path = format!("{}/{}", Door::Legacy.page(), followed.id());
            return view! { <Redirect path /> }.into_any();
        }
        view! { <Shown followed /> }.into_any()
    })
}

/// Follows a job, and shows it once it is known.
pub(super) fn followed(door: Door, id: String, shown: fn(Followed) -> AnyView) -> AnyView {
    let source = Source::<Job>::new();
    follow(source, door, id.clone());
    let error = Memo::new(move |_| match &*source.state.read() {
        Remote::Failed(error) => Some(error.clone()),
        _ => None,
    });
    let job = Signal::derive(move || match &*source.state.read() {
        Remote::Ready(job) => Some(job.clone()),
        _ => None,
    });
    let is_there = Memo::new(move |_| job.with(Option::is_some));
    let stage = Memo::new(move |_| job.with(|job| job.as_ref().map_or(Stage::Waiting, Stage::of)));
    let followed = Followed {
        door,
        job,
        stage,
        refusal: RwSignal::new(None),
        is_told: RwSignal::new(false),
        source,
    };
    announce(stage, is_there);
    let again = Callback::new(move |()| {
        let id = id.clone();
        source.ask(api::job(door, &id));
    });
    let view = move || match (is_there.get(), error.get()) {
        (true, _) => shown(followed),
        (false, Some(error)) => view! {
            <PageTitle text=t("job.title") />
            {failed(&error, Some(again))}
        }
        .into_any(),
        (false, None) => loading(),
    };
    view.into_any()
}

/// A screen reader hears when the job comes to its next stage.
fn announce(stage: Memo<Stage>, is_there: Memo<bool>) {
    let announcer = Announcer::get();
    Effect::new(move |before: Option<Option<Stage>>| {
        let now = is_there.get().then(|| stage.get());
        if let (Some(Some(before)), Some(now)) = (before, now)
            && before != now
        {
            announcer.say(t(now.text_key()));
        }
        now
    });
}

#[component]
fn Shown(
    /// The job.
    followed: Followed,
) -> impl IntoView {
    let stage = followed.stage;
    let is_import = Memo::new(move |_| {
        followed.job.with(|job| job.as_ref().map(telling_phase)) == Some(Phase::Import)
    });
    let step = Signal::derive(move || match (stage.get(), is_import.get()) {
        (Stage::Waiting | Stage::Validating | Stage::Validated, _) | (_, false) => Step::Validation,
        _ => Step::Result,
    });
    // The other door has no such steps.
    let has_steps = !followed.is_undo() && followed.came_by() == Door::Profile;
    view! {
        <div class="wizard">
            <Heading followed />
            {has_steps.then(|| view! { <Stepper current=step /> })}
            {move || followed.refusal.get().map(|error| failed(&error, None))}
            {move || stage_view(followed, stage.get(), ended)}
        </div>
    }
}

/// Where a job is, and the name of its file.
#[component]
pub(super) fn Heading(
    /// The job.
    followed: Followed,
) -> impl IntoView {
    let stage = followed.stage;
    let is_undo = followed.is_undo();
    let title = Signal::derive(move || match stage.get() {
        Stage::Completed if is_undo => t("undo.done"),
        Stage::Cancelled if is_undo => t("undo.cancelled"),
        Stage::Failed if is_undo => t("undo.failed"),
        _ if is_undo => t("undo.running"),
        Stage::Waiting | Stage::Validating => t("validation.title"),
        Stage::Validated => t("validation.done"),
        Stage::Importing => t("import.running"),
        Stage::Completed => t("result.title"),
        Stage::Cancelled => t("result.cancelled"),
        Stage::Failed => t("result.failed"),
    });
    view! {
        // A new heading for each stage, so that it takes the focus.
        {move || {
            stage.get();
            view! { <PageTitle text=title /> }
        }}
        <p class="wizard__file">{move || followed.file_name()}</p>
    }
}

/// What there is to see of a job where it is; once it is over, `ended` says it, of an import.
pub(super) fn stage_view(
    followed: Followed,
    stage: Stage,
    ended: fn(Followed, Stage) -> AnyView,
) -> AnyView {
    match stage {
        Stage::Waiting | Stage::Validating | Stage::Importing => view! {
            <JobProgress followed />
            <Actions followed />
        }
        .into_any(),
        Stage::Validated => view! {
            {is_of_session(followed).then(|| view! { <Overlooked /> })}
            <Summary followed phase=Phase::Validation />
            <Problems followed phase=Phase::Validation />
            <Actions followed />
        }
        .into_any(),
        Stage::Completed | Stage::Cancelled | Stage::Failed if followed.is_undo() => {
            undo_ended(followed, stage)
        }
        Stage::Completed | Stage::Cancelled | Stage::Failed => ended(followed, stage),
    }
}

/// Whether its rows are those of the file that is open.
fn is_of_session(followed: Followed) -> bool {
    let name = followed.file_name();
    let session = ImportSession::get();
    followed.came_by() == Door::Profile
        && session
            .file
            .with_untracked(|file| file.as_ref().map(|file| &file.name) == name.as_ref())
}

/// That the rows of a job are gone, where they are.
pub(super) fn rows_removed(followed: Followed) -> Option<AnyView> {
    let text = followed.rows_removed().then(|| t("result.rows_removed"))?;
    Some(view! { <Notice tone=Tone::Info><p>{text}</p></Notice> }.into_any())
}

/// What there is to see of an undo that is over.
fn undo_ended(followed: Followed, stage: Stage) -> AnyView {
    let notice = match stage {
        Stage::Failed => {
            let details = followed.details();
            let text = details.unwrap_or_else(|| t("undo.failed_text"));
            Some((Tone::Error, text))
        }
        Stage::Cancelled => Some((Tone::Warning, t("undo.cancelled_text"))),
        _ => None,
    };
    view! {
        {notice.map(|(tone, text)| view! { <Notice tone><p>{text}</p></Notice> })}
        {rows_removed(followed)}
        <UndoLink followed />
        <UndoResult followed />
        <Actions followed />
    }
    .into_any()
}

/// What there is to see of an import that is over.
fn ended(followed: Followed, stage: Stage) -> AnyView {
    let job = followed.job.get_untracked();
    let details = followed.details();
    let phase = job.as_ref().map_or(Phase::Validation, telling_phase);
    let notice = match stage {
        Stage::Failed => Some((
            Tone::Error,
            details.map_or_else(
                || t("result.failed_text"),
                |details| t_with("result.failed_details", &[("details", &details)]),
            ),
        )),
        Stage::Cancelled if phase == Phase::Import => {
            Some((Tone::Warning, t("result.cancelled_import")))
        }
        Stage::Cancelled => Some((Tone::Info, t("result.cancelled_validation"))),
        _ => None,
    };
    view! {
        {notice.map(|(tone, text)| view! { <Notice tone><p>{text}</p></Notice> })}
        {rows_removed(followed)}
        <UndoLink followed />
        {(phase == Phase::Import).then(|| view! { <Summary followed phase=Phase::Import /> })}
        {(phase == Phase::Import && !followed.rows_removed()).then(|| view! {
            <Reports followed phase=Phase::Import />
            <Rows followed />
            <Problems followed phase=Phase::Import />
        })}
        <Actions followed />
    }
    .into_any()
}
