//! Organizations.

use import_core::columns::Field;
use import_core::outcome::Outcome;
use import_core::problem::Code;

use super::{BOTH_MODES, codes};
use crate::directory::{Directory, rows, settings};

#[test]
fn organizations_are_matched_by_external_id_and_never_by_name() {
    let fields = [Field::OrganizationExternalId, Field::OrganizationName];
    for merge in BOTH_MODES {
        let mut directory = Directory::default();
        let settings = settings(&fields, merge);
        directory.import(&rows(&[&["E1", "Acme"]], &settings), &settings, 10);
        let (outcomes, counts) =
            directory.import(&rows(&[&["E2", "Acme"]], &settings), &settings, 10);
        assert_eq!(directory.organizations.len(), 2);
        assert_eq!(outcomes[0].outcome, Outcome::Created);
        assert_eq!(counts.contacts.total(), 0);
        assert_eq!(counts.organizations.created, 1);
        assert!(
            directory.contacts.is_empty(),
            "an organization row makes no contact"
        );
    }
}

#[test]
fn a_new_organization_needs_a_name_and_takes_its_contact_along() {
    let fields = [
        Field::WorkEmail,
        Field::OrganizationExternalId,
        Field::OrganizationName,
    ];
    let settings = settings(&fields, true);
    let mut directory = Directory::default();
    let (outcomes, counts) =
        directory.import(&rows(&[&["a@x.org", "E1", ""]], &settings), &settings, 10);
    assert_eq!(outcomes[0].outcome, Outcome::Rejected);
    assert_eq!(codes(&outcomes[0]), [Code::OrganizationNameMissing]);
    assert_eq!(
        (counts.contacts.rejected, counts.organizations.rejected),
        (1, 1)
    );
    assert!(
        directory.contacts.is_empty(),
        "contact and organization fail together"
    );

    let (outcomes, _) = directory.import(
        &rows(
            &[&["a@x.org", "E1", "Acme"], &["a@x.org", "E1", ""]],
            &settings,
        ),
        &settings,
        10,
    );
    assert_eq!(outcomes[0].outcome, Outcome::Created);
    assert_eq!(
        outcomes[1].outcome,
        Outcome::Unchanged,
        "a known one needs no name"
    );
    assert_eq!(
        directory.live()[0].organization,
        outcomes[0].organization.map(|(id, _)| id)
    );
}
