//! The server from outside: the store's contract, the API, whole imports, and the binary when it is killed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api;
mod cluster;
mod commands;
mod contract;
mod crash;
mod imports;
mod support;
