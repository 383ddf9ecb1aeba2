//! The bytes of a file, from the browser into a worker's memory.

use std::collections::VecDeque;

use import_core::problem::{Code, Problem};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// How much of a file is read before the first answer.
pub(crate) const FIRST_BYTES: f64 = 256.0 * 1024.0;

/// How much of a file is read at a time.
pub(crate) const READ_BYTES: f64 = 8.0 * 1024.0 * 1024.0;

/// A file, part by part from its beginning. The browser reads on while a part is being looked at.
pub(crate) struct Parts {
    file: File,
    /// Where the part begins that is to be asked for next.
    next: f64,
    coming: VecDeque<JsFuture>,
}

impl Parts {
    /// How many parts are on their way at a time.
    const AHEAD: usize = 2;

    /// The parts of a file, of which the first one is small, to be there at once.
    pub(crate) fn of(file: &File) -> Result<Self, JsValue> {
        let mut parts = Self {
            file: file.clone(),
            next: 0.0,
            coming: VecDeque::new(),
        };
        parts.ask(FIRST_BYTES)?;
        parts.ask(READ_BYTES)?;
        Ok(parts)
    }

    fn ask(&mut self, bytes: f64) -> Result<(), JsValue> {
        let (from, size) = (self.next, self.file.size());
        if from < size {
            self.next = (from + bytes).min(size);
            let part = self.file.slice_with_f64_and_f64(from, self.next)?;
            self.coming.push_back(part.array_buffer().into());
        }
        Ok(())
    }

    /// Whether there is another part.
    pub(crate) fn is_more(&self) -> bool {
        !self.coming.is_empty()
    }

    /// Puts the next part into `bytes` instead of what is there; `false` where there is none.
    pub(crate) async fn next(&mut self, bytes: &mut Vec<u8>) -> Result<bool, JsValue> {
        let Some(part) = self.coming.pop_front() else {
            return Ok(false);
        };
        let part = Uint8Array::new(&part.await?);
        while self.coming.len() < Self::AHEAD && self.next < self.file.size() {
            self.ask(READ_BYTES)?;
        }
        bytes.resize(part.length() as usize, 0);
        part.copy_to(bytes);
        Ok(true)
    }
}

/// The browser would not read the file: it was moved, changed or taken away since it was chosen.
pub(crate) fn unreadable(_: JsValue) -> Problem {
    Problem::of_row(Code::FileBinary, 0).with("kind", "unreadable")
}
