//! Guesses an encoding from what the text looks like.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use memchr::{memchr, memrchr};

use super::{Decoded, Decoder, Encoding};

/// How many bytes of lines with something other than ASCII the guess looks at.
const SAMPLE_LIMIT: usize = 256 * 1024;

/// How many bytes of a line are shown in several encodings.
const LINE_LIMIT: usize = 400;

/// The encodings in which a line is shown: those that are mistaken for one another.
const LIKELY: &[&str] = &[
    "UTF-8",
    "windows-1252",
    "gb18030",
    "Big5",
    "Shift_JIS",
    "EUC-KR",
    "windows-1250",
    "windows-1251",
];

/// What a line reads like in the encoding that was found, and in each likely one in which all of it means something.
pub fn readings(line: &[u8], found: Encoding) -> Vec<(Encoding, String)> {
    let likely = LIKELY.iter().filter_map(|name| Encoding::from_name(name));
    let mut encodings: Vec<Encoding> = likely.filter(|likely| *likely != found).collect();
    encodings.insert(0, found);
    let mut readings = Vec::new();
    for encoding in encodings {
        let mut decoded = Decoded::default();
        // A line that is cut off may end within a character, so the end is left open.
        Decoder::new(encoding).push(line, false, &mut decoded);
        let text = decoded.text.trim().to_owned();
        let is_text = decoded.invalid.is_empty() && !text.contains(is_odd);
        if encoding == found || (is_text && !readings.iter().any(|(_, other)| *other == text)) {
            readings.push((encoding, text));
        }
    }
    readings
}

/// What no line of text has in it: control characters and characters of nobody's alphabet.
fn is_odd(character: char) -> bool {
    (character.is_control() && character != '\t') || ('\u{e000}'..='\u{f8ff}').contains(&character)
}

/// Guesses from the first lines that are not ASCII, wherever in the file they are.
pub(super) struct Guess {
    detector: EncodingDetector,
    fed: usize,
    /// The first line that is not ASCII.
    sample: Vec<u8>,
    /// Whether a line that is not ASCII goes on in the next piece.
    is_within: bool,
}

impl Default for Guess {
    fn default() -> Self {
        let detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        Self {
            detector,
            fed: 0,
            sample: Vec::new(),
            is_within: false,
        }
    }
}

impl Guess {
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        while self.fed < SAMPLE_LIMIT && !bytes.is_empty() {
            let at = if self.is_within {
                0
            } else {
                encoding_rs::Encoding::ascii_valid_up_to(bytes)
            };
            if at == bytes.len() {
                break;
            }
            // In all of these encodings a line feed is never a part of another character.
            let start = memrchr(b'\n', &bytes[..at]).map_or(0, |feed| feed + 1);
            let feed = memchr(b'\n', &bytes[at..]).map(|length| at + length);
            let end = feed.map_or(bytes.len(), |feed| feed + 1);
            let line = &bytes[start..end.min(start.saturating_add(SAMPLE_LIMIT))];
            self.detector.feed(line, false);
            if self.fed == 0 {
                self.sample = line[..line.len().min(LINE_LIMIT)].to_vec();
            }
            self.fed += line.len();
            self.is_within = feed.is_none();
            bytes = &bytes[end..];
        }
    }

    pub(super) fn sample(&self) -> &[u8] {
        &self.sample
    }

    pub(super) fn finish(mut self) -> Encoding {
        self.detector.feed(b"\n", true);
        Encoding::of(self.detector.guess(None, Utf8Detection::Deny))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_in_each_encoding_that_it_may_be_in() {
        let line = encoding_rs::WINDOWS_1252.encode("1;Jörg;Müßig\n").0;
        let found = Encoding::from_name("windows-1252").unwrap();
        let readings = readings(&line, found);
        assert_eq!(readings[0], (found, "1;Jörg;Müßig".to_owned()));
        let names: Vec<_> = readings
            .iter()
            .map(|(encoding, _)| encoding.name())
            .collect();
        assert!(
            names.contains(&"windows-1251") && !names.contains(&"UTF-8"),
            "{names:?}"
        );
    }
}
