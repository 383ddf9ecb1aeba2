//! The way of the rows to the server: profile and mapping are saved, the worker sends, the job is created.

use import_core::api::{
    CsvJobRequest, CsvSettings, ImportSettings, LegacyJobRequest, UploadRequest,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::import::ImportSession;
use super::user::UserSession;
use crate::api::{self, ApiError};
use crate::state::choices::Choices;
use crate::state::door::Door;
use crate::worker::messages::Request;

/// How far the rows are on their way.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Sending {
    /// Not begun.
    #[default]
    Idle,
    /// Profile and mapping are being saved.
    Saving,
    /// This many rows are with the server.
    Rows(usize),
    /// The job is being created.
    Finishing,
    /// This job was created.
    Done(String),
    /// It did not work.
    Failed(ApiError),
}

impl Sending {
    /// Whether something is going on.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Saving | Self::Rows(_) | Self::Finishing)
    }
}

/// What one must be allowed to, to create a profile with its mapping.
const CREATE_PROFILE: [&str; 2] = [
    "externalContacts:importSettings:add",
    "externalContacts:importCsvSettings:add",
];

/// What one must be allowed to, to change one.
const CHANGE_PROFILE: [&str; 2] = [
    "externalContacts:importSettings:edit",
    "externalContacts:importCsvSettings:edit",
];

impl ImportSession {
    /// The permission that is lacking to save what is chosen; none where nothing of it has to be saved, as far as is
    /// known here.
    pub fn lacks_to_save(self) -> Option<&'static str> {
        let is_new = self.choices.with(|choices| choices.profile.is_none());
        let needed = if is_new {
            &CREATE_PROFILE
        } else {
            &CHANGE_PROFILE
        };
        let user = UserSession::get();
        let lacking = needed.iter().find(|permission| !user.may(permission))?;
        let is_saved = self.applied.with_value(|applied| match applied {
            Some((profile, Some(mapping))) => self
                .choices
                .with(|choices| choices.is_as_saved(profile, mapping, false)),
            _ => false,
        });
        (is_new || !is_saved).then_some(lacking)
    }

    /// Saves the profile, sends the rows, creates the job.
    pub fn send(self) {
        self.sending.set(Sending::Saving);
        spawn_local(async move {
            if let Err(error) = self.prepare().await {
                self.sending.set(Sending::Failed(error));
            }
        });
    }

    /// Stops sending; what is with the server already is of no consequence.
    pub fn stop_sending(self) {
        self.tell(&Request::Cancel);
        self.sending.set(Sending::Idle);
    }

    async fn prepare(self) -> Result<(), ApiError> {
        if self.door.get_untracked() == Door::Profile {
            self.save_choices().await?;
        }
        self.create_upload().await
    }

    /// Saves the profile with its mapping. Where that would change nothing they are left alone: others import with them
    /// too, and whoever only imports need not be allowed to change them.
    async fn save_choices(self) -> Result<(), ApiError> {
        let may_change = UserSession::get().may_all(&CHANGE_PROFILE);
        if let Some((profile, mapping)) = self.saved().await
            && self
                .choices
                .with_untracked(|choices| choices.is_as_saved(&profile, &mapping, may_change))
        {
            self.applied.set_value(Some((profile, Some(mapping))));
            return Ok(());
        }
        let profile = api::save_profile(&self.choices.with_untracked(Choices::to_profile))
            .send()
            .await?;
        // Kept at once, so that trying again changes this profile rather than creating another.
        self.choices.update(|choices| choices.profile = profile.id);
        let mapping = api::save_mapping(&self.choices.with_untracked(Choices::to_mapping))
            .send()
            .await?;
        self.choices.update(|choices| choices.mapping = mapping.id);
        // Another file is held to what was saved last.
        self.applied.set_value(Some((profile, Some(mapping))));
        Ok(())
    }

    /// Profile and mapping as the server has them now: the job goes by these, whatever was loaded before. None for a
    /// new profile, and where the server does not say.
    async fn saved(self) -> Option<(ImportSettings, CsvSettings)> {
        let id = self.choices.with_untracked(|choices| choices.profile)?;
        let profile = api::profile(id).send().await.ok()?;
        let mappings = api::mapping_of(id).send().await.ok()?;
        Some((profile, mappings.entities.into_iter().next()?))
    }

    async fn create_upload(self) -> Result<(), ApiError> {
        let (name, size) = self.file.with_untracked(|file| {
            let file = file.as_ref();
            file.map(|file| (file.name.clone(), file.size))
                .unwrap_or_default()
        });
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size is a whole number"
        )]
        let request = UploadRequest {
            file_name: Some(name.chars().take(256).collect()),
            file_size: size as u64,
        };
        let door = self.door.get_untracked();
        let upload = api::create_upload(door, &request).send().await?;
        if !self.sending.with_untracked(Sending::is_busy) {
            return Ok(());
        }
        let (url, headers) = (
            api::upload_path(door, &upload),
            upload.upload_headers.clone(),
        );
        self.upload.set_value(Some(upload));
        self.sending.set(Sending::Rows(0));
        let run = self.next_run();
        self.tell(&Request::Send { run, url, headers });
        Ok(())
    }

    pub(super) async fn finish(self) -> Result<String, ApiError> {
        let upload = self.upload.get_value().ok_or(ApiError::NotFound)?;
        let door = self.door.get_untracked();
        api::complete_upload(door, &upload).send().await?;
        let choices = self.choices.get_untracked();
        let upload_id = upload.upload_id;
        let division = Some(choices.to_division());
        let call = match door {
            Door::Profile => api::create_job(&CsvJobRequest {
                upload_id,
                settings_id: choices.mapping.unwrap_or_default(),
                division,
            }),
            Door::Legacy => api::create_legacy_job(&LegacyJobRequest {
                upload_id,
                division,
            }),
        };
        Ok(call.send().await?.job.id)
    }
}
