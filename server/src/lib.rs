//! The server of Muster: the API, the jobs and the store behind one binary.
//!
//! Requests ([`http`]) and jobs ([`jobs`]) meet only in the store ([`store`]): a request that starts a
//! job writes a row, and the runner finds it there. Nothing but the store knows a database.

pub mod auth;
pub mod cli;
mod connections;
mod database;
pub mod environment;
pub mod exports;
pub mod http;
pub mod jobs;
mod page;
pub mod serve;
pub mod store;
mod timestamp;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
