//! The API, resource by resource.

mod access;
mod bulk;
mod compartments;
mod contacts;
mod custom_fields;
mod divisions;
mod enriching;
mod errors;
mod exports;
mod legacy;
mod openapi;
mod organizations;
mod permissions;
mod schemas;
mod sessions;
mod settings;
mod sources;
mod tokens;
mod uploads;
