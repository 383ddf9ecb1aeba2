//! Values that a spreadsheet program has turned into something else, IDs and phones above all.
//!
//! What they were cannot be told, and an import that takes them over would make one contact of all
//! that were rounded alike; so they are errors. Three traces are sure enough to say so:
//!
//! - an exponent: `4.47912E+11`, `1E+05`, `4.47912E11`. A whole number with a bare `E` (`12E5`) may be
//!   somebody's article or room number and is left alone;
//! - decimals of nothing but zeros behind seven digits or more: `447912000000.0`. Shorter ones (`1.0`,
//!   `2024.00`) are common as section numbers and the like;
//! - what a spreadsheet shows instead of a value: `#N/A`, `#REF!`, `#####`.

use super::Fault;
use crate::problem::Code;

/// Refuses what a spreadsheet shows in place of a value, whatever the value was to be. Args as of [`check`].
pub fn check_shown(text: &str) -> Result<(), Fault> {
    if is_placeholder(text) {
        return Err(Fault::new(Code::ValueMangled).with("reason", &"placeholder"));
    }
    Ok(())
}

/// Refuses a mangled text. Args of the fault: `reason`, which is `exponent`, `decimals` or `placeholder`.
pub fn check(text: &str) -> Result<(), Fault> {
    match reason(text) {
        Some(reason) => Err(Fault::new(Code::ValueMangled).with("reason", &reason)),
        None => Ok(()),
    }
}

fn reason(text: &str) -> Option<&'static str> {
    if text.starts_with('#') {
        return is_placeholder(text).then_some("placeholder");
    }
    let number = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = split_digits(number);
    if whole.is_empty() || rest.is_empty() {
        return None;
    }
    let (decimals, rest) = match rest.strip_prefix(['.', ',']) {
        Some(rest) => {
            let (decimals, rest) = split_digits(rest);
            (Some(decimals), rest)
        }
        None => (None, rest),
    };
    if let Some(exponent) = rest.strip_prefix(['E', 'e']) {
        let digits = exponent.strip_prefix(['+', '-']);
        let is_sure = digits.is_some() || decimals.is_some();
        let (digits, rest) = split_digits(digits.unwrap_or(exponent));
        return (is_sure && rest.is_empty() && (1..=3).contains(&digits.len()))
            .then_some("exponent");
    }
    let is_zeros =
        decimals.is_some_and(|zeros| !zeros.is_empty() && zeros.bytes().all(|digit| digit == b'0'));
    (is_zeros && rest.is_empty() && whole.len() >= 7).then_some("decimals")
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

fn is_placeholder(text: &str) -> bool {
    const ERRORS: &[&str] = &[
        "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    ];
    text.as_bytes().first() == Some(&b'#')
        && ((text.len() > 2 && text.bytes().all(|byte| byte == b'#'))
            || ERRORS.iter().any(|error| error.eq_ignore_ascii_case(text)))
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(reason(text), expected, "`{text}`");
    }

    #[test]
    fn exponents_are_seen() {
        for text in [
            "4.47912E+11",
            "1.23E+11",
            "1E+05",
            "1e-05",
            "4,47912E+11",
            "4.47912E11",
            "+4.4E+11",
            "-1E+3",
        ] {
            check(text, Some("exponent"));
        }
    }

    #[test]
    fn decimals_of_zeros_are_seen() {
        for text in [
            "447912000000.0",
            "4155550.0",
            "447912000000,00",
            "+447912000000.0",
        ] {
            check(text, Some("decimals"));
        }
    }

    #[test]
    fn placeholders_are_seen() {
        for text in ["#N/A", "#ref!", "########"] {
            check(text, Some("placeholder"));
        }
    }

    #[test]
    fn ids_that_only_look_like_it_stay() {
        for text in [
            "",
            "12E5",
            "1.0",
            "123456.0",
            "E+11",
            "4.47912E+",
            "4.4E+1111",
            "4.47912E+11x",
            "0042",
            "447912000000",
            "447912000000.5",
            "1.2.3",
            "415.555.0100",
            "A-1E+05",
            "#1",
            "##",
            "#42",
            "1234567.",
            "中E+1",
        ] {
            check(text, None);
        }
    }
}
