//! The worked cases of matching, merging and applying, each in both modes.

mod emails;
mod matching;
mod organizations;
mod phones;

use import_core::columns::Field;
use import_core::outcome::Outcome;
use import_core::problem::Code;
use import_core::record::{Contact, PhoneNumber};
use import_core::settings::Policy;

use crate::directory::{Directory, rows, settings};

#[expect(
    clippy::unnecessary_wraps,
    reason = "the fields of a contact are options"
)]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn work_email(address: &str) -> Contact {
    Contact {
        work_email: text(address),
        ..Contact::default()
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the fields of a contact are options"
)]
fn phone(e164: &str) -> Option<PhoneNumber> {
    Some(PhoneNumber {
        display: e164.to_owned(),
        e164: text(e164),
        ..PhoneNumber::default()
    })
}

fn codes(outcome: &import_core::outcome::RowOutcome) -> Vec<Code> {
    outcome
        .problems
        .iter()
        .map(|problem| problem.code)
        .collect()
}

const BOTH_MODES: [bool; 2] = [true, false];

#[test]
fn the_three_policies() {
    #[track_caller]
    fn check(policy: Policy, cell: &str, before: &str, after: &str) {
        let mut directory = Directory::default();
        let title = (!before.is_empty()).then(|| before.to_owned());
        let a = directory.add(Contact {
            title,
            ..work_email("a@x.org")
        });
        let mut settings = settings(&[Field::WorkEmail, Field::Title], true);
        settings.columns[1].policy = policy;
        let (outcomes, _) = directory.import(&rows(&[&["a@x.org", cell]], &settings), &settings, 1);
        let title = directory.contacts[&a]
            .contact
            .title
            .clone()
            .unwrap_or_default();
        assert_eq!(title, after);
        let expected = if before == after {
            Outcome::Unchanged
        } else {
            Outcome::Updated
        };
        assert_eq!(outcomes[0].outcome, expected);
    }
    check(Policy::Overwrite, "CEO", "CTO", "CEO");
    check(Policy::Overwrite, "", "CTO", "CTO");
    check(Policy::OverwriteOrClear, "CEO", "CTO", "CEO");
    check(Policy::OverwriteOrClear, "", "CTO", "");
    check(Policy::Fill, "CEO", "CTO", "CTO");
    check(Policy::Fill, "CEO", "", "CEO");
    check(Policy::Fill, "", "CTO", "CTO");
}

#[test]
fn a_cell_of_the_same_key_changes_nothing() {
    let mut directory = Directory::default();
    let settings = settings(&[Field::WorkEmail, Field::WorkPhone, Field::Title], true);
    let first = rows(&[&["Ann@X.org", "(415) 555-0102", "CTO"]], &settings);
    directory.import(&first, &settings, 1);
    let before = directory.clone();
    let again = rows(&[&["ann@x.ORG", "+1 415 555 0102", " CTO "]], &settings);
    let (outcomes, _) = directory.import(&again, &settings, 1);
    assert_eq!(outcomes[0].outcome, Outcome::Unchanged);
    assert_eq!(
        directory, before,
        "no new version, no new modification date"
    );
}
