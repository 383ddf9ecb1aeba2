//! The page and its workers.
//!
//! The page never holds the rows of a file: the worker reads, checks and sends them, and the page
//! asks it for what is on the screen. What the page knows of an import is in [`state`], in plain types
//! without a browser; [`pages`] and [`components`] render it; [`api`] talks to the server.

#![expect(clippy::needless_pass_by_value, reason = "component props are owned")]

#[cfg(feature = "page")]
pub mod api;
#[cfg(feature = "page")]
pub mod assets;
#[cfg(feature = "page")]
pub mod components;
mod file_bytes;
mod filling;
#[cfg(feature = "page")]
pub mod i18n;
#[cfg(feature = "page")]
pub mod pages;
pub mod reader;
#[cfg(feature = "page")]
pub mod session;
#[cfg(feature = "page")]
pub mod state;
pub mod worker;
