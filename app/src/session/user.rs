//! Who is signed in.

use import_core::api::Me;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::api::{self, ApiError};

/// What is known of who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub enum User {
    /// Not asked yet.
    Unknown,
    /// Nobody.
    SignedOut,
    /// This one.
    SignedIn(Me),
    /// The server did not say.
    Unreachable(ApiError),
}

/// The name of the database in which [`super::drafts`] are kept.
pub(super) const DRAFTS: &str = "muster";

thread_local! {
    static CURRENT: std::cell::Cell<Option<RwSignal<User>>> = const { std::cell::Cell::new(None) };
}

/// Who is signed in, as a signal.
#[derive(Clone, Copy)]
pub struct UserSession(RwSignal<User>);

impl UserSession {
    /// Asks the server who is signed in, and hears when nobody is any more.
    pub fn provide() -> Self {
        let user = RwSignal::new(User::Unknown);
        CURRENT.set(Some(user));
        api::on_signed_out(|| {
            if let Some(user) = CURRENT.get() {
                user.set(User::SignedOut);
            }
        });
        let session = Self(user);
        session.refresh();
        session
    }

    /// The session of the page one is in.
    pub fn get() -> Self {
        Self(
            CURRENT
                .get()
                .expect("the page provides it before any view is built"),
        )
    }

    /// Who it is.
    pub fn user(self) -> Signal<User> {
        self.0.into()
    }

    /// Asks the server again.
    pub fn refresh(self) {
        spawn_local(async move { self.load().await });
    }

    /// Asks the server again and waits for the answer.
    pub async fn load(self) {
        self.0.set(match api::me().send().await {
            Ok(me) => User::SignedIn(me),
            Err(ApiError::SignedOut(_)) => User::SignedOut,
            Err(error) => User::Unreachable(error),
        });
    }

    /// Signs out. The page forgets who it was even if the server cannot be told, and what was being prepared.
    pub fn sign_out(self) {
        forget_drafts();
        spawn_local(async move {
            let _ = api::sign_out().send().await;
            self.0.set(User::SignedOut);
        });
    }

    /// Whether the one who is signed in may do all of this, each somewhere.
    pub fn may_all(self, permissions: &[&str]) -> bool {
        permissions.iter().all(|permission| self.may(permission))
    }

    /// Whether the one who is signed in may do this somewhere, for instance `importJob:edit`, which is one of the
    /// external contacts, or `oauth:client:view`.
    pub fn may(self, permission: &str) -> bool {
        self.0.with_untracked(|user| match user {
            User::SignedIn(me) => me.permissions.iter().any(|granted| {
                granted == permission
                    || granted.strip_prefix("externalContacts:") == Some(permission)
            }),
            _ => false,
        })
    }
}

/// Deletes what is kept of imports that were being prepared. Not by way of what reads it, which only the import loads.
fn forget_drafts() {
    let factory = Reflect::get(&window(), &"indexedDB".into()).unwrap_or_default();
    let delete = Reflect::get(&factory, &"deleteDatabase".into());
    if let Some(delete) = delete
        .ok()
        .and_then(|delete| delete.dyn_into::<Function>().ok())
    {
        // Where nothing can be kept there is nothing to delete.
        let _ = delete.call1(&factory, &DRAFTS.into());
    }
}
