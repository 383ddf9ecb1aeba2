//! Single identifiers: named by a request, taken up by a record or let go of.

use uuid::Uuid;

use super::contact::{edited, find};
use super::external_ids::{ArrayRule, check_contacts, combine, read_id};
use super::{Edited, FieldFault, Moment, Refusal, organization};
use crate::engine::{Found, Known, change_contact};
use crate::field::{Region, email, phone};
use crate::problem::Code;
use crate::record::contact::phone_key;
use crate::record::{
    Contact, EmailSlot, ExternalId, Identifier, IdentifierKind, PhoneSlot, StoredContact,
    StoredOrganization,
};
use crate::slots;

/// An identifier as a request names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What is compared.
    pub identifier: Identifier,
    /// As it is written.
    pub value: String,
    /// The source of an external ID.
    pub source: Option<Uuid>,
}

impl Claim {
    /// The external ID that it is, if it is one.
    pub fn external_ids(&self) -> Vec<ExternalId> {
        let id = self
            .source
            .map(|source| ExternalId::new(source, &self.value));
        id.into_iter().collect()
    }
}

/// Reads an identifier. Phones without a country are read in the region that is read by default.
///
/// # Errors
/// It is not one of its kind, or an external ID without a source.
pub fn read_identifier(
    kind: IdentifierKind,
    value: &str,
    source: Option<Uuid>,
) -> Result<Claim, Refusal> {
    const PATH: &str = "value";
    let value = read_id(value, PATH)?;
    let invalid = |code| FieldFault::Value(super::body::problem(code, PATH, &value));
    let key = match kind {
        IdentifierKind::ExternalId => {
            let path = "externalSource.id".to_owned();
            let source = source.ok_or(FieldFault::Shape(path, "an id"))?;
            return Ok(Claim {
                identifier: Identifier::external(source, &value),
                value,
                source: Some(source),
            });
        }
        IdentifierKind::Email => {
            email::check(&value).map_err(|fault| invalid(fault.code))?;
            email::key(&value)
        }
        IdentifierKind::Phone | IdentifierKind::SocialWhatsapp => {
            let read = phone::parse(&value, Region::DEFAULT).and_then(|phone| phone.e164);
            read.ok_or_else(|| invalid(Code::PhoneInvalid))?
        }
        _ => value.clone(),
    };
    Ok(Claim {
        identifier: Identifier::new(kind, key),
        value,
        source: None,
    })
}

/// Lets a contact take up an identifier (`claims`) or let go of it. An e-mail or phone takes a free place or
/// becomes an extra one. Others may hold it as well, unless it is an external ID.
///
/// # Errors
/// The contact is not there or does not hold it, another contact has the external ID, it has too many.
pub fn change_contact_identifier(
    id: Uuid,
    known: Known,
    claim: &Claim,
    claims: bool,
    moment: Moment<'_>,
) -> Result<Edited<StoredContact>, Refusal> {
    let holds = find(id, &known.contacts)?
        .contact
        .identifiers()
        .contains(&claim.identifier);
    if !claims && !holds {
        return Err(Refusal::NotHeld);
    }
    let others = known.contacts.clone();
    let changed = change_contact::<Refusal>(
        known.contacts,
        Found::Named(&[id]),
        false,
        None,
        moment,
        &mut |contact| {
            match (claims, holds) {
                (true, true) => {}
                (true, false) => take_up(contact, claim)?,
                (false, _) => let_go(contact, &claim.identifier),
            }
            Ok(Vec::new())
        },
    )?;
    check_contacts(&changed.changes, &others)?;
    Ok(edited(changed))
}

/// Lets an organization take up an external ID (`claims`) or let go of it.
///
/// # Errors
/// The organization is not there or does not hold it, another one has it, it has too many.
pub fn change_organization_identifier(
    id: Uuid,
    known: Known,
    claim: &Claim,
    claims: bool,
    moment: Moment<'_>,
) -> Result<Edited<StoredOrganization>, Refusal> {
    let holds = organization::find(id, &known)?
        .organization
        .identifiers()
        .contains(&claim.identifier);
    if !claims && !holds {
        return Err(Refusal::NotHeld);
    }
    organization::write(known, Found::Named(&[id]), moment, &mut |organization| {
        if claims {
            let ids = &mut organization.external_ids;
            return combine(ids, &claim.external_ids(), ArrayRule::Extend);
        }
        let ids = &mut organization.external_ids;
        ids.retain(|id| super::body::key(id) != claim.identifier);
        Ok(())
    })
}

fn take_up(contact: &mut Contact, claim: &Claim) -> Result<(), Refusal> {
    let value = claim.value.clone();
    match claim.identifier.kind {
        IdentifierKind::ExternalId => {
            let ids = &mut contact.external_ids;
            combine(ids, &claim.external_ids(), ArrayRule::Extend)?;
        }
        IdentifierKind::Email => {
            let mut places = EmailSlot::ALL.map(|slot| contact.email_mut(slot).take());
            slots::place(
                &mut places,
                &mut contact.extra_emails,
                vec![(0, value)],
                |_| true,
            );
            for (slot, email) in EmailSlot::ALL.into_iter().zip(places) {
                *contact.email_mut(slot) = email;
            }
        }
        IdentifierKind::Phone => {
            if let Some(phone) = phone::parse(&value, Region::DEFAULT) {
                let mut places = PhoneSlot::ALL.map(|slot| contact.phone_mut(slot).take());
                slots::place(
                    &mut places,
                    &mut contact.extra_phones,
                    vec![(0, phone)],
                    |_| true,
                );
                for (slot, phone) in PhoneSlot::ALL.into_iter().zip(places) {
                    *contact.phone_mut(slot) = phone;
                }
            }
        }
        IdentifierKind::SocialWhatsapp if contact.whats_app_id.phone_number.is_none() => {
            contact.whats_app_id.phone_number = phone::parse(&value, Region::DEFAULT);
        }
        kind => match account(contact, kind) {
            Some(place) if place.is_none() => *place = Some(value),
            _ => contact.extra_identifiers.push(claim.identifier.clone()),
        },
    }
    Ok(())
}

fn let_go(contact: &mut Contact, identifier: &Identifier) {
    let Identifier { kind, key } = identifier;
    contact
        .extra_identifiers
        .retain(|extra| extra != identifier);
    match kind {
        IdentifierKind::ExternalId => {
            let ids = &mut contact.external_ids;
            ids.retain(|id| super::body::key(id) != *identifier);
        }
        IdentifierKind::Email => {
            let is_it = |address: &String| email::key(address) == *key;
            for slot in EmailSlot::ALL {
                contact.email_mut(slot).take_if(|address| is_it(address));
            }
            contact.extra_emails.retain(|address| !is_it(address));
        }
        IdentifierKind::Phone => {
            for slot in PhoneSlot::ALL {
                let phone = contact.phone_mut(slot);
                phone.take_if(|phone| phone_key(phone) == key);
            }
            contact.extra_phones.retain(|phone| phone_key(phone) != key);
        }
        IdentifierKind::SocialWhatsapp => {
            let phone = &mut contact.whats_app_id.phone_number;
            phone.take_if(|phone| phone.e164.as_ref() == Some(key));
        }
        IdentifierKind::AppleOpaqueId => contact.apple_opaque_ids.retain(|id| id.value != *key),
        kind => {
            if let Some(place) = account(contact, *kind) {
                place.take_if(|account| account == key);
            }
        }
    }
}

/// The one place of an account.
fn account(contact: &mut Contact, kind: IdentifierKind) -> Option<&mut Option<String>> {
    Some(match kind {
        IdentifierKind::SocialLine => &mut contact.line_id.user_id,
        IdentifierKind::SocialTwitter => &mut contact.twitter_id.id,
        IdentifierKind::SocialFacebook => &mut contact.facebook_id.scoped_id,
        IdentifierKind::SocialInstagram => &mut contact.instagram_id.scoped_id,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored() -> StoredContact {
        StoredContact {
            id: Uuid::from_u128(1),
            contact: Contact {
                work_email: Some("Ann@x.org".to_owned()),
                ..Contact::default()
            },
            organization: None,
            created: 1,
            modified: 1,
            version: 1,
            merge_set: Vec::new(),
        }
    }

    fn change(
        stored: &StoredContact,
        claim: &Claim,
        claims: bool,
    ) -> Result<StoredContact, Refusal> {
        let known = Known {
            contacts: vec![stored.clone().into()],
            ..Known::default()
        };
        let mut new_id = Uuid::nil;
        let moment = Moment {
            now: 10,
            new_id: &mut new_id,
        };
        change_contact_identifier(stored.id, known, claim, claims, moment)
            .map(|edited| edited.record)
    }

    #[test]
    fn every_kind_is_taken_up_and_let_go_of() {
        for &kind in IdentifierKind::ALL {
            let value = match kind {
                IdentifierKind::Email => "New@x.org",
                IdentifierKind::Phone | IdentifierKind::SocialWhatsapp => "(415) 555-2671",
                _ => "x1",
            };
            let source = Uuid::from_u128(3);
            let claim = read_identifier(kind, value, Some(source)).unwrap();
            let before = stored();
            assert_eq!(
                change(&before, &claim, false),
                Err(Refusal::NotHeld),
                "{kind:?}"
            );
            let claimed = change(&before, &claim, true).unwrap();
            let held = claimed.contact.identifiers();
            assert_eq!(held.len(), 2, "{kind:?}");
            assert!(held.contains(&claim.identifier), "{kind:?}");
            assert_eq!(change(&claimed, &claim, true).unwrap(), claimed, "{kind:?}");
            let released = change(&claimed, &claim, false).unwrap();
            assert_eq!(
                released.contact.identifiers(),
                before.contact.identifiers(),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn an_email_takes_a_free_place_and_then_none() {
        let mut stored = stored();
        for value in ["b@x.org", "c@x.org", "d@x.org"] {
            let claim = read_identifier(IdentifierKind::Email, value, None).unwrap();
            stored = change(&stored, &claim, true).unwrap();
        }
        assert_eq!(stored.contact.other_email.as_deref(), Some("c@x.org"));
        assert_eq!(stored.contact.extra_emails, ["d@x.org"]);
    }

    #[test]
    fn what_is_no_identifier_is_refused() {
        assert!(read_identifier(IdentifierKind::Email, "ann@", None).is_err());
        assert!(read_identifier(IdentifierKind::Phone, "12", None).is_err());
        assert!(read_identifier(IdentifierKind::ExternalId, "12", None).is_err());
        assert!(read_identifier(IdentifierKind::SocialLine, " ", None).is_err());
    }
}
