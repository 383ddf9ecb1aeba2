//! One value at a time: from the text of a cell to a normalised value and its key, or a fault.
//!
//! A text that is empty once trimmed has no value. Nothing here knows of rows or columns; what a whole
//! row says is the matter of [`check`](crate::check).

pub mod boolean;
pub(crate) mod country;
pub mod date;
pub mod date_time;
pub mod email;
pub mod flaw;
mod format;
pub mod handle;
pub mod infer;
pub mod list;
pub mod mangled;
pub mod number;
pub mod option;
pub mod phone;
pub mod postal;
mod region;
pub mod text;
pub mod url;

pub use flaw::Flaw;
pub use format::ValueFormat;
pub use number::NumberFormat;
pub use region::Region;

use crate::columns::Kind;
use crate::problem::{Code, Problem};
use crate::row::Value;

/// The most characters of an e-mail address.
pub const EMAIL_LIMIT: usize = 256;
/// The most characters of a phone number as it is written.
pub const PHONE_LIMIT: usize = 512;

/// What is wrong with a value, not yet knowing where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub code: Code,
    /// What the message needs besides; names are given with the [`Code`].
    pub args: Vec<(&'static str, String)>,
}

impl Fault {
    /// A fault that needs no more words.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            args: Vec::new(),
        }
    }

    /// Adds what the message needs besides.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Gives it this reason, instead of another one that it may have.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.args.retain(|(name, _)| *name != "reason");
        self.with("reason", &reason)
    }

    /// The reason, where one is known.
    pub fn reason(&self) -> Option<&str> {
        let mut args = self.args.iter();
        let (_, reason) = args.find(|(name, _)| *name == "reason")?;
        Some(reason)
    }

    /// The problem of the cell that it was found in.
    pub fn at(self, row: u64, column: &str, value: &str) -> Problem {
        let is_none = Flaw::may_be_of(self.code) && Flaw::NoValue.cure(value).is_some();
        let fault = if is_none {
            self.because(Flaw::NoValue.name())
        } else {
            self
        };
        let problem = Problem::of_cell(fault.code, row, column, value);
        fault
            .args
            .into_iter()
            .fold(problem, |problem, (name, value)| problem.with(name, value))
    }
}

/// What reading depends on besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// Where national phone numbers are read.
    pub region: Region,
    /// How numbers are written.
    pub numbers: NumberFormat,
    /// How dates are written.
    pub dates: date::DateFormat,
}

impl Context {
    /// For a column whose values are written in this way.
    pub fn of_format(format: ValueFormat) -> Self {
        Self {
            numbers: format.numbers().unwrap_or_default(),
            dates: format.dates().unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// Reads the text of a cell; None where it is empty.
pub fn read(kind: Kind, found: &str, context: Context) -> Result<Option<Value>, Fault> {
    let found = &*text::clean(found);
    if found.is_empty() {
        return Ok(None);
    }
    let value = match kind {
        Kind::Text(limit) => {
            mangled::check_shown(found)?;
            Value::Text(text::read(found, limit)?)
        }
        Kind::Id(limit) => {
            text::check(found, limit)?;
            mangled::check(found)?;
            Value::Text(found.to_owned())
        }
        Kind::Handle(limit) => {
            text::check(found, limit)?;
            Value::Text(handle::read(found)?.to_owned())
        }
        Kind::Email => {
            text::check(found, EMAIL_LIMIT)?;
            email::check(found)?;
            Value::Email {
                address: found.to_owned(),
                key: email::key(found),
            }
        }
        Kind::Phone => {
            text::check(found, PHONE_LIMIT)?;
            mangled::check(found)?;
            let phone = phone::read(found, context.region).map_err(|refusal| {
                let fault = Fault::new(Code::PhoneInvalid).with("region", &refusal.region);
                match refusal.why {
                    Some(why) => fault.because(why.name()),
                    None => fault,
                }
            });
            Value::Phone(Box::new(phone?))
        }
        Kind::PhoneRegion => {
            let region = Region::from_country_or_calling_code(found);
            Value::Text(
                region
                    .ok_or_else(|| Fault::new(Code::PhoneRegionUnknown))?
                    .to_string(),
            )
        }
        Kind::Bool | Kind::PhoneAcceptsSms => Value::Bool(boolean::read(found)?),
        Kind::Integer => Value::Integer(number::read_integer(found, context.numbers)?),
        Kind::PhoneExtension => match number::read_integer(found, context.numbers)? {
            negative if negative < 0 => return Err(Fault::new(Code::IntegerInvalid)),
            extension => Value::Integer(extension),
        },
        Kind::Url(limit) => {
            text::check(found, limit)?;
            url::check(found)?;
            Value::Text(found.to_owned())
        }
        Kind::List => {
            text::check(found, usize::MAX)?;
            return Ok(Some(list::read(found))
                .filter(|parts| !parts.is_empty())
                .map(Value::List));
        }
    };
    Ok(Some(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Context, Fault, read};
    use crate::columns::{Field, Kind};
    use crate::problem::Code;
    use crate::row::Value;

    #[track_caller]
    fn check(kind: Kind, found: &str, expected: &Result<Option<Value>, Code>) {
        let value = read(kind, found, Context::default());
        assert_eq!(value.map_err(|fault| fault.code), *expected);
    }

    #[test]
    fn a_cell_of_spaces_has_no_value() {
        for field in Field::ALL {
            check(field.kind(), " \u{a0}\t", &Ok(None));
        }
    }

    #[test]
    fn values_arrive_as_they_are() {
        check(
            Kind::Id(255),
            " 0042 ",
            &Ok(Some(Value::Text("0042".into()))),
        );
        check(
            Kind::Id(255),
            "12345678901234567890",
            &Ok(Some(Value::Text("12345678901234567890".into()))),
        );
        check(
            Kind::Text(25),
            "01234",
            &Ok(Some(Value::Text("01234".into()))),
        );
        check(
            Kind::Text(1000),
            "4.47912E+11",
            &Ok(Some(Value::Text("4.47912E+11".into()))),
        );
    }

    #[test]
    fn ids_and_phones_that_a_spreadsheet_changed_are_refused() {
        for kind in [Kind::Id(255), Kind::Phone] {
            check(kind, "4.47912E+11", &Err(Code::ValueMangled));
            check(kind, "447912000000.0", &Err(Code::ValueMangled));
        }
    }

    #[test]
    fn each_kind_has_its_own_words() {
        check(Kind::Email, "ann@x", &Err(Code::EmailInvalid));
        check(Kind::Phone, "12", &Err(Code::PhoneInvalid));
        check(Kind::PhoneRegion, "Utopia", &Err(Code::PhoneRegionUnknown));
        check(Kind::PhoneExtension, "-1", &Err(Code::IntegerInvalid));
        check(Kind::Bool, "perhaps", &Err(Code::BoolInvalid));
        check(Kind::Integer, "1.5", &Err(Code::IntegerInvalid));
        check(Kind::Url(1000), "x.org", &Err(Code::UrlInvalid));
        check(Kind::Handle(255), "a b", &Err(Code::HandleInvalid));
        check(Kind::List, " ; ;", &Ok(None));
    }

    #[test]
    fn limits_are_those_of_the_fields() {
        for (kind, limit) in [
            (Kind::Text(25), 25),
            (Kind::Id(255), 255),
            (Kind::Handle(255), 255),
            (Kind::Phone, 512),
        ] {
            let fault = Fault::new(Code::ValueTooLong)
                .with("limit", &limit)
                .with("found", &(limit + 1));
            assert_eq!(
                read(kind, &"a".repeat(limit + 1), Context::default()),
                Err(fault)
            );
        }
        check(
            Kind::Email,
            &format!("{}@{}.org", "a".repeat(60), "b".repeat(193)),
            &Err(Code::ValueTooLong),
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_any_kind_panic(found in any::<String>(), ascii in "[ -~]{0,40}") {
            for field in Field::ALL {
                let _ = read(field.kind(), &found, Context::default());
                let _ = read(field.kind(), &ascii, Context::default());
            }
        }

        #[test]
        fn a_value_that_was_read_is_read_alike_again(found in "[ -~\u{e0}-\u{ff}]{0,30}") {
            for field in Field::ALL {
                if let Ok(Some(Value::Text(text))) = read(field.kind(), &found, Context::default()) {
                    let again = read(field.kind(), &text, Context::default());
                    prop_assert_eq!(again, Ok(Some(Value::Text(text))));
                }
            }
        }
    }
}
