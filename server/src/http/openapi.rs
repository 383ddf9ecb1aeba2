//! The description of the API (`OpenAPI` 3.1), made from the table of routes: types tell what a route takes and gives,
//! the table what it needs, and one sentence beside it what it is for. A route without that sentence cannot be served.

mod document;
mod operations;
mod page;
mod parameters;
mod shape;

pub(super) use document::read_document;
pub(super) use page::{read_page, read_style};
pub(super) use shape::{Described, Output, Shape, all_optional};
