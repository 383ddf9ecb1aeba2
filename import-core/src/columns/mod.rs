//! Target fields, and how the columns of a file find them.

pub mod field;
pub mod mapping;
pub mod suggest;
mod synonyms;

pub use field::{Field, Kind, Subject};
pub use mapping::{FieldChoice, MappingError, MissingColumn, Resolved, resolve};
pub use suggest::{Confidence, Reason, Suggestion, System, suggest};
