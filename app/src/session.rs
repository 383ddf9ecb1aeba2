//! What outlives the views: who is signed in, the import that is being prepared, what is announced.
//! Signals that there is one of; the rules are in [`crate::state`].

pub mod announcer;
pub mod drafts;
pub mod fixes;
pub mod grid;
pub mod handle;
pub mod import;
pub mod language;
pub mod locks;
pub mod navigation;
pub mod recovery;
pub mod sending;
pub mod user;
