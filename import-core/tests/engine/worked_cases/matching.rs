//! Which records a row is about, and how many they may be.

use import_core::columns::Field;
use import_core::outcome::Outcome;
use import_core::problem::Code;
use import_core::record::Contact;

use super::{BOTH_MODES, codes, phone, text, work_email};
use crate::directory::{Directory, rows, settings};

#[test]
fn two_matches_become_one_record_or_the_first_is_updated() {
    let fields = [Field::WorkEmail, Field::CellPhone, Field::FirstName];
    for merge in BOTH_MODES {
        let mut directory = Directory::default();
        let a = directory.add(work_email("a@x.org"));
        let b = directory.add(Contact {
            cell_phone: phone("+14155550102"),
            ..Contact::default()
        });
        let settings = settings(&fields, merge);
        let rows = rows(&[&["a@x.org", "(415) 555-0102", "Ann"]], &settings);
        let (outcomes, counts) = directory.import(&rows, &settings, 10);
        let survivor = &directory.contacts[&a];
        assert_eq!(survivor.contact.work_email, text("a@x.org"));
        assert_eq!(
            survivor.contact.cell_phone.as_ref().unwrap().e164,
            text("+14155550102")
        );
        assert_eq!(survivor.contact.first_name, text("Ann"));
        assert_eq!(outcomes[0].contact, Some(a));
        if merge {
            assert_eq!(outcomes[0].outcome, Outcome::Merged);
            assert_eq!(counts.contacts.merged, 1);
            assert_eq!(directory.merged.get(&b), Some(&a));
            assert_eq!(survivor.merge_set, [b]);
            assert_eq!(survivor.created, 1, "the survivor keeps its creation date");
        } else {
            assert_eq!(outcomes[0].outcome, Outcome::Updated);
            assert_eq!(codes(&outcomes[0]), [Code::IdentifierShared]);
            assert_eq!(outcomes[0].problems[0].args["contacts"], b.to_string());
            assert!(directory.merged.is_empty());
            assert_eq!(
                directory.contacts[&b].version, 1,
                "the other match is left alone"
            );
        }
    }
}

#[test]
fn rows_of_one_identifier_are_applied_in_file_order() {
    for merge in BOTH_MODES {
        for batch in [1, 10] {
            let mut directory = Directory::default();
            let settings = settings(&[Field::ExternalId, Field::Title], merge);
            let rows = rows(&[&["7", "CTO"], &["7", "CEO"]], &settings);
            let (outcomes, counts) = directory.import(&rows, &settings, batch);
            assert_eq!(outcomes[0].outcome, Outcome::Created);
            assert_eq!(outcomes[1].outcome, Outcome::Updated);
            assert_eq!(outcomes[0].contact, outcomes[1].contact);
            assert_eq!((counts.rows.created, counts.rows.updated), (1, 1));
            assert_eq!(directory.live()[0].contact.title, text("CEO"));
        }
    }
}

#[test]
fn over_25_matches_are_too_many_to_merge_but_not_to_update_the_first() {
    for merge in BOTH_MODES {
        let mut directory = Directory::default();
        for _ in 0..26 {
            directory.add(work_email("a@x.org"));
        }
        let settings = settings(&[Field::WorkEmail, Field::Title], merge);
        let (outcomes, _) =
            directory.import(&rows(&[&["a@x.org", "CTO"]], &settings), &settings, 10);
        if merge {
            assert_eq!(codes(&outcomes[0]), [Code::TooManyMatches]);
            assert_eq!(outcomes[0].outcome, Outcome::Rejected);
            assert!(directory.merged.is_empty());
        } else {
            assert_eq!(outcomes[0].outcome, Outcome::Updated);
        }
    }
}

#[test]
fn over_52_records_behind_one_are_too_many() {
    let mut directory = Directory::default();
    let settings = settings(&[Field::WorkEmail], true);
    let one = rows(&[&["a@x.org"]], &settings);
    for round in [25, 24, 1] {
        for _ in 0..round {
            directory.add(work_email("a@x.org"));
        }
        let (outcomes, _) = directory.import(&one, &settings, 10);
        assert_eq!(outcomes[0].outcome, Outcome::Merged);
    }
    assert_eq!(directory.live()[0].merge_set.len(), 49);
    for _ in 0..3 {
        directory.add(work_email("a@x.org"));
    }
    let (outcomes, _) = directory.import(&one, &settings, 10);
    assert_eq!(codes(&outcomes[0]), [Code::TooManyMatches]);
    assert_eq!(outcomes[0].problems[0].args["found"], "53");
}

#[test]
fn an_eleventh_external_id_is_one_too_many() {
    let mut directory = Directory::default();
    let settings = settings(&[Field::ExternalId, Field::WorkEmail], true);
    let ids: Vec<String> = (0..11).map(|number| format!("id-{number}")).collect();
    let cells: Vec<[&str; 2]> = ids.iter().map(|id| [id.as_str(), "a@x.org"]).collect();
    let cells: Vec<&[&str]> = cells.iter().map(<[&str; 2]>::as_slice).collect();
    let (outcomes, counts) = directory.import(&rows(&cells, &settings), &settings, 4);
    assert_eq!(codes(&outcomes[10]), [Code::TooManyExternalIds]);
    assert_eq!(
        (
            counts.rows.created,
            counts.rows.updated,
            counts.rows.rejected
        ),
        (1, 9, 1)
    );
    assert_eq!(directory.live()[0].contact.external_ids.len(), 10);
}

#[test]
fn criteria_decide_in_their_order() {
    let fields = [Field::WorkEmail, Field::CellPhone, Field::Title];
    let mut directory = Directory::default();
    let by_email = directory.add(work_email("a@x.org"));
    let by_phone = directory.add(Contact {
        cell_phone: phone("+14155550102"),
        ..Contact::default()
    });
    let mut settings = settings(&fields, false);
    let row = rows(&[&["a@x.org", "415 555 0102", "CTO"]], &settings);
    let first = |settings: &_| directory.clone().import(&row, settings, 1).0[0].contact;
    assert_eq!(first(&settings), Some(by_email));
    settings.criteria.reverse();
    assert_eq!(first(&settings), Some(by_phone));
    settings.criteria.clear();
    assert!(
        ![Some(by_email), Some(by_phone)].contains(&first(&settings)),
        "no criterion: a new contact"
    );
}
