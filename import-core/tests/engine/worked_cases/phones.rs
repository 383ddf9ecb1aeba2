//! Phones and their parts.

use import_core::columns::Field;
use import_core::outcome::Outcome;
use import_core::problem::Code;
use import_core::record::{Contact, ExternalId, PhoneNumber};
use import_core::settings::Policy;

use super::{codes, phone, text};
use crate::directory::{Directory, SOURCE, rows, settings};

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
