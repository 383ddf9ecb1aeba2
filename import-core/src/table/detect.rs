//! Finds out a file's encoding.
//!
//! The order is: byte order mark, then valid UTF-8 as a whole, then a guess. A prefix never decides,
//! because many files are ASCII up to the first name with an accent.

use serde::{Deserialize, Serialize};

use super::Encoding;
#[cfg(feature = "files")]
use super::{FileKind, guess::Guess, sniff};
#[cfg(feature = "files")]
use crate::problem::{Code, Problem};

/// How much of a file's start is looked at for its kind and for UTF-16 without a byte order mark.
pub(super) const HEAD_LIMIT: usize = 64 * 1024;

/// A file is UTF-8 with broken bytes, rather than something else, when for each broken sequence
/// there are this many bytes of whole multi-byte characters: 7 Chinese characters or 10 letters with
/// accents. In Chinese text of a national encoding, about one character in eight looks like UTF-8 by
/// accident; in western ones next to none does.
const UTF8_BYTES_PER_BROKEN: u64 = 20;

/// Byte order marks.
const MARKS: [(&[u8], Encoding); 3] = [
    (b"\xef\xbb\xbf", Encoding::UTF_8),
    (b"\xff\xfe", Encoding::UTF_16LE),
    (b"\xfe\xff", Encoding::UTF_16BE),
];

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
#[cfg(feature = "files")]
pub fn detect(bytes: &[u8]) -> Detected {
    let mut detector = Detector::default();
    detector.see_whole(bytes, std::str::from_utf8(bytes).is_ok());
    detector.encoding()
}

/// Finds the encoding of a whole file unless it takes a guess. Whether it is valid UTF-8 is known.
pub(super) fn detect_without_guess(bytes: &[u8], is_utf8: bool) -> Option<Detected> {
    let mut detector = Detector::default();
    detector.see_whole(bytes, is_utf8);
    detector.certain()
}

/// Finds the encoding of a file that arrives in pieces. It keeps no more than 576 KiB of it.
#[derive(Default)]
pub struct Detector {
    head: Vec<u8>,
    /// A character that the last piece broke off in.
    cut: Vec<u8>,
    /// Bytes of whole multi-byte characters, and broken sequences, if all of this is UTF-8.
    whole: u64,
    broken: u64,
    #[cfg(feature = "files")]
    guess: Guess,
}

impl Detector {
    /// Looks at the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.keep_head(bytes);
        #[cfg(feature = "files")]
        self.guess.feed(bytes);
        if self.cut.is_empty() {
            self.count(bytes);
        } else {
            let mut joined = std::mem::take(&mut self.cut);
            joined.extend_from_slice(bytes);
            self.count(&joined);
        }
    }

    fn see_whole(&mut self, bytes: &[u8], is_utf8: bool) {
        if is_utf8 {
            // Nothing is broken, so there is nothing to weigh up.
            self.keep_head(bytes);
        } else {
            self.feed(bytes);
        }
    }

    fn keep_head(&mut self, bytes: &[u8]) {
        let missing = HEAD_LIMIT.saturating_sub(self.head.len());
        self.head
            .extend_from_slice(&bytes[..bytes.len().min(missing)]);
    }

    /// The encoding, unless the file is empty or no text at all.
    #[cfg(feature = "files")]
    pub fn finish(self) -> Result<Detected, Problem> {
        match sniff(&self.head)? {
            FileKind::Text => Ok(self.encoding()),
            FileKind::Archive => Err(Problem::of_row(Code::FileZip, 0).with("kind", "zip")),
        }
    }

    /// The first line that is not ASCII, or its beginning; nothing where there is no such line.
    #[cfg(feature = "files")]
    pub fn sample(&self) -> &[u8] {
        self.guess.sample()
    }

    #[cfg(feature = "files")]
    fn encoding(self) -> Detected {
        self.certain().unwrap_or_else(|| Detected {
            encoding: self.guess.finish(),
            by: DetectedBy::Guess,
        })
    }

    /// What can be said without a guess.
    fn certain(&self) -> Option<Detected> {
        let found = |encoding, by| Some(Detected { encoding, by });
        let marked = MARKS.iter().find(|(mark, _)| self.head.starts_with(mark));
        if let Some((_, encoding)) = marked {
            return found(*encoding, DetectedBy::Bom);
        }
        let utf16 = find_utf16(&self.head);
        if let Some(utf16) = utf16.filter(|utf16| utf16.is_certain) {
            return found(utf16.encoding, DetectedBy::Guess);
        }
        let broken = self.broken + u64::from(!self.cut.is_empty());
        if self.whole / UTF8_BYTES_PER_BROKEN >= broken {
            return found(Encoding::UTF_8, DetectedBy::Utf8);
        }
        found(utf16?.encoding, DetectedBy::Guess)
    }

    fn count(&mut self, bytes: &[u8]) {
        let count = |text: &str| text.bytes().filter(|byte| !byte.is_ascii()).count() as u64;
        // Much faster than going chunk by chunk, and nearly always all there is to do.
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.whole += count(text);
            return;
        }
        for chunk in bytes.utf8_chunks() {
            self.whole += count(chunk.valid());
            self.broken += u64::from(!chunk.invalid().is_empty());
        }
        // The last sequence is not broken if its end may be in the next piece.
        let tail = &bytes[bytes.len().saturating_sub(3)..];
        let start = (0..tail.len()).find(|&start| {
            std::str::from_utf8(&tail[start..])
                .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
        });
        if let Some(start) = start {
            self.broken -= 1;
            self.cut.extend_from_slice(&tail[start..]);
        }
    }
}

/// UTF-16 without a byte order mark.
#[derive(Clone, Copy)]
pub(super) struct Utf16 {
    encoding: Encoding,
    /// So many zero bytes that it is UTF-16 even if the bytes are UTF-8 too, as all of ASCII's are.
    is_certain: bool,
}

/// Looks for the zero bytes that ASCII characters (delimiters and line ends at the least) have as
/// their upper half: all of them on one side of the pairs.
pub(super) fn find_utf16(head: &[u8]) -> Option<Utf16> {
    let (mut big, mut little) = (0, 0);
    for pair in head.chunks_exact(2) {
        match (pair[0], pair[1]) {
            (0, b'\t' | b'\n' | b'\r' | b' '..=b'~') => big += 1,
            (b'\t' | b'\n' | b'\r' | b' '..=b'~', 0) => little += 1,
            // No text holds U+0000, so this is some other kind of file.
            (0, 0) => return None,
            _ => {}
        }
    }
    let (encoding, ours, other) = if little > big {
        (Encoding::UTF_16LE, little, big)
    } else {
        (Encoding::UTF_16BE, big, little)
    };
    let pairs = head.len() / 2;
    // Letters such as U+0100 and U+4E00 have a zero byte on the other side, and are rare.
    let is_plausible = ours >= 2 && ours * 50 >= pairs && other * 20 <= ours;
    let is_certain = ours * 10 >= pairs;
    is_plausible.then_some(Utf16 {
        encoding,
        is_certain,
    })
}

#[cfg(test)]
#[cfg(feature = "files")]
mod tests {
    use encoding_rs::{BIG5, EUC_KR, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], name: &str, by: DetectedBy) {
        let expected = Detected {
            encoding: Encoding::from_name(name).unwrap(),
            by,
        };
        assert_eq!(detect(bytes), expected);
        for size in 1..bytes.len().min(9) {
            let mut detector = Detector::default();
            bytes.chunks(size).for_each(|piece| detector.feed(piece));
            assert_eq!(detector.encoding(), expected, "in pieces of {size}");
        }
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn marks_decide() {
        check(b"\xef\xbb\xbfa", "UTF-8", DetectedBy::Bom);
        check(b"\xff\xfea\0", "UTF-16LE", DetectedBy::Bom);
        check(b"\xfe\xff\0a", "UTF-16BE", DetectedBy::Bom);
    }

    #[test]
    fn utf_8_is_recognised_however_late_it_shows() {
        check(b"", "UTF-8", DetectedBy::Utf8);
        check(b"a,b\n", "UTF-8", DetectedBy::Utf8);
        let late = "plain,ascii\n".repeat(50_000);
        let found = |tail: &[u8]| detect(&[late.as_bytes(), tail].concat()).encoding.name();
        assert_eq!(found("Zoë\n".as_bytes()), "UTF-8");
        assert_eq!(found(b"Zo\xeb\n"), "windows-1252");
    }

    #[test]
    fn a_few_broken_bytes_leave_it_utf_8() {
        check(
            &["姓名,电话\n张三,李四\n".as_bytes(), b"\xff\n"].concat(),
            "UTF-8",
            DetectedBy::Utf8,
        );
        // Cut off within a character.
        check(
            &"姓名,电话\n张三,李四\n王五".as_bytes()[..33],
            "UTF-8",
            DetectedBy::Utf8,
        );
        check(b"caf\xe9", "windows-1252", DetectedBy::Guess);
    }

    #[test]
    fn utf_16_without_a_mark_is_recognised() {
        for text in [
            "name,mail\nA,a@x.org\n",
            "имя;город\nАнна;Москва\n",
            "姓名,电话\n张三丰,13800138000\n",
        ] {
            check(
                &utf16(text, u16::to_le_bytes),
                "UTF-16LE",
                DetectedBy::Guess,
            );
            check(
                &utf16(text, u16::to_be_bytes),
                "UTF-16BE",
                DetectedBy::Guess,
            );
        }
        check(b"a\0,b\n", "UTF-8", DetectedBy::Utf8);
    }

    #[test]
    fn national_encodings_are_guessed() {
        let chinese =
            "姓名,电话,城市\n张三,13800138000,北京市海淀区\n李四,13900139000,上海市浦东新区\n";
        check(&GB18030.encode(chinese).0, "gb18030", DetectedBy::Guess);
        let taiwanese =
            "姓名,電話,城市\n陳小明,0912345678,臺北市信義區\n林美麗,0987654321,高雄市\n";
        check(&BIG5.encode(taiwanese).0, "Big5", DetectedBy::Guess);
        let japanese = "名前,電話\n田中さん,03-1234-5678\nスズキ,東京都千代田区\n";
        check(
            &SHIFT_JIS.encode(japanese).0,
            "Shift_JIS",
            DetectedBy::Guess,
        );
        let korean = "이름,전화\n김철수,서울특별시\n이영희,부산광역시\n";
        check(&EUC_KR.encode(korean).0, "EUC-KR", DetectedBy::Guess);
        let russian = "Имя;Город\nАнна Иванова;Санкт-Петербург\nПётр;Москва\n";
        check(
            &WINDOWS_1251.encode(russian).0,
            "windows-1251",
            DetectedBy::Guess,
        );
        let german = "Name;Straße\nJürgen Müller;Königstraße 5\nZoë;Märkische Höfe\n";
        check(
            &WINDOWS_1252.encode(german).0,
            "windows-1252",
            DetectedBy::Guess,
        );
    }
}
