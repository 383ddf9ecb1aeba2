//! What stands around a phone number in a cell: the library takes letters for digits, as in 1-800-FLOWERS, and would
//! make a number that calls somebody of `030 123456 Fax`.

use std::borrow::Cow;

/// Words that announce an extension and that the library does not know, in lower case.
const EXTENSION: &[&str] = &[
    "dw",
    "durchwahl",
    "app",
    "apparat",
    "klappe",
    "kl",
    "poste",
    "toestel",
    "wew",
    "内线",
    "內線",
    "分机",
    "分機",
    "转",
    "轉",
];

/// The longest extension; the library takes no longer one either.
const EXTENSION_DIGITS: usize = 7;

/// The text with an extension written as the library reads it.
pub(super) fn with_extension(text: &str) -> Cow<'_, str> {
    let Some((number, digits)) = split_extension(text) else {
        return Cow::Borrowed(text);
    };
    Cow::Owned(format!("{number} ext. {digits}"))
}

/// A number and its extension, where one of the words is between them.
fn split_extension(text: &str) -> Option<(&str, &str)> {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[head.len()..];
    if !(1..=EXTENSION_DIGITS).contains(&digits.len()) {
        return None;
    }
    let head = head.trim_end_matches([' ', '.', ':', '：', '\u{a0}']);
    let number = head.trim_end_matches(char::is_alphabetic);
    let word = head[number.len()..].to_lowercase();
    let is_extension = EXTENSION.contains(&word.as_str()) && has_digit(number);
    is_extension.then_some((number, digits))
}

/// Whether the text stands for several lines of one office: `030 1234567/68`.
pub(super) fn is_several(text: &str) -> bool {
    text.rsplit_once('/').is_some_and(|(number, last)| {
        let last = last.trim_start();
        (1..=2).contains(&last.len())
            && last.bytes().all(|byte| byte.is_ascii_digit())
            && has_digit(number)
    })
}

/// Whether the text seems to hold several complete numbers, with something between them.
pub(super) fn are_several(text: &str) -> bool {
    const DIGITS: usize = 7;
    let parts = text.split(['\n', '\r', ';', ',', '/', '|', '&', '+', '；', '，', '、']);
    let digits = |part: &&str| part.chars().filter(char::is_ascii_digit).count() >= DIGITS;
    parts.filter(digits).count() > 1
}

/// Whether letters stand among or behind the digits, other than those that announce the extension.
pub(super) fn has_letters(text: &str, has_extension: bool) -> bool {
    const CONTEXT: &str = ";phone-context=";
    let number = if has_extension {
        text.trim_end_matches(|c: char| !c.is_alphabetic())
            .trim_end_matches(char::is_alphabetic)
    } else {
        text
    };
    let number = number.split(CONTEXT).next().unwrap_or_default();
    let digits = number.find(|c: char| c.is_numeric());
    digits.is_some_and(|start| number[start..].contains(char::is_alphabetic))
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}
