//! Guesses an encoding from what the text looks like.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use memchr::{memchr, memrchr};

use super::{Decoded, Decoder, Encoding};

/// How many bytes of lines with something other than ASCII the guess looks at.
const SAMPLE_LIMIT: usize = 256 * 1024;

/// The encodings in which most characters take several bytes. The detector rules one out for a single broken character.
const MULTI_BYTE: &[&str] = &["gb18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR"];

/// A file is in one of these with broken characters, rather than in something else, when for each broken sequence its
/// whole lines have this many characters of several bytes: some lines of Chinese. In text of other encodings two
/// letters read as one such character, and what is left over of each word with an odd number of them is broken.
const CHARACTERS_PER_BROKEN: usize = 32;

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
#[derive(Default)]
pub(super) struct Guess {
    /// These lines: no more than twice the limit, since a line is not cut unless it alone is beyond it.
    lines: Vec<u8>,
    /// Whether the last of them goes on in the next piece.
    is_within: bool,
}

impl Guess {
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        while self.lines.len() < SAMPLE_LIMIT && !bytes.is_empty() {
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
            self.lines.extend_from_slice(line);
            self.is_within = feed.is_none();
            bytes = &bytes[end..];
        }
    }

    /// The first line, or its beginning.
    pub(super) fn sample(&self) -> &[u8] {
        let end = memchr(b'\n', &self.lines).map_or(self.lines.len(), |feed| feed + 1);
        &self.lines[..end.min(LINE_LIMIT)]
    }

    pub(super) fn finish(self) -> Encoding {
        let guess = guess([&self.lines[..]]);
        if MULTI_BYTE.contains(&guess.name()) {
            return guess;
        }
        let mut others = MULTI_BYTE
            .iter()
            .filter_map(|name| Encoding::from_name(name));
        others
            .find(|&other| is_but_for_broken(&self.lines, other))
            .unwrap_or(guess)
    }
}

/// What all of the lines look like.
fn guess<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for line in lines {
        detector.feed(line, false);
    }
    detector.feed(b"\n", true);
    Encoding::of(detector.guess(None, Utf8Detection::Deny))
}

/// Whether the lines are in an encoding with characters of several bytes, but for a few broken ones: by their number,
/// and by what the lines without any look like.
fn is_but_for_broken(lines: &[u8], encoding: Encoding) -> bool {
    let (mut characters, mut broken) = (0, 0);
    let mut whole_lines = Vec::new();
    for line in lines.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        let mut decoded = Decoded::default();
        Decoder::new(encoding).push(line, true, &mut decoded);
        broken += decoded.invalid.len();
        if decoded.invalid.is_empty() {
            // Nearly all that take more than one byte take two.
            characters += line.len().saturating_sub(decoded.text.chars().count());
            whole_lines.push(line);
        }
    }
    characters / CHARACTERS_PER_BROKEN >= broken && guess(whole_lines) == encoding
}

#[cfg(test)]
mod tests;
