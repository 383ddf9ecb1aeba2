//! Fixes: what a person changes of a file before it is imported.
//!
//! The file stays as it is. [`Fixes`] is the list of what was changed, with undo and redo; a [`FixedTable`] is the
//! file as it reads with such a list. Every fix sees what the ones before it have left, as if each of them had been
//! made to the whole file. Columns are named by their headers and rows by their numbers, so that a fix means the same
//! whichever fixes before it are taken back; one whose column is gone has no effect until that is back.

mod fix;
mod history;
mod plan;
mod preview;
mod rule;
mod table;

pub use fix::{Case, Extent, Fix, Rule};
pub use history::{Fixes, Splice};
pub use preview::{Example, Preview, Previewing};
pub use rule::TEXT_LIMIT;
pub use table::{Affected, FixedTable};
