//! How the values of a column are written, where that differs from country to country.

use serde::{Deserialize, Serialize};

use super::NumberFormat;
use super::date::DateFormat;

/// How the dates or numbers of a column are written. Where none is chosen, dates are `YYYY-MM-DD` and numbers
/// have a point and no separators of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ValueFormat {
    /// `2026-04-03`.
    #[serde(rename = "YYYY-MM-DD")]
    YearMonthDay,
    /// `03/04/2026` is in April.
    #[serde(rename = "DD/MM/YYYY")]
    DayMonthYear,
    /// `03/04/2026` is in March.
    #[serde(rename = "MM/DD/YYYY")]
    MonthDayYear,
    /// `1,234.5`.
    #[serde(rename = "1,234.5")]
    PointDecimal,
    /// `1.234,5`.
    #[serde(rename = "1.234,5")]
    CommaDecimal,
}

impl ValueFormat {
    /// The formats of dates.
    pub const DATES: &[Self] = &[Self::YearMonthDay, Self::DayMonthYear, Self::MonthDayYear];
    /// The formats of numbers.
    pub const NUMBERS: &[Self] = &[Self::PointDecimal, Self::CommaDecimal];

    /// The stable name, as it is serialised.
    pub const fn name(self) -> &'static str {
        match self {
            Self::YearMonthDay => DateFormat::YearMonthDay.name(),
            Self::DayMonthYear => DateFormat::DayMonthYear.name(),
            Self::MonthDayYear => DateFormat::MonthDayYear.name(),
            Self::PointDecimal => "1,234.5",
            Self::CommaDecimal => "1.234,5",
        }
    }

    /// The format of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        let mut all = Self::DATES.iter().chain(Self::NUMBERS).copied();
        all.find(|format| format.name() == name)
    }

    /// How dates are written, where it says so.
    pub const fn dates(self) -> Option<DateFormat> {
        match self {
            Self::YearMonthDay => Some(DateFormat::YearMonthDay),
            Self::DayMonthYear => Some(DateFormat::DayMonthYear),
            Self::MonthDayYear => Some(DateFormat::MonthDayYear),
            Self::PointDecimal | Self::CommaDecimal => None,
        }
    }

    /// How numbers are written, where it says so.
    pub const fn numbers(self) -> Option<NumberFormat> {
        let (decimal, group) = match self {
            Self::PointDecimal => ('.', Some(',')),
            Self::CommaDecimal => (',', Some('.')),
            Self::YearMonthDay | Self::DayMonthYear | Self::MonthDayYear => return None,
        };
        Some(NumberFormat { decimal, group })
    }
}

#[cfg(test)]
mod tests {
    use super::ValueFormat;

    #[test]
    fn a_format_has_the_name_that_it_is_serialised_by() {
        for &format in ValueFormat::DATES.iter().chain(ValueFormat::NUMBERS) {
            let json = serde_json::to_value(format).unwrap();
            assert_eq!(json, format.name());
            assert_eq!(ValueFormat::by_name(format.name()), Some(format));
        }
    }
}
