//! The import that is being prepared: the worker that holds the file, the choices, what the check found,
//! and the way of the rows to the server.

use std::cell::Cell;

use import_core::api::{CsvSettings, DataSchema, ImportSettings, Upload, WholeListing};
use import_core::columns::Subject;
use import_core::fixing::Fixes;
use import_core::legacy;
use import_core::schema::Schemas;
use import_core::settings::Settings;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::Blob;

use super::grid;
use super::handle::Chosen;
use super::recovery;
use super::sending::Sending;
use super::user::UserSession;
use crate::api::{self, ApiError};
use crate::components::remote::Remote;
use crate::state::choices::Choices;
use crate::state::door::Door;
use crate::state::file::OpenFile;
use crate::state::grid::GridState;
use crate::state::schema::known_schema;
use crate::worker::client::Client;
use crate::worker::messages::{CheckSummary, Column, FileChoices, Request, Response};

thread_local! {
    // Not a context: handlers of events run outside of any view, and need it too.
    static CURRENT: Cell<Option<ImportSession>> = const { Cell::new(None) };
}

/// The import that is being prepared.
#[derive(Clone, Copy)]
pub struct ImportSession {
    /// By which door it goes.
    pub door: RwSignal<Door>,
    /// The file, where one was chosen.
    pub file: RwSignal<Option<OpenFile>>,
    /// What was chosen for it.
    pub choices: RwSignal<Choices>,
    /// Whether it is known which custom fields there are; they are part of the choices then.
    pub schemas: RwSignal<Remote<()>>,
    /// What the check found so far; none before it began.
    pub check: RwSignal<Option<CheckSummary>>,
    /// The way to the server.
    pub sending: RwSignal<Sending>,
    /// The job whose import was asked for together with its validation.
    pub continues: StoredValue<Option<String>>,
    /// Counts the checks, so that what was shown of an earlier one is asked for again.
    pub checks: RwSignal<u32>,
    /// What was fixed of the file.
    pub fixes: RwSignal<Fixes>,
    /// Counts the changes of what was found by single fixes, which begin no other check.
    pub rechecks: RwSignal<u32>,
    /// The check that was over last. It is an earlier one than the latest while that is running: what an
    /// earlier one found stays until there is something new.
    pub checked: RwSignal<u32>,
    pub(super) applied: StoredValue<Option<(ImportSettings, Option<CsvSettings>)>>,
    /// What the columns of a file of the legacy layout feed.
    legacy: StoredValue<Option<Settings>>,
    pub(super) upload: StoredValue<Option<Upload>>,
    client: StoredValue<Option<Client>, LocalStorage>,
    run: StoredValue<u32>,
}

impl ImportSession {
    /// No import yet.
    pub fn provide() -> Self {
        let session = Self {
            door: RwSignal::new(Door::default()),
            file: RwSignal::new(None),
            choices: RwSignal::new(Choices::default()),
            schemas: RwSignal::new(Remote::Loading),
            check: RwSignal::new(None),
            sending: RwSignal::new(Sending::Idle),
            continues: StoredValue::new(None),
            checks: RwSignal::new(0),
            fixes: RwSignal::new(Fixes::default()),
            rechecks: RwSignal::new(0),
            checked: RwSignal::new(0),
            applied: StoredValue::new(None),
            legacy: StoredValue::new(None),
            upload: StoredValue::new(None),
            client: StoredValue::new_local(None),
            run: StoredValue::new(0),
        };
        CURRENT.set(Some(session));
        grid::provide();
        session
    }

    /// The session of the page one is in.
    pub fn get() -> Self {
        CURRENT
            .get()
            .expect("the page provides it before any view is built")
    }

    /// Goes on by this door; what was prepared at the other one is forgotten. So is that nobody was signed in any more:
    /// whoever comes here is.
    pub fn enter(self, door: Door) {
        let was_signed_out =
            |sending: &Sending| matches!(sending, Sending::Failed(ApiError::SignedOut(_)));
        if self.sending.with_untracked(was_signed_out) {
            self.sending.set(Sending::Idle);
        }
        if self.door.get_untracked() != door {
            self.reset();
            self.door.set(door);
        }
    }

    /// Opens a file in a new worker; an earlier file is forgotten, the choices are not.
    pub fn open(self, chosen: &Chosen) {
        recovery::restore(None);
        if self.file.with_untracked(Option::is_none) {
            recovery::begin();
        }
        self.open_as(chosen, FileChoices::default());
    }

    /// The same, to be read in this way.
    pub(super) fn open_as(self, chosen: &Chosen, choices: FileChoices) {
        self.sending.set(Sending::Idle);
        self.check.set(None);
        grid::state().set(GridState::default());
        self.fixes.set(Fixes::default());
        if self.file.with_untracked(Option::is_some) {
            // An earlier file goes with its worker.
            self.client.set_value(None);
        }
        recovery::keep_handle(chosen.handle.clone());
        let run = self.next_run();
        let file = &chosen.file;
        let mut opened = OpenFile::new(file.name(), file.size(), run);
        opened.modified = file.last_modified();
        opened.choices = choices.clone();
        self.file.set(Some(opened));
        self.stand_by();
        let is_told = self.client.with_value(|client| {
            let client = client.as_ref();
            client.map(|client| client.tell(&Request::Open { run, choices }, Some(file)))
        });
        if is_told.is_none() {
            self.update_file(OpenFile::crash);
        }
    }

    /// Starts a worker where there is none, so that it is ready by the time a file is chosen.
    pub fn stand_by(self) {
        if self.client.with_value(Option::is_some) {
            return;
        }
        let crash = move || {
            self.client.set_value(None);
            self.update_file(OpenFile::crash);
        };
        let client = Client::start(move |news| self.hear(news), crash);
        self.client.set_value(client.ok());
    }

    /// Reads the file once more in another way, without what was fixed of it.
    pub fn reopen(self, choose: impl FnOnce(&mut FileChoices)) {
        let run = self.next_run();
        self.check.set(None);
        self.fixes.set(Fixes::default());
        recovery::drop_fixes();
        let mut choices = FileChoices::default();
        self.update_file(|file| {
            choose(&mut file.choices);
            file.restart(run);
            choices = file.choices.clone();
        });
        self.tell(&Request::Open { run, choices });
    }

    /// Forgets the file and ends its worker.
    pub fn close(self) {
        self.client.set_value(None);
        self.file.set(None);
        self.check.set(None);
        self.fixes.set(Fixes::default());
        self.sending.set(Sending::Idle);
    }

    /// Forgets everything, for another file.
    pub fn reset(self) {
        self.close();
        self.applied.set_value(None);
        self.legacy.set_value(None);
        let schemas = self
            .choices
            .with_untracked(|choices| choices.schemas.clone());
        self.choices.set(Choices {
            schemas,
            ..Choices::default()
        });
    }

    /// Asks which custom fields there are. Who may not see them imports without them.
    pub fn ask_schemas(self) {
        if !UserSession::get().may("customFields:view") {
            self.schemas.set(Remote::Ready(()));
            return;
        }
        spawn_local(async move {
            let answer = read_schemas().await;
            self.schemas.set(match answer {
                Ok(schemas) => {
                    self.choose(|choices| choices.learn(schemas));
                    Remote::Ready(())
                }
                Err(error) => Remote::Failed(error),
            });
        });
    }

    /// Changes the choices; where that bears on what is valid, the rows are checked again at once.
    pub fn choose(self, change: impl FnOnce(&mut Choices)) {
        let before = self.choices.with_untracked(Choices::settings);
        self.choices.update(change);
        if self.choices.with_untracked(Choices::settings) != before {
            self.start_check();
        }
        self.ask_formats();
    }

    /// The values of the columns are others now, the columns themselves are not.
    pub(super) fn take_values(self, columns: &[Column]) {
        self.choices.update(|choices| choices.take_values(columns));
        self.ask_formats();
    }

    /// Asks how dates and numbers are written in the columns that feed some.
    fn ask_formats(self) {
        if !self.is_whole() {
            return;
        }
        for (column, written) in self.choices.with_untracked(Choices::unasked_formats) {
            self.ask(
                |id| Request::Formats {
                    id,
                    column,
                    written,
                },
                move |answer| {
                    if let Response::Formats { inferred, .. } = answer {
                        self.choose(|choices| choices.hear_formats(column, inferred));
                    }
                },
            );
        }
    }

    /// Takes everything from a saved profile.
    pub fn apply(self, profile: ImportSettings, mapping: Option<CsvSettings>) {
        self.choose(|choices| choices.apply(&profile, mapping.as_ref()));
        self.applied.set_value(Some((profile, mapping)));
    }

    /// Takes everything from a profile as soon as the columns of a file are known.
    pub(super) fn resume_with(self, profile: ImportSettings, mapping: CsvSettings) {
        self.applied.set_value(Some((profile, Some(mapping))));
    }

    /// Goes on with a new profile instead of the saved one.
    pub fn start_new_profile(self) {
        self.applied.set_value(None);
        self.choose(Choices::start_new_profile);
    }

    /// Asks the worker something.
    pub fn ask(
        self,
        request: impl FnOnce(u32) -> Request,
        answer: impl FnOnce(Response) + 'static,
    ) {
        self.ask_for_file(request, |news, _| answer(news));
    }

    /// Asks the worker something that it may answer with a file.
    pub fn ask_for_file(
        self,
        request: impl FnOnce(u32) -> Request,
        answer: impl FnOnce(Response, Option<Blob>) + 'static,
    ) {
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.ask(request, Box::new(answer));
            }
        });
    }

    fn start_check(self) {
        if !self.is_whole() {
            return;
        }
        let run = self.next_run();
        self.checks.set(run);
        if let Some(settings) = self.settings() {
            self.tell(&Request::Check { run, settings });
        }
    }

    /// What the rows are checked by; none before the columns are known.
    pub fn settings(self) -> Option<Settings> {
        match self.door.get_untracked() {
            Door::Profile => Some(self.choices.with_untracked(Choices::settings)),
            Door::Legacy => self.legacy.get_value(),
        }
    }

    /// Whether all of the file is read.
    fn is_whole(self) -> bool {
        self.file
            .with_untracked(|file| file.as_ref().is_some_and(OpenFile::is_whole))
    }

    fn hear(self, news: Response) {
        let current = self.run.get_value();
        match news {
            Response::Checked { run, check } if run == self.checks.get_untracked() => {
                let is_over = check.is_done();
                self.check.set(Some(check));
                if is_over {
                    self.checked.set(run);
                }
            }
            Response::Sending { run, rows } if run == current => {
                self.sending.set(Sending::Rows(rows));
            }
            Response::Sent { run } if run == current => {
                self.sending.set(Sending::Finishing);
                spawn_local(async move {
                    self.sending.set(match self.finish().await {
                        Ok(job) => Sending::Done(job),
                        Err(error) => Sending::Failed(error),
                    });
                });
            }
            Response::SendFailed { run, status, body } if run == current => {
                self.sending
                    .set(Sending::Failed(ApiError::of_status(status, &body)));
            }
            Response::Fixed {
                run,
                summary,
                check,
            } => self.hear_fixed(run, summary, check),
            news => {
                let mut was_completed = false;
                self.update_file(|file| was_completed = file.hear(news));
                let run = self
                    .file
                    .with_untracked(|file| file.as_ref().map(OpenFile::run));
                if was_completed && !run.is_some_and(|run| self.restore_fixes(run)) {
                    self.take_columns();
                }
            }
        }
    }

    /// The whole file is read: its columns are mapped, and its rows are checked.
    pub(super) fn take_columns(self) {
        let columns = self.file.with_untracked(|file| {
            let summary = file.as_ref().and_then(|file| file.summary.as_ref());
            summary
                .map(|summary| summary.columns.clone())
                .unwrap_or_default()
        });
        match self.door.get_untracked() {
            Door::Profile => self.map_columns(&columns),
            Door::Legacy => self.take_legacy_columns(&columns),
        }
        recovery::restore(None);
    }

    /// The columns of the legacy layout are what their names say, or the file is none.
    fn take_legacy_columns(self, columns: &[Column]) {
        let headers: Vec<String> = columns.iter().map(|column| column.header.clone()).collect();
        // Only the server knows the source; no check asks for it.
        match legacy::settings(&headers, Uuid::nil()) {
            Ok(settings) => {
                self.legacy.set_value(Some(settings));
                self.start_check();
            }
            Err(problems) => self.update_file(|file| file.refusal = problems),
        }
    }

    fn map_columns(self, columns: &[Column]) {
        self.choices.update(|choices| {
            if choices.knows(columns) {
                choices.take_values(columns);
            } else if !choices.follow(columns) {
                choices.suggest(columns);
                self.applied.with_value(|applied| {
                    if let Some((profile, mapping)) = applied {
                        choices.apply(profile, mapping.as_ref());
                    }
                });
                if recovery::is_restoring() {
                    choices.settle();
                }
            }
        });
        self.start_check();
        self.ask_formats();
    }

    pub(super) fn update_file(self, change: impl FnOnce(&mut OpenFile)) {
        self.file.update(|file| {
            if let Some(file) = file {
                change(file);
            }
        });
    }

    pub(super) fn tell(self, request: &Request) {
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.tell(request, None);
            }
        });
    }

    pub(super) fn next_run(self) -> u32 {
        self.run.update_value(|run| *run += 1);
        self.run.get_value()
    }
}

async fn read_schemas() -> Result<Schemas, ApiError> {
    let read = |listing: WholeListing<DataSchema>| {
        let schema = listing.entities.into_iter().next();
        schema.map(|schema| known_schema(&schema)).transpose()
    };
    Ok(Schemas {
        contact: read(api::schema(Subject::Contact).send().await?)?,
        organization: read(api::schema(Subject::Organization).send().await?)?,
    })
}
