//! The worked cases of matching, merging and applying, each in both modes.

use import_core::columns::Field;
use import_core::outcome::Outcome;
use import_core::problem::Code;
use import_core::record::{Contact, ExternalId, Identifier, IdentifierKind, PhoneNumber};
use import_core::settings::Policy;

use crate::directory::{Directory, SOURCE, rows, settings};

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

/// A phone number of these parts: extension, SMS flag, named region.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the fields of a contact are options"
)]
fn phone_with(e164: &str, parts: (Option<i64>, Option<bool>, Option<&str>)) -> Option<PhoneNumber> {
    Some(PhoneNumber {
        extension: parts.0,
        accepts_sms: parts.1,
        normalization_country_code: parts.2.map(str::to_owned),
        ..phone(e164).unwrap_or_default()
    })
}

fn parts(phone: Option<&PhoneNumber>) -> (Option<i64>, Option<bool>, Option<&str>) {
    let phone = phone.expect("a phone is there");
    let region = phone.normalization_country_code.as_deref();
    (phone.extension, phone.accepts_sms, region)
}

#[test]
fn a_phone_that_moves_takes_its_parts_along() {
    let before = (Some(12), Some(false), Some("US"));
    let mut directory = Directory::default();
    let a = directory.add(Contact {
        external_ids: vec![ExternalId::new(SOURCE, "1")],
        work_phone: phone_with("+14155550102", before),
        ..Contact::default()
    });
    let to_cell = settings(&[Field::ExternalId, Field::CellPhone], true);
    let row = rows(&[&["1", "+14155550102"]], &to_cell);
    directory.import(&row, &to_cell, 1);
    let contact = &directory.contacts[&a].contact;
    assert_eq!(contact.work_phone, None);
    assert_eq!(parts(contact.cell_phone.as_ref()), before);

    // An extra phone that gets a slot, too; what the row itself says of it counts more.
    let contact = &mut directory.contacts.get_mut(&a).unwrap().contact;
    contact.extra_phones.extend(contact.cell_phone.take());
    let fields = [
        Field::ExternalId,
        Field::CellPhone,
        Field::CellPhoneExtension,
    ];
    let to_cell = settings(&fields, true);
    let row = rows(&[&["1", "+14155550102", "34"]], &to_cell);
    directory.import(&row, &to_cell, 1);
    let contact = &directory.contacts[&a].contact;
    assert!(contact.extra_phones.is_empty());
    let after = (Some(34), Some(false), Some("US"));
    assert_eq!(parts(contact.cell_phone.as_ref()), after);
}

#[test]
fn a_number_that_replaces_another_takes_none_of_its_parts() {
    let mut directory = Directory::default();
    let a = directory.add(Contact {
        external_ids: vec![ExternalId::new(SOURCE, "1")],
        work_phone: phone_with("+14155550102", (Some(12), Some(false), None)),
        ..Contact::default()
    });
    let settings = settings(&[Field::ExternalId, Field::WorkPhone], true);
    let row = rows(&[&["1", "+14155550103"]], &settings);
    directory.import(&row, &settings, 1);
    let contact = &directory.contacts[&a].contact;
    assert_eq!(parts(contact.work_phone.as_ref()), (None, None, None));
    assert_eq!(
        parts(contact.cell_phone.as_ref()),
        (Some(12), Some(false), None)
    );
}

#[test]
fn the_parts_of_a_phone_go_by_the_policies_of_their_own_columns() {
    use Policy::{Fill, Overwrite, OverwriteOrClear};
    type Parts<'p> = (Option<i64>, Option<bool>, Option<&'p str>);
    const NUMBER: &str = "+14155550102";

    #[track_caller]
    fn check(
        before: Parts<'_>,
        number: (Policy, &str),
        part: (Field, Policy, &str),
        after: Parts<'_>,
    ) {
        let fields = [Field::ExternalId, Field::WorkPhone, part.0];
        let mut settings = settings(&fields, true);
        settings.columns[1].policy = number.0;
        settings.columns[2].policy = part.1;
        let row = rows(&[&["7", number.1, part.2]], &settings);
        let mut directory = Directory::default();
        let a = directory.add(Contact {
            external_ids: vec![ExternalId::new(SOURCE, "7")],
            work_phone: phone_with(NUMBER, before),
            ..Contact::default()
        });
        let (outcomes, _) = directory.import(&row, &settings, 1);
        assert_eq!(
            parts(directory.contacts[&a].contact.work_phone.as_ref()),
            after
        );
        let expected = if before == after {
            Outcome::Unchanged
        } else {
            Outcome::Updated
        };
        assert_eq!(outcomes[0].outcome, expected);
        let (outcomes, _) = directory.import(&row, &settings, 1);
        assert_eq!(outcomes[0].outcome, Outcome::Unchanged);
    }

    let extension = |policy, cell| (Field::WorkPhoneExtension, policy, cell);
    let with_extension = (Some(12), None, None);
    let number = (Overwrite, NUMBER);
    check(
        with_extension,
        number,
        extension(OverwriteOrClear, ""),
        (None, None, None),
    );
    check(
        with_extension,
        number,
        extension(Overwrite, ""),
        with_extension,
    );
    check(
        with_extension,
        number,
        extension(Overwrite, "34"),
        (Some(34), None, None),
    );
    check(
        with_extension,
        number,
        extension(Fill, "34"),
        with_extension,
    );
    let filled = (Fill, NUMBER);
    check(
        with_extension,
        filled,
        extension(OverwriteOrClear, ""),
        (None, None, None),
    );
    check(
        (None, None, None),
        filled,
        extension(Overwrite, "34"),
        (Some(34), None, None),
    );
    check(
        (None, None, None),
        filled,
        extension(Fill, "34"),
        (Some(34), None, None),
    );

    // Without a number in the row, that of the record stays.
    let none = (Overwrite, "");
    check(
        with_extension,
        none,
        extension(OverwriteOrClear, ""),
        (None, None, None),
    );
    check(
        with_extension,
        none,
        extension(Overwrite, "34"),
        with_extension,
    );

    // What the number itself says goes by the number's policy.
    let inline = "+14155550102 x 56";
    check(
        with_extension,
        (Overwrite, inline),
        extension(OverwriteOrClear, ""),
        (Some(56), None, None),
    );
    check(
        with_extension,
        (Fill, inline),
        extension(OverwriteOrClear, ""),
        with_extension,
    );
    check(
        with_extension,
        (Fill, inline),
        extension(Overwrite, "34"),
        (Some(34), None, None),
    );

    // A number that `fill` does not set brings nothing of its own either.
    let other = (Fill, "+14155550103");
    check(
        with_extension,
        other,
        extension(Overwrite, "34"),
        with_extension,
    );

    let sms = |policy, cell| (Field::WorkPhoneAcceptsSms, policy, cell);
    let with_sms = (None, Some(true), None);
    check(
        with_sms,
        filled,
        sms(Overwrite, "no"),
        (None, Some(false), None),
    );
    check(
        with_sms,
        number,
        sms(OverwriteOrClear, ""),
        (None, None, None),
    );

    let region = |policy, cell| (Field::WorkPhoneRegion, policy, cell);
    let with_region = (None, None, Some("US"));
    check(
        (None, None, None),
        number,
        region(Overwrite, "CA"),
        (None, None, Some("CA")),
    );
    check(with_region, number, region(Fill, "CA"), with_region);
    check(
        with_region,
        number,
        region(OverwriteOrClear, ""),
        (None, None, None),
    );
    // One that is none is left out.
    check(
        with_region,
        number,
        region(OverwriteOrClear, "Utopia"),
        with_region,
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

#[test]
fn a_phone_in_two_columns_goes_to_the_second_where_the_first_may_not_take_it() {
    let mut directory = Directory::default();
    let a = directory.add(Contact {
        external_ids: vec![ExternalId::new(SOURCE, "7")],
        work_phone: phone("+14155550102"),
        ..Contact::default()
    });
    let fields = [
        Field::ExternalId,
        Field::WorkPhone,
        Field::CellPhone,
        Field::HomePhone,
    ];
    let mut settings = settings(&fields, true);
    settings.columns[1].policy = Policy::Fill;
    let number = "+14155550103";
    let row = rows(&[&["7", number, number, number]], &settings);
    let (outcomes, _) = directory.import(&row, &settings, 1);
    let contact = &directory.contacts[&a].contact;
    let key = |phone: &Option<PhoneNumber>| phone.as_ref().and_then(|phone| phone.e164.clone());
    assert_eq!(key(&contact.work_phone), text("+14155550102"));
    assert_eq!(key(&contact.cell_phone), text(number));
    assert_eq!(contact.home_phone, None);
    assert_eq!(codes(&outcomes[0]), [Code::ValueRepeated]);
}
