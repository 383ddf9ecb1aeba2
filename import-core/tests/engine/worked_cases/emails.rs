//! E-mails and their slots.

use import_core::columns::Field;
use import_core::outcome::Outcome;
use import_core::problem::Code;
use import_core::record::{Contact, ExternalId, Identifier, IdentifierKind};
use import_core::settings::Policy;

use super::{BOTH_MODES, codes, text, work_email};
use crate::directory::{Directory, SOURCE, rows, settings};

#[test]
fn an_email_in_another_slot_moves_there_and_is_not_doubled() {
    for merge in BOTH_MODES {
        let mut directory = Directory::default();
        let a = directory.add(work_email("a@x.org"));
        let settings = settings(
            &[Field::ExternalId, Field::PersonalEmail, Field::Title],
            merge,
        );
        let rows = rows(&[&["7", "A@X.org", "CTO"]], &settings);
        let (outcomes, _) = directory.import(&rows, &settings, 10);
        assert_eq!(outcomes[0].outcome, Outcome::Updated);
        let contact = &directory.contacts[&a].contact;
        assert_eq!(contact.personal_email, text("A@X.org"));
        assert_eq!(contact.work_email, None);
        assert_eq!(contact.title, text("CTO"));
        assert_eq!(contact.external_ids, [ExternalId::new(SOURCE, "7")]);
        assert_eq!(directory.live().len(), 1);
    }
}

#[test]
fn a_new_email_pushes_the_old_one_to_a_free_slot() {
    for merge in BOTH_MODES {
        let mut directory = Directory::default();
        let external_ids = vec![ExternalId::new(SOURCE, "7")];
        let a = directory.add(Contact {
            external_ids,
            ..work_email("a@x.org")
        });
        let settings = settings(&[Field::ExternalId, Field::WorkEmail], merge);
        directory.import(&rows(&[&["7", "b@y.org"]], &settings), &settings, 10);
        let contact = &directory.contacts[&a].contact;
        assert_eq!(contact.work_email, text("b@y.org"));
        assert_eq!(contact.personal_email, text("a@x.org"));
        assert_eq!(contact.external_ids, [ExternalId::new(SOURCE, "7")]);
    }
}

#[test]
fn without_a_free_slot_the_old_email_stays_as_an_extra_identifier() {
    for merge in BOTH_MODES {
        let mut directory = Directory::default();
        let a = directory.add(Contact {
            external_ids: vec![ExternalId::new(SOURCE, "7")],
            personal_email: text("p@x.org"),
            other_email: text("o@x.org"),
            ..work_email("a@x.org")
        });
        let settings = settings(&[Field::ExternalId, Field::WorkEmail], merge);
        let (outcomes, _) =
            directory.import(&rows(&[&["7", "new@z.org"]], &settings), &settings, 10);
        let contact = &directory.contacts[&a].contact;
        assert_eq!(contact.work_email, text("new@z.org"));
        assert_eq!(contact.extra_emails, ["a@x.org"]);
        assert!(
            contact
                .identifiers()
                .contains(&Identifier::new(IdentifierKind::Email, "a@x.org"))
        );
        assert_eq!(codes(&outcomes[0]), [Code::SlotOverflow]);
        assert_eq!(
            outcomes[0].problems[0].column.as_deref(),
            Some("Work Email")
        );

        let (outcomes, _) = directory.import(&rows(&[&["", "a@x.org"]], &settings), &settings, 10);
        assert_eq!(
            outcomes[0].contact,
            Some(a),
            "an extra identifier is still matched"
        );
    }
}

#[test]
fn clearing_an_email_lets_its_identifier_go() {
    let mut directory = Directory::default();
    let a = directory.add(Contact {
        external_ids: vec![ExternalId::new(SOURCE, "7")],
        ..work_email("a@x.org")
    });
    let mut settings = settings(&[Field::ExternalId, Field::WorkEmail], true);
    settings.columns[1].policy = Policy::OverwriteOrClear;
    directory.import(&rows(&[&["7", ""]], &settings), &settings, 1);
    assert_eq!(
        directory.contacts[&a].contact.identifiers(),
        [Identifier::external(SOURCE, "7")]
    );
}

#[test]
fn what_the_row_gives_a_place_after_a_merge_is_not_reported_as_without_one() {
    let mut directory = Directory::default();
    for [work, personal, other] in [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]] {
        directory.add(Contact {
            personal_email: Some(format!("{personal}@x.org")),
            other_email: Some(format!("{other}@x.org")),
            ..work_email(&format!("{work}@x.org"))
        });
    }
    let fields = [Field::WorkEmail, Field::PersonalEmail, Field::OtherEmail];
    let settings = settings(&fields, true);
    let row = rows(&[&["a@x.org", "e@x.org", "i@x.org"]], &settings);
    let (outcomes, _) = directory.import(&row, &settings, 1);
    let contact = &directory.live()[0].contact;
    assert_eq!(contact.work_email, text("a@x.org"));
    assert_eq!(contact.personal_email, text("e@x.org"));
    assert_eq!(contact.other_email, text("i@x.org"));
    let mut extras = contact.extra_emails.clone();
    extras.sort();
    let problems = &outcomes[0].problems;
    assert!(
        problems
            .iter()
            .all(|problem| problem.code == Code::SlotOverflow)
    );
    let mut reported: Vec<&str> = problems
        .iter()
        .map(|problem| problem.value.as_str())
        .collect();
    reported.sort_unstable();
    assert_eq!(reported, extras);
    assert_eq!(
        reported,
        [
            "b@x.org", "c@x.org", "d@x.org", "f@x.org", "g@x.org", "h@x.org"
        ]
    );
}

#[test]
fn a_value_in_two_columns_goes_to_the_second_where_the_first_may_not_take_it() {
    #[track_caller]
    fn check(before: [&str; 2], after: [&str; 2], codes_after: &[Code]) {
        let mut settings = settings(
            &[Field::ExternalId, Field::WorkEmail, Field::PersonalEmail],
            true,
        );
        settings.columns[1].policy = Policy::Fill;
        let row = rows(&[&["7", "new@x.org", "NEW@x.org"]], &settings);
        let mut directory = Directory::default();
        let [work_email, personal_email] =
            before.map(|address| (!address.is_empty()).then(|| address.to_owned()));
        let a = directory.add(Contact {
            external_ids: vec![ExternalId::new(SOURCE, "7")],
            work_email,
            personal_email,
            ..Contact::default()
        });
        for _ in 0..2 {
            let (outcomes, _) = directory.import(&row, &settings, 1);
            let contact = &directory.contacts[&a].contact;
            let emails = [&contact.work_email, &contact.personal_email];
            assert_eq!(
                emails.map(|email| email.as_deref().unwrap_or_default()),
                after
            );
            assert_eq!(codes(&outcomes[0]), codes_after);
        }
    }
    check(["old@x.org", ""], ["old@x.org", "NEW@x.org"], &[]);
    check(["", ""], ["new@x.org", ""], &[Code::ValueRepeated]);
    check(["new@x.org", ""], ["new@x.org", ""], &[Code::ValueRepeated]);
    check(["", "new@x.org"], ["new@x.org", ""], &[Code::ValueRepeated]);
}
