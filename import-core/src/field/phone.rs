//! Phone numbers: read by the rules of libphonenumber.
//!
//! A number counts when it is possible, that is, of a length its country knows; whether it is assigned
//! is not asked. A number that lacks its area code (`555-0102`) is possible for the library but nobody's
//! in particular: as a key it would make strangers one person, so it is not accepted. Neither is what
//! the library lets pass although nobody has it or can have meant it: a number of North America whose
//! area code begins with 0 or 1, which is what becomes of another country's national number, and
//! letters for digits anywhere else than there.

mod plans;
mod quick;
mod refusal;
mod spelling;

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumberFormat};

pub use self::refusal::{Refusal, Why};
use super::{Region, text};
use crate::record::PhoneNumber;

/// Reads a phone number, national spellings in this region. `+CC` and `00CC` name their country
/// themselves. Extensions (`x 123`) are kept apart from the number: they are no part of its display.
///
/// None where it cannot be read or is not possible.
pub fn parse(found: &str, region: Region) -> Option<PhoneNumber> {
    read(found, region).ok()
}

/// The same, or why it is none.
///
/// # Errors
/// It cannot be read or is not possible.
pub fn read(found: &str, region: Region) -> Result<PhoneNumber, Refusal> {
    let found = text::trim(found);
    if let Some(number) = quick::read(found, region.inner().as_region_str().as_str()) {
        return Ok(PhoneNumber {
            display: number.international(),
            user_input: found.to_owned(),
            extension: number.extension(),
            e164: Some(number.e164()),
            country_code: Some(number.region().to_owned()),
            ..PhoneNumber::default()
        });
    }
    parse_with_library(found, region).ok_or_else(|| Refusal::of(found, region))
}

/// Whether a number says itself which country it is of, so that no region is needed to read it.
pub fn names_its_country(found: &str) -> bool {
    let start = found.find(|c: char| PLUS.contains(&c) || c.is_ascii_digit());
    let digits = start.map_or("", |start| &found[start..]);
    digits.starts_with(PLUS) || digits.starts_with("00")
}

/// Whether a text is a number with nothing else around it, be it one of any country or of none.
pub(crate) fn is_number_alone(found: &str) -> bool {
    let has_others = spelling::is_several(found) || spelling::are_several(found);
    !has_others && found.contains(|c: char| c.is_numeric()) && !found.contains(char::is_alphabetic)
}

/// Whether a national number is one that the region has given out, not only a possible one.
pub(crate) fn is_assigned(found: &str, region: Region) -> bool {
    let number = PHONE_NUMBER_UTIL.parse(found, Some(region.inner()));
    number.is_ok_and(|number| PHONE_NUMBER_UTIL.is_valid_number(&number))
}

fn parse_with_library(found: &str, region: Region) -> Option<PhoneNumber> {
    if spelling::is_several(found) {
        return None;
    }
    let written = spelling::with_extension(found);
    let mut number = possible(&written, region);
    let is_valid = |number: &_| PHONE_NUMBER_UTIL.is_valid_number(number);
    if let Some(rest) = written
        .strip_prefix("00")
        .filter(|_| !number.as_ref().is_some_and(is_valid))
    {
        // Not every region dials `00` for abroad (the US: 011), but every file writes it. What the
        // region itself makes of it comes first when that is an assigned number.
        number = possible(&format!("+{rest}"), region).or(number);
    }
    let mut number = number?;
    let has_extension = number.extension.is_some();
    if number.country_code != NORTH_AMERICA && spelling::has_letters(&written, has_extension) {
        return None;
    }
    // An extension too long for an integer is none.
    let extension = number
        .extension
        .take()
        .map(|digits| digits.parse())
        .transpose()
        .ok()?;
    let e164 = PHONE_NUMBER_UTIL
        .format(&number, PhoneNumberFormat::E164)
        .into_owned();
    let country = PHONE_NUMBER_UTIL.get_region_for_number(&number);
    let is_assigned = country
        .is_some_and(|country| PHONE_NUMBER_UTIL.is_valid_number_for_region(&number, country));
    if !is_assigned {
        // The library takes trunk zeros off unassigned numbers, and more of them when it reads the
        // result. A key that is not its own key would match differently every time.
        possible(&e164, region).filter(|again| *again == number)?;
    }
    let country = country
        .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code))
        .filter(|region| *region != rlibphonenumber::Region::World);
    Some(PhoneNumber {
        display: PHONE_NUMBER_UTIL
            .format(&number, PhoneNumberFormat::International)
            .into_owned(),
        extension,
        user_input: found.to_owned(),
        e164: Some(e164),
        country_code: country.map(|region| region.as_region_str().as_str().to_owned()),
        ..PhoneNumber::default()
    })
}

fn possible(found: &str, region: Region) -> Option<rlibphonenumber::PhoneNumber> {
    let number = PHONE_NUMBER_UTIL.parse(found, Some(region.inner())).ok()?;
    let length = PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number);
    let has_area = number.country_code != NORTH_AMERICA || number.national_number >= FIRST_AREA;
    (has_area && matches!(length, Ok(NumberLengthType::IsPossible))).then_some(number)
}

const PLUS: [char; 2] = ['+', '\u{ff0b}'];

/// The calling code of the countries of the North American Numbering Plan.
const NORTH_AMERICA: i32 = 1;

/// The first national number there: no area code begins with 0 or 1.
const FIRST_AREA: u64 = 2_000_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plans::{Numbers, PLANS, Plan};
    use super::{names_its_country, parse, parse_with_library, quick};
    use crate::field::Region;

    fn region(code: &str) -> Region {
        Region::from_code(code).unwrap()
    }

    /// `expected`: e164, display, region, extension.
    #[track_caller]
    fn check(found: &str, in_region: &str, expected: Option<(&str, &str, &str, Option<i64>)>) {
        let phone = parse(found, region(in_region));
        let parts = phone.as_ref().map(|phone| {
            assert_eq!(phone.user_input, found.trim());
            assert_eq!(phone.accepts_sms, None);
            (
                phone.e164.as_deref().unwrap(),
                phone.display.as_str(),
                phone.country_code.as_deref().unwrap_or_default(),
                phone.extension,
            )
        });
        assert_eq!(parts, expected);
    }

    #[test]
    fn the_shapes_that_people_write_are_read() {
        let fiction = Some(("+14155550102", "+1 415-555-0102", "US", None));
        for found in [
            "(415) 555-0102",
            "415-555-0102",
            "415.555.0102",
            "4155550102",
            "1-415-555-0102",
            " +1 415 555 0102 ",
            "+1 415-555-0102",
            "0014155550102",
            "+1 (415) 555.0102",
            "tel:+1-415-555-0102",
            "+14155550102",
            "\u{ff0b}1 415 555 0102",
            "４１５ ５５５ ０１０２",
        ] {
            check(found, "US", fiction);
        }
        check(
            "+441213315123",
            "US",
            Some(("+441213315123", "+44 121 331 5123", "GB", None)),
        );
        check(
            "(+44)121.331.5251",
            "US",
            Some(("+441213315251", "+44 121 331 5251", "GB", None)),
        );
        check(
            "+44 (0)20 7946 0018",
            "US",
            Some(("+442079460018", "+44 20 7946 0018", "GB", None)),
        );
        check(
            "0044 20 7946 0018",
            "US",
            Some(("+442079460018", "+44 20 7946 0018", "GB", None)),
        );
        check(
            "020 7946 0018",
            "GB",
            Some(("+442079460018", "+44 20 7946 0018", "GB", None)),
        );
        check(
            "06 1 234 5678",
            "HU",
            Some(("+3612345678", "+36 1 234 5678", "HU", None)),
        );
        check(
            "138 0013 8000",
            "CN",
            Some(("+8613800138000", "+86 138 0013 8000", "CN", None)),
        );
        check(
            "+591 74339211",
            "US",
            Some(("+59174339211", "+591 74339211", "BO", None)),
        );
        check(
            "416 555 0102",
            "US",
            Some(("+14165550102", "+1 416-555-0102", "CA", None)),
        );
    }

    #[test]
    fn an_extension_is_kept_apart() {
        let expected = Some(("+13215559872", "+1 321-555-9872", "US", Some(123)));
        check("+1 321 555 9872 x 123", "US", expected);
        check("(321) 555-9872 ext. 123", "US", expected);
        check("+1 321 555 9872 x 0123", "US", expected);
    }

    #[test]
    fn an_extension_may_be_announced_in_other_languages() {
        let vienna = Some(("+431512345", "+43 1 512345", "AT", Some(10)));
        check("+43 1 512345 DW 10", "US", vienna);
        check("01 512345 Durchwahl 10", "AT", vienna);
        check("01 512345 Kl. 10", "AT", vienna);
        let beijing = Some(("+861012345678", "+86 10 1234 5678", "CN", Some(801)));
        check("010 1234 5678 转 801", "CN", beijing);
        check("010-12345678转801", "CN", beijing);
        check("010-12345678分机：801", "CN", beijing);
    }

    #[test]
    fn words_behind_a_number_are_no_digits_of_it() {
        for found in [
            "030 123456 Fax",
            "089 12345 priv",
            "+49 69 45678 abends",
            "0221 12345 (ab 18h)",
            "0221 12345 Fax ext. 12",
        ] {
            check(found, "DE", None);
        }
        let flowers = Some(("+18003569377", "+1 800-356-9377", "US", None));
        check("1-800-FLOWERS", "US", flowers);
        let berlin = Some(("+4930123456", "+49 30 123456", "DE", None));
        check("tel:030-123456;phone-context=+49", "DE", berlin);
        check("Tel. 030/123456", "DE", berlin);
    }

    #[test]
    fn several_lines_of_an_office_are_no_number() {
        check("030 1234567/68", "DE", None);
        check("0711 654321 / 22", "DE", None);
        let line = Some(("+49301234567", "+49 30 1234567", "DE", None));
        check("030/1234567", "DE", line);
        check("030/1234/567", "DE", line);
    }

    #[test]
    fn national_numbers_of_other_countries_are_none_of_north_america() {
        for found in [
            "01 42 68 53 00",
            "06 12 34 56 78",
            "03-1234-5678",
            "+1 0351123456",
            "1142685300",
        ] {
            check(found, "US", None);
        }
        check(
            "0142685300",
            "FR",
            Some(("+33142685300", "+33 1 42 68 53 00", "FR", None)),
        );
    }

    #[test]
    fn a_number_names_its_country_or_depends_on_a_region() {
        for found in [
            "+49 30 1",
            " (+44)121",
            "0049 30",
            "tel:+1-415",
            "\u{ff0b}1 415",
        ] {
            assert!(names_its_country(found), "{found}");
        }
        for found in ["030 1234567", "(0171) 1+2", "", "call me", "1 415 555 0102"] {
            assert!(!names_its_country(found), "{found}");
        }
    }

    #[test]
    fn leading_zeros_of_a_national_number_are_kept() {
        check(
            "06 4620 1234",
            "IT",
            Some(("+390646201234", "+39 06 4620 1234", "IT", None)),
        );
    }

    #[test]
    fn what_is_no_possible_number_is_none() {
        for found in [
            "",
            "12",
            "555-0102",
            "123456789012345678",
            "unknown",
            "n/a",
            "+",
            "++",
            "+999 123 4567",
            "1",
            "00",
        ] {
            check(found, "US", None);
        }
    }

    fn spellings(plan: &Plan, national: &str) -> Vec<String> {
        let code = plan.calling_code;
        let (a, b) = national.split_at(3);
        let (b, c) = b.split_at(3);
        let trunk = plan.trunk;
        vec![
            format!("+{code}{national}"),
            format!("+{code} ({a}) {b}-{c}"),
            format!("(+{code}){a}.{b}.{c}"),
            format!("00{code}{national}"),
            format!("+{code} (0){a} {b} {c}"),
            format!("{trunk}{national}"),
            national.to_owned(),
            format!("({trunk}{a}) {b}-{c}"),
            format!("{a}.{b}.{c}"),
            format!("{trunk}-{a}-{b}-{c}"),
            format!("{code}{national}"),
            format!("+{code} {national} x{}", &national[..4]),
            format!("{trunk}{national} ext. {}", &national[2..3]),
            format!("({trunk}{a}) {b}-{c}x {c}"),
        ]
    }

    #[track_caller]
    fn check_with_library(found: &str, region: Region) {
        assert_eq!(
            parse(found, region),
            parse_with_library(found, region),
            "`{found}` in {region}"
        );
    }

    #[track_caller]
    fn check_beginning(plan: &Plan, numbers: &Numbers, beginning: u32, rest: u64) {
        let has_exchange = plan.calling_code != "1" || beginning / 10 % 10 >= 2;
        let beginning = if has_exchange {
            beginning
        } else {
            beginning + 20
        };
        let places = u32::try_from(numbers.digits - 5).unwrap();
        let width = numbers.digits - 5;
        let national = format!("{beginning:05}{:0width$}", rest % 10_u64.pow(places));
        let spelling = format!("+{} {national}", plan.calling_code);
        assert!(quick::read(&spelling, "US").is_some(), "`{spelling}`");
        for found in spellings(plan, &national) {
            for code in plan.regions.iter().chain(&["US", "NO"]) {
                check_with_library(&found, region(code));
            }
        }
    }

    #[test]
    fn the_ends_of_every_range_are_read_as_by_the_library() {
        let mut rest = 0x9E37_79B9_7F4A_7C15_u64;
        for plan in PLANS {
            for numbers in plan.numbers {
                for &(first, last) in numbers.beginnings {
                    assert!(first <= last && numbers.beginnings.is_sorted());
                    rest = rest.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
                    check_beginning(plan, numbers, first, rest >> 20);
                    check_beginning(plan, numbers, last, 9_999_999_999 - (rest >> 40));
                }
            }
        }
    }

    fn known() -> impl Strategy<Value = (usize, usize, u32, u64)> {
        (
            0..PLANS.len(),
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            any::<u32>(),
            any::<u64>(),
        )
            .prop_map(|(plan, kind, range, offset, rest)| {
                let numbers = PLANS[plan].numbers;
                let kind = kind.index(numbers.len());
                let (first, last) =
                    numbers[kind].beginnings[range.index(numbers[kind].beginnings.len())];
                (plan, kind, first + offset % (last - first + 1), rest)
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn known_numbers_are_read_as_by_the_library((plan, kind, beginning, rest) in known()) {
            let plan = &PLANS[plan];
            check_beginning(plan, &plan.numbers[kind], beginning, rest);
        }

        #[test]
        fn anything_like_a_phone_is_read_as_by_the_library(
            found in "(\\+|00|0|1|\\(|\\(\\+)?(1|44|86|33|49|91|61|81|34|39)?[0-9]{6,11}|[-+(). 0-9]{0,20}",
            code in prop::sample::select(vec!["US", "CA", "GB", "CN", "FR", "DE", "IN", "AU", "JP", "ES", "IT", "BR", "KR"]),
        ) {
            check_with_library(crate::field::text::trim(&found), region(code));
        }

        #[test]
        fn extensions_are_read_as_by_the_library(
            found in "(415|200)?[0-9]{7}[-. )]{0,3}(x|ext|ext\\.|t|xx|X|ex)[ .x]{0,2}[0-9]{1,8} ?",
        ) {
            check_with_library(crate::field::text::trim(&found), Region::DEFAULT);
        }

        #[test]
        fn no_text_makes_it_panic(found in any::<String>(), digits in "[+0-9xX#;,. ()/-]{0,40}") {
            let _ = parse(&found, Region::DEFAULT);
            let _ = parse(&digits, Region::DEFAULT);
        }

        #[test]
        fn a_key_is_its_own_key(found in "\\+?[0-9]{7,14}") {
            if let Some(phone) = parse(&found, Region::DEFAULT) {
                let key = phone.e164.unwrap();
                prop_assert_eq!(parse(&key, Region::DEFAULT).unwrap().e164.unwrap(), key);
            }
        }
    }
}
