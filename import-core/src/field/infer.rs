//! How the dates or numbers of a column are written, inferred from all of its values.
//!
//! `03/04/2026` alone does not say which of two days it is, nor `1.234` which of two numbers. Nothing here guesses:
//! where the values leave two readings, or contradict one another, a person has to choose, and is shown why.

use serde::{Deserialize, Serialize};

use super::{ValueFormat, date, date_time, number, text};

/// How many values are kept that say something different in each format.
const SAMPLES: usize = 3;

/// What the values of a column are to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Written {
    /// Dates, behind which a time of day may follow.
    Dates,
    /// Whole numbers.
    Integers,
    /// Numbers.
    Numbers,
}

/// What the values of a column say of its format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inferred {
    /// The only format that fits every value.
    pub certain: Option<ValueFormat>,
    /// The formats that fit any value, where they say something different. Empty where it makes no difference.
    pub candidates: Vec<Candidate>,
}

/// A format that fits some values of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The format.
    pub format: ValueFormat,
    /// Values that say something else in another format, and what they say in this one.
    pub readings: Vec<Reading>,
    /// The first value that rules it out.
    pub against: Option<Reading>,
}

/// A value, and what it is in a format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The row.
    pub row: u64,
    /// What is written there.
    pub found: String,
    /// The date as `2026-04-03`, the number with a decimal point; empty where it is none.
    pub read: String,
}

/// Infers the format of a column from its values, seen one after the other; those that are nothing in any format do
/// not count.
#[derive(Clone, Debug)]
pub struct Inference {
    written: Written,
    states: Vec<State>,
    /// Values that say something different in each format.
    samples: usize,
}

#[derive(Clone, Debug)]
struct State {
    fits_any: bool,
    candidate: Candidate,
}

impl Inference {
    /// For a column of such values.
    pub fn new(written: Written) -> Self {
        let formats = match written {
            Written::Dates => ValueFormat::DATES,
            Written::Integers | Written::Numbers => ValueFormat::NUMBERS,
        };
        let state = |&format| State {
            fits_any: false,
            candidate: Candidate {
                format,
                readings: Vec::new(),
                against: None,
            },
        };
        Self {
            written,
            states: formats.iter().map(state).collect(),
            samples: 0,
        }
    }

    /// Takes a value into account.
    pub fn see(&mut self, row: u64, value: &str) {
        let value = text::trim(value);
        let mut reads = [None, None, None];
        for (read, state) in reads.iter_mut().zip(&self.states) {
            *read = read_as(self.written, value, state.candidate.format);
        }
        let reads = &reads[..self.states.len()];
        if reads.iter().all(Option::is_none) {
            return;
        }
        let mut known = reads.iter().flatten();
        let first = known.next();
        let is_telling = known.any(|other| Some(other) != first) && self.samples < SAMPLES;
        self.samples += usize::from(is_telling);
        let reading = |read: Option<Value>| Reading {
            row,
            found: value.to_owned(),
            read: read.map(|read| read.to_string()).unwrap_or_default(),
        };
        for (read, state) in reads.iter().zip(&mut self.states) {
            state.fits_any |= read.is_some();
            if read.is_none() {
                state.candidate.against.get_or_insert_with(|| reading(None));
            } else if is_telling {
                state.candidate.readings.push(reading(*read));
            }
        }
    }

    /// What the values say.
    pub fn finish(self) -> Inferred {
        let fitting = self.states.into_iter().filter(|state| state.fits_any);
        let candidates: Vec<Candidate> = fitting.map(|state| state.candidate).collect();
        let mut open = candidates.iter().filter(|found| found.against.is_none());
        let certain = match (open.next(), open.next()) {
            (Some(only), None) => Some(only.format),
            _ => None,
        };
        let is_same = certain.is_none() && self.samples == 0;
        let is_open = candidates.iter().all(|found| found.against.is_none());
        // Numbers without separators are the same in every format; a date alone keeps the question open.
        if is_same && is_open && self.written != Written::Dates {
            return Inferred::default();
        }
        Inferred {
            certain,
            candidates,
        }
    }
}

/// What a text is in a format.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Date(date::Date),
    Integer(i64),
    Number(f64),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}

fn read_as(written: Written, text: &str, format: ValueFormat) -> Option<Value> {
    match written {
        Written::Dates => {
            let date = date::read(date_time::date_part(text), format.dates()?).ok()?;
            Some(Value::Date(date))
        }
        Written::Integers => {
            let number = number::read_integer(text, format.numbers()?).ok()?;
            Some(Value::Integer(number))
        }
        Written::Numbers => {
            let number = number::read_number(text, format.numbers()?).ok()?;
            Some(Value::Number(number))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ValueFormat::{
        CommaDecimal, DayMonthYear, MonthDayYear, PointDecimal, YearMonthDay,
    };
    use super::{Inference, Inferred, ValueFormat, Written};

    fn infer(written: Written, values: &[&str]) -> Inferred {
        let mut inference = Inference::new(written);
        for (row, value) in (2..).zip(values) {
            inference.see(row, value);
        }
        inference.finish()
    }

    #[track_caller]
    fn check(
        written: Written,
        values: &[&str],
        certain: Option<ValueFormat>,
        shown: &[ValueFormat],
    ) {
        let found = infer(written, values);
        let formats: Vec<_> = found.candidates.iter().map(|found| found.format).collect();
        assert_eq!((found.certain, &formats[..]), (certain, shown));
    }

    #[test]
    fn one_telling_value_tells_for_the_column() {
        let both = [DayMonthYear, MonthDayYear];
        let dates = Written::Dates;
        check(
            dates,
            &["03/04/2026", "13/04/2026", ""],
            Some(DayMonthYear),
            &both,
        );
        check(
            dates,
            &["03/04/2026 10:00", "04/13/2026"],
            Some(MonthDayYear),
            &both,
        );
        check(
            dates,
            &["2026-04-03", "unknown"],
            Some(YearMonthDay),
            &[YearMonthDay],
        );
        check(dates, &["soon", "99/99/2026"], None, &[]);
        check(dates, &["05/05/2026"], None, &both);
        let both = [PointDecimal, CommaDecimal];
        check(
            Written::Numbers,
            &["1.234", "1.5"],
            Some(PointDecimal),
            &both,
        );
        check(
            Written::Numbers,
            &["1.234", "1,5"],
            Some(CommaDecimal),
            &both,
        );
        check(
            Written::Numbers,
            &["1.234.567"],
            Some(CommaDecimal),
            &[CommaDecimal],
        );
        check(
            Written::Integers,
            &["1.234", "12"],
            Some(CommaDecimal),
            &both,
        );
        check(Written::Numbers, &["12", "-7", "x"], None, &[]);
    }

    #[test]
    fn where_two_readings_are_left_both_are_shown() {
        let found = infer(Written::Dates, &["05/05/2026", "03/04/2026"]);
        let read = |index: usize| found.candidates[index].readings[0].read.as_str();
        assert_eq!(
            (found.certain, read(0), read(1)),
            (None, "2026-04-03", "2026-03-04")
        );
        assert_eq!(found.candidates[0].readings[0].row, 3);
        let found = infer(Written::Numbers, &["1.234"]);
        let read = |index: usize| found.candidates[index].readings[0].read.as_str();
        assert_eq!((found.certain, read(0), read(1)), (None, "1.234", "1234"));
    }

    #[test]
    fn a_contradiction_names_the_rows() {
        let found = infer(Written::Dates, &["13/04/2026", "04/13/2026"]);
        let against = |index: usize| found.candidates[index].against.as_ref().unwrap().row;
        assert_eq!((found.certain, against(0), against(1)), (None, 3, 2));
    }
}
