//! The encodings of files, and the text of those that need no tables: UTF-8.
//!
//! Everything else is decoded by `decode`, which the feature `files` brings along.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many places of undecodable bytes are kept, see [`Decoded::invalid`].
pub(super) const INVALID_LIMIT: usize = 1 << 20;

/// A character encoding, by its name in the WHATWG Encoding Standard.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Encoding(&'static str);

/// The encodings to offer to people, the likely ones first.
pub const CHOICES: &[Encoding] = &[
    Encoding::UTF_8,
    Encoding::UTF_16LE,
    Encoding::UTF_16BE,
    Encoding("windows-1252"),
    Encoding("gb18030"),
    Encoding("Big5"),
    Encoding("Shift_JIS"),
    Encoding("EUC-JP"),
    Encoding("ISO-2022-JP"),
    Encoding("EUC-KR"),
    Encoding("windows-1250"),
    Encoding("windows-1251"),
    Encoding("windows-1253"),
    Encoding("windows-1254"),
    Encoding("windows-1255"),
    Encoding("windows-1256"),
    Encoding("windows-1257"),
    Encoding("windows-1258"),
    Encoding("windows-874"),
    Encoding("ISO-8859-2"),
    Encoding("ISO-8859-5"),
    Encoding("ISO-8859-7"),
    Encoding("ISO-8859-15"),
    Encoding("KOI8-R"),
    Encoding("KOI8-U"),
    Encoding("macintosh"),
];

/// Those that a guess may come to, but that nobody is offered.
const OTHERS: &[Encoding] = &[
    Encoding("IBM866"),
    Encoding("ISO-8859-3"),
    Encoding("ISO-8859-4"),
    Encoding("ISO-8859-6"),
    Encoding("ISO-8859-8"),
    Encoding("ISO-8859-8-I"),
    Encoding("ISO-8859-10"),
    Encoding("ISO-8859-13"),
    Encoding("ISO-8859-14"),
    Encoding("ISO-8859-16"),
    Encoding("x-mac-cyrillic"),
];

impl Encoding {
    /// What every file without a reason for something else is.
    pub const UTF_8: Self = Self("UTF-8");
    pub(super) const UTF_16LE: Self = Self("UTF-16LE");
    pub(super) const UTF_16BE: Self = Self("UTF-16BE");

    /// The name, for instance `windows-1252`.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// The encoding of this name, without case. GBK files are read as GB18030, its superset: their decoders are
    /// one and the same.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = if name.eq_ignore_ascii_case("gbk") {
            "gb18030"
        } else {
            name
        };
        let mut all = CHOICES.iter().chain(OTHERS);
        all.find(|encoding| encoding.0.eq_ignore_ascii_case(name))
            .copied()
    }
}

impl Default for Encoding {
    fn default() -> Self {
        Self::UTF_8
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

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Encoding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("unknown encoding `{name}`")))
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

impl Decoded {
    /// Valid text, without a copy.
    pub(super) fn of_text(mut text: String) -> Self {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Self {
            text,
            invalid: Vec::new(),
        }
    }

    /// A sequence that did not decode.
    pub(super) fn push_broken(&mut self) {
        if self.invalid.len() < INVALID_LIMIT {
            let place = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.invalid.push(place);
        }
        self.text.push(char::REPLACEMENT_CHARACTER);
    }
}

/// Decodes a whole file of UTF-8. What is valid is taken over without a copy.
pub(super) fn decode_utf8(bytes: Vec<u8>) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded::of_text(text),
        Err(error) => error.into_bytes(),
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut decoded = Decoded {
        text: String::with_capacity(bytes.len()),
        invalid: Vec::new(),
    };
    for chunk in bytes.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            decoded.push_broken();
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_utf_8_is_not_copied() {
        let bytes = "Zoë".as_bytes().to_vec();
        let place = bytes.as_ptr();
        assert_eq!(decode_utf8(bytes).text.as_ptr(), place);
    }

    #[test]
    fn every_encoding_has_a_name_that_finds_it() {
        for &choice in CHOICES.iter().chain(OTHERS) {
            assert_eq!(Encoding::from_name(choice.name()), Some(choice));
            let json = serde_json::to_string(&choice).unwrap();
            assert_eq!(serde_json::from_str::<Encoding>(&json).unwrap(), choice);
        }
        assert_eq!(Encoding::from_name("gbk").unwrap().name(), "gb18030");
        assert!(serde_json::from_str::<Encoding>("\"utf-9\"").is_err());
    }
}
