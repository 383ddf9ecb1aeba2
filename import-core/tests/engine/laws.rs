//! Laws that hold for any directory, rows and settings.

use std::collections::BTreeSet;

use import_core::columns::{Field, Subject};
use import_core::outcome::{Counts, Outcome};
use import_core::problem::{Code, Problem};
use import_core::record::{Contact, EmailSlot, Identifier, PhoneNumber, PhoneSlot, StoredContact};
use import_core::row::{Cell, PartPolicies, Row, Value};
use import_core::settings::{Criterion, Policy, Settings};
use proptest::prelude::*;
use uuid::Uuid;

use crate::directory::{Directory, SOURCE, settings};

const EMAILS: [Field; 3] = [Field::WorkEmail, Field::PersonalEmail, Field::OtherEmail];
const PHONES: [Field; 4] = [
    Field::WorkPhone,
    Field::CellPhone,
    Field::HomePhone,
    Field::OtherPhone,
];

/// Few values, so that rows and contacts share them often.
fn email() -> impl Strategy<Value = Value> {
    (0_u8..6, any::<bool>()).prop_map(|(n, upper)| {
        let key = format!("e{n}@x.org");
        Value::Email {
            address: if upper {
                key.to_uppercase()
            } else {
                key.clone()
            },
            key,
        }
    })
}

fn phone_number(n: u8) -> PhoneNumber {
    let e164 = format!("+1415555010{n}");
    PhoneNumber {
        display: e164.clone(),
        user_input: e164.clone(),
        e164: Some(e164),
        ..PhoneNumber::default()
    }
}

fn cell(field: Field, value: impl Strategy<Value = Value>) -> impl Strategy<Value = Option<Cell>> {
    let policy = prop_oneof![
        4 => Just(Policy::Overwrite), 1 => Just(Policy::Fill), 1 => Just(Policy::OverwriteOrClear)
    ];
    (prop::option::weighted(0.4, value), policy).prop_map(move |(value, policy)| {
        (value.is_some() || policy == Policy::OverwriteOrClear).then_some(Cell {
            field,
            policy,
            parts: PartPolicies::default(),
            value,
        })
    })
}

fn cells() -> impl Strategy<Value = Vec<Cell>> {
    let text = |n: u8| Value::Text(format!("t{n}"));
    let phone = || (0_u8..6).prop_map(|n| Value::Phone(Box::new(phone_number(n))));
    (
        cell(Field::ExternalId, (0_u8..5).prop_map(text)),
        cell(Field::Title, (0_u8..3).prop_map(text)),
        cell(Field::LineId, (0_u8..3).prop_map(text)),
        EMAILS.map(|field| cell(field, email())),
        PHONES.map(|field| cell(field, phone())),
        cell(Field::OrganizationExternalId, (0_u8..3).prop_map(text)),
        cell(Field::OrganizationName, (0_u8..3).prop_map(text)),
    )
        .prop_map(|(id, title, line, emails, phones, organization, name)| {
            let mut cells: Vec<Cell> = [id, title, line].into_iter().flatten().collect();
            cells.extend(emails.into_iter().flatten());
            cells.extend(phones.into_iter().flatten());
            // The row checker lets a row of organization cells without an ID through to nobody.
            if organization
                .as_ref()
                .is_some_and(|cell| cell.value.is_some())
            {
                cells.extend([organization, name].into_iter().flatten());
            }
            // Nor the same e-mail or phone twice in one row.
            let mut seen = BTreeSet::new();
            cells.retain(|cell| match &cell.value {
                Some(Value::Email { key, .. }) => seen.insert(key.clone()),
                Some(Value::Phone(phone)) => seen.insert(phone.display.clone()),
                _ => true,
            });
            cells
        })
}

prop_compose! {
    fn any_rows()(rows in prop::collection::vec((cells(), prop::bool::weighted(0.05)), 1..24)) -> Vec<Row> {
        (2..)
            .zip(rows)
            .map(|(number, (cells, rejected))| {
                let mut row = Row { number, cells, ..Row::default() };
                if rejected || !(row.has(Subject::Contact) || row.has(Subject::Organization)) {
                    row.problems.push(Problem::of_row(Code::RowRagged, number));
                }
                row
            })
            .collect()
    }
}

prop_compose! {
    fn any_directory()(
        contacts in prop::collection::vec(
            (prop::array::uniform3(prop::option::weighted(0.4, 0_u8..6)),
             prop::array::uniform4(prop::option::weighted(0.4, 0_u8..6))),
            0..6,
        )
    ) -> Directory {
        let mut directory = Directory::default();
        for (emails, phones) in contacts {
            let mut contact = Contact::default();
            let mut seen = BTreeSet::new();
            for (slot, n) in EmailSlot::ALL.into_iter().zip(emails) {
                *contact.email_mut(slot) = n.filter(|n| seen.insert(*n)).map(|n| format!("e{n}@x.org"));
            }
            let mut seen = BTreeSet::new();
            for (slot, n) in PhoneSlot::ALL.into_iter().zip(phones) {
                *contact.phone_mut(slot) = n.filter(|n| seen.insert(*n)).map(phone_number);
            }
            directory.add(contact);
        }
        directory
    }
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let criteria = prop::sample::subsequence(
        vec![Criterion::Email, Criterion::Phone, Criterion::SocialLine],
        0..=3,
    );
    (criteria.prop_shuffle(), any::<bool>()).prop_map(|(criteria, merge)| {
        let fields: Vec<Field> = [Field::ExternalId, Field::Title, Field::LineId]
            .into_iter()
            .chain(EMAILS)
            .chain(PHONES)
            .chain([Field::OrganizationExternalId, Field::OrganizationName])
            .collect();
        Settings {
            criteria,
            ..settings(&fields, merge)
        }
    })
}

/// What the field of a contact holds, by what is compared.
fn read_back(contact: &Contact, cell: &Cell) -> Option<String> {
    let email = |slot| contact.email(slot).map(str::to_lowercase);
    let phone = |slot| contact.phone(slot).and_then(|phone| phone.e164.clone());
    match cell.field {
        Field::WorkEmail => email(EmailSlot::Work),
        Field::PersonalEmail => email(EmailSlot::Personal),
        Field::OtherEmail => email(EmailSlot::Other),
        Field::WorkPhone => phone(PhoneSlot::Work),
        Field::CellPhone => phone(PhoneSlot::Cell),
        Field::HomePhone => phone(PhoneSlot::Home),
        Field::OtherPhone => phone(PhoneSlot::Other),
        Field::Title => contact.title.clone(),
        Field::LineId => contact.line_id.user_id.clone(),
        _ => None,
    }
}

fn key(row: &Row, field: Field) -> Option<String> {
    row.key(field).map(str::to_owned)
}

/// The identifiers of every live contact.
fn held(directory: &Directory) -> BTreeSet<Identifier> {
    directory
        .live()
        .iter()
        .flat_map(|stored| stored.contact.identifiers())
        .collect()
}

/// Whether the identifier stood in a field that the row clears.
fn read_back_cleared(row: &Row, stored: &StoredContact, identifier: &Identifier) -> bool {
    let mut cleared = row.cells.iter().filter(|cell| cell.value.is_none());
    cleared.any(|cell| {
        cell.field == Field::ExternalId
            || read_back(&stored.contact, cell).as_ref() == Some(&identifier.key)
    })
}

/// One row at a time, looking at every record: what the engine must come to, told in other words.
fn naive_matches(directory: &Directory, row: &Row, settings: &Settings) -> Vec<Uuid> {
    let mut keys: Vec<Identifier> = key(row, Field::ExternalId)
        .map(|id| Identifier::external(SOURCE, &id))
        .into_iter()
        .collect();
    for criterion in &settings.criteria {
        let fields: &[Field] = match criterion {
            Criterion::Email => &EMAILS,
            Criterion::Phone => &PHONES,
            _ => &[Field::LineId],
        };
        let values = fields.iter().filter_map(|field| key(row, *field));
        keys.extend(values.map(|value| Identifier::new(criterion.identifier(), value)));
    }
    let live = directory.live();
    let mut found = Vec::new();
    for key in keys {
        let holders = live
            .iter()
            .filter(|stored| stored.contact.identifiers().contains(&key));
        for stored in holders {
            if !found.contains(&stored.id) {
                found.push(stored.id);
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_result_does_not_depend_on_the_batch_size(
        directory in any_directory(), rows in any_rows(), settings in any_settings(), batch in 1_usize..24
    ) {
        let mut by_one = directory.clone();
        let mut by_batch = directory;
        let one = by_one.import(&rows, &settings, 1);
        let many = by_batch.import(&rows, &settings, batch);
        prop_assert_eq!(one, many);
        prop_assert_eq!(by_one, by_batch);
    }

    #[test]
    fn every_row_is_accounted_for_once(
        mut directory in any_directory(), rows in any_rows(), settings in any_settings(), batch in 1_usize..24
    ) {
        let before = directory.live().len() as u64;
        let (outcomes, counts) = directory.import(&rows, &settings, batch);
        prop_assert_eq!(counts.rows.total(), rows.len() as u64);
        prop_assert_eq!(
            outcomes.iter().map(|outcome| outcome.row).collect::<Vec<_>>(),
            rows.iter().map(|row| row.number).collect::<Vec<_>>()
        );
        let mut again = Counts::default();
        for outcome in &outcomes {
            again.rows.count(outcome.outcome);
        }
        prop_assert_eq!(again.rows, counts.rows);
        let merged_away = directory.merged.len() as u64;
        prop_assert_eq!(directory.live().len() as u64, before + counts.contacts.created - merged_away);
        for outcome in &outcomes {
            let has_error = outcome.problems.iter().any(Problem::is_error);
            prop_assert_eq!(outcome.outcome == Outcome::Rejected, has_error);
        }
    }

    #[test]
    fn every_imported_cell_reads_back_and_no_identifier_is_lost(
        mut directory in any_directory(), rows in any_rows(), settings in any_settings()
    ) {
        for row in &rows {
            let before = directory.clone();
            let expected = naive_matches(&before, row, &settings);
            let (outcomes, _) = directory.import(std::slice::from_ref(row), &settings, 1);
            let Some(id) = outcomes[0].contact else {
                prop_assert_eq!(held(&before), held(&directory));
                continue;
            };
            prop_assert_eq!(expected.first().copied().unwrap_or(id), id);
            let merges = settings.merge && expected.len() > 1;
            prop_assert_eq!(outcomes[0].outcome == Outcome::Merged, merges);
            prop_assert_eq!(directory.merged.len() - before.merged.len(), if merges { expected.len() - 1 } else { 0 });

            let stored: &StoredContact = &directory.contacts[&id];
            let was = (!merges).then(|| before.contacts.get(&id)).flatten();
            for cell in row.cells.iter().filter(|cell| cell.field.subject() == Subject::Contact) {
                let wanted = key(row, cell.field);
                let now = read_back(&stored.contact, cell);
                if cell.field == Field::ExternalId {
                    let ids: Vec<_> = stored.contact.external_ids.iter().map(|id| Some(id.value.clone())).collect();
                    prop_assert!(cell.policy == Policy::Fill || wanted.is_none() || ids.contains(&wanted));
                } else if cell.policy != Policy::Fill {
                    prop_assert_eq!(now, wanted, "{:?}", cell.field);
                } else if let Some(was) = was {
                    // A filled field keeps its value, unless another cell of the row claims that value.
                    let kept = read_back(&was.contact, cell);
                    let claimed = row.cells.iter().any(|other| other.field != cell.field && key(row, other.field) == kept);
                    prop_assert!(now == kept || kept.is_none() || claimed);
                }
            }

            // Clearing is asked for, and what a merge moved into a slot is cleared with it.
            let kinds = import_core::row::CONTACT_IDENTIFIERS;
            let cleared: BTreeSet<_> = row
                .cells
                .iter()
                .filter(|cell| cell.value.is_none())
                .filter_map(|cell| kinds.iter().find(|(_, field)| *field == cell.field))
                .map(|(kind, _)| *kind)
                .collect();
            let after = held(&directory);
            for identifier in held(&before).difference(&after) {
                prop_assert!(cleared.contains(&identifier.kind), "lost {:?}", identifier);
                prop_assert!(merges || read_back_cleared(row, &before.contacts[&id], identifier), "lost {:?}", identifier);
            }
        }
    }

    #[test]
    fn importing_the_same_rows_again_creates_nothing(
        mut directory in any_directory(), rows in any_rows(), settings in any_settings()
    ) {
        let plain: Vec<Row> = rows
            .into_iter()
            .map(|mut row| {
                row.cells.retain(|cell| cell.value.is_some());
                row
            })
            .filter(|row| !row.has(Subject::Contact) || row.contact_keys(&settings).next().is_some())
            .collect();
        let (outcomes, _) = directory.clone().import(&plain, &settings, 5);
        let plain: Vec<Row> = plain
            .into_iter()
            .zip(outcomes)
            .filter_map(|(row, outcome)| (outcome.outcome != Outcome::Rejected).then_some(row))
            .collect();
        directory.import(&plain, &settings, 5);
        let (_, counts) = directory.import(&plain, &settings, 7);
        prop_assert_eq!(counts.contacts.created, 0);
        prop_assert_eq!(counts.organizations.created, 0);
    }
}
