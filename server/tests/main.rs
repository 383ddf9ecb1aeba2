//! The server from outside: the store's contract, the API, and whole imports.

mod api;
mod contract;
mod imports;
mod support;
