//! Whole and decimal numbers, read strictly: a guess that is wrong by a factor of a thousand is worse
//! than a question.

use super::Fault;
use crate::problem::Code;

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// Between the whole and the fraction.
    pub decimal: char,
    /// Between groups of three digits, where there may be such.
    pub group: Option<char>,
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self {
            decimal: '.',
            group: None,
        }
    }
}

/// Reads a whole number.
pub fn read_integer(text: &str, format: NumberFormat) -> Result<i64, Fault> {
    let plain = whole(text, format);
    plain
        .and_then(|plain| plain.parse().ok())
        .ok_or_else(|| Fault::new(Code::IntegerInvalid))
}

/// Reads a decimal number. Exponents, infinities and the like are none.
pub fn read_number(text: &str, format: NumberFormat) -> Result<f64, Fault> {
    let (before, after) = match text.split_once(format.decimal) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    };
    let is_fraction = after
        .is_none_or(|after| !after.is_empty() && after.bytes().all(|byte| byte.is_ascii_digit()));
    let plain = whole(before, format).filter(|_| is_fraction);
    let number = plain.and_then(|plain| {
        format!("{plain}.{}", after.unwrap_or("0"))
            .parse::<f64>()
            .ok()
    });
    number
        .filter(|number| number.is_finite())
        .ok_or_else(|| Fault::new(Code::NumberInvalid))
}

/// The sign and digits without the separators of groups; None where anything else is there or a group
/// has not three digits.
fn whole(text: &str, format: NumberFormat) -> Option<String> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut digits = String::with_capacity(text.len());
    digits.push_str(if text.starts_with('-') { "-" } else { "" });
    match format.group.filter(|group| unsigned.contains(*group)) {
        None => is_digits(unsigned).then(|| digits.push_str(unsigned))?,
        Some(group) => {
            for (index, part) in unsigned.split(group).enumerate() {
                let fits = if index == 0 {
                    part.len() <= 3
                } else {
                    part.len() == 3
                };
                (fits && is_digits(part)).then(|| digits.push_str(part))?;
            }
        }
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::{NumberFormat, read_integer, read_number};

    const GERMAN: NumberFormat = NumberFormat {
        decimal: ',',
        group: Some('.'),
    };
    const ENGLISH: NumberFormat = NumberFormat {
        decimal: '.',
        group: Some(','),
    };

    #[track_caller]
    fn check_integer(text: &str, format: NumberFormat, expected: Option<i64>) {
        assert_eq!(read_integer(text, format).ok(), expected, "`{text}`");
    }

    #[track_caller]
    fn check_number(text: &str, format: NumberFormat, expected: Option<f64>) {
        assert_eq!(read_number(text, format).ok(), expected, "`{text}`");
    }

    #[test]
    fn whole_numbers_are_read() {
        for (text, number) in [("0", 0), ("42", 42), ("-7", -7), ("+7", 7), ("007", 7)] {
            check_integer(text, NumberFormat::default(), Some(number));
        }
        check_integer(
            "9223372036854775807",
            NumberFormat::default(),
            Some(i64::MAX),
        );
        check_integer(
            "-9223372036854775808",
            NumberFormat::default(),
            Some(i64::MIN),
        );
        check_integer("1,234,567", ENGLISH, Some(1_234_567));
        check_integer("1234567", ENGLISH, Some(1_234_567));
        check_integer("-1.234", GERMAN, Some(-1234));
    }

    #[test]
    fn anything_else_is_no_whole_number() {
        for text in [
            "",
            "-",
            "+",
            "1.0",
            "1,000",
            "1e3",
            "9223372036854775808",
            "--1",
            "1 000",
            "٣",
            "0x1",
        ] {
            check_integer(text, NumberFormat::default(), None);
        }
        for text in ["1,23", "1234,567", ",123", "1,,234", "1,234,"] {
            check_integer(text, ENGLISH, None);
        }
    }

    #[test]
    fn decimals_are_read_in_their_format() {
        check_number("1.5", NumberFormat::default(), Some(1.5));
        check_number("-0.25", NumberFormat::default(), Some(-0.25));
        check_number("3", NumberFormat::default(), Some(3.0));
        check_number("1.234,5", GERMAN, Some(1234.5));
        check_number("1,234.5", ENGLISH, Some(1234.5));
        for text in [
            "", ".5", "5.", "1.2.3", "1e5", "inf", "NaN", "1,5", "-", "1.-5",
        ] {
            check_number(text, NumberFormat::default(), None);
        }
    }
}
