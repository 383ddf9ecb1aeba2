//! From bytes to cells: what kind of file it is, its encoding, its dialect, its header, its records.
//!
//! A [`Table`] owns the decoded text and a compact index of its records; cells are found when a
//! [`Record`] is read. A [`RowStream`] reads the same rows from a file too big to be held. Nothing
//! here knows what a column means; common names of columns only tell them from a title above.

mod batch;
mod batch_reader;
mod cells;
mod choice;
#[cfg(feature = "files")]
mod decode;
mod detect;
mod dialect;
mod encoding;
#[cfg(feature = "files")]
mod guess;
mod header;
mod index;
mod indexer;
mod kind;
mod part;
mod plain;
mod record;
mod split;
#[cfg(feature = "files")]
mod stream;
mod titles;

pub use batch::BatchWriter;
pub use batch_reader::{BatchError, BatchLimits, BatchReader, BatchRow};
pub use cells::{CELLS_LIMIT, Cells};
pub use choice::{Choice, HeaderRow};
#[cfg(feature = "files")]
pub use decode::{Decoder, Pieces, decode, read_file};
#[cfg(feature = "files")]
pub use detect::detect;
pub use detect::{Detected, DetectedBy, Detector};
pub use dialect::{Dialect, DialectError};
pub use encoding::{CHOICES, Decoded, Encoding};
#[cfg(feature = "files")]
pub use guess::readings;
pub(crate) use header::COLUMNS_LIMIT;
#[cfg(feature = "files")]
pub(crate) use header::column_letters;
pub use index::{Layout, Table};
pub use indexer::{Indexer, Progress, cut_to_lines};
pub use kind::{FileKind, sniff};
pub use part::Part;
pub use plain::{FileText, Plain, PlainReader, plain};
pub use record::Record;
pub use split::{CellFault, Extent, Fault, QUOTED_LIMIT, Splitter, Step};
#[cfg(feature = "files")]
pub use stream::RowStream;
