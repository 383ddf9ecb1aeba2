//! The API, resource by resource.

mod bulk;
mod contacts;
mod enriching;
mod errors;
mod organizations;
mod sessions;
mod settings;
mod sources;
mod uploads;
