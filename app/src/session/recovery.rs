//! Keeps the import that is being prepared in this browser, and goes on with it after a reload or a crash.

use std::cell::RefCell;

use import_core::fixing::{Fixes, Splice};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::drafts::{self, Kept};
use super::handle::Chosen;
use super::import::ImportSession;
use super::user::{User, UserSession};
use crate::state::draft::{Draft, FileIdentity};
use crate::worker::messages::Request;

thread_local! {
    /// The browser's reference to the file that is open, where it has one.
    static HANDLE: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    /// What is being brought back, until the file's columns are known.
    static RESTORING: RefCell<Option<Draft>> = const { RefCell::new(None) };
}

/// Goes on with another file, of this reference.
pub(super) fn keep_handle(handle: Option<JsValue>) {
    HANDLE.set(handle);
}

/// Brings back a draft from now on, or none any more.
pub(super) fn restore(draft: Option<Draft>) {
    RESTORING.set(draft);
}

/// Whether a draft is being brought back.
pub(super) fn is_restoring() -> bool {
    RESTORING.with_borrow(Option::is_some)
}

/// What is being brought back comes without its fixes: the file is read in another way.
pub(super) fn drop_fixes() {
    RESTORING.with_borrow_mut(|draft| {
        if let Some(draft) = draft {
            draft.fixes.clear();
        }
    });
}

impl ImportSession {
    /// How many fixes of the file there are, those among them that are being brought back.
    pub fn fixes_at_stake(self) -> usize {
        let restored = RESTORING.with_borrow(|draft| {
            let draft = draft.as_ref();
            draft.map_or(0, |draft| draft.fixes.len())
        });
        let fixes = self.fixes.with_untracked(|fixes| fixes.list().len());
        fixes.max(restored)
    }

    /// Keeps what is prepared from now on, after each change, as long as the view lives that this is called in.
    pub fn keep_draft(self) {
        Effect::new(move |_| {
            if let (Some(draft), Some(user)) = (self.draft(), user()) {
                let handle = HANDLE.with_borrow(Clone::clone);
                spawn_local(async move { drafts::save(&user, &draft, handle.as_ref()).await });
            }
        });
    }

    /// What is prepared. None before all of a file is read, or while what was kept is being brought back.
    fn draft(self) -> Option<Draft> {
        let (identity, reading) = self.file.with(|file| {
            let file = file
                .as_ref()
                .filter(|file| file.is_whole() && !file.is_refused())?;
            Some((file.identity(), file.choices.clone()))
        })?;
        if is_restoring() {
            return None;
        }
        self.choices.with(|choices| {
            Some(Draft {
                door: self.door.get(),
                file: identity,
                reading,
                fixes: self.fixes.with(|fixes| fixes.list().to_vec()),
                division: choices.division.clone(),
                profile: choices.to_profile(),
                mapping: choices.to_mapping(),
                at: js_sys::Date::new_0().to_iso_string().into(),
            })
        })
    }

    /// What was kept at this door; none where there is a file already.
    pub async fn kept(self) -> Option<Kept> {
        let kept = drafts::load(&user()?).await?;
        let is_wanted = kept.draft.door == self.door.get_untracked()
            && self.file.with_untracked(Option::is_none);
        is_wanted.then_some(kept)
    }

    /// Forgets what was kept.
    pub fn forget_draft(self) {
        if let Some(user) = user() {
            spawn_local(async move { drafts::forget(&user).await });
        }
    }

    /// Goes on with what was kept, on its file.
    pub fn resume(self, chosen: &Chosen, draft: Draft) {
        self.reset();
        let (profile, mapping) = (draft.profile.clone(), draft.mapping.clone());
        self.choices
            .update(|choices| choices.division.clone_from(&draft.division));
        self.resume_with(profile, mapping);
        let reading = draft.reading.clone();
        restore(Some(draft));
        self.open_as(chosen, reading);
    }

    /// Begins with another file in the way of what was kept: its profile and columns, not its fixes.
    pub fn begin_like(self, chosen: &Chosen, draft: Draft) {
        self.reset();
        self.choices
            .update(|choices| choices.division = draft.division);
        self.resume_with(draft.profile, draft.mapping);
        self.open(chosen);
    }

    /// Brings the fixes back when the whole file is read; the columns are taken up after that. Says whether there are
    /// any.
    pub(super) fn restore_fixes(self, run: u32) -> bool {
        let fixes = RESTORING.with_borrow(|draft| {
            let draft = draft.as_ref();
            draft.map(|draft| draft.fixes.clone()).unwrap_or_default()
        });
        if fixes.is_empty() {
            return false;
        }
        self.fixes.set(Fixes::restore(fixes.clone()));
        let splice = Splice {
            at: 0,
            removed: 0,
            added: fixes,
        };
        self.tell(&Request::Fix { run, splice });
        true
    }
}

/// Who is signed in, by the id.
fn user() -> Option<String> {
    UserSession::get().user().with_untracked(|user| match user {
        User::SignedIn(me) => Some(me.id.clone()),
        _ => None,
    })
}

/// What a file is known by.
pub fn identity(file: &web_sys::File) -> FileIdentity {
    FileIdentity {
        name: file.name(),
        size: file.size(),
        modified: file.last_modified(),
    }
}
