//! Text: trimmed, in Unicode NFC, within its limit.
//!
//! Nothing inside a text is changed but its normal form: line breaks and control characters stay, since
//! taking them out would be a silent change. The one exception is NUL, which no database text can hold:
//! a cell with it is refused.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::Fault;
use crate::problem::Code;

/// The text without what cannot be seen at its ends: spaces of every kind, zero-width characters and
/// the marks of writing direction that spreadsheets put around copied numbers.
pub fn trim(text: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if is_plain(text.as_bytes().first()) && is_plain(text.as_bytes().last()) {
        return text;
    }
    text.trim_matches(is_invisible)
}

fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{ad}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
        )
}

/// The trimmed text in NFC.
pub fn clean(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    const { ComposingNormalizerBorrowed::new_nfc() }.normalize(text)
}

/// Refuses a (clean) text over its limit in characters or with a NUL.
pub fn check(text: &str, limit: usize) -> Result<(), Fault> {
    // A text has at most as many characters as bytes: most need no counting.
    if text.len() > limit {
        let found = text.chars().count();
        if found > limit {
            return Err(Fault::new(Code::ValueTooLong)
                .with("limit", &limit)
                .with("found", &found));
        }
    }
    match memchr::memchr(0, text.as_bytes()) {
        Some(_) => Err(Fault::new(Code::CharacterInvalid)),
        None => Ok(()),
    }
}

/// Reads a text.
pub fn read(text: &str, limit: usize) -> Result<String, Fault> {
    let text = clean(text);
    check(&text, limit)?;
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Fault, clean, read};
    use crate::problem::Code;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(clean(text), expected);
    }

    #[test]
    fn spaces_of_every_kind_are_trimmed() {
        check("  Ann\t\r\n", "Ann");
        check("\u{a0}Ann\u{3000}", "Ann");
        check("\u{feff}\u{200b}Ann\u{2060}\u{200d}", "Ann");
        check("\u{202a}+1 415 555 0102\u{202c}", "+1 415 555 0102");
        check(" \u{a0}\u{200b} ", "");
        check("", "");
    }

    #[test]
    fn what_is_inside_stays() {
        check(
            "Ann  B\u{a0}Lee\nSecond\tline\u{7}",
            "Ann  B\u{a0}Lee\nSecond\tline\u{7}",
        );
        check("👩\u{200d}🚀", "👩\u{200d}🚀");
        check("'007", "'007");
    }

    #[test]
    fn accents_are_composed() {
        check("Jose\u{301}", "José");
        check("가", "가");
    }

    #[test]
    fn limits_count_characters_of_the_normal_form() {
        assert_eq!(read(&"é".repeat(10), 10), Ok("é".repeat(10)));
        assert_eq!(read(&"e\u{301}".repeat(10), 10), Ok("é".repeat(10)));
        let fault = Fault::new(Code::ValueTooLong)
            .with("limit", &10)
            .with("found", &11);
        assert_eq!(read(&"中".repeat(11), 10), Err(fault));
    }

    #[test]
    fn a_nul_is_refused() {
        assert_eq!(read("a\0b", 10), Err(Fault::new(Code::CharacterInvalid)));
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once), once.as_str());
        }
    }
}
