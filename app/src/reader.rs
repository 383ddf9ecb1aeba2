//! The file reader: a worker of the import worker, for files that are not plain UTF-8.
//!
//! The tables of encodings and what reads workbooks are large, and most files need neither. So they are in a binary
//! of their own, which is started for such a file alone. It reads the file and hands its text over in pieces, with
//! the places of what did not decode; the import worker goes on with it as with any other text.
//!
//! It is told a [`Task`] as JSON, and the file. It answers with messages of three kinds: a text is meant for the page
//! and passed on as it is; a list is a piece, see `client`; `null` says that the file was refused.

use serde::{Deserialize, Serialize};

use crate::worker::messages::FileChoices;

pub(crate) mod client;
#[cfg(feature = "reader")]
pub mod host;
#[cfg(feature = "reader")]
mod source;

/// What is to be read, and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    /// The number of the page's task.
    pub run: u32,
    /// What the person has decided.
    pub choices: FileChoices,
}

/// What a piece of text is: the number with which its message begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The beginning of the file, to be shown until there is more.
    Beginning = 0,
    /// The next part of the file.
    #[cfg_attr(
        not(feature = "reader"),
        expect(dead_code, reason = "only the reader says so")
    )]
    Next = 1,
    /// The next part of a workbook's sheet, which is comma separated.
    NextOfSheet = 2,
    /// The last part of the file.
    Last = 3,
}
