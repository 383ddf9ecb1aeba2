//! The rules of the legacy layout, each with the file that shows it.

use uuid::Uuid;

use super::{column_name, left_out, settings};
use crate::check::check_row;
use crate::columns::Field;
use crate::problem::{Code, Problem};
use crate::row::{Row, Value};

const SOURCE: Uuid = Uuid::from_u128(7);

fn headers(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn summary(problems: &[Problem]) -> Vec<(Code, Option<&str>)> {
    let problems = problems.iter();
    problems
        .map(|problem| (problem.code, problem.column.as_deref()))
        .collect()
}

#[track_caller]
fn check_columns(names: &[&str], expected: &[(Code, Option<&str>)]) {
    let found = settings(&headers(names), SOURCE);
    let found = found.err().unwrap_or_default();
    assert_eq!(summary(&found), expected, "{names:?}");
}

/// A row under these names.
fn row(cells: &[(&str, &str)]) -> Row {
    let names: Vec<&str> = cells.iter().map(|(name, _)| *name).collect();
    let settings = settings(&headers(&names), SOURCE).unwrap();
    check_row(|index| cells[index].1, 2, &settings, &[])
}

const ANN: [(&str, &str); 3] = [
    ("Contact ID", "7"),
    ("Contact First Name", "Ann"),
    ("Contact Last Name", "Lee"),
];

const ACME: [(&str, &str); 2] = [("Account ID", "E1"), ("Account Name", "Acme")];

#[test]
fn columns_that_are_not_imported_are_named() {
    let check = |names: &[&str], expected: &[&str]| {
        assert_eq!(left_out(&headers(names)), expected, "{names:?}");
    };
    check(&["Contact ID", " Contact First Name ", "Account Name"], &[]);
    check(
        &[
            "Contact ID",
            "Contact Email",
            "contact first name",
            "Shoe size",
        ],
        &["Contact Email", "contact first name", "Shoe size"],
    );
    // Nobody wrote these.
    check(&["Contact ID", "", "Import Row", "Import Problems"], &[]);
}

#[test]
fn columns_have_the_names_of_fields_with_a_prefix() {
    for (field, name) in [
        (Field::ExternalId, "Contact ID"),
        (Field::FirstName, "Contact First Name"),
        (Field::WorkPhone, "Contact Work Phone"),
        (Field::WhatsAppNumber, "Contact WhatsApp Number"),
        (Field::OrganizationExternalId, "Account ID"),
        (Field::OrganizationName, "Account Name"),
        (Field::OrganizationEmployeeCount, "Account Employee Count"),
        (Field::OrganizationSystemUrl, "Account External System URL"),
    ] {
        assert_eq!(column_name(field), name);
    }
    let mut names: Vec<String> = Field::ALL.iter().map(|&field| column_name(field)).collect();
    names.sort();
    names.dedup();
    assert_eq!(
        names.len(),
        Field::ALL.len(),
        "every field has a name of its own"
    );
}

#[test]
fn what_must_be_there_is_named() {
    let contact = ["Contact ID", "Contact First Name", "Contact Last Name"];
    check_columns(&contact, &[]);
    check_columns(&["Account ID", "Account Name"], &[]);
    check_columns(
        &["Contact First Name", "Contact Title"],
        &[
            (Code::ColumnMissing, Some("Contact ID")),
            (Code::ColumnMissing, Some("Contact Last Name")),
        ],
    );
    check_columns(
        &["Account Name"],
        &[(Code::ColumnMissing, Some("Account ID"))],
    );
    let both = [contact.as_slice(), &["Account Name"]].concat();
    check_columns(&both, &[(Code::ColumnMissing, Some("Account ID"))]);
}

#[test]
fn names_are_case_sensitive_and_trimmed() {
    check_columns(
        &["contact id", "Contact First Name", "Contact Last Name"],
        &[(Code::ColumnMissing, Some("Contact ID"))],
    );
    check_columns(
        &[" Contact ID ", "Contact First Name", "Contact Last Name"],
        &[],
    );
    let modern = ["External ID", "First Name", "Work Email"];
    check_columns(&modern, &[(Code::LayoutUnknown, None)]);
    check_columns(&[], &[(Code::LayoutUnknown, None)]);
}

#[test]
fn other_columns_are_not_imported() {
    let names = [
        "Contact Last Name",
        "Shoe Size",
        "Contact First Name",
        "Contact ID",
    ];
    let settings = settings(&headers(&names), SOURCE).unwrap();
    let columns = settings.columns.iter();
    let columns: Vec<_> = columns.map(|column| (column.index, column.field)).collect();
    let expected = [
        (0, Field::LastName),
        (2, Field::FirstName),
        (3, Field::ExternalId),
    ];
    assert_eq!(columns, expected);
    assert!(settings.criteria.is_empty() && !settings.merge);
}

#[test]
fn a_value_that_must_be_there_keeps_its_row_out() {
    let found = row(&[
        ANN[0],
        ("Contact First Name", " "),
        ("Contact Last Name", ""),
    ]);
    let expected = [
        (Code::ValueMissing, Some("Contact First Name")),
        (Code::ValueMissing, Some("Contact Last Name")),
    ];
    assert_eq!(summary(&found.problems), expected);
    assert!(found.is_rejected());

    let nameless = row(&[ACME[0], ("Account Name", "")]);
    let expected = [(Code::ValueMissing, Some("Account Name"))];
    assert_eq!(summary(&nameless.problems), expected);
    let unknown = row(&[("Account ID", ""), ACME[1]]);
    let expected = [(Code::OrganizationExternalIdMissing, Some("Account Name"))];
    assert_eq!(summary(&unknown.problems), expected);
}

#[test]
fn a_row_may_be_of_a_contact_alone_or_of_an_organization_alone() {
    let no_account = [("Account ID", ""), ("Account Name", "")];
    let ann = row(&[&ANN[..], &no_account].concat());
    assert_eq!(summary(&ann.problems), []);
    let nobody = ANN.map(|(name, _)| (name, ""));
    let acme = row(&[&nobody[..], &ACME].concat());
    assert_eq!(summary(&acme.problems), []);
    assert!(acme.is_organization_row());
}

#[test]
fn a_phone_in_e164_is_an_identifier_and_any_other_is_stored_as_written() {
    let check = |found: &str, e164: Option<&str>| {
        let row = row(&[&ANN[..], &[("Contact Cell Phone", found)]].concat());
        let Some(Value::Phone(phone)) = row.value(Field::CellPhone) else {
            panic!("`{found}` is not stored");
        };
        assert_eq!(phone.e164.as_deref(), e164, "{found}");
        assert_eq!(phone.user_input, found);
        let expected = [(Code::PhoneNotE164, Some("Contact Cell Phone"))];
        if e164.is_some() {
            assert_eq!(summary(&row.problems), []);
        } else {
            assert_eq!(phone.display, found);
            assert_eq!(summary(&row.problems), expected);
        }
        assert!(!row.is_rejected());
    };
    check("+14155550102", Some("+14155550102"));
    check("+8613800138000", Some("+8613800138000"));
    for written in [
        "(415) 555-0102",
        "+1 415-555-0102",
        "004415",
        "ask Bob",
        "+1",
        "+01415",
    ] {
        check(written, None);
    }
}

#[test]
fn a_phone_that_a_spreadsheet_changed_is_refused_here_too() {
    let found = row(&[&ANN[..], &[("Contact Cell Phone", "4.47912E+11")]].concat());
    let expected = [(Code::ValueMangled, Some("Contact Cell Phone"))];
    assert_eq!(summary(&found.problems), expected);
}
