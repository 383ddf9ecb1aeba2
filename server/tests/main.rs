//! The server from outside: the store's contract, the API, and whole imports.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api;
mod cluster;
mod contract;
mod imports;
mod support;
