//! Files that are plain text already, told from those that need more to be read.

use super::detect::detect_without_guess;
use super::encoding::decode_utf8;
use super::indexer::check_size;
use super::{Decoded, Dialect, Encoding, FileKind, sniff};
use crate::problem::{Code, Problem};

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

/// A file that arrives in pieces.
///
/// What is valid UTF-8 is text from the first byte on, and is not read through again; nearly all files are.
#[derive(Debug)]
pub struct PlainReader(State);

#[derive(Debug)]
enum State {
    /// All is valid so far, but for a character that the last piece broke off in.
    Text { text: String, cut: Vec<u8> },
    /// There is something that is no UTF-8.
    Bytes(Vec<u8>),
}

impl PlainReader {
    /// One with room for a file of so many bytes, or the problem that there is none.
    pub fn with_room_for(size: usize) -> Result<Self, Problem> {
        check_size(size)?;
        let mut text = String::new();
        match text.try_reserve_exact(size) {
            Ok(()) => Ok(Self(State::Text {
                text,
                cut: Vec::new(),
            })),
            Err(_) => Err(Problem::of_row(Code::FileTooLarge, 0).with("size", size)),
        }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            State::Bytes(all) => all.extend_from_slice(bytes),
            State::Text { text, cut } => {
                let joined;
                let mut next = bytes;
                if !cut.is_empty() {
                    joined = [std::mem::take(cut).as_slice(), bytes].concat();
                    next = &joined;
                }
                let error = match std::str::from_utf8(next) {
                    Ok(next) => return text.push_str(next),
                    Err(error) => error,
                };
                let (valid, rest) = next.split_at(error.valid_up_to());
                // It was found valid just now.
                text.push_str(std::str::from_utf8(valid).unwrap_or_default());
                if error.error_len().is_none() {
                    cut.extend_from_slice(rest);
                } else {
                    let mut all = std::mem::take(text).into_bytes();
                    all.extend_from_slice(rest);
                    self.0 = State::Bytes(all);
                }
            }
        }
    }

    /// What the file is, if nothing comes any more. Its encoding may be chosen. `Err` is for what cannot be read.
    pub fn finish(self, encoding: Option<Encoding>) -> Result<Plain, Problem> {
        let text = match self.0 {
            State::Text { text, cut } if cut.is_empty() => Ok(text),
            State::Text { text, cut } => Err([text.into_bytes(), cut].concat()),
            State::Bytes(bytes) => Err(bytes),
        };
        let bytes = match &text {
            Ok(text) => text.as_bytes(),
            Err(bytes) => bytes,
        };
        match sniff(bytes) {
            Ok(FileKind::Text) => {}
            Ok(FileKind::Archive) => {
                let bytes = text.map_or_else(|bytes| bytes, String::into_bytes);
                return Ok(Plain::Archive(bytes));
            }
            // Whoever has chosen an encoding says that it is text.
            Err(problem)
                if encoding.is_some()
                    && problem
                        .args
                        .get("kind")
                        .is_some_and(|kind| kind == "unknown") => {}
            Err(problem) => return Err(problem),
        }
        let encoding = encoding.or_else(|| {
            let detected = detect_without_guess(bytes, text.is_ok());
            detected.map(|detected| detected.encoding)
        });
        let of_utf8 = |decoded| Plain::Text(FileText::new(Encoding::UTF_8, decoded));
        Ok(match text {
            Ok(text) if encoding == Some(Encoding::UTF_8) => of_utf8(Decoded::of_text(text)),
            Err(bytes) if encoding == Some(Encoding::UTF_8) => of_utf8(decode_utf8(bytes)),
            text => Plain::Encoded(text.map_or_else(|bytes| bytes, String::into_bytes)),
        })
    }
}

/// Reads a file that is UTF-8, or chosen to be. `Err` is for what cannot be read.
pub fn plain(bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<Plain, Problem> {
    check_size(bytes.len())?;
    let state = match String::from_utf8(bytes) {
        Ok(text) => State::Text {
            text,
            cut: Vec::new(),
        },
        Err(error) => State::Bytes(error.into_bytes()),
    };
    PlainReader(state).finish(encoding)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each file in words that can be compared.
    fn told(plain: &Result<Plain, Problem>) -> String {
        format!("{plain:?}")
    }

    proptest! {
        #[test]
        fn pieces_make_the_same_file(
            parts in prop::collection::vec(
                prop_oneof![
                    "[a-z,\n]{1,9}|é{1,4}|北京|\u{1F600}|\u{FEFF}".prop_map(String::into_bytes),
                    Just(vec![0xe4, 0xff]),
                    Just(vec![0xf0, 0x9f, 0x98]),
                    Just(b"PK\x03\x04".to_vec()),
                    Just(vec![0; 5]),
                ],
                0..20,
            ),
            sizes in prop::collection::vec(1usize..7, 1..9),
            encoding in prop_oneof![
                Just(None),
                Just(Some(Encoding::UTF_8)),
                Just(Encoding::from_name("windows-1252")),
            ],
        ) {
            let bytes = parts.concat();
            let mut reader = PlainReader::with_room_for(bytes.len()).unwrap();
            let mut rest = bytes.as_slice();
            for size in sizes.into_iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (piece, others) = rest.split_at(size.min(rest.len()));
                reader.push(piece);
                rest = others;
            }
            prop_assert_eq!(told(&reader.finish(encoding)), told(&plain(bytes, encoding)));
        }
    }

    #[test]
    fn there_is_no_room_for_what_cannot_be_addressed() {
        let problem = PlainReader::with_room_for(usize::MAX).unwrap_err();
        assert_eq!(problem.code, Code::FileTooLarge);
    }
}
