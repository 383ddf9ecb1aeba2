//! From bytes to cells: what kind of file it is, its encoding, its dialect, its records.
//!
//! A [`Table`] owns the decoded text and a compact index of its records; cells are found when a
//! [`Record`] is read. Nothing here knows what a column means.

mod batch;
mod dialect;
mod encoding;
mod index;
mod kind;
mod open;
mod record;
mod split;

pub use batch::{BatchError, BatchLimits, BatchReader, BatchRow, BatchWriter};
pub use dialect::{Dialect, DialectError};
pub use encoding::{CHOICES, Decoded, Decoder, Detected, DetectedBy, Encoding, decode, detect};
pub use index::{Layout, Table};
pub use kind::sniff;
pub use open::{Choice, Indexer, Progress};
pub use record::Record;
pub use split::{CELLS_LIMIT, CellFault, Cells, Extent, Fault, QUOTED_LIMIT, Splitter, Step};
