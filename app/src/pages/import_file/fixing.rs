//! Fixing the file in place: one cell, many, or the rows that failed as a file to be corrected.

pub mod drop;
pub mod editor;
pub mod failed_rows;
pub mod focus;
pub mod list;
pub mod many;
pub mod preview;
pub mod texts;
