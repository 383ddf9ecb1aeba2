//! A file of the browser as a source of bytes that can be read from any place.

use std::io::{BufReader, Error, Read, Result, Seek, SeekFrom};

use import_core::workbook::Source;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{File, FileReaderSync};

/// How much is read at a time, in bytes: each reading is a call into the browser.
const BUFFER: usize = 1 << 20;

/// A file, and how far it is read.
pub(super) struct FileSource {
    file: File,
    at: u64,
    size: u64,
    part: Vec<u8>,
}

impl FileSource {
    /// The file from its beginning on, read in parts that are worth it.
    pub(super) fn boxed(file: &File) -> Box<dyn Source> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size is a whole number"
        )]
        let size = file.size() as u64;
        let source = Self {
            file: file.clone(),
            at: 0,
            size,
            part: Vec::new(),
        };
        Box::new(BufReader::with_capacity(BUFFER, source))
    }
}

impl Read for FileSource {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let end = self.at.saturating_add(buffer.len() as u64).min(self.size);
        if end <= self.at {
            return Ok(0);
        }
        self.part.clear();
        #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 bytes")]
        let (from, to) = (self.at as f64, end as f64);
        read_part(&self.file, from, to, &mut self.part)
            .map_err(|_| Error::other("the browser did not read the file"))?;
        let length = self.part.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.part[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for FileSource {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| Error::other("before the start of the file"))?;
        Ok(self.at)
    }
}

/// Reads a part of a file into `bytes`, behind what is there.
pub(super) fn read_part(
    file: &File,
    from: f64,
    to: f64,
    bytes: &mut Vec<u8>,
) -> std::result::Result<(), JsValue> {
    let part = file.slice_with_f64_and_f64(from, to)?;
    let part = Uint8Array::new(&FileReaderSync::new()?.read_as_array_buffer(&part)?.into());
    let start = bytes.len();
    bytes.resize(start + part.length() as usize, 0);
    part.copy_to(&mut bytes[start..]);
    Ok(())
}
