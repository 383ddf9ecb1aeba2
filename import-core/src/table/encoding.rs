//! Finds out a file's encoding and turns its bytes into text, keeping track of what did not decode.
//!
//! The order is: byte order mark, then valid UTF-8 as a whole, then a guess. A prefix never decides,
//! because many files are ASCII up to the first name with an accent.

use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, EUC_JP, EUC_KR, GB18030, GBK, ISO_2022_JP, SHIFT_JIS};
use encoding_rs::{ISO_8859_2, ISO_8859_5, ISO_8859_7, ISO_8859_15, KOI8_R, KOI8_U, MACINTOSH};
use encoding_rs::{
    UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
};
use encoding_rs::{
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use memchr::{memchr, memrchr};
use serde::{Deserialize, Serialize};

/// How many bytes of lines with something other than ASCII the guess looks at.
const SAMPLE_LIMIT: usize = 256 * 1024;

/// How much of a file the look for UTF-16 without a byte order mark takes in.
const UTF16_SAMPLE: usize = 64 * 1024;

/// A file is UTF-8 with broken bytes, rather than something else, when for each broken sequence
/// there are this many bytes of whole multi-byte characters: 7 Chinese characters or 10 letters with
/// accents. In Chinese text of a national encoding, about one character in eight looks like UTF-8 by
/// accident; in western ones next to none does.
const UTF8_BYTES_PER_BROKEN: usize = 20;

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
        encoding_rs::Encoding::for_label_no_replacement(name.as_bytes()).map(Self::widest)
    }

    /// GBK files are read as GB18030, its superset: their decoders are one and the same.
    fn widest(encoding: &'static encoding_rs::Encoding) -> Self {
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

/// How an encoding was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DetectedBy {
    /// By the byte order mark: certain.
    Bom,
    /// By being UTF-8 from end to end (or all but a few broken bytes): as good as certain.
    Utf8,
    /// By what the text looks like: to be shown and confirmed.
    Guess,
}

/// An encoding and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detected {
    /// The encoding.
    pub encoding: Encoding,
    /// How it was found.
    pub by: DetectedBy,
}

/// Finds the encoding of a whole file.
pub fn detect(bytes: &[u8]) -> Detected {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return Detected {
            encoding: Encoding(encoding),
            by: DetectedBy::Bom,
        };
    }
    let utf16 = find_utf16(bytes);
    if let Some(Utf16 {
        encoding,
        certain: true,
    }) = utf16
    {
        return Detected {
            encoding,
            by: DetectedBy::Guess,
        };
    }
    if is_mostly_utf8(bytes) {
        return Detected {
            encoding: Encoding::UTF_8,
            by: DetectedBy::Utf8,
        };
    }
    let encoding = utf16.map_or_else(|| guess(bytes), |utf16| utf16.encoding);
    Detected {
        encoding,
        by: DetectedBy::Guess,
    }
}

/// UTF-16 without a byte order mark.
#[derive(Clone, Copy)]
pub(super) struct Utf16 {
    encoding: Encoding,
    /// So many zero bytes that it is UTF-16 even if the bytes are UTF-8 too, as all of ASCII's are.
    certain: bool,
}

/// Looks for the zero bytes that ASCII characters (delimiters and line ends at the least) have as
/// their upper half: all of them on one side of the pairs.
pub(super) fn find_utf16(bytes: &[u8]) -> Option<Utf16> {
    let sample = &bytes[..bytes.len().min(UTF16_SAMPLE)];
    let (mut big, mut little) = (0, 0);
    for pair in sample.chunks_exact(2) {
        match (pair[0], pair[1]) {
            (0, 1..=0x7e) => big += 1,
            (1..=0x7e, 0) => little += 1,
            // No text holds U+0000, so this is some other kind of file.
            (0, 0) => return None,
            _ => {}
        }
    }
    let (encoding, ours, other) = if little > big {
        (UTF_16LE, little, big)
    } else {
        (UTF_16BE, big, little)
    };
    let pairs = sample.len() / 2;
    // Letters such as U+0100 and U+4E00 have a zero byte on the other side, and are rare.
    let plausible = ours >= 2 && ours * 50 >= pairs && other * 20 <= ours;
    plausible.then_some(Utf16 {
        encoding: Encoding(encoding),
        certain: ours * 10 >= pairs,
    })
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk
            .valid()
            .bytes()
            .filter(|byte| !byte.is_ascii())
            .count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole / UTF8_BYTES_PER_BROKEN >= broken
}

/// Guesses from the lines that are not ASCII, wherever in the file they are.
fn guess(bytes: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut fed = 0;
    let mut rest = bytes;
    while fed < SAMPLE_LIMIT {
        let at = encoding_rs::Encoding::ascii_valid_up_to(rest);
        if at == rest.len() {
            break;
        }
        // In all of these encodings a line feed is never a part of another character.
        let start = memrchr(b'\n', &rest[..at]).map_or(0, |feed| feed + 1);
        let end = memchr(b'\n', &rest[at..]).map_or(rest.len(), |length| at + length + 1);
        let line = &rest[start..end.min(start.saturating_add(SAMPLE_LIMIT))];
        fed += line.len();
        detector.feed(line, false);
        rest = &rest[end..];
    }
    detector.feed(b"\n", true);
    Encoding::widest(detector.guess(None, Utf8Detection::Deny))
}

/// Text and what of it is not in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
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
