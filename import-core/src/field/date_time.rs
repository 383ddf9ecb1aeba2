//! Moments: a date, a time of day, and how far that is from UTC.

use std::fmt;

use super::Fault;
use super::date::{self, Date, DateFormat};
use crate::problem::Code;

/// A moment, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime {
    /// The day in UTC.
    date: Date,
    /// Since the day began in UTC.
    milliseconds: u32,
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// RFC 3339 with milliseconds, in UTC: `2026-03-04T05:06:07.890Z`.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.milliseconds / 1000;
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        let (seconds, rest) = (seconds % 60, self.milliseconds % 1000);
        write!(
            f,
            "{}T{hours:02}:{minutes:02}:{seconds:02}.{rest:03}Z",
            self.date
        )
    }
}

/// The part of a moment that its date is in.
pub fn date_part(text: &str) -> &str {
    let text = super::text::trim(text);
    text.split(is_between).next().unwrap_or(text)
}

/// What stands between a date and a time of day.
fn is_between(c: char) -> bool {
    c == 'T' || c == 't' || c == ' '
}

/// Reads a moment: the date in the column's format, then `T` or a space, then hours and minutes, seconds and
/// parts of them if there are any, then `Z` or how far it is from UTC. Where that is not said, it is UTC.
pub fn read(text: &str, format: DateFormat) -> Result<DateTime, Fault> {
    parse(super::text::trim(text), format)
        .ok_or_else(|| Fault::new(Code::DateTimeInvalid).with("format", &format.name()))
}

fn parse(text: &str, format: DateFormat) -> Option<DateTime> {
    let (day, time) = text.split_once(is_between)?;
    let mut date = date::read(day, format).ok()?;
    let (time, offset) = split_offset(time.trim())?;
    let mut milliseconds = time_of_day(time.trim())? - offset * MINUTE;
    if milliseconds < 0 {
        date = date.previous()?;
        milliseconds += DAY;
    } else if milliseconds >= DAY {
        date = date.next()?;
        milliseconds -= DAY;
    }
    Some(DateTime {
        date,
        milliseconds: milliseconds.try_into().ok()?,
    })
}

/// The time of day, and how many minutes it is ahead of UTC.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, 0));
    }
    let Some(at) = text.find(['+', '-']) else {
        return Some((text, 0));
    };
    let (time, offset) = text.split_at(at);
    let (sign, digits) = offset.split_at(1);
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => return None,
    };
    let offset = two_digits(hours, 23)? * 60 + two_digits(minutes, 59)?;
    Some((time, if sign == "-" { -offset } else { offset }))
}

/// Milliseconds since midnight.
fn time_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hours, minutes) = (parts.next()?, parts.next()?);
    let minutes = two_digits(hours, 23)? * 60 + two_digits(minutes, 59)?;
    let seconds = match parts.next() {
        None => 0,
        Some(seconds) => milliseconds(seconds)?,
    };
    parts.next().is_none().then_some(minutes * MINUTE + seconds)
}

fn milliseconds(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_part = (1..=9).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let part = is_part.then(|| format!("{part:0<3}"))?;
    Some(two_digits(whole, 59)? * 1000 + part[..3].parse::<i64>().ok()?)
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| text.parse().ok())??;
    (number <= most).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{DateFormat, date_part, read};

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let read = read(text, DateFormat::YearMonthDay).ok();
        let read = read.map(|moment| moment.to_string());
        assert_eq!(read.as_deref(), expected, "`{text}`");
    }

    #[test]
    fn moments_are_kept_in_utc() {
        check("2026-03-04T05:06:07.89Z", Some("2026-03-04T05:06:07.890Z"));
        check("2026-03-04 05:06", Some("2026-03-04T05:06:00.000Z"));
        check("2026/3/4 5:06:07", Some("2026-03-04T05:06:07.000Z"));
        check("2026-03-04T05:06+0530", Some("2026-03-03T23:36:00.000Z"));
        check("2026-12-31 23:00 -02:00", Some("2027-01-01T01:00:00.000Z"));
        check(
            "2024-03-01T00:00:00+01:00",
            Some("2024-02-29T23:00:00.000Z"),
        );
    }

    #[test]
    fn anything_else_is_no_moment() {
        for text in [
            "",
            "2026-03-04",
            "2026-03-04T",
            "2026-03-04T24:00",
            "2026-03-04T05:60",
            "2026-03-04T05:06:07.",
            "2026-03-04T05",
            "2026-02-30T05:06",
            "2026-03-04T05:06+25:00",
            "2026-03-04T05:06+é1",
            "0001-01-01T00:00+01:00",
            "9999-12-31T23:59-01:00",
            "05:06",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn the_date_stands_before_the_time() {
        assert_eq!(date_part(" 03/04/2026 05:06 "), "03/04/2026");
        assert_eq!(date_part("2026-03-04T05:06"), "2026-03-04");
        assert_eq!(date_part("03/04/2026"), "03/04/2026");
    }
}
