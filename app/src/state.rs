//! What the page knows, as plain types: no browser, no views, no network. Tested natively.

pub mod bulk_fix;
pub mod choices;
pub mod column_filter;
pub mod door;
pub mod draft;
pub mod drift;
pub mod file;
pub mod grid;
pub mod job;
pub mod mapping;
pub mod merged;
pub mod pace;
pub mod record;
pub mod route;
pub mod schema;
