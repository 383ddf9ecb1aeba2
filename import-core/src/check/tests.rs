//! The rules of rows, each with the cells that show it.

use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::{RowChecker, check_row};
use crate::columns::{Field, Subject};
use crate::problem::{Code, Problem};
use crate::row::{PartPolicies, Row, Value};
use crate::schema::{CustomField, SchemaRef, of_properties};
use crate::settings::{Criterion, CustomColumn, ImportColumn, Layout, Policy, Settings};

fn settings(fields: &[Field]) -> Settings {
    let columns = fields
        .iter()
        .enumerate()
        .map(|(index, &field)| ImportColumn {
            index,
            header: field.header().to_owned(),
            field,
            policy: Policy::Overwrite,
        });
    Settings {
        source: Uuid::nil(),
        layout: Layout::Mapped,
        criteria: vec![Criterion::Email, Criterion::Phone],
        merge: true,
        default_region: "US".into(),
        columns: columns.collect(),
        custom: Vec::new(),
    }
}

fn row_of(cells: &[(Field, &str)]) -> Row {
    let fields: Vec<Field> = cells.iter().map(|(field, _)| *field).collect();
    check_row(|index| cells[index].1, 2, &settings(&fields), &[])
}

fn problems(row: &Row) -> Vec<(Code, Option<&str>)> {
    row.problems
        .iter()
        .map(|problem| (problem.code, problem.column.as_deref()))
        .collect()
}

/// The problems of a row of these cells, with the fields whose headers they name.
#[track_caller]
fn check(cells: &[(Field, &str)], expected: &[(Code, Option<Field>)]) -> Row {
    let row = row_of(cells);
    let expected: Vec<_> = expected
        .iter()
        .map(|(code, field)| (*code, field.map(Field::header)))
        .collect();
    assert_eq!(problems(&row), expected);
    row
}

#[test]
fn a_good_row_has_its_values_in_the_order_of_the_fields() {
    let row = check(
        &[
            (Field::WorkEmail, " Ann@Example.com "),
            (Field::CellPhone, "(415) 555-0102"),
            (Field::SurveyOptOut, "是"),
            (Field::FirstName, "Ann"),
            (Field::ExternalId, "0007"),
        ],
        &[],
    );
    let fields: Vec<Field> = row.cells.iter().map(|cell| cell.field).collect();
    let expected = [
        Field::ExternalId,
        Field::FirstName,
        Field::CellPhone,
        Field::WorkEmail,
        Field::SurveyOptOut,
    ];
    assert_eq!(fields, expected);
    assert_eq!(row.key(Field::ExternalId), Some("0007"));
    assert_eq!(row.key(Field::WorkEmail), Some("ann@example.com"));
    assert_eq!(row.key(Field::CellPhone), Some("+14155550102"));
    assert_eq!(row.value(Field::SurveyOptOut), Some(&Value::Bool(true)));
}

#[test]
fn a_thousand_rows_with_fifteen_incomplete_addresses_import_985() {
    let settings = settings(&[Field::FirstName, Field::WorkEmail]);
    let checker = RowChecker::new(&settings);
    let is_importable = |number: &u64| {
        let email = if number.is_multiple_of(66) {
            format!("ann{number}@example")
        } else {
            format!("ann{number}@example.com")
        };
        let cells = ["Ann", email.as_str()];
        !checker
            .check(|index| cells[index], *number, &[])
            .is_rejected()
    };
    assert_eq!((2..1002_u64).filter(is_importable).count(), 985);
}

#[test]
fn a_thousand_rows_of_organization_names_without_ids_import_nothing() {
    let settings = settings(&[
        Field::WorkEmail,
        Field::OrganizationExternalId,
        Field::OrganizationName,
    ]);
    let checker = RowChecker::new(&settings);
    let is_importable = |number: &u64| {
        let email = format!("ann{number}@example.com");
        let cells = [email.as_str(), "", "Acme"];
        let row = checker.check(|index| cells[index], *number, &[]);
        assert_eq!(
            problems(&row),
            [(
                Code::OrganizationExternalIdMissing,
                Some(Field::OrganizationName.header())
            )]
        );
        !row.is_rejected()
    };
    assert_eq!((2..1002_u64).filter(is_importable).count(), 0);
}

#[test]
fn any_organization_column_wants_the_organizations_id() {
    let missing = |field| (Code::OrganizationExternalIdMissing, Some(field));
    let email = (Field::WorkEmail, "a@x.org");
    check(
        &[email, (Field::OrganizationCity, "Oslo")],
        &[missing(Field::OrganizationCity)],
    );
    check(
        &[
            email,
            (Field::OrganizationCity, "Oslo"),
            (Field::OrganizationName, "Acme"),
        ],
        &[missing(Field::OrganizationName)],
    );
    check(
        &[
            email,
            (Field::OrganizationExternalId, " "),
            (Field::OrganizationName, "\u{a0}"),
        ],
        &[],
    );
    let mangled = (Code::ValueMangled, Some(Field::OrganizationExternalId));
    check(
        &[
            email,
            (Field::OrganizationExternalId, "1E+05"),
            (Field::OrganizationName, "Acme"),
        ],
        &[mangled],
    );
}

#[test]
fn a_row_of_organization_columns_is_an_organization_row() {
    let row = check(
        &[
            (Field::FirstName, ""),
            (Field::OrganizationExternalId, "E1"),
            (Field::OrganizationName, "Acme"),
        ],
        &[],
    );
    assert!(row.is_organization_row());
    let row = check(
        &[
            (Field::ExternalId, "7"),
            (Field::OrganizationExternalId, "E1"),
        ],
        &[],
    );
    assert!(!row.is_organization_row());
}

#[test]
fn a_contact_that_cannot_be_found_again_is_warned_of() {
    let warning = (Code::NoIdentifier, None);
    check(&[(Field::FirstName, "Ann")], &[warning]);
    check(
        &[(Field::FirstName, "Ann"), (Field::CellPhone, "12")],
        &[(Code::PhoneInvalid, Some(Field::CellPhone)), warning],
    );
    check(
        &[(Field::FirstName, "Ann"), (Field::TwitterId, "99")],
        &[warning],
    );
    check(
        &[
            (Field::FirstName, "Ann"),
            (Field::HomePhone, "415 555 0102"),
        ],
        &[],
    );
    // The address would be one if it were complete: one problem is enough.
    check(
        &[(Field::FirstName, "Ann"), (Field::WorkEmail, "ann@")],
        &[(Code::EmailInvalid, Some(Field::WorkEmail))],
    );
}

#[test]
fn a_social_account_identifies_where_it_is_a_criterion() {
    let mut settings = settings(&[Field::TwitterId]);
    settings.criteria.push(Criterion::SocialTwitter);
    assert_eq!(problems(&check_row(|_| "99", 2, &settings, &[])), []);
}

#[test]
fn a_row_without_any_imported_value_is_refused() {
    check(
        &[(Field::FirstName, " "), (Field::WorkEmail, "")],
        &[(Code::RowWithoutValues, None)],
    );
    let invalid = (Code::PhoneInvalid, Some(Field::CellPhone));
    check(
        &[(Field::CellPhone, "none")],
        &[invalid, (Code::RowWithoutValues, None)],
    );
    check(
        &[(Field::WorkEmail, "none")],
        &[(Code::EmailInvalid, Some(Field::WorkEmail))],
    );
}

#[test]
fn every_problem_of_a_row_is_told() {
    check(
        &[
            (Field::WorkEmail, "ann@"),
            (Field::SurveyOptOut, "perhaps"),
            (Field::ExternalId, "1E+05"),
            (Field::FirstName, "Ann"),
        ],
        &[
            (Code::ValueMangled, Some(Field::ExternalId)),
            (Code::EmailInvalid, Some(Field::WorkEmail)),
            (Code::BoolInvalid, Some(Field::SurveyOptOut)),
        ],
    );
}

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

#[test]
fn the_first_slot_keeps_what_is_there_twice() {
    let repeated = |field| (Code::ValueRepeated, Some(field));
    let row = check(
        &[
            (Field::PersonalEmail, "A@X.org"),
            (Field::WorkEmail, "a@x.org"),
        ],
        &[repeated(Field::PersonalEmail)],
    );
    assert_eq!(row.problems[0].args["first"], "Work Email");
    assert!(row.value(Field::PersonalEmail).is_none() && row.value(Field::WorkEmail).is_some());
    check(
        &[
            (Field::WorkPhone, "415-555-0102"),
            (Field::CellPhone, "+1 (415) 555-0102"),
            (Field::OtherPhone, "14155550102"),
        ],
        &[repeated(Field::CellPhone), repeated(Field::OtherPhone)],
    );
    // Another network's account, and another record.
    check(
        &[
            (Field::CellPhone, "415-555-0102"),
            (Field::WhatsAppNumber, "415-555-0102"),
            (Field::OrganizationExternalId, "E1"),
            (Field::OrganizationPhone, "415-555-0102"),
            (Field::OrganizationFax, "415-555-0102"),
        ],
        &[],
    );
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
fn a_postal_code_is_held_to_the_country_of_its_address() {
    let lost = (Code::LeadingZerosLost, Some(Field::PostalCode));
    let id = (Field::ExternalId, "7");
    let code = (Field::PostalCode, "1067");
    check(&[id, code], &[lost]);
    check(&[id, code, (Field::CountryCode, " ")], &[lost]);
    check(&[id, code, (Field::CountryCode, "Germany")], &[lost]);
    check(&[id, code, (Field::CountryCode, "Austria")], &[]);
    check(&[id, code, (Field::CountryCode, "Utopia")], &[]);
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
fn an_empty_cell_speaks_only_where_it_may_clear() {
    for (policy, cells) in [
        (Policy::Overwrite, 1),
        (Policy::Fill, 1),
        (Policy::OverwriteOrClear, 3),
    ] {
        let mut settings = settings(&[Field::ExternalId, Field::Title, Field::WorkPhone]);
        for column in &mut settings.columns {
            column.policy = policy;
        }
        let row = check_row(|index| ["7", " ", ""][index], 2, &settings, &[]);
        assert_eq!(row.cells.len(), cells);
        assert!(
            row.cells[1..]
                .iter()
                .all(|cell| cell.value.is_none() && cell.policy == policy)
        );
    }
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

#[test]
fn a_row_of_broken_shape_says_only_that() {
    let settings = settings(&[Field::WorkEmail]);
    let shape = [Problem::of_row(Code::RowRagged, 2)];
    let row = check_row(|_| "not an address", 2, &settings, &shape);
    assert_eq!((row.problems.as_slice(), row.cells.len()), (&shape[..], 0));
}

#[test]
fn a_rejected_row_still_tells_what_it_is_about() {
    let fields = [Field::WorkEmail, Field::OrganizationExternalId];
    let row = row_of(&[(fields[0], "ann@"), (fields[1], "E1")]);
    assert!(row.is_rejected() && row.is_organization_row());
    assert!(row.mentions(Subject::Contact, &settings(&fields)));
}

#[test]
fn keys_come_in_matching_order() {
    let cells = [
        (Field::OtherEmail, "o@x.org"),
        (Field::WorkEmail, "W@x.org"),
        (Field::CellPhone, "415-555-0102"),
        (Field::LineId, "U1"),
        (Field::ExternalId, "7"),
        (Field::OrganizationExternalId, "E1"),
    ];
    let fields: Vec<Field> = cells.iter().map(|(field, _)| *field).collect();
    let mut settings = settings(&fields);
    settings.criteria = vec![Criterion::Phone, Criterion::SocialLine, Criterion::Email];
    let row = check_row(|index| cells[index].1, 2, &settings, &[]);
    let keys: Vec<String> = row.contact_keys(&settings).map(|key| key.key).collect();
    let source = Uuid::nil().simple();
    assert_eq!(
        keys,
        [
            format!("7\u{1f}{source}"),
            "+14155550102".into(),
            "U1".into(),
            "w@x.org".into(),
            "o@x.org".into()
        ]
    );
    assert_eq!(
        row.organization_key(&settings).unwrap().key,
        format!("E1\u{1f}{source}")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_row_makes_it_panic(cells in proptest::collection::vec("\\PC{0,12}|[0-9+ ()-]{0,16}|[a-z]{1,3}@[a-z.]{1,6}", Field::ALL.len())) {
        let row = check_row(|index| cells[index].as_str(), 2, &settings(Field::ALL), &[]);
        prop_assert!(row.cells.is_sorted_by_key(|cell| cell.field));
    }
}

fn custom(subject: Subject, index: usize, header: &str, field: &CustomField) -> CustomColumn {
    CustomColumn {
        index,
        header: header.to_owned(),
        subject,
        schema: SchemaRef {
            id: Uuid::nil(),
            version: 1,
        },
        field: field.clone(),
        policy: Policy::Overwrite,
        format: None,
    }
}

#[test]
fn custom_fields_are_cells_of_their_record() {
    let schema = of_properties(&json!({"size_integer": {"title": "Size"}}));
    let size = &schema.fields[0];
    let settings = Settings {
        custom: vec![custom(Subject::Contact, 1, "Size", size)],
        ..settings(&[Field::ExternalId])
    };
    let row = check_row(|index| ["7", " 42 "][index], 2, &settings, &[]);
    assert_eq!(problems(&row), []);
    assert_eq!(row.custom[0].value, Some(json!(42)));
    // An empty cell that clears nothing is no cell.
    let row = check_row(|index| ["7", ""][index], 2, &settings, &[]);
    assert_eq!(row.custom, []);
    let row = check_row(|index| ["7", "big"][index], 2, &settings, &[]);
    assert_eq!(problems(&row), [(Code::IntegerInvalid, Some("Size"))]);
    assert!(row.is_rejected() && row.mentions(Subject::Contact, &settings));
}

#[test]
fn a_custom_field_of_an_organization_wants_the_organizations_id() {
    let schema = of_properties(&json!({"size_integer": {"title": "Size"}}));
    let size = &schema.fields[0];
    let settings = Settings {
        custom: vec![custom(Subject::Organization, 1, "Org size", size)],
        ..settings(&[Field::WorkEmail])
    };
    let row = check_row(|index| ["a@x.org", "42"][index], 2, &settings, &[]);
    let missing = (Code::OrganizationExternalIdMissing, Some("Org size"));
    assert_eq!(problems(&row), [missing]);
    assert!(row.mentions(Subject::Organization, &settings));
}
