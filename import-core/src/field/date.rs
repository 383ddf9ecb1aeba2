//! Dates: one order of day, month and year for a whole column; [`infer`](super::infer) finds it.

use std::fmt;

use super::Fault;
use crate::problem::Code;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Four digits.
    pub year: u16,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Date {
    /// The day before; None before the year 1.
    pub fn previous(self) -> Option<Self> {
        if self.day > 1 {
            return Some(Self {
                day: self.day - 1,
                ..self
            });
        }
        let (year, month) = match self.month {
            1 => (self.year.checked_sub(1).filter(|year| *year > 0)?, 12),
            month => (self.year, month - 1),
        };
        let day = days_in(year, month)?;
        Some(Self { year, month, day })
    }

    /// The day after; None after the year 9999.
    pub fn next(self) -> Option<Self> {
        if self.day < days_in(self.year, self.month)? {
            return Some(Self {
                day: self.day + 1,
                ..self
            });
        }
        let (year, month) = match self.month {
            12 => (Some(self.year + 1).filter(|year| *year <= 9999)?, 1),
            month => (self.year, month + 1),
        };
        Some(Self {
            year,
            month,
            day: 1,
        })
    }
}

impl Date {
    /// As the format writes it: `2026-04-03`, `03/04/2026`.
    pub fn written(self, format: DateFormat) -> String {
        let Self { year, month, day } = self;
        match format {
            DateFormat::YearMonthDay => self.to_string(),
            DateFormat::DayMonthYear => format!("{day:02}/{month:02}/{year:04}"),
            DateFormat::MonthDayYear => format!("{month:02}/{day:02}/{year:04}"),
        }
    }
}

/// The order of a date's parts. Between them stand `-`, `/`, `.` or 年月日.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// `2026-04-03`, `2026/4/3`, `2026年4月3日`.
    #[default]
    YearMonthDay,
    /// `03/04/2026` is in April.
    DayMonthYear,
    /// `03/04/2026` is in March.
    MonthDayYear,
}

impl DateFormat {
    /// Every format.
    pub const ALL: &[Self] = &[Self::YearMonthDay, Self::DayMonthYear, Self::MonthDayYear];

    /// The stable name, for messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::YearMonthDay => "YYYY-MM-DD",
            Self::DayMonthYear => "DD/MM/YYYY",
            Self::MonthDayYear => "MM/DD/YYYY",
        }
    }
}

/// Reads a date. Years have four digits: a century is not guessed either.
pub fn read(text: &str, format: DateFormat) -> Result<Date, Fault> {
    parse(super::text::trim(text), format)
        .ok_or_else(|| Fault::new(Code::DateInvalid).with("format", &format.name()))
}

fn parse(text: &str, format: DateFormat) -> Option<Date> {
    let (first, second, third) = split(text)?;
    let (year, month, day) = match format {
        DateFormat::YearMonthDay => (first, second, third),
        DateFormat::DayMonthYear => (third, second, first),
        DateFormat::MonthDayYear => (third, first, second),
    };
    let is_short = |part: &str| (1..=2).contains(&part.len());
    (year.len() == 4 && is_short(month) && is_short(day)).then_some(())?;
    let all_digits = [year, month, day]
        .iter()
        .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    all_digits.then_some(())?;
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    (year > 0 && (1..=days_in(year, month)?).contains(&day)).then_some(Date { year, month, day })
}

fn split(text: &str) -> Option<(&str, &str, &str)> {
    if let Some((year, rest)) = text.split_once('年') {
        let (month, day) = rest.split_once('月')?;
        return Some((year, month, day.strip_suffix(['日', '号']).unwrap_or(day)));
    }
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = text.split(separator);
    let whole = (parts.next()?, parts.next()?, parts.next()?);
    (matches!(separator, '-' | '/' | '.') && parts.next().is_none()).then_some(whole)
}

fn days_in(year: u16, month: u8) -> Option<u8> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    Some(match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::DateFormat::{DayMonthYear, MonthDayYear, YearMonthDay};
    use super::{DateFormat, read};

    #[track_caller]
    fn check(text: &str, format: DateFormat, expected: Option<&str>) {
        let date = read(text, format).ok().map(|date| date.to_string());
        assert_eq!(date.as_deref(), expected, "`{text}`");
    }

    #[test]
    fn dates_are_read_in_the_format_of_their_column() {
        check("2026-04-03", YearMonthDay, Some("2026-04-03"));
        check("2026/4/3", YearMonthDay, Some("2026-04-03"));
        check("2026年4月3日", YearMonthDay, Some("2026-04-03"));
        check("03/04/2026", DayMonthYear, Some("2026-04-03"));
        check("3.4.2026", DayMonthYear, Some("2026-04-03"));
        check("03/04/2026", MonthDayYear, Some("2026-03-04"));
        check("29-02-2024", DayMonthYear, Some("2024-02-29"));
    }

    #[test]
    fn impossible_days_and_short_years_are_no_dates() {
        for text in [
            "",
            "29/02/2026",
            "31/04/2026",
            "00/01/2026",
            "01/13/2026",
            "1/2/26",
            "01/02-2026",
            "2026-04-03",
            "1/2/3/2026",
            "01//2026",
            "+1/02/2026",
            "0x/01/2026",
            "01/02/0000",
            "20260403",
        ] {
            check(text, DayMonthYear, None);
        }
    }
}
