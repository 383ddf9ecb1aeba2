//! Keeps the import that is being prepared in this browser, and goes on with it after a reload or a crash.

use std::cell::RefCell;

use import_core::fixing::{Fixes, Splice};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::drafts::{self, Kept};
use super::handle::Chosen;
use super::import::ImportSession;
use super::locks;
use super::user::{User, UserSession};
use crate::state::draft::{Draft, FileIdentity};
use crate::worker::messages::{FileChoices, Request};

/// How many drafts that are open in no tab are kept.
const LIMIT: usize = 10;

/// Where a tab remembers over a reload what it kept last.
const LAST: &str = "muster-draft";

thread_local! {
    /// What the draft of the file that is open is kept as, once it is. This tab holds the name.
    static OWN: RefCell<Option<String>> = const { RefCell::new(None) };
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

/// Goes on with a file of which nothing was kept yet. What there is of another one stays beside it.
pub(super) fn begin() {
    OWN.set(None);
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

    /// Whether what was kept is still being brought back.
    pub fn is_bringing_back(self) -> bool {
        is_restoring()
    }

    /// Keeps what is prepared from now on, after each change, as long as the view lives that this is called in.
    pub fn keep_draft(self) {
        Effect::new(move |_| {
            if let (Some(draft), Some(user)) = (self.draft(), user()) {
                let (key, handle) = (own_key(&user), HANDLE.with_borrow(Clone::clone));
                spawn_local(async move { drafts::save(&key, &draft, handle.as_ref()).await });
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

    /// What was kept at this door and is open in no other tab: by this tab, or else the latest; none where there is a
    /// file already.
    pub async fn kept(self) -> Option<Kept> {
        let mut kept = drafts::load(&user()?).await;
        let elsewhere = locks::held_elsewhere().await;
        kept.retain(|kept| !elsewhere.contains(&kept.key));
        kept.sort_by(|one, other| other.draft.worth().cmp(&one.draft.worth()));
        for surplus in kept.drain(LIMIT.min(kept.len())..) {
            drafts::forget(&surplus.key).await;
        }
        let (last, door) = (last_key(), self.door.get_untracked());
        let found = kept
            .into_iter()
            .filter(|kept| kept.draft.door == door)
            .max_by_key(|kept| (Some(&kept.key) == last.as_ref(), kept.draft.at.clone()));
        found.filter(|_| self.file.with_untracked(Option::is_none))
    }

    /// Waits until what this tab kept last is open nowhere: a reload may be quicker than what it ends.
    pub async fn until_free(self) {
        if let Some(key) = last_key() {
            locks::until_free(&key).await;
        }
    }

    /// Forgets what was kept of the file that is open.
    pub fn forget_draft(self) {
        if let Some(key) = OWN.take() {
            spawn_local(async move { drafts::forget(&key).await });
        }
    }

    /// Takes over what was kept, as it is by now. None where another tab has it open, or is done with it.
    pub async fn take(self, key: &str) -> Option<Kept> {
        if !locks::hold(key).await {
            return None;
        }
        let kept = drafts::load(&user()?).await;
        kept.into_iter().find(|kept| kept.key == key)
    }

    /// Forgets what was kept, unless another tab went on with it meanwhile: nobody has seen that here.
    pub async fn forget_kept(self, seen: &Kept) {
        let kept = self.take(&seen.key).await;
        if kept.is_some_and(|kept| kept.draft.at == seen.draft.at) {
            drafts::forget(&seen.key).await;
        }
    }

    /// Goes on with what was kept and taken over, on its file.
    pub fn resume(self, chosen: &Chosen, Kept { key, draft, .. }: Kept) {
        self.reset();
        set_own(key);
        let (profile, mapping) = (draft.profile.clone(), draft.mapping.clone());
        self.choices
            .update(|choices| choices.division.clone_from(&draft.division));
        self.resume_with(profile, mapping);
        let reading = draft.reading.clone();
        restore(Some(draft));
        self.open_as(chosen, reading);
    }

    /// Begins with another file in the way of what was kept and taken over, and in its place: with its profile and
    /// columns, not its fixes.
    pub fn begin_like(self, chosen: &Chosen, Kept { key, draft, .. }: Kept) {
        self.reset();
        set_own(key);
        self.choices
            .update(|choices| choices.division = draft.division);
        self.resume_with(draft.profile, draft.mapping);
        restore(None);
        self.open_as(chosen, FileChoices::default());
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

/// What the draft of the file that is open is kept as.
fn own_key(user: &str) -> String {
    let own = OWN.with_borrow(Clone::clone);
    if let Some(own) = own.filter(|key| drafts::is_of(key, user)) {
        return own;
    }
    let key = drafts::new_key(user);
    // Nobody else knows this name: there is no answer to wait for.
    drop(locks::hold(&key));
    set_own(key.clone());
    key
}

fn set_own(key: String) {
    if let Some(storage) = storage() {
        // Where nothing can be kept, the latest draft is offered.
        let _ = storage.set_item(LAST, &key);
    }
    OWN.set(Some(key));
}

/// What this tab kept last, perhaps before a reload.
fn last_key() -> Option<String> {
    storage()?.get_item(LAST).ok()?
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
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
