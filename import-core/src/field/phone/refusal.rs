//! Why a text is no phone number, as far as that can be told.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat,
    ValidationError,
};

use super::{NORTH_AMERICA, PLUS, spelling};
use crate::field::Region;

/// Why a text is no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong; none where that cannot be told.
    pub why: Option<Why>,
    /// The country whose numbers are other ones: that which the number names, or else the one it was read in.
    pub region: Region,
}

/// What is wrong with a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// There are several numbers.
    Several,
    /// Words stand among or behind the digits.
    Word,
    /// There is no number at all.
    Text,
    /// No country has this calling code.
    Code,
    /// It begins as no area code of the country does.
    Area,
    /// It lacks its area code.
    Local,
    /// It has fewer digits than any number of the country.
    Short,
    /// It has more digits than any number of the country.
    Long,
}

impl Why {
    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Several => "several",
            Self::Word => "word",
            Self::Text => "text",
            Self::Code => "code",
            Self::Area => "area",
            Self::Local => "local",
            Self::Short => "short",
            Self::Long => "long",
        }
    }
}

impl Refusal {
    /// Looks at a text that could not be read.
    pub(super) fn of(found: &str, region: Region) -> Self {
        let written = spelling::with_extension(found);
        let named = calling_code(found);
        let country = named.and_then(country_of).unwrap_or(region);
        let parsed = match named {
            // Whether the region dials `00` for abroad or not.
            Some(rest) => PHONE_NUMBER_UTIL.parse(format!("+{rest}"), None),
            None => PHONE_NUMBER_UTIL.parse(&*written, Some(region.inner())),
        };
        let has_extension = (parsed.as_ref()).is_ok_and(|number| number.extension.is_some());
        let why = if spelling::is_several(found) || spelling::are_several(found) {
            Some(Why::Several)
        } else if spelling::has_letters(&written, has_extension) {
            Some(Why::Word)
        } else {
            match parsed {
                // What names its country does not lack its area code alone.
                Ok(number) => match why_not(&number) {
                    Some(Why::Local) if named.is_some() => Some(Why::Short),
                    why => why,
                },
                Err(ParseError::TooShortNsn | ParseError::TooShortAfterIdd) => Some(Why::Short),
                Err(ParseError::TooLongNsn) => Some(Why::Long),
                Err(ParseError::InvalidCountryCode) => Some(Why::Code),
                // Fewer digits than any number has.
                Err(_) if super::is_number_alone(found) => Some(Why::Short),
                Err(_) => Some(Why::Text),
            }
        };
        Self {
            why,
            region: country,
        }
    }
}

/// What is wrong with a number that could be read and is not possible.
fn why_not(number: &PhoneNumber) -> Option<Why> {
    let key = PHONE_NUMBER_UTIL.format(number, PhoneNumberFormat::E164);
    let is_foreign = |digits: &str| digits.starts_with(['0', '1']);
    if key.strip_prefix("+1").is_some_and(is_foreign) && number.country_code == NORTH_AMERICA {
        return Some(Why::Area);
    }
    match PHONE_NUMBER_UTIL.is_possible_number_with_reason(number) {
        Ok(NumberLengthType::IsPossibleLocalOnly) => Some(Why::Local),
        Err(ValidationError::TooShort) => Some(Why::Short),
        Err(ValidationError::TooLong) => Some(Why::Long),
        Err(ValidationError::InvalidCountryCode) => Some(Why::Code),
        Ok(NumberLengthType::IsPossible) | Err(ValidationError::InvalidLength) => None,
    }
}

/// What follows the `+` or `00` of a number that names its country.
fn calling_code(found: &str) -> Option<&str> {
    let start = found.find(|c: char| !matches!(c, '(' | ' '))?;
    let digits = &found[start..];
    let rest = digits
        .strip_prefix(PLUS)
        .or_else(|| digits.strip_prefix("00"));
    rest.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The main country of the calling code at the beginning of a text.
fn country_of(text: &str) -> Option<Region> {
    let mut codes = (1..=3).filter_map(|digits| text.get(..digits));
    codes.find_map(Region::from_country_or_calling_code)
}

#[cfg(test)]
mod tests {
    use super::Why;
    use crate::field::Region;
    use crate::field::phone::read;

    #[track_caller]
    fn check(found: &str, in_region: &str, why: Option<Why>, of: &str) {
        let region = Region::from_code(in_region).unwrap();
        let refusal = read(found, region).unwrap_err();
        assert_eq!(
            (refusal.why, refusal.region.to_string().as_str()),
            (why, of),
            "`{found}`"
        );
    }

    #[test]
    fn words_and_several_numbers_are_told() {
        for found in ["030 123456 Fax", "089 12345 priv", "0221 12345 Fax ext. 12"] {
            check(found, "DE", Some(Why::Word), "DE");
        }
        check("030 123456 Fax", "US", Some(Why::Word), "US");
        check("+49 69 45678 abends", "US", Some(Why::Word), "DE");
        for found in [
            "030 1234567/68",
            "0711 654321 / 22",
            "030 1234567\n0171 2345678",
            "030 1234567; 0171 2345678",
            "030 1234567 / 0171 2345678",
            "+49 30 1234567 +49 171 2345678",
        ] {
            check(found, "DE", Some(Why::Several), "DE");
        }
        check(
            "(415) 555-0102, (415) 555-0103",
            "US",
            Some(Why::Several),
            "US",
        );
        // One number, in a spelling of another country.
        check("03301/123456", "US", Some(Why::Area), "US");
    }

    #[test]
    fn a_length_is_that_of_the_country_that_a_number_names() {
        check("+1 415 555 01", "DE", Some(Why::Short), "US");
        check("+1 415 555 01022", "DE", Some(Why::Long), "US");
        check("+44 20 7946", "US", Some(Why::Short), "GB");
        check("+12", "DE", Some(Why::Short), "US");
        check("0049 3", "US", Some(Why::Short), "DE");
        check("(+49) 3", "US", Some(Why::Short), "DE");
        check("415 555 010", "US", Some(Why::Short), "US");
        check("1", "US", Some(Why::Short), "US");
        check("123456789012345678", "DE", Some(Why::Long), "DE");
    }

    #[test]
    fn what_no_country_has_is_told() {
        check("+999 123 4567", "US", Some(Why::Code), "US");
        check("030 123456", "US", Some(Why::Area), "US");
        check("+1 0351123456", "DE", Some(Why::Area), "US");
        check("555-0102", "US", Some(Why::Local), "US");
        for found in ["call me", "Room 5", "+", "++", "jane@x.org"] {
            check(found, "US", Some(Why::Text), "US");
        }
    }
}
