//! The bytes of a file, from the browser into a worker's memory.

use import_core::problem::{Code, Problem};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{File, FileReaderSync};

/// How much of a file is read before the first answer.
pub(crate) const FIRST_BYTES: f64 = 256.0 * 1024.0;

/// How much of a file is read at a time.
pub(crate) const READ_BYTES: f64 = 8.0 * 1024.0 * 1024.0;

/// Reads a part of a file into `bytes`, behind what is there.
pub(crate) fn read_part(
    file: &File,
    from: f64,
    to: f64,
    bytes: &mut Vec<u8>,
) -> Result<(), JsValue> {
    let part = file.slice_with_f64_and_f64(from, to)?;
    let part = Uint8Array::new(&FileReaderSync::new()?.read_as_array_buffer(&part)?.into());
    let start = bytes.len();
    bytes.resize(start + part.length() as usize, 0);
    part.copy_to(&mut bytes[start..]);
    Ok(())
}

/// Room for a whole file, or the problem that there is none.
pub(crate) fn room_for(size: f64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    // More than wasm can address is refused by the reservation as well.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size that is too big saturates"
    )]
    let wanted = size as usize;
    match bytes.try_reserve_exact(wanted) {
        Ok(()) => Ok(bytes),
        Err(_) => Err(Problem::of_row(Code::FileTooLarge, 0).with("size", size)),
    }
}

/// The browser would not read the file: it was moved, changed or taken away since it was chosen.
pub(crate) fn unreadable(_: JsValue) -> Problem {
    Problem::of_row(Code::FileBinary, 0).with("kind", "unreadable")
}
