//! The API, resource by resource.

mod access;
mod divisions;
mod errors;
mod permissions;
mod sessions;
mod settings;
mod sources;
mod tokens;
mod uploads;
