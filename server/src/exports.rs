//! Exports: contacts or organizations as a CSV that can be imported again.
//!
//! An export is made in the background, piece by piece; a piece and how far the export is are one commit, so that
//! whoever goes on with it makes the same file. The pieces lie in the store, packed, where every server finds them.

mod exporter;
mod file;
mod filter;
mod rows;

pub use exporter::Exporter;
pub use file::{ExportError, ExportFile};
pub use filter::{ConditionFault, MOST_RECORDS, check};
