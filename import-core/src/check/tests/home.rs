//! The country that the phone numbers of a file are of.

use super::settings;
use crate::check::RowChecker;
use crate::check::home::{Home, Survey};
use crate::columns::Field;
use crate::settings::Settings;

const FIELDS: &[Field] = &[Field::WorkPhone, Field::WorkEmail, Field::CountryCode];

/// `rows`: phone, e-mail, country.
fn home(default: &str, rows: &[[&str; 3]]) -> Option<Home> {
    let settings = Settings {
        default_region: default.into(),
        ..settings(FIELDS)
    };
    let checker = RowChecker::new(&settings);
    let mut survey = Survey::new(&checker);
    for row in rows {
        assert!(survey.see(|index| row[index]));
    }
    survey.finish()
}

#[track_caller]
fn check(default: &str, phones: &[&str], expected: Option<(&str, usize, usize)>) {
    let rows: Vec<_> = phones.iter().map(|phone| [*phone, "", ""]).collect();
    let home = home(default, &rows);
    let home = home.as_ref().map(|home| {
        assert_eq!((home.instead_of.as_str(), home.of), (default, phones.len()));
        (home.region.as_str(), home.fits, home.fits_default)
    });
    assert_eq!(home, expected);
}

const GERMAN: &[&str] = &[
    "030 123456",
    "0171 2345678",
    "089/2180-0",
    "(0221) 4710123",
    "0351 4633212",
    "0151 23456789",
    "0711 6850",
    "040 428380",
    "069 7980",
    "0176 12345678",
];
const FRENCH: &[&str] = &[
    "01 42 68 53 00",
    "06 12 34 56 78",
    "04 91 55 30 00",
    "07 81 23 45 67",
    "03 88 45 67 89",
];
const CHINESE: &[&str] = &[
    "138 0013 8000",
    "13912345678",
    "18601234567",
    "010-65529988",
    "15012345678",
    "021 6232 1234",
];
const AMERICAN: &[&str] = &[
    "(415) 555-0132",
    "212-736-5000",
    "312 922 4000",
    "2065551212",
    "617.495.1000",
];

#[test]
fn the_country_of_nearly_all_numbers_is_told() {
    check("US", GERMAN, Some(("DE", 10, 0)));
    check("CN", GERMAN, Some(("DE", 10, 4)));
    check("US", FRENCH, Some(("FR", 5, 0)));
    check("US", CHINESE, Some(("CN", 6, 1)));
    check("GB", AMERICAN, Some(("US", 5, 0)));
}

#[test]
fn numbers_that_fit_or_say_little_are_left_alone() {
    check("DE", GERMAN, None);
    check("US", AMERICAN, None);
    check("CA", AMERICAN, None);
    check("US", &GERMAN[..4], None);
    let mixed = [GERMAN, FRENCH, CHINESE].concat();
    check("US", &mixed, None);
}

#[test]
fn numbers_with_a_country_and_broken_ones_are_not_counted() {
    let mut rows: Vec<_> = FRENCH.iter().map(|phone| [*phone, "", ""]).collect();
    rows.push(["+49 30 123456", "", ""]);
    rows.push(["030 123456", "", "DE"]);
    rows.push(["n/a", "", ""]);
    rows.push(["01 42 68 53 00 Fax", "", ""]);
    rows.push(["", "", ""]);
    let home = home("US", &rows).unwrap();
    assert_eq!((home.region.as_str(), home.of, home.fits), ("FR", 5, 5));
}

#[test]
fn other_values_decide_between_countries_that_number_alike() {
    // Eight digits, valid in Denmark and in Norway.
    let numbers = [
        "22 33 44 55",
        "21 23 45 67",
        "23 12 34 56",
        "22 11 22 33",
        "23 45 67 89",
    ];
    let rows = |email| numbers.map(|phone| [phone, email, ""]);
    let region = |email| home("US", &rows(email)).map(|home| home.region);
    assert_eq!(region("a@x.org"), None);
    assert_eq!(region("a@x.no").as_deref(), Some("NO"));
    assert_eq!(region("a@x.dk").as_deref(), Some("DK"));
}
