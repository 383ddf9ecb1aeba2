//! A contact: a person, as the API shows one.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::parts::{
    Address, AppleOpaqueId, ExternalId, FacebookId, InstagramId, LineId, PhoneNumber, TwitterId,
    WhatsAppId, is_empty,
};
use super::{Identifier, IdentifierKind, Timestamp};
use crate::field::email;
use crate::schema::SchemaRef;

/// What is known of a person. Its JSON is the API's `ExternalContact` without what the store keeps
/// beside it (id, division, dates, links); the two `extra` lists go beyond the API.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[expect(
    missing_docs,
    reason = "the fields are those of the table of target fields"
)]
pub struct Contact {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salutation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work_phone: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell_phone: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_phone: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_phone: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_email: Option<String>,
    #[serde(skip_serializing_if = "is_empty")]
    pub address: Address,
    #[serde(skip_serializing_if = "is_empty")]
    pub twitter_id: TwitterId,
    #[serde(skip_serializing_if = "is_empty")]
    pub line_id: LineId,
    #[serde(skip_serializing_if = "is_empty")]
    pub whats_app_id: WhatsAppId,
    #[serde(skip_serializing_if = "is_empty")]
    pub facebook_id: FacebookId,
    #[serde(skip_serializing_if = "is_empty")]
    pub instagram_id: InstagramId,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apple_opaque_ids: Vec<AppleOpaqueId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey_opt_out: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_system_url: Option<String>,
    /// The version of the schema that last wrote one of the custom fields; none where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaRef>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub custom_fields: Map<String, Value>,
    /// E-mail addresses for which no slot was free: still matched, still shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra_emails: Vec<String>,
    /// Phones for which no slot was free: still matched, still shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra_phones: Vec<PhoneNumber>,
    /// Accounts and IDs that a merge or a newer value pushed out of their one field: still matched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra_identifiers: Vec<Identifier>,
}

/// The places of a contact's e-mail addresses, in the order in which they are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum EmailSlot {
    Work,
    Personal,
    Other,
}

impl EmailSlot {
    /// In order.
    pub const ALL: [Self; 3] = [Self::Work, Self::Personal, Self::Other];
}

/// The places of a contact's phones, in the order in which they are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum PhoneSlot {
    Work,
    Cell,
    Home,
    Other,
}

impl PhoneSlot {
    /// In order.
    pub const ALL: [Self; 4] = [Self::Work, Self::Cell, Self::Home, Self::Other];
}

impl Contact {
    /// The e-mail of a slot.
    pub fn email(&self, slot: EmailSlot) -> Option<&str> {
        match slot {
            EmailSlot::Work => self.work_email.as_deref(),
            EmailSlot::Personal => self.personal_email.as_deref(),
            EmailSlot::Other => self.other_email.as_deref(),
        }
    }

    /// The place of an e-mail.
    pub fn email_mut(&mut self, slot: EmailSlot) -> &mut Option<String> {
        match slot {
            EmailSlot::Work => &mut self.work_email,
            EmailSlot::Personal => &mut self.personal_email,
            EmailSlot::Other => &mut self.other_email,
        }
    }

    /// The phone of a slot.
    pub fn phone(&self, slot: PhoneSlot) -> Option<&PhoneNumber> {
        match slot {
            PhoneSlot::Work => self.work_phone.as_ref(),
            PhoneSlot::Cell => self.cell_phone.as_ref(),
            PhoneSlot::Home => self.home_phone.as_ref(),
            PhoneSlot::Other => self.other_phone.as_ref(),
        }
    }

    /// The place of a phone.
    pub fn phone_mut(&mut self, slot: PhoneSlot) -> &mut Option<PhoneNumber> {
        match slot {
            PhoneSlot::Work => &mut self.work_phone,
            PhoneSlot::Cell => &mut self.cell_phone,
            PhoneSlot::Home => &mut self.home_phone,
            PhoneSlot::Other => &mut self.other_phone,
        }
    }

    /// Its phones, those of the slots first.
    pub fn phones(&self) -> impl Iterator<Item = &PhoneNumber> {
        let slots = PhoneSlot::ALL.into_iter();
        slots
            .filter_map(|slot| self.phone(slot))
            .chain(&self.extra_phones)
    }

    /// The places of its phones that are filled, in the order of [`Self::phones`].
    pub(crate) fn phones_mut(&mut self) -> impl Iterator<Item = &mut PhoneNumber> {
        let slots = [
            &mut self.work_phone,
            &mut self.cell_phone,
            &mut self.home_phone,
            &mut self.other_phone,
        ];
        slots.into_iter().flatten().chain(&mut self.extra_phones)
    }

    /// Whether an e-mail, phone or account, as it is shown, is among those that have no place of their own.
    pub(crate) fn has_extra(&self, shown: &str) -> bool {
        self.extra_emails.iter().any(|address| address == shown)
            || self.extra_phones.iter().any(|phone| phone.display == shown)
            || self
                .extra_identifiers
                .iter()
                .any(|extra| extra.key == shown)
    }

    /// Everything it can be found by, each once.
    pub fn identifiers(&self) -> Vec<Identifier> {
        let mut found = Vec::with_capacity(4);
        let mut add = |identifier: Identifier| {
            if !found.contains(&identifier) {
                found.push(identifier);
            }
        };
        for id in &self.external_ids {
            add(Identifier::external(id.external_source.id, &id.value));
        }
        let slots = EmailSlot::ALL
            .into_iter()
            .filter_map(|slot| self.email(slot));
        for address in slots.chain(self.extra_emails.iter().map(String::as_str)) {
            add(Identifier::new(IdentifierKind::Email, email::key(address)));
        }
        for phone in self.phones() {
            if let Some(key) = &phone.e164 {
                add(Identifier::new(IdentifierKind::Phone, key.clone()));
            }
        }
        if let Some(key) = self
            .whats_app_id
            .phone_number
            .as_ref()
            .and_then(|phone| phone.e164.clone())
        {
            add(Identifier::new(IdentifierKind::SocialWhatsapp, key));
        }
        let accounts = [
            (IdentifierKind::SocialLine, &self.line_id.user_id),
            (IdentifierKind::SocialTwitter, &self.twitter_id.id),
            (IdentifierKind::SocialFacebook, &self.facebook_id.scoped_id),
            (
                IdentifierKind::SocialInstagram,
                &self.instagram_id.scoped_id,
            ),
        ];
        for (kind, key) in accounts {
            if let Some(key) = key {
                add(Identifier::new(kind, key.clone()));
            }
        }
        for id in &self.apple_opaque_ids {
            add(Identifier::new(
                IdentifierKind::AppleOpaqueId,
                id.value.clone(),
            ));
        }
        for identifier in &self.extra_identifiers {
            add(identifier.clone());
        }
        found
    }

    /// First, middle and last name with spaces between; empty where there is none.
    pub fn full_name(&self) -> String {
        let names = [&self.first_name, &self.middle_name, &self.last_name];
        let mut full = String::new();
        for name in names.into_iter().flatten() {
            if !full.is_empty() {
                full.push(' ');
            }
            full.push_str(name);
        }
        full
    }
}

/// What tells whether two phones are the same: the E.164 form, or the text of a number that has none.
pub fn phone_key(phone: &PhoneNumber) -> &str {
    phone.e164.as_deref().unwrap_or(&phone.display)
}

/// A contact as the directory holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredContact {
    /// Time-ordered (UUID version 7), so that ids sort oldest first.
    pub id: Uuid,
    /// What is known of the person.
    pub contact: Contact,
    /// The organization the person belongs to.
    pub organization: Option<Uuid>,
    /// When it was created; a merge keeps the survivor's.
    pub created: Timestamp,
    /// When a value last changed.
    pub modified: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Every record that was merged into this one, directly or through another, without itself.
    pub merge_set: Vec<Uuid>,
}
