//! Turns a file's bytes into text, keeping track of what did not decode.

use std::fmt;

use encoding_rs::{BIG5, DecoderResult, EUC_JP, EUC_KR, GB18030, GBK, ISO_2022_JP, SHIFT_JIS};
use encoding_rs::{ISO_8859_2, ISO_8859_5, ISO_8859_7, ISO_8859_15, KOI8_R, KOI8_U, MACINTOSH};
use encoding_rs::{
    UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
};
use encoding_rs::{
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use serde::{Deserialize, Serialize};

/// How many places of undecodable bytes are kept, see [`Decoded::invalid`].
pub(super) const INVALID_LIMIT: usize = 1 << 20;

/// A character encoding, by its name in the WHATWG Encoding Standard.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub struct Encoding(&'static encoding_rs::Encoding);

/// The encodings to offer to people, the likely ones first.
pub const CHOICES: &[Encoding] = &[
    Encoding(UTF_8),
    Encoding(UTF_16LE),
    Encoding(UTF_16BE),
    Encoding(WINDOWS_1252),
    Encoding(GB18030),
    Encoding(BIG5),
    Encoding(SHIFT_JIS),
    Encoding(EUC_JP),
    Encoding(ISO_2022_JP),
    Encoding(EUC_KR),
    Encoding(WINDOWS_1250),
    Encoding(WINDOWS_1251),
    Encoding(WINDOWS_1253),
    Encoding(WINDOWS_1254),
    Encoding(WINDOWS_1255),
    Encoding(WINDOWS_1256),
    Encoding(WINDOWS_1257),
    Encoding(WINDOWS_1258),
    Encoding(WINDOWS_874),
    Encoding(ISO_8859_2),
    Encoding(ISO_8859_5),
    Encoding(ISO_8859_7),
    Encoding(ISO_8859_15),
    Encoding(KOI8_R),
    Encoding(KOI8_U),
    Encoding(MACINTOSH),
];

impl Encoding {
    /// What every file without a reason for something else is.
    pub const UTF_8: Self = Self(UTF_8);

    /// The name, for instance `windows-1252`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The encoding of this name or of one of its usual other names, without case.
    pub fn from_name(name: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(name.as_bytes()).map(Self::of)
    }

    /// GBK files are read as GB18030, its superset: their decoders are one and the same.
    pub(super) fn of(encoding: &'static encoding_rs::Encoding) -> Self {
        Self(if encoding == GBK { GB18030 } else { encoding })
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Encoding> for &'static str {
    fn from(encoding: Encoding) -> Self {
        encoding.name()
    }
}

impl TryFrom<String> for Encoding {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::from_name(&name).ok_or_else(|| format!("unknown encoding `{name}`"))
    }
}

/// Text and what of it is not in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark; each sequence that did not decode became U+FFFD.
    pub text: String,
    /// Where in `text` those are, in order. A U+FFFD that the file itself holds is not among them.
    ///
    /// The list is cut at 1,048,576 places, since a wrong choice of encoding may break every byte.
    /// When it is that long, every U+FFFD behind the last place counts as broken.
    pub invalid: Vec<u32>,
}

/// Decodes a whole file. Valid UTF-8 is taken over without a copy.
pub fn decode(bytes: Vec<u8>, encoding: Encoding) -> Decoded {
    let bytes = if encoding == Encoding::UTF_8 {
        match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                return Decoded {
                    text,
                    invalid: Vec::new(),
                };
            }
            Err(error) => error.into_bytes(),
        }
    } else {
        bytes
    };
    let mut decoder = Decoder::new(encoding);
    let mut decoded = Decoded {
        text: String::with_capacity(bytes.len()),
        invalid: Vec::new(),
    };
    decoder.push(&bytes, true, &mut decoded);
    decoded
}

/// Decodes a file that arrives in pieces.
pub struct Decoder(encoding_rs::Decoder);

impl Decoder {
    /// A decoder at the start of a file; a byte order mark of this encoding is taken off.
    pub fn new(encoding: Encoding) -> Self {
        Self(encoding.0.new_decoder_with_bom_removal())
    }

    /// Decodes the next bytes and appends them to `decoded`; `at_end` says that they are the last.
    pub fn push(&mut self, mut bytes: &[u8], at_end: bool, decoded: &mut Decoded) {
        let Decoded { text, invalid } = decoded;
        loop {
            let (result, read) = self
                .0
                .decode_to_string_without_replacement(bytes, text, at_end);
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => text.reserve(bytes.len().max(64)),
                DecoderResult::Malformed(..) => {
                    if invalid.len() < INVALID_LIMIT {
                        invalid.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
                    }
                    text.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str, text: &str, invalid: &[u32]) {
        let encoding = Encoding::from_name(encoding).unwrap();
        let expected = Decoded {
            text: text.to_owned(),
            invalid: invalid.to_vec(),
        };
        assert_eq!(decode(bytes.to_vec(), encoding), expected);
        for size in 1..=bytes.len() {
            let mut decoder = Decoder::new(encoding);
            let mut decoded = Decoded::default();
            bytes
                .chunks(size)
                .for_each(|piece| decoder.push(piece, false, &mut decoded));
            decoder.push(b"", true, &mut decoded);
            assert_eq!(decoded, expected, "in pieces of {size}");
        }
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
    fn valid_utf_8_is_not_copied() {
        let bytes = "Zoë".as_bytes().to_vec();
        let place = bytes.as_ptr();
        assert_eq!(decode(bytes, Encoding::UTF_8).text.as_ptr(), place);
    }

    #[test]
    fn every_choice_has_a_name_that_finds_it() {
        for &choice in CHOICES {
            assert_eq!(Encoding::from_name(choice.name()), Some(choice));
            let json = serde_json::to_string(&choice).unwrap();
            assert_eq!(serde_json::from_str::<Encoding>(&json).unwrap(), choice);
        }
        assert_eq!(Encoding::from_name("gbk").unwrap().name(), "gb18030");
        assert!(serde_json::from_str::<Encoding>("\"utf-9\"").is_err());
    }
}
