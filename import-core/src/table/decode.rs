//! Turns bytes of any encoding into text, keeping track of what did not decode.

use std::io::Cursor;

use encoding_rs::DecoderResult;

use super::encoding::{INVALID_LIMIT, decode_utf8};
use super::{Choice, Decoded, Dialect, Encoding, FileText, Plain, detect, plain};
use crate::problem::Problem;
use crate::workbook::{Limits, Workbook};

impl Encoding {
    /// Ours for one of the standard's.
    pub(super) fn of(encoding: &'static encoding_rs::Encoding) -> Self {
        Self::from_name(encoding.name()).unwrap_or_default()
    }

    fn standard(self) -> &'static encoding_rs::Encoding {
        encoding_rs::Encoding::for_label(self.name().as_bytes()).unwrap_or(encoding_rs::UTF_8)
    }
}

/// The text of a whole file. Its encoding, and the sheet of a workbook, are found where they were not chosen.
/// `Err` is for what cannot be read.
pub fn read_file(bytes: Vec<u8>, choice: &Choice) -> Result<FileText, Problem> {
    match plain(bytes, choice.encoding)? {
        Plain::Text(text) => Ok(text),
        Plain::Encoded(bytes) => {
            let found = || detect(&bytes).encoding;
            let encoding = choice.encoding.unwrap_or_else(found);
            Ok(FileText::new(encoding, decode(bytes, encoding)))
        }
        Plain::Archive(bytes) => {
            let source = Box::new(Cursor::new(bytes));
            let mut workbook = Workbook::open(source, Limits::default())?;
            let (_, grid) = workbook.read_chosen(choice.sheet)?;
            Ok(FileText {
                dialect: Some(Dialect::default()),
                problems: grid.problems(),
                decoded: Decoded {
                    text: grid.pieces(usize::MAX).collect(),
                    invalid: Vec::new(),
                },
                ..FileText::default()
            })
        }
    }
}

/// Decodes a whole file. Valid UTF-8 is taken over without a copy.
pub fn decode(bytes: Vec<u8>, encoding: Encoding) -> Decoded {
    if encoding == Encoding::UTF_8 {
        return decode_utf8(bytes);
    }
    let mut decoded = Decoded {
        text: String::with_capacity(bytes.len()),
        invalid: Vec::new(),
    };
    Decoder::new(encoding).push(&bytes, true, &mut decoded);
    decoded
}

/// Decodes a file that arrives in pieces.
pub struct Decoder(encoding_rs::Decoder);

impl Decoder {
    /// A decoder at the start of a file; a byte order mark of this encoding is taken off.
    pub fn new(encoding: Encoding) -> Self {
        Self(encoding.standard().new_decoder_with_bom_removal())
    }

    /// Decodes the next bytes and appends them to `decoded`; `at_end` says that they are the last.
    pub fn push(&mut self, mut bytes: &[u8], at_end: bool, decoded: &mut Decoded) {
        loop {
            let (result, read) =
                self.0
                    .decode_to_string_without_replacement(bytes, &mut decoded.text, at_end);
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => decoded.text.reserve(bytes.len().max(64)),
                DecoderResult::Malformed(..) => decoded.push_broken(),
            }
        }
    }
}

/// Decodes a file that arrives in pieces into pieces of its text, of which none has to be held.
pub struct Pieces {
    decoder: Decoder,
    length: usize,
    broken: usize,
}

impl Pieces {
    /// At the start of a file of this encoding.
    pub fn new(encoding: Encoding) -> Self {
        Self {
            decoder: Decoder::new(encoding),
            length: 0,
            broken: 0,
        }
    }

    /// The text of the next bytes; `at_end` says that they are the last. What did not decode is counted from
    /// the start of the whole text, and kept up to the limit of [`Decoded::invalid`] over all pieces.
    pub fn next(&mut self, bytes: &[u8], at_end: bool) -> Decoded {
        let mut piece = Decoded::default();
        self.decoder.push(bytes, at_end, &mut piece);
        piece.invalid.truncate(INVALID_LIMIT - self.broken);
        for place in &mut piece.invalid {
            *place = u32::try_from(self.length + *place as usize).unwrap_or(u32::MAX);
        }
        self.length += piece.text.len();
        self.broken += piece.invalid.len();
        piece
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::table::CHOICES;

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str, text: &str, invalid: &[u32]) {
        let encoding = Encoding::from_name(encoding).unwrap();
        let expected = Decoded {
            text: text.to_owned(),
            invalid: invalid.to_vec(),
        };
        assert_eq!(decode(bytes.to_vec(), encoding), expected);
        for size in 1..=bytes.len() {
            assert_eq!(
                in_pieces(bytes, encoding, size),
                expected,
                "in pieces of {size}"
            );
        }
    }

    fn in_pieces(bytes: &[u8], encoding: Encoding, size: usize) -> Decoded {
        let mut pieces = Pieces::new(encoding);
        let mut joined = Decoded::default();
        let mut join = |piece: Decoded| {
            joined.text += &piece.text;
            joined.invalid.extend(piece.invalid);
        };
        for piece in bytes.chunks(size) {
            join(pieces.next(piece, false));
        }
        join(pieces.next(b"", true));
        joined
    }

    #[test]
    fn marks_are_taken_off() {
        check(b"\xef\xbb\xbfa", "UTF-8", "a", &[]);
        check(b"\xff\xfea\0", "UTF-16LE", "a", &[]);
        check(b"\xfe\xff\0a", "UTF-16BE", "a", &[]);
    }

    #[test]
    fn broken_bytes_are_marked_and_found_again() {
        check(
            b"a\xffb\xe4\xb8,c",
            "UTF-8",
            "a\u{fffd}b\u{fffd},c",
            &[1, 5],
        );
        check(b"\xd5\xc5\xff\n", "gb18030", "张\u{fffd}\n", &[3]);
        check(b"a\0b", "UTF-16LE", "a\u{fffd}", &[1]);
    }

    #[test]
    fn a_replacement_character_of_the_file_is_not_broken() {
        check("a\u{fffd}".as_bytes(), "UTF-8", "a\u{fffd}", &[]);
        check(b"\xef\xbf\xbd\xff", "UTF-8", "\u{fffd}\u{fffd}", &[3]);
    }

    #[test]
    fn every_encoding_of_the_standard_is_known() {
        for &choice in CHOICES {
            assert_eq!(Encoding::of(choice.standard()), choice);
        }
        for name in ["IBM866", "ISO-8859-8-I", "x-mac-cyrillic", "ISO-8859-16"] {
            let standard = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
            assert_eq!(Encoding::of(standard).standard(), standard);
        }
        assert_eq!(Encoding::of(encoding_rs::GBK).name(), "gb18030");
    }

    /// Bytes that begin, continue and break characters of UTF-8.
    const BYTES: &[u8] = b"a,\n\xef\xbb\xbf\xe4\xb8\xad\xff\xc3\xf0\x9f\x98\x80\xed\xa0";

    proptest! {
        #[test]
        fn utf_8_is_read_the_same_with_and_without_the_tables(
            bytes in vec(prop::sample::select(BYTES), 0..40), size in 1_usize..10,
        ) {
            let mut expected = Decoded::default();
            Decoder::new(Encoding::UTF_8).push(&bytes, true, &mut expected);
            prop_assert_eq!(&decode_utf8(bytes.clone()), &expected);
            prop_assert_eq!(in_pieces(&bytes, Encoding::UTF_8, size), expected);
        }
    }
}
