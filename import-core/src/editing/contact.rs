//! One contact: created, replaced, changed field by field, deleted.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::body::{ContactBody, OrganizationChoice, keep_spelling};
use super::custom::keep_schema;
use super::external_ids::{ArrayRule, check_contacts, combine};
use super::patch::{self, PatchChange};
use super::{Edit, Edited, Moment, Refusal};
use crate::applying::apply_to_contact;
use crate::columns::Subject;
use crate::engine::{Changed, ContactChange, Found, Known, change_contact};
use crate::problem::Problem;
use crate::record::{Contact, Identifier, PhoneSlot, StoredContact, StoredOrganization};
use crate::schema::Schema;
use crate::settings::Policy;

/// Creates a contact, whoever else holds its identifiers; only its external IDs must be its own.
///
/// # Errors
/// A contact has one of the external IDs, the organization is not there.
pub fn create_contact(
    known: Known,
    body: &ContactBody,
    moment: Moment<'_>,
) -> Result<Edited<StoredContact>, Refusal> {
    let organization = find_organization(body.organization(), &known.organizations)?;
    write(known.contacts, &[], organization, moment, &mut |contact| {
        describe(contact, body)
    })
}

/// Replaces everything that is known of a contact by what a body says. Identifiers that no field of a body can
/// name stay.
///
/// # Errors
/// The contact is not there, another has one of the external IDs, the organization is not there.
pub fn replace_contact(
    id: Uuid,
    known: Known,
    body: &ContactBody,
    moment: Moment<'_>,
) -> Result<Edited<StoredContact>, Refusal> {
    find(id, &known.contacts)?;
    let organization = find_organization(body.organization(), &known.organizations)?;
    write(
        known.contacts,
        &[id],
        organization,
        moment,
        &mut |contact| describe(contact, body),
    )
}

/// Changes single fields of a contact.
///
/// # Errors
/// The contact is not there, a change cannot be applied, and those of [`replace_contact`].
pub fn patch_contact(
    id: Uuid,
    known: Known,
    changes: &[PatchChange],
    schema: Option<&Schema>,
    moment: Moment<'_>,
) -> Result<Edited<StoredContact>, Refusal> {
    let mut document = document(find(id, &known.contacts)?);
    patch::apply(&mut document, changes, Subject::Contact)?;
    let body = ContactBody::read(&document, schema, |_| Policy::Overwrite)?;
    replace_contact(id, known, &body, moment)
}

/// Deletes a contact.
///
/// # Errors
/// The contact is not there.
pub fn delete_contact(id: Uuid, known: &Known) -> Result<Edit, Refusal> {
    Ok(Edit {
        deleted_contacts: vec![find(id, &known.contacts)?.clone()],
        ..Edit::default()
    })
}

pub(super) fn find(id: Uuid, known: &[Arc<StoredContact>]) -> Result<&Arc<StoredContact>, Refusal> {
    let found = known.iter().find(|contact| contact.id == id);
    found.ok_or(Refusal::NotFound(id))
}

/// The organization that a body names; none where it names none.
pub(super) fn find_organization(
    choice: Option<&OrganizationChoice>,
    known: &[Arc<StoredOrganization>],
) -> Result<Option<Uuid>, Refusal> {
    let Some(choice) = choice else {
        return Ok(None);
    };
    let is_it = |organization: &&Arc<StoredOrganization>| match choice {
        OrganizationChoice::Id(id) => organization.id == *id,
        OrganizationChoice::Key(key) => holds(organization, key),
    };
    let found = known.iter().filter(is_it);
    let oldest = found.min_by_key(|organization| (organization.created, organization.id));
    let id = oldest.map(|organization| organization.id);
    id.map(Some).ok_or(Refusal::NoOrganization)
}

fn holds(organization: &StoredOrganization, key: &Identifier) -> bool {
    organization.organization.identifiers().contains(key)
}

/// Goes the way of a row with one named contact, or a new one, and holds external IDs to be its own.
pub(super) fn write(
    known: Vec<Arc<StoredContact>>,
    named: &[Uuid],
    organization: Option<Uuid>,
    moment: Moment<'_>,
    apply: &mut dyn FnMut(&mut Contact) -> Result<Vec<Problem>, Refusal>,
) -> Result<Edited<StoredContact>, Refusal> {
    let others = known.clone();
    let named = Found::Named(named);
    let changed = change_contact(known, named, false, Some(organization), moment, apply)?;
    check_contacts(&changed.changes, &others)?;
    Ok(edited(changed))
}

pub(super) fn edited(changed: Changed<StoredContact, ContactChange>) -> Edited<StoredContact> {
    Edited {
        record: Arc::unwrap_or_clone(changed.record),
        outcome: changed.outcome,
        edit: Edit {
            contacts: changed.changes,
            ..Edit::default()
        },
    }
}

/// Makes a contact what a body says of it.
fn describe(contact: &mut Contact, body: &ContactBody) -> Result<Vec<Problem>, Refusal> {
    let former = std::mem::take(contact);
    let phones = PhoneSlot::ALL.map(|slot| former.phone(slot).cloned());
    body.custom.check(&former.custom_fields)?;
    body.custom.keep(&mut contact.custom_fields);
    contact.extra_emails = former.extra_emails;
    contact.extra_phones = former.extra_phones;
    contact.extra_identifiers = former.extra_identifiers;
    let problems = apply_to_contact(contact, &body.row, &body.settings)?;
    keep_schema(
        (&contact.custom_fields, &mut contact.schema),
        (&former.custom_fields, former.schema),
    );
    for (slot, former) in PhoneSlot::ALL.into_iter().zip(phones) {
        keep_spelling(contact.phone_mut(slot), former);
    }
    let whats_app = former.whats_app_id.phone_number;
    keep_spelling(&mut contact.whats_app_id.phone_number, whats_app);
    combine(
        &mut contact.external_ids,
        body.external_ids(),
        ArrayRule::Extend,
    )?;
    contact.apple_opaque_ids = body.apple_ids.clone().unwrap_or_default();
    Ok(problems)
}

/// A contact as a body would describe it. The schema is left out: changes are read by the newest version.
fn document(stored: &StoredContact) -> Map<String, Json> {
    let json = serde_json::to_value(&stored.contact).unwrap_or_default();
    let Json::Object(mut document) = json else {
        return Map::new();
    };
    document.remove("schema");
    if let Some(id) = stored.organization {
        document.insert("externalOrganization".to_owned(), json!({"id": id}));
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editing::PatchAction;
    use crate::outcome::Outcome;
    use crate::record::{EmailSlot, ExternalId};

    fn read(body: &Json) -> ContactBody {
        ContactBody::read(body.as_object().unwrap(), None, |_| Policy::Overwrite).unwrap()
    }

    fn create(known: Known, body: &Json) -> Result<Edited<StoredContact>, Refusal> {
        let mut new_id = || Uuid::from_u128(7);
        let moment = Moment {
            now: 10,
            new_id: &mut new_id,
        };
        create_contact(known, &read(body), moment)
    }

    fn knows(contact: &StoredContact) -> Known {
        Known {
            contacts: vec![Arc::new(contact.clone())],
            ..Known::default()
        }
    }

    fn later() -> Moment<'static> {
        Moment {
            now: 20,
            new_id: Box::leak(Box::new(|| Uuid::from_u128(8))),
        }
    }

    #[test]
    fn a_contact_that_is_read_and_replaced_by_itself_is_unchanged() {
        let body = json!({
            "firstName": "Ann", "workEmail": "a@x.org", "lineId": {"ids": [{"userId": "U1"}]},
            "cellPhone": {"display": "(415) 555-2671 x 9"}, "otherPhone": {"display": "ask Bob"},
            "externalIds": [{"externalSource": {"id": Uuid::nil()}, "value": "7"}],
            "address": {"city": "Rome"}, "whatsAppId": {"phoneNumber": {"display": "+14155552672"}},
            "appleOpaqueIds": [{"value": "A1"}],
        });
        let created = create(Known::default(), &body).unwrap();
        assert_eq!(created.outcome, Outcome::Created);
        assert_eq!((created.record.created, created.record.version), (10, 1));
        let again = read(&Json::Object(document(&created.record)));
        let id = created.record.id;
        let replaced = replace_contact(id, knows(&created.record), &again, later()).unwrap();
        assert_eq!(replaced.record, created.record);
        assert!(replaced.edit.is_empty());
    }

    #[test]
    fn what_a_body_leaves_out_is_emptied_but_extra_identifiers_stay() {
        let mut stored = create(
            Known::default(),
            &json!({"firstName": "Ann", "title": "CTO"}),
        )
        .unwrap()
        .record;
        stored.contact.extra_emails = vec!["old@x.org".to_owned()];
        stored.organization = Some(Uuid::from_u128(3));
        let body = read(&json!({"firstName": "Bo", "workEmail": "new@x.org"}));
        let replaced = replace_contact(stored.id, knows(&stored), &body, later()).unwrap();
        let after = replaced.record;
        assert_eq!((after.modified, after.version), (20, 2));
        assert_eq!(after.contact.title, None);
        assert_eq!(after.organization, None);
        assert_eq!(after.contact.email(EmailSlot::Work), Some("new@x.org"));
        assert_eq!(after.contact.extra_emails, ["old@x.org"]);
        assert_eq!(replaced.edit.contacts[0].before.as_deref(), Some(&stored));
    }

    #[test]
    fn an_email_is_replaced_in_its_place_alone() {
        let body = json!({"workEmail": "a@x.org"});
        let stored = create(Known::default(), &body).unwrap().record;
        let change = PatchChange {
            field: "$.workEmail".to_owned(),
            action: PatchAction::Update,
            value: json!("b@x.org"),
        };
        let patched = patch_contact(stored.id, knows(&stored), &[change], None, later()).unwrap();
        assert_eq!(patched.record.contact.identifiers().len(), 1);
        assert_eq!(
            patched.record.contact.email(EmailSlot::Work),
            Some("b@x.org")
        );
    }

    #[test]
    fn an_external_id_names_one_contact() {
        let body = json!({
            "externalIds": [{"externalSource": {"id": Uuid::nil()}, "value": "7"}],
            "workEmail": "a@x.org",
        });
        let mut stored = create(Known::default(), &body).unwrap().record;
        stored.id = Uuid::from_u128(1);
        let refused = create(knows(&stored), &body).unwrap_err();
        let key = Identifier::external(Uuid::nil(), "7");
        assert_eq!(refused, Refusal::Taken(key, stored.id));
        create(knows(&stored), &json!({"workEmail": "a@x.org"})).unwrap();
        let mut other = stored.clone();
        other.contact.external_ids = vec![ExternalId::new(Uuid::nil(), "8")];
        create(knows(&other), &body).unwrap();
    }

    #[test]
    fn what_is_not_there_is_not_changed() {
        let id = Uuid::from_u128(1);
        let gone = Refusal::NotFound(id);
        assert_eq!(delete_contact(id, &Known::default()), Err(gone.clone()));
        let body = read(&json!({"externalOrganization": {"id": id}}));
        let replaced = replace_contact(id, Known::default(), &body, later());
        assert_eq!(replaced.unwrap_err(), gone);
        let created = create_contact(Known::default(), &body, later());
        assert_eq!(created.unwrap_err(), Refusal::NoOrganization);
    }
}
