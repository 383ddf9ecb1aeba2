//! Phones, their regions and their parts.

use super::{check, problems, row_of, settings};
use crate::check::check_row;
use crate::columns::Field;
use crate::problem::Code;
use crate::row::{PartPolicies, Value};
use crate::settings::{Layout, Policy, Settings};

#[test]
fn an_invalid_phone_is_left_out_and_its_row_stays() {
    let row = check(
        &[(Field::ExternalId, "7"), (Field::WorkPhone, "call me")],
        &[(Code::PhoneInvalid, Some(Field::WorkPhone))],
    );
    assert!(!row.is_rejected());
    assert_eq!(row.value(Field::WorkPhone), None);
    assert_eq!(row.problems[0].value, "call me");
    assert_eq!(row.problems[0].args["region"], "US");
    assert_eq!(row.problems[0].args["reason"], "text");
}

#[test]
fn a_number_that_does_not_fit_says_by_which_country_it_was_read() {
    let reason = |cells: &[(Field, &str)]| {
        let row = row_of(cells);
        let args = &row.problems[0].args;
        (args["region"].clone(), args["reason"].clone())
    };
    let of = |region: &str, reason: &str| (region.to_owned(), reason.to_owned());
    let berlin = (Field::WorkPhone, "030 123456");
    assert_eq!(reason(&[berlin]), of("US", "default"));
    assert_eq!(
        reason(&[berlin, (Field::CountryCode, "CA")]),
        of("CA", "area")
    );
    let short = (Field::WorkPhone, "+1 415 555 01");
    assert_eq!(
        reason(&[short, (Field::CountryCode, "DE")]),
        of("US", "short")
    );
    assert_eq!(reason(&[(Field::WorkPhone, "k.A.")]), of("US", "no_value"));
}

#[test]
fn a_mangled_phone_refuses_its_row() {
    let row = check(
        &[(Field::ExternalId, "7"), (Field::WorkPhone, "4.47912E+11")],
        &[(Code::ValueMangled, Some(Field::WorkPhone))],
    );
    assert!(row.is_rejected());
    assert_eq!(row.problems[0].args["reason"], "exponent");
}

#[track_caller]
fn check_phone(cells: &[(Field, &str)], region: &str, expected: &str) {
    let fields: Vec<Field> = cells.iter().map(|(field, _)| *field).collect();
    let settings = Settings {
        default_region: region.into(),
        ..settings(&fields)
    };
    let row = check_row(|index| cells[index].1, 2, &settings, &[]);
    let phone = row.cells.iter().find_map(|cell| match &cell.value {
        Some(Value::Phone(phone)) => phone.e164.clone(),
        _ => None,
    });
    assert_eq!(phone.as_deref(), Some(expected));
}

#[test]
fn the_region_of_a_phone_is_the_first_that_is_there() {
    let phone = (Field::WorkPhone, "020 7946 0018");
    let own = (Field::WorkPhoneRegion, "gb");
    let address = (Field::CountryCode, "GB");
    check_phone(
        &[phone, own, (Field::CountryCode, "US")],
        "US",
        "+442079460018",
    );
    check_phone(&[phone, address], "US", "+442079460018");
    check_phone(
        &[phone, (Field::CountryCode, "United Kingdom")],
        "gb",
        "+442079460018",
    );
    check_phone(
        &[phone, (Field::WorkPhoneRegion, "+44")],
        "US",
        "+442079460018",
    );
    check_phone(
        &[(Field::WorkPhone, "415 555 0102")],
        "Utopia",
        "+14155550102",
    );
    // Another phone's country, and the organization's, say nothing.
    check_phone(
        &[
            (Field::CellPhone, "415 555 0102"),
            own,
            (Field::OrganizationCountryCode, "GB"),
        ],
        "US",
        "+14155550102",
    );
    check_phone(
        &[
            (Field::OrganizationPhone, "020 7946 0018"),
            (Field::OrganizationCountryCode, "GB"),
            (Field::CountryCode, "US"),
        ],
        "US",
        "+442079460018",
    );
}

#[test]
fn a_country_that_is_none_is_told_and_the_next_is_used() {
    let row = check(
        &[
            (Field::WorkPhone, "020 7946 0018"),
            (Field::WorkPhoneRegion, "Utopia"),
            (Field::CountryCode, "GB"),
        ],
        &[(Code::PhoneRegionUnknown, Some(Field::WorkPhoneRegion))],
    );
    assert_eq!(row.key(Field::WorkPhone), Some("+442079460018"));
}

#[test]
fn a_country_of_a_phone_may_be_called_by_its_name() {
    for (country, found, expected) in [
        ("Germany", "030 1234567", "+49301234567"),
        ("FRANCE", "01 23 45 67 89", "+33123456789"),
        ("DEU", "0912 345 678", "+49912345678"),
        ("UK", "020 7946 0018", "+442079460018"),
        (" 中国 ", "138 0013 8000", "+8613800138000"),
        ("United States of America", "415 555 0102", "+14155550102"),
    ] {
        let region = if country == "UK" { "US" } else { "GB" };
        let phone = (Field::WorkPhone, found);
        check_phone(&[phone, (Field::CountryCode, country)], region, expected);
        check_phone(
            &[phone, (Field::WorkPhoneRegion, country)],
            region,
            expected,
        );
    }
    let row = row_of(&[
        (Field::WorkPhone, "030 1234567"),
        (Field::CountryCode, "Germany"),
    ]);
    let country = Value::Text("Germany".into());
    assert_eq!(row.value(Field::CountryCode), Some(&country));
}

#[test]
fn a_phone_that_depends_on_an_unknown_country_is_warned_of() {
    let unknown = |field| (Code::PhoneRegionUnknown, Some(field));
    let utopia = (Field::CountryCode, " Utopia ");
    let row = check(
        &[
            (Field::WorkPhone, "415 555 0102"),
            (Field::CellPhone, "415 555 0103"),
            (Field::HomePhone, "+1 415 555 0104"),
            (Field::OtherPhone, "001 415 555 0105"),
            utopia,
        ],
        &[unknown(Field::WorkPhone), unknown(Field::CellPhone)],
    );
    assert_eq!(row.problems[0].value, "Utopia");
    assert_eq!(row.key(Field::WorkPhone), Some("+14155550102"));
    // A country of the phone's own outweighs the address's.
    check(
        &[
            (Field::WorkPhone, "020 7946 0018"),
            (Field::WorkPhoneRegion, "GB"),
            utopia,
        ],
        &[],
    );
    check(
        &[
            (Field::ExternalId, "7"),
            (Field::OrganizationExternalId, "E1"),
            (Field::OrganizationPhone, "415 555 0102"),
            (Field::OrganizationCountryCode, "Utopia"),
            utopia,
        ],
        &[unknown(Field::OrganizationPhone)],
    );
    let mut legacy = settings(&[Field::ExternalId, Field::WorkPhone, Field::CountryCode]);
    legacy.layout = Layout::Legacy;
    let cells = ["7", "415 555 0102", "Utopia"];
    let row = check_row(|index| cells[index], 2, &legacy, &[]);
    let header = Field::WorkPhone.header();
    assert_eq!(problems(&row), [(Code::PhoneNotE164, Some(header))]);
}

#[test]
fn extension_sms_and_region_become_part_of_the_phone() {
    let row = check(
        &[
            (Field::WorkPhone, "+1 321 555 9872 x 123"),
            (Field::WorkPhoneExtension, "45"),
            (Field::WorkPhoneAcceptsSms, "yes"),
            (Field::WorkPhoneRegion, "us"),
        ],
        &[],
    );
    assert_eq!(row.cells.len(), 1);
    let Some(Value::Phone(phone)) = row.value(Field::WorkPhone) else {
        panic!("no phone")
    };
    assert_eq!((phone.extension, phone.accepts_sms), (Some(45), Some(true)));
    assert_eq!(phone.normalization_country_code.as_deref(), Some("US"));
    assert_eq!(row.cells[0].parts, PartPolicies::default());
    assert_eq!(
        (phone.display.as_str(), phone.user_input.as_str()),
        ("+1 321-555-9872", "+1 321 555 9872 x 123")
    );
}

#[test]
fn the_parts_of_a_phone_are_held_to_their_kinds() {
    let cells = [
        (Field::WorkPhone, "415 555 0102"),
        (Field::WorkPhoneExtension, "x"),
        (Field::WorkPhoneAcceptsSms, "?"),
    ];
    check(
        &cells,
        &[
            (Code::IntegerInvalid, Some(Field::WorkPhoneExtension)),
            (Code::BoolInvalid, Some(Field::WorkPhoneAcceptsSms)),
        ],
    );
}

#[test]
fn parts_without_their_number_are_left_out() {
    let missing = |field| (Code::PhoneNumberMissing, Some(field));
    let id = (Field::ExternalId, "7");
    let row = check(
        &[
            id,
            (Field::WorkPhone, ""),
            (Field::WorkPhoneExtension, "12"),
            (Field::WorkPhoneRegion, "US"),
        ],
        &[
            missing(Field::WorkPhoneExtension),
            missing(Field::WorkPhoneRegion),
        ],
    );
    assert_eq!(row.cells.len(), 1);
    check(
        &[id, (Field::CellPhoneAcceptsSms, "yes")],
        &[missing(Field::CellPhoneAcceptsSms)],
    );
    // An invalid number has its own warning.
    check(
        &[
            id,
            (Field::WorkPhone, "12"),
            (Field::WorkPhoneExtension, "x"),
        ],
        &[(Code::PhoneInvalid, Some(Field::WorkPhone))],
    );
}

#[test]
fn an_empty_part_of_a_phone_speaks_only_where_it_may_clear() {
    let fields = [
        Field::ExternalId,
        Field::WorkPhone,
        Field::WorkPhoneExtension,
        Field::WorkPhoneRegion,
    ];
    let mut settings = settings(&fields);
    let cells =
        |settings: &Settings| check_row(|index| ["7", "", "", "US"][index], 2, settings, &[]).cells;
    assert_eq!(cells(&settings).len(), 1);
    settings.columns[2].policy = Policy::OverwriteOrClear;
    settings.columns[3].policy = Policy::OverwriteOrClear;
    let cells = cells(&settings);
    let parts = PartPolicies {
        extension: Policy::OverwriteOrClear,
        ..PartPolicies::default()
    };
    assert_eq!((cells.len(), cells[1].field), (2, Field::WorkPhone));
    assert_eq!(
        (cells[1].policy, cells[1].parts),
        (Policy::Overwrite, parts)
    );
    assert_eq!(cells[1].value, None);
}
