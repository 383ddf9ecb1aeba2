//! The archive that a workbook is.

use std::io::Read;

use memchr::memmem;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::xml::Xml;
use super::{Source, broken};
use crate::problem::{Code, Problem};

/// How much of the start of a damaged archive is looked at, in bytes.
const START: u64 = 64 << 10;

/// An archive of parts.
pub(super) struct Archive<'s> {
    zip: ZipArchive<Box<dyn Source + 's>>,
    limit: u64,
}

impl<'s> Archive<'s> {
    /// Reads what parts there are; each may be unpacked to `limit` bytes.
    pub(super) fn open(mut source: Box<dyn Source + 's>, limit: u64) -> Result<Self, Problem> {
        let mut start = Vec::new();
        let is_read = source.by_ref().take(START).read_to_end(&mut start);
        is_read.map_err(|_| broken())?;
        let zip = ZipArchive::new(source).map_err(|_| damaged(&start))?;
        let archive = Self { zip, limit };
        match archive.kind() {
            "xlsx" => Ok(archive),
            kind @ ("ods" | "xlsb" | "numbers") => {
                Err(Problem::of_row(Code::FileWorkbookOther, 0).with("kind", kind))
            }
            kind => Err(Problem::of_row(Code::FileZip, 0).with("kind", kind)),
        }
    }

    /// What the archive is, by the parts it has.
    fn kind(&self) -> &'static str {
        let has = |name: &str| self.zip.index_for_name(name).is_some();
        let has_below = |folder: &str| {
            let mut names = self.zip.file_names_raw();
            names.any(|name| name.starts_with(folder.as_bytes()))
        };
        if has("xl/workbook.bin") {
            "xlsb"
        } else if has("word/document.xml") {
            "docx"
        } else if has("ppt/presentation.xml") {
            "pptx"
        } else if has("[Content_Types].xml") {
            "xlsx"
        } else if has("content.xml") && has("mimetype") {
            "ods"
        } else if has_below("Index/") {
            "numbers"
        } else {
            "zip"
        }
    }

    /// The XML of a part; none where there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Xml<'_>>, Problem> {
        let limit = self.limit;
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(broken()),
        };
        if file.encrypted() {
            return Err(Problem::of_row(Code::FileEncrypted, 0));
        }
        let known = [CompressionMethod::Stored, CompressionMethod::Deflated];
        if !known.contains(&file.compression()) {
            return Err(broken());
        }
        Ok(Some(Xml::new(Box::new(file), limit)))
    }
}

/// An archive whose list of parts cannot be read: a workbook, or some other archive.
fn damaged(start: &[u8]) -> Problem {
    let holds = |name: &str| memmem::find(start, name.as_bytes()).is_some();
    if holds("xl/") || holds("[Content_Types].xml") {
        broken()
    } else {
        Problem::of_row(Code::FileZip, 0).with("kind", "zip")
    }
}
