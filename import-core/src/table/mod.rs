//! From bytes to cells: what kind of file it is, its encoding, its dialect, its records.
//!
//! A [`Table`] owns the decoded text and a compact index of its records; cells are found when a
//! [`Record`] is read. A [`RowStream`] reads the same rows from a file too big to be held. Nothing
//! here knows what a column means.

mod batch;
mod batch_reader;
mod cells;
mod detect;
mod dialect;
mod encoding;
mod header;
mod index;
mod indexer;
mod kind;
mod record;
mod split;
mod stream;

pub use batch::BatchWriter;
pub use batch_reader::{BatchError, BatchLimits, BatchReader, BatchRow};
pub use cells::{CELLS_LIMIT, Cells};
pub use detect::{Detected, DetectedBy, Detector, detect};
pub use dialect::{Dialect, DialectError};
pub use encoding::{CHOICES, Decoded, Decoder, Encoding, decode};
pub(crate) use header::COLUMNS_LIMIT;
pub use index::{Layout, Table};
pub use indexer::{Choice, Indexer, Progress};
pub use kind::sniff;
pub use record::Record;
pub use split::{CellFault, Extent, Fault, QUOTED_LIMIT, Splitter, Step};
pub use stream::RowStream;
