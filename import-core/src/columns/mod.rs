//! Target fields, and how the columns of a file find them.

mod addresses;
mod exports;
pub mod field;
mod labels;
mod looks;
pub mod mapping;
mod names;
mod similar;
pub mod suggest;
mod synonyms;

pub use exports::System;
pub use field::{Field, Kind, Subject};
pub use looks::Look;
pub use mapping::{FieldChoice, MappingError, MissingColumn, Resolved, resolve};
pub(crate) use names::CommonNames;
pub use similar::are_similar;
pub use suggest::{Advice, Advised, Confidence, Doubt, Reason, Sample, Suggestion, suggest};
