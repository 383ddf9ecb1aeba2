//! Several contacts, named one by one, become one.

use uuid::Uuid;

use super::body::ContactBody;
use super::contact::{edited, find, find_organization};
use super::external_ids::{ArrayRule, check_contacts, combine};
use super::{Edited, Moment, Refusal};
use crate::applying::apply_to_contact;
use crate::engine::{Found, Known, change_contact};
use crate::record::StoredContact;

/// Merges contacts as an import does; the first survives. What `values` says is then applied to it as a row
/// that overwrites: what it pushes out of its place is kept.
///
/// # Errors
/// A contact is not there, they are too many, another contact has one of the external IDs.
pub fn merge_contacts(
    ids: &[Uuid],
    known: Known,
    values: &ContactBody,
    moment: Moment<'_>,
) -> Result<Edited<StoredContact>, Refusal> {
    for &id in ids {
        find(id, &known.contacts)?;
    }
    let organization = find_organization(values.organization(), &known.organizations)?;
    let others = known.contacts.clone();
    let found = Found::Named(ids);
    let organization = organization.map(Some);
    let changed = change_contact::<Refusal>(
        known.contacts,
        found,
        true,
        organization,
        moment,
        &mut |contact| {
            combine(
                &mut contact.external_ids,
                values.external_ids(),
                ArrayRule::Extend,
            )?;
            values.custom.check(&contact.custom_fields)?;
            Ok(apply_to_contact(contact, &values.row, &values.settings)?)
        },
    )?;
    check_contacts(&changed.changes, &others)?;
    Ok(edited(changed))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::outcome::Outcome;
    use crate::record::Contact;
    use crate::settings::Policy;

    fn stored(number: u128, email: &str) -> StoredContact {
        StoredContact {
            id: Uuid::from_u128(number),
            contact: Contact {
                work_email: Some(email.to_owned()),
                ..Contact::default()
            },
            organization: None,
            created: 1,
            modified: i64::try_from(number).unwrap(),
            version: 1,
            merge_set: Vec::new(),
        }
    }

    fn merge(ids: &[u128], values: &serde_json::Value) -> Result<Edited<StoredContact>, Refusal> {
        let known = Known {
            contacts: vec![
                stored(1, "a@x.org").into(),
                stored(2, "b@x.org").into(),
                stored(3, "c@x.org").into(),
            ],
            ..Known::default()
        };
        let ids: Vec<Uuid> = ids.iter().copied().map(Uuid::from_u128).collect();
        let values = ContactBody::read(values.as_object().unwrap(), None, |_| Policy::Overwrite)?;
        let mut new_id = Uuid::nil;
        let moment = Moment {
            now: 10,
            new_id: &mut new_id,
        };
        merge_contacts(&ids, known, &values, moment)
    }

    #[test]
    fn the_first_survives_and_every_email_is_kept() {
        let merged = merge(&[2, 3], &json!({"workEmail": "new@x.org"})).unwrap();
        assert_eq!(merged.outcome, Outcome::Merged);
        let contact = &merged.record.contact;
        assert_eq!(merged.record.id, Uuid::from_u128(2));
        assert_eq!(contact.work_email.as_deref(), Some("new@x.org"));
        assert_eq!(contact.identifiers().len(), 3);
        assert_eq!(merged.record.merge_set, [Uuid::from_u128(3)]);
        let away = merged
            .edit
            .contacts
            .iter()
            .find(|change| change.merged_to.is_some());
        assert_eq!(away.unwrap().after.id, Uuid::from_u128(3));
    }

    #[test]
    fn a_contact_that_is_not_there_cannot_be_merged() {
        let gone = Refusal::NotFound(Uuid::from_u128(4));
        assert_eq!(merge(&[1, 4], &json!({})).unwrap_err(), gone);
    }
}
