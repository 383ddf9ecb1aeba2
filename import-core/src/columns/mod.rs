//! Target fields, and how the columns of a file find them.

pub mod field;

pub use field::{Field, Kind, Subject};
