//! Organizations beside contacts.

use super::{check, problems, settings};
use crate::check::RowChecker;
use crate::columns::Field;
use crate::problem::Code;

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
