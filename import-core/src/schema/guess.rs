//! Which type a custom field made of a column would best have.

use super::CoreType;
use crate::field::{ValueFormat, boolean, date, date_time, list, number, text};

/// The best type for the values of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The type.
    pub kind: CoreType,
    /// How the column's numbers are written, where not as numbers are written by default. Dates are asked for
    /// elsewhere: their format may be a person's to choose.
    pub format: Option<ValueFormat>,
    /// The values of an enumeration, in the order in which they come first.
    pub options: Vec<String>,
}

/// Every value of a small set comes at least so often, or it is none.
const REPEATED: usize = 4;
/// More options than that are no set that a person would choose from.
const MOST_OPTIONS: usize = 12;
/// JSON's numbers are exact up to here in every client.
const MOST_DIGITS: usize = 15;

/// Guesses the type from the values of a column; empty ones do not count. Every value fits the type that is guessed.
pub fn guess<'a>(values: impl Iterator<Item = &'a str>) -> Guess {
    let values: Vec<&str> = values
        .map(text::trim)
        .filter(|value| !value.is_empty())
        .collect();
    let (kind, format) = kind_and_format(&values);
    let options = match kind {
        CoreType::Enum => distinct(&values),
        _ => Vec::new(),
    };
    Guess {
        kind,
        format,
        options: options.into_iter().map(ToOwned::to_owned).collect(),
    }
}

fn kind_and_format(values: &[&str]) -> (CoreType, Option<ValueFormat>) {
    let all = |fits: &dyn Fn(&str) -> bool| values.iter().all(|value| fits(value));
    let longest = values.iter().map(|value| value.chars().count()).max();
    let Some(longest) = longest else {
        return (CoreType::Text, None);
    };
    let numbers = |format: ValueFormat| format.numbers().unwrap_or_default();
    let is_number = |format| move |value: &str| number::read_number(value, numbers(format)).is_ok();
    let kind = if is_yes_or_no(values) {
        CoreType::Checkbox
    } else if all(&is_web_address) && longest <= 200 {
        CoreType::Url
    } else if is_dates(values, &|value| value) {
        CoreType::Date
    } else if is_dates(values, &date_time::date_part) && all(&is_moment) {
        CoreType::DateTime
    } else if all(&|value| value.bytes().all(|byte| byte.is_ascii_digit())) && !all(&is_amount) {
        // Leading zeros, or more digits than a number keeps.
        CoreType::Identifier
    } else if all(&is_whole) {
        CoreType::Integer
    } else if all(&|value| number::read_number(value, number::NumberFormat::default()).is_ok()) {
        CoreType::Number
    } else if all(&is_number(ValueFormat::PointDecimal)) {
        return (CoreType::Number, Some(ValueFormat::PointDecimal));
    } else if all(&is_number(ValueFormat::CommaDecimal)) {
        return (CoreType::Number, Some(ValueFormat::CommaDecimal));
    } else if is_small_set(values) {
        CoreType::Enum
    } else if is_lists(values) {
        CoreType::Tag
    } else if longest > 100 {
        CoreType::LongText
    } else if all(&is_code) {
        CoreType::Identifier
    } else {
        CoreType::Text
    };
    (kind, None)
}

/// Words for both answers; `1` and `0` alone are as well numbers.
fn is_yes_or_no(values: &[&str]) -> bool {
    let read: Option<Vec<bool>> = values
        .iter()
        .map(|value| boolean::read(value).ok())
        .collect();
    let has_words = values.iter().any(|value| !matches!(*value, "0" | "1"));
    read.is_some_and(|read| {
        let has_both = read.contains(&true) && read.contains(&false);
        has_both || has_words
    })
}

fn is_web_address(value: &str) -> bool {
    crate::field::url::check(value).is_ok()
}

/// Whether one format reads every value as a date, by the part of it that `part` finds.
fn is_dates(values: &[&str], part: &dyn Fn(&str) -> &str) -> bool {
    let mut formats = date::DateFormat::ALL.iter();
    formats.any(|&format| {
        let mut values = values.iter();
        values.all(|value| date::read(part(value), format).is_ok())
    })
}

fn is_moment(value: &str) -> bool {
    let mut formats = date::DateFormat::ALL.iter();
    formats.any(|format| date_time::read(value, *format).is_ok())
}

/// Digits that say how many, rather than which.
fn is_amount(value: &str) -> bool {
    let is_padded = value.len() > 1 && value.starts_with('0');
    !is_padded && value.len() <= MOST_DIGITS
}

fn is_whole(value: &str) -> bool {
    let digits = value.trim_start_matches(['+', '-']);
    is_amount(digits) && number::read_integer(value, number::NumberFormat::default()).is_ok()
}

/// Each value once, in the order in which they come first; letters decide, not their case.
fn distinct<'a>(values: &[&'a str]) -> Vec<&'a str> {
    let mut known: Vec<String> = Vec::new();
    let mut distinct = Vec::new();
    for value in values {
        let lower = value.to_lowercase();
        if !known.contains(&lower) {
            known.push(lower);
            distinct.push(*value);
            if distinct.len() > MOST_OPTIONS {
                break;
            }
        }
    }
    distinct
}

/// A few values that come again and again.
fn is_small_set(values: &[&str]) -> bool {
    let distinct = distinct(values);
    let is_short = |value: &&str| value.chars().count() <= CoreType::OPTION_LIMIT;
    (2..=MOST_OPTIONS).contains(&distinct.len())
        && values.len() >= distinct.len() * REPEATED
        && distinct.iter().all(is_short)
}

/// Several short texts in many of the cells.
fn is_lists(values: &[&str]) -> bool {
    let lists: Vec<Vec<String>> = values.iter().map(|value| list::read(value)).collect();
    let fits = |list: &Vec<String>| {
        list.len() <= 10 && list.iter().all(|part| part.chars().count() <= 100)
    };
    lists.iter().filter(|list| list.len() > 1).count() * 3 >= lists.len() && lists.iter().all(fits)
}

/// One word of letters and digits, with digits in it.
fn is_code(value: &str) -> bool {
    let is_spelled_so = |c: char| c.is_ascii_alphanumeric() || "-_./#".contains(c);
    value.chars().all(is_spelled_so) && value.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Guess, guess};
    use crate::field::ValueFormat;
    use crate::schema::CoreType;

    #[track_caller]
    fn check(values: &[&str], kind: CoreType) -> Guess {
        let guess = guess(values.iter().copied());
        assert_eq!(guess.kind, kind, "{values:?}");
        guess
    }

    #[test]
    fn values_say_what_they_are() {
        check(&["yes", "no", ""], CoreType::Checkbox);
        check(&["是", "否"], CoreType::Checkbox);
        check(&["1", "0", "1"], CoreType::Checkbox);
        check(&["https://x.org/a", "http://y.org"], CoreType::Url);
        check(&["03/04/1990", "13/04/1990"], CoreType::Date);
        check(
            &["2026-04-03 10:20", "2026-04-03T11:20:30Z"],
            CoreType::DateTime,
        );
        check(&["42", "-7", "0"], CoreType::Integer);
        check(&["1.5", "2"], CoreType::Number);
        check(&["007", "12"], CoreType::Identifier);
        check(&["12345678901234567", "1"], CoreType::Identifier);
        check(&["A-17", "B-18"], CoreType::Identifier);
        check(&["big; old", "new", "a;b"], CoreType::Tag);
        check(&[&"x".repeat(101), "y"], CoreType::LongText);
        check(&["Ann likes tea", "Bo"], CoreType::Text);
    }

    #[test]
    fn what_says_nothing_is_text() {
        check(&[], CoreType::Text);
        check(&["", " "], CoreType::Text);
        check(&["1", "1"], CoreType::Integer);
        check(&["03/04/1990", "soon"], CoreType::Text);
        check(&["2026-04-03", "04/13/2026"], CoreType::Identifier);
    }

    #[test]
    fn numbers_say_how_they_are_written() {
        assert_eq!(check(&["1.5", "2"], CoreType::Number).format, None);
        let comma = check(&["1,5", "1.234,5"], CoreType::Number);
        assert_eq!(comma.format, Some(ValueFormat::CommaDecimal));
        let point = check(&["1,234.5", "2"], CoreType::Number);
        assert_eq!(point.format, Some(ValueFormat::PointDecimal));
    }

    #[test]
    fn values_that_come_again_and_again_are_options() {
        let values: Vec<&str> = ["Gold", "gold", "Tin"].repeat(4);
        assert_eq!(check(&values, CoreType::Enum).options, ["Gold", "Tin"]);
        check(&["Gold", "Tin", "Gold"], CoreType::Text);
        check(&["Gold"; 9], CoreType::Text);
    }
}
