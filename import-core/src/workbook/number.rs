//! The numbers of cells as text.

use super::styles::{Epoch, Shape};

/// Up to here every whole number is one that was entered: a cell keeps 15 digits.
const WHOLE_LIMIT: f64 = 1e15;

/// The last day of the year 9999, counted from 1900.
const LAST_DAY: f64 = 2_958_465.0;

/// A day in seconds.
const DAY: i64 = 86_400;

/// Appends what a cell shows whose number is written like this. What is no number is appended as it is.
pub(super) fn push(text: &mut String, written: &str, shape: &Shape, epoch: Epoch) {
    let written = written.trim();
    let Ok(number) = written.parse::<f64>() else {
        text.push_str(written);
        return;
    };
    let shown = match shape {
        Shape::Number => None,
        Shape::Date => date(number.floor(), epoch),
        Shape::DateTime => date_time(number, epoch),
        Shape::Time if (0.0..1.0).contains(&number) => Some(time(seconds(number))),
        Shape::Time => date_time(number, epoch).filter(|_| number >= 366.0),
        Shape::Digits(places) => in_places(number, places),
    };
    match shown {
        Some(shown) => text.push_str(&shown),
        None => push_plain(text, written, number),
    }
}

/// A number without format: whole ones with all their digits, others with the 15 that count.
fn push_plain(text: &mut String, written: &str, number: f64) {
    let is_digits = written.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain =
        is_digits && written.len() <= 15 && (written.len() == 1 || !written.starts_with('0'));
    if is_plain || !number.is_finite() {
        text.push_str(written);
    } else if number.fract() == 0.0 && number.abs() < WHOLE_LIMIT {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is whole and far below 2^63"
        )]
        text.push_str(&(number as i64).to_string());
    } else {
        text.push_str(&significant(number));
    }
}

/// A number with 15 digits; beyond what they can write out, with an exponent.
fn significant(number: f64) -> String {
    let scientific = format!("{number:.14e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    match usize::try_from(exponent) {
        // As a spreadsheet writes it; for IDs and phones it says that digits are lost.
        Ok(15..) => {
            let (first, rest) = digits.split_at(digits.len().min(1));
            let point = if rest.is_empty() { "" } else { "." };
            format!("{sign}{first}{point}{rest}E+{exponent:02}")
        }
        Ok(whole) if digits.len() <= whole + 1 => {
            format!("{sign}{digits:0<width$}", width = whole + 1)
        }
        Ok(whole) => format!("{sign}{}.{}", &digits[..=whole], &digits[whole + 1..]),
        Err(_) if exponent >= -9 => {
            let zeros = usize::try_from(-exponent - 1).unwrap_or_default();
            format!("{sign}0.{}{digits}", "0".repeat(zeros))
        }
        Err(_) => format!("{number:e}").replace('e', "E"),
    }
}

/// The digits of a whole number in their places, zeros in front.
fn in_places(number: f64, places: &str) -> Option<String> {
    if number.fract() != 0.0 || !(0.0..WHOLE_LIMIT).contains(&number) {
        return None;
    }
    let count = places.matches('0').count();
    let digits = format!("{number:0>count$}");
    let (surplus, digits) = digits.split_at(digits.len() - count);
    let mut digits = digits.chars();
    let mut surplus = Some(surplus);
    let mut shown = String::with_capacity(places.len());
    for place in places.chars() {
        if place == '0' {
            shown.push_str(surplus.take().unwrap_or_default());
            shown.extend(digits.next());
        } else {
            shown.push(place);
        }
    }
    Some(shown)
}

/// `2026-04-03`; none beyond the year 9999.
fn date(day: f64, epoch: Epoch) -> Option<String> {
    let last = match epoch {
        Epoch::Y1900 => LAST_DAY,
        Epoch::Y1904 => LAST_DAY - 1462.0,
    };
    if !(0.0..=last).contains(&day) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is at most the last day"
    )]
    let day = day as i64;
    let (year, month, day) = match (epoch, day) {
        (Epoch::Y1900, 0) => return None,
        // The day that there was not; it is shown, and refused as a date.
        (Epoch::Y1900, 60) => (1900, 2, 29),
        (Epoch::Y1900, ..60) => civil(day - 25_568),
        (Epoch::Y1900, _) => civil(day - 25_569),
        (Epoch::Y1904, _) => civil(day - 24_107),
    };
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// `2026-04-03 09:30:00`.
fn date_time(number: f64, epoch: Epoch) -> Option<String> {
    if !(0.0..=LAST_DAY).contains(&number) {
        return None;
    }
    let seconds = seconds(number);
    #[expect(clippy::cast_precision_loss, reason = "it is at most the last day")]
    let date = date((seconds / DAY) as f64, epoch)?;
    Some(format!("{date} {}", time(seconds % DAY)))
}

/// `09:30:00`.
fn time(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}

fn seconds(days: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "there are less than 2^53 seconds until the last day"
    )]
    let seconds = (days * DAY as f64).round() as i64;
    seconds
}

/// The day that is this many days after 1 January 1970, in the Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    // Years are counted from March, so that the odd day is the last one; 400 years have 146,097 days.
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, shape: &Shape, expected: &str) {
        let mut text = String::new();
        push(&mut text, written, shape, Epoch::Y1900);
        assert_eq!(text, expected);
    }

    #[test]
    fn whole_numbers_have_all_their_digits() {
        check("447912000000", &Shape::Number, "447912000000");
        check("4.47912E11", &Shape::Number, "447912000000");
        check("1E+3", &Shape::Number, "1000");
        check("42.0", &Shape::Number, "42");
        check("-7", &Shape::Number, "-7");
        check("-0", &Shape::Number, "0");
        check("0", &Shape::Number, "0");
        check("999999999999999", &Shape::Number, "999999999999999");
    }

    #[test]
    fn digits_that_are_lost_show() {
        check(
            "1.23456789012345E+18",
            &Shape::Number,
            "1.23456789012345E+18",
        );
        check(
            "1234567890123456789",
            &Shape::Number,
            "1.23456789012346E+18",
        );
        check("1000000000000000", &Shape::Number, "1E+15");
    }

    #[test]
    fn fractions_have_the_digits_that_were_entered() {
        check("0.10000000000000001", &Shape::Number, "0.1");
        check("1234.5", &Shape::Number, "1234.5");
        check("-19.989999999999998", &Shape::Number, "-19.99");
        check("100.25", &Shape::Number, "100.25");
        check("5.0000000000000001E-3", &Shape::Number, "0.005");
        check("1E-20", &Shape::Number, "1E-20");
        check("12345678901234.5", &Shape::Number, "12345678901234.5");
        check("NaN?", &Shape::Number, "NaN?");
    }

    #[test]
    fn days_are_dates() {
        check("1", &Shape::Date, "1900-01-01");
        check("59", &Shape::Date, "1900-02-28");
        check("60", &Shape::Date, "1900-02-29");
        check("61", &Shape::Date, "1900-03-01");
        check("46115", &Shape::Date, "2026-04-03");
        check("46115.75", &Shape::Date, "2026-04-03");
        check("2958465", &Shape::Date, "9999-12-31");
        check("2958466", &Shape::Date, "2958466");
        check("-1", &Shape::Date, "-1");
        let mut text = String::new();
        push(&mut text, "44653", &Shape::Date, Epoch::Y1904);
        assert_eq!(text, "2026-04-03");
    }

    #[test]
    fn fractions_of_days_are_times() {
        check(
            "46115.395833333336",
            &Shape::DateTime,
            "2026-04-03 09:30:00",
        );
        check("46115.999999", &Shape::DateTime, "2026-04-04 00:00:00");
        check("0.5", &Shape::Time, "12:00:00");
        check("1.5", &Shape::Time, "1.5");
    }

    #[test]
    fn places_are_filled_with_zeros() {
        let digits = |places: &str| Shape::Digits(places.to_owned());
        check("1234", &digits("00000"), "01234");
        check("12345", &digits("00000-0000"), "00001-2345");
        check("1234567", &digits("K000"), "K1234567");
        check("1.5", &digits("00000"), "1.5");
        check("-12", &digits("00000"), "-12");
    }
}
