//! Files that are plain text already, told from those that need more to be read.

use super::detect::detect_without_guess;
use super::encoding::decode_utf8;
use super::indexer::check_size;
use super::{Decoded, Dialect, Encoding, FileKind, sniff};
use crate::problem::Problem;

/// The text of a file, and what is known of it.
#[derive(Debug, Default)]
pub struct FileText {
    /// How the bytes were decoded.
    pub encoding: Encoding,
    /// How the text is split, where that is known: that of a workbook's sheet.
    pub dialect: Option<Dialect>,
    /// The text.
    pub decoded: Decoded,
    /// What to know about it.
    pub problems: Vec<Problem>,
}

impl FileText {
    /// Text in this encoding.
    pub fn new(encoding: Encoding, decoded: Decoded) -> Self {
        Self {
            encoding,
            decoded,
            ..Self::default()
        }
    }
}

/// What a file is at first sight.
#[derive(Debug)]
pub enum Plain {
    /// UTF-8, as nearly all are.
    Text(FileText),
    /// Text in another encoding; the bytes are given back.
    Encoded(Vec<u8>),
    /// An archive, as workbooks are; the bytes are given back.
    Archive(Vec<u8>),
}

/// Reads a file that is UTF-8, or chosen to be. `Err` is for what cannot be read.
pub fn plain(bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<Plain, Problem> {
    match sniff(&bytes) {
        Ok(FileKind::Archive) => return Ok(Plain::Archive(bytes)),
        Ok(FileKind::Text) => {}
        // Whoever has chosen an encoding says that it is text.
        Err(kind)
            if encoding.is_some()
                && kind.args.get("kind").is_some_and(|kind| kind == "unknown") => {}
        Err(problem) => return Err(problem),
    }
    check_size(bytes.len())?;
    let encoding =
        encoding.or_else(|| detect_without_guess(&bytes).map(|detected| detected.encoding));
    Ok(if encoding == Some(Encoding::UTF_8) {
        Plain::Text(FileText::new(Encoding::UTF_8, decode_utf8(bytes)))
    } else {
        Plain::Encoded(bytes)
    })
}
