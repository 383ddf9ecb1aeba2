//! The rules of rows, each with the cells that show it.

mod custom;
mod home;
mod organizations;
mod phones;

use proptest::prelude::*;
use uuid::Uuid;

use super::{RowChecker, check_row};
use crate::columns::{Field, Subject};
use crate::problem::{Code, Problem};
use crate::row::{Row, Value};
use crate::settings::{Criterion, ImportColumn, Layout, Policy, Settings};

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
fn a_row_of_totals_is_told() {
    let totals = |field| (Code::RowOfTotals, Some(field));
    check(
        &[(Field::ExternalId, "Total:"), (Field::LastName, "2")],
        &[totals(Field::ExternalId)],
    );
    check(
        &[(Field::LastName, "合计"), (Field::FirstName, "4人")],
        &[totals(Field::LastName), (Code::NoIdentifier, None)],
    );
    check(
        &[(Field::LastName, "Total"), (Field::WorkEmail, "a@x.org")],
        &[],
    );
    check(
        &[(Field::ExternalId, "Totally"), (Field::LastName, "Sum")],
        &[],
    );
    // In a column that is not imported.
    let mut settings = settings(&[Field::LastName]);
    settings.columns[0].index = 2;
    let cells = ["", "Total", "240"];
    let row = check_row(|index| cells[index], 2, &settings, &[]);
    let expected = [(Code::RowOfTotals, None), (Code::NoIdentifier, None)];
    assert_eq!(problems(&row), expected);
    assert_eq!(row.problems[0].value, "Total");
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
