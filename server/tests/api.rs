//! The API, resource by resource.

mod errors;
mod sessions;
mod settings;
mod sources;
mod uploads;
