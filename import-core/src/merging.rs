//! Several contacts become one.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::field::email;
use crate::record::contact::phone_key;
use crate::record::parts::is_empty;
use crate::record::{Contact, EmailSlot, MAX_EXTERNAL_IDS, PhoneSlot, StoredContact};
use crate::slots;

/// What a merge makes of its contacts.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The one contact.
    pub contact: Contact,
    /// Its organization: that of the most recently modified contact that has one.
    pub organization: Option<Uuid>,
    /// E-mails, phones and accounts for which there was no place of their own; they are still held.
    pub overflow: Vec<String>,
}

/// Merges contacts, given in matching order; the first is the survivor. A merge of one changes nothing.
///
/// Each single field takes the value of the most recently modified contact that has one; on equal
/// dates the earlier match counts. An address and an account of a social network is one value: parts
/// of two addresses make no third. External IDs, tag lists and extra identifiers are united.
///
/// # Errors
/// More than [`MAX_EXTERNAL_IDS`] external IDs: their number.
pub fn merge(contacts: &[&StoredContact]) -> Result<Merged, usize> {
    let mut by_recency: Vec<&StoredContact> = contacts.to_vec();
    by_recency.sort_by_key(|stored| std::cmp::Reverse(stored.modified));
    let recent = Recent {
        contacts: &by_recency,
    };

    let mut merged = Contact {
        first_name: recent.first(|contact| contact.first_name.clone()),
        middle_name: recent.first(|contact| contact.middle_name.clone()),
        last_name: recent.first(|contact| contact.last_name.clone()),
        salutation: recent.first(|contact| contact.salutation.clone()),
        title: recent.first(|contact| contact.title.clone()),
        address: recent.part(|contact| &contact.address),
        twitter_id: recent.part(|contact| &contact.twitter_id),
        line_id: recent.part(|contact| &contact.line_id),
        whats_app_id: recent.part(|contact| &contact.whats_app_id),
        facebook_id: recent.part(|contact| &contact.facebook_id),
        instagram_id: recent.part(|contact| &contact.instagram_id),
        survey_opt_out: recent.first(|contact| contact.survey_opt_out),
        external_system_url: recent.first(|contact| contact.external_system_url.clone()),
        apple_opaque_ids: union(
            contacts
                .iter()
                .flat_map(|stored| &stored.contact.apple_opaque_ids),
        ),
        external_ids: union(
            contacts
                .iter()
                .flat_map(|stored| &stored.contact.external_ids),
        ),
        schema: recent.first(|contact| contact.schema),
        custom_fields: custom_fields(&by_recency),
        ..Contact::default()
    };
    if merged.external_ids.len() > MAX_EXTERNAL_IDS {
        return Err(merged.external_ids.len());
    }
    let mut overflow = emails(&mut merged, contacts, &by_recency);
    overflow.extend(phones(&mut merged, contacts, &by_recency));
    overflow.extend(accounts(&mut merged, contacts));
    let organization = by_recency.iter().find_map(|stored| stored.organization);
    Ok(Merged {
        contact: merged,
        organization,
        overflow,
    })
}

struct Recent<'a> {
    contacts: &'a [&'a StoredContact],
}

impl Recent<'_> {
    /// The most recent value of a field.
    fn first<V>(&self, of: impl Fn(&Contact) -> Option<V>) -> Option<V> {
        self.contacts.iter().find_map(|stored| of(&stored.contact))
    }

    /// The most recent value of a field that has several parts.
    fn part<P: Clone + Default + PartialEq>(&self, of: impl Fn(&Contact) -> &P) -> P {
        let parts = self.contacts.iter().map(|stored| of(&stored.contact));
        parts
            .into_iter()
            .find(|part| !is_empty(*part))
            .cloned()
            .unwrap_or_default()
    }
}

fn union<'a, T: Clone + PartialEq + 'a>(items: impl Iterator<Item = &'a T>) -> Vec<T> {
    let mut united: Vec<T> = Vec::new();
    for item in items {
        if !united.contains(item) {
            united.push(item.clone());
        }
    }
    united
}

/// Single values by recency; lists (tags) are united.
fn custom_fields(by_recency: &[&StoredContact]) -> Map<String, Value> {
    let mut merged = Map::new();
    for (key, value) in by_recency
        .iter()
        .flat_map(|stored| &stored.contact.custom_fields)
    {
        match (merged.get_mut(key), value) {
            (None, value) => {
                merged.insert(key.clone(), value.clone());
            }
            (Some(Value::Array(tags)), Value::Array(more)) => {
                for tag in more {
                    if !tags.contains(tag) {
                        tags.push(tag.clone());
                    }
                }
            }
            (Some(_), _) => {}
        }
    }
    merged
}

/// Fills slots by recency, then gives every other value a free slot or a place among the extras.
fn family<V: Clone, K: PartialEq, const SLOTS: usize>(
    contacts: &[&StoredContact],
    by_recency: &[&StoredContact],
    slot: impl Fn(&Contact, usize) -> Option<V>,
    extras: impl Fn(&Contact) -> &[V],
    key: impl Fn(&V) -> K,
) -> ([Option<V>; SLOTS], Vec<V>, Vec<V>) {
    let mut taken: Vec<K> = Vec::new();
    let mut slots: [Option<V>; SLOTS] = std::array::from_fn(|_| None);
    for (index, place) in slots.iter_mut().enumerate() {
        let mut candidates = by_recency
            .iter()
            .filter_map(|stored| slot(&stored.contact, index));
        if let Some(value) = candidates.find(|value| !taken.contains(&key(value))) {
            taken.push(key(&value));
            *place = Some(value);
        }
    }
    let mut rest = Vec::new();
    for stored in contacts {
        let held = (0..SLOTS).filter_map(|index| slot(&stored.contact, index));
        for value in held.chain(extras(&stored.contact).iter().cloned()) {
            if !taken.contains(&key(&value)) {
                taken.push(key(&value));
                rest.push((0, value));
            }
        }
    }
    let mut left_over = Vec::new();
    let overflow = slots::place(&mut slots, &mut left_over, rest, |_| true);
    (
        slots,
        left_over,
        overflow.into_iter().map(|(_, value)| value).collect(),
    )
}

fn emails(
    merged: &mut Contact,
    contacts: &[&StoredContact],
    by_recency: &[&StoredContact],
) -> Vec<String> {
    let (slots, extras, overflow) = family::<_, _, 3>(
        contacts,
        by_recency,
        |contact, index| contact.email(EmailSlot::ALL[index]).map(str::to_owned),
        |contact| &contact.extra_emails,
        |address| email::key(address),
    );
    for (slot, value) in EmailSlot::ALL.into_iter().zip(slots) {
        *merged.email_mut(slot) = value;
    }
    merged.extra_emails = extras;
    overflow
}

fn phones(
    merged: &mut Contact,
    contacts: &[&StoredContact],
    by_recency: &[&StoredContact],
) -> Vec<String> {
    let (slots, extras, overflow) = family::<_, _, 4>(
        contacts,
        by_recency,
        |contact, index| contact.phone(PhoneSlot::ALL[index]).cloned(),
        |contact| &contact.extra_phones,
        |phone| phone_key(phone).to_owned(),
    );
    for (slot, value) in PhoneSlot::ALL.into_iter().zip(slots) {
        *merged.phone_mut(slot) = value;
    }
    merged.extra_phones = extras;
    // Of several phones of one number one stands; what the others say besides is not lost.
    for other in by_recency.iter().flat_map(|stored| stored.contact.phones()) {
        let mut phones = merged.phones_mut();
        if let Some(phone) = phones.find(|phone| phone_key(phone) == phone_key(other)) {
            phone.complete(other);
        }
    }
    overflow.into_iter().map(|phone| phone.display).collect()
}

/// Keeps the accounts that lost their one place to a more recent one.
fn accounts(merged: &mut Contact, contacts: &[&StoredContact]) -> Vec<String> {
    let held = merged.identifiers();
    let mut overflow = Vec::new();
    for identifier in contacts
        .iter()
        .flat_map(|stored| stored.contact.identifiers())
    {
        if !held.contains(&identifier) && !merged.extra_identifiers.contains(&identifier) {
            let was_extra = contacts
                .iter()
                .any(|stored| stored.contact.extra_identifiers.contains(&identifier));
            if !was_extra {
                overflow.push(identifier.key.clone());
            }
            merged.extra_identifiers.push(identifier);
        }
    }
    overflow
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{ExternalId, Identifier, IdentifierKind, PhoneNumber};
    use proptest::prelude::*;

    fn stored(number: u128, modified: i64, contact: Contact) -> StoredContact {
        StoredContact {
            id: Uuid::from_u128(number),
            contact,
            organization: None,
            created: 0,
            modified,
            version: 1,
            merge_set: Vec::new(),
        }
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "the fields of a contact are options"
    )]
    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_single_field_takes_the_most_recently_modified_value_that_there_is() {
        let old = stored(
            1,
            10,
            Contact {
                title: text("CTO"),
                first_name: text("Ann"),
                ..Contact::default()
            },
        );
        let new = stored(
            2,
            20,
            Contact {
                title: text("CEO"),
                ..Contact::default()
            },
        );
        let merged = merge(&[&old, &new]).unwrap().contact;
        assert_eq!(merged.title, text("CEO"));
        assert_eq!(merged.first_name, text("Ann"));
    }

    #[test]
    fn other_emails_move_to_free_slots_and_then_to_the_extras() {
        let first = stored(
            1,
            10,
            Contact {
                work_email: text("a@x.org"),
                personal_email: text("b@x.org"),
                ..Contact::default()
            },
        );
        let second = stored(
            2,
            20,
            Contact {
                work_email: text("c@x.org"),
                personal_email: text("A@x.org"),
                ..Contact::default()
            },
        );
        let merged = merge(&[&first, &second]).unwrap();
        assert_eq!(merged.contact.work_email, text("c@x.org"));
        assert_eq!(merged.contact.personal_email, text("A@x.org"));
        assert_eq!(merged.contact.other_email, text("b@x.org"));
        assert!(merged.overflow.is_empty());

        let third = stored(
            3,
            30,
            Contact {
                other_email: text("d@x.org"),
                ..Contact::default()
            },
        );
        let merged = merge(&[&first, &second, &third]).unwrap();
        assert_eq!(merged.contact.other_email, text("d@x.org"));
        assert_eq!(merged.contact.extra_emails, ["b@x.org"]);
        assert_eq!(merged.overflow, ["b@x.org"]);
    }

    #[test]
    fn a_phone_keeps_the_most_recent_extension_and_sms_flag_that_its_number_has() {
        let number = |number: &str, extension, accepts_sms| PhoneNumber {
            e164: text(number),
            extension,
            accepts_sms,
            ..PhoneNumber::default()
        };
        let phone = |extension, accepts_sms| number("+14155550102", extension, accepts_sms);
        let oldest = stored(
            1,
            10,
            Contact {
                cell_phone: Some(phone(Some(1), Some(false))),
                work_phone: Some(number("+14155550103", Some(3), Some(true))),
                ..Contact::default()
            },
        );
        let older = stored(
            2,
            20,
            Contact {
                extra_phones: vec![phone(Some(2), None)],
                ..Contact::default()
            },
        );
        let newest = stored(
            3,
            30,
            Contact {
                work_phone: Some(phone(None, None)),
                ..Contact::default()
            },
        );
        let merged = merge(&[&oldest, &older, &newest]).unwrap().contact;
        assert_eq!(merged.work_phone, Some(phone(Some(2), Some(false))));
        let other = number("+14155550103", Some(3), Some(true));
        assert_eq!(merged.cell_phone, Some(other));
        assert_eq!(merged.phones().count(), 2);
    }

    #[test]
    fn eleven_external_ids_are_too_many() {
        let ids = |range: std::ops::Range<u32>| {
            range
                .map(|number| ExternalId::new(Uuid::nil(), number.to_string()))
                .collect()
        };
        let first = stored(
            1,
            10,
            Contact {
                external_ids: ids(0..6),
                ..Contact::default()
            },
        );
        let second = stored(
            2,
            10,
            Contact {
                external_ids: ids(5..10),
                ..Contact::default()
            },
        );
        assert_eq!(
            merge(&[&first, &second])
                .unwrap()
                .contact
                .external_ids
                .len(),
            10
        );
        let second = stored(
            2,
            10,
            Contact {
                external_ids: ids(5..11),
                ..Contact::default()
            },
        );
        assert_eq!(merge(&[&first, &second]), Err(11));
    }

    #[test]
    fn a_second_account_stays_an_identifier() {
        let line = |id: &str| crate::record::LineId {
            user_id: text(id),
            display_name: None,
        };
        let first = stored(
            1,
            10,
            Contact {
                line_id: line("U1"),
                ..Contact::default()
            },
        );
        let second = stored(
            2,
            20,
            Contact {
                line_id: line("U2"),
                ..Contact::default()
            },
        );
        let merged = merge(&[&first, &second]).unwrap();
        assert_eq!(merged.contact.line_id.user_id, text("U2"));
        assert_eq!(
            merged.contact.extra_identifiers,
            [Identifier::new(IdentifierKind::SocialLine, "U1")]
        );
        assert_eq!(merged.overflow, ["U1"]);
    }

    prop_compose! {
        fn any_contact()(
            emails in prop::array::uniform3(prop::option::of(0_u8..6)),
            phones in prop::array::uniform4(prop::option::of(0_u8..6)),
            ids in prop::collection::vec(0_u8..4, 0..3),
            title in prop::option::of(0_u8..3),
        ) -> Contact {
            let mut contact = Contact { title: title.map(|n| n.to_string()), ..Contact::default() };
            for (slot, n) in EmailSlot::ALL.into_iter().zip(emails) {
                *contact.email_mut(slot) = n.map(|n| format!("e{n}@x.org"));
            }
            for (slot, n) in PhoneSlot::ALL.into_iter().zip(phones) {
                *contact.phone_mut(slot) = n.map(|n| PhoneNumber {
                    e164: Some(format!("+1415555010{n}")), ..PhoneNumber::default()
                });
            }
            contact.external_ids =
                union(ids.iter().map(|n| ExternalId::new(Uuid::nil(), n.to_string())).collect::<Vec<_>>().iter());
            contact
        }
    }

    proptest! {
        #[test]
        fn no_identifier_is_lost_none_is_added_and_each_stands_once(
            contacts in prop::collection::vec((any_contact(), 0_i64..4), 1..5)
        ) {
            let stored: Vec<_> = contacts
                .into_iter()
                .enumerate()
                .map(|(n, (contact, modified))| stored(n as u128, modified, contact))
                .collect();
            let merged = merge(&stored.iter().collect::<Vec<_>>()).unwrap().contact;
            let mut before: Vec<_> = stored.iter().flat_map(|stored| stored.contact.identifiers()).collect();
            before.sort();
            before.dedup();
            let mut after = merged.identifiers();
            after.sort();
            prop_assert_eq!(before, after);
            let places = EmailSlot::ALL.iter().filter_map(|&slot| merged.email(slot)).map(email::key);
            let mut places: Vec<_> = places.chain(merged.extra_emails.iter().map(|text| email::key(text))).collect();
            let held = places.len();
            places.sort();
            places.dedup();
            prop_assert_eq!(places.len(), held);
        }
    }
}
