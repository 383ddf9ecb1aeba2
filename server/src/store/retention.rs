//! How long the rows of jobs are kept.

use import_core::record::Timestamp;

use super::Result;

/// Removes the rows of jobs that ended long ago.
pub trait Retention {
    /// Removes a part of what is kept of the rows of jobs that ended before `before`, so small that others get to write
    /// in between; answers whether there may be more. What goes are the rows of the file as they were staged, what
    /// became of each, the problems and the former states of records. The job itself stays, with its counts.
    ///
    /// An import and its undo go together: only where both are over for so long, and from then on neither can be
    /// told to go on. The rows of an upload stay as long as one of its jobs keeps its own.
    fn remove_rows(&self, before: Timestamp) -> Result<bool>;
}
