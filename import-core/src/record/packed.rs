//! A contact as stores write it.

use uuid::Uuid;

use super::{Contact, Identifier, StoredContact, Timestamp};

/// A contact of the directory with its JSON in place of the [`Contact`].
///
/// Most contacts of a file are made once and written once, and nobody looks into them in between. Packed, they are
/// smaller, of few pieces, and quick to hand from thread to thread.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "they are those of a stored contact")]
pub struct PackedContact {
    pub id: Uuid,
    pub organization: Option<Uuid>,
    pub created: Timestamp,
    pub modified: Timestamp,
    pub version: u64,
    pub merge_set: Vec<Uuid>,
    /// The [`Contact::full_name`].
    pub name: String,
    /// The [`Contact::identifiers`].
    pub identifiers: Vec<Identifier>,
    /// The JSON of the [`Contact`].
    pub document: String,
}

impl PackedContact {
    /// A contact that has neither id nor dates yet.
    pub fn new(contact: &Contact) -> Self {
        Self {
            version: 1,
            ..Self::of(contact, contact.identifiers())
        }
    }

    /// Packs a contact whose identifiers are known.
    pub fn pack(stored: &StoredContact, identifiers: Vec<Identifier>) -> Self {
        Self {
            id: stored.id,
            organization: stored.organization,
            created: stored.created,
            modified: stored.modified,
            version: stored.version,
            merge_set: stored.merge_set.clone(),
            ..Self::of(&stored.contact, identifiers)
        }
    }

    fn of(contact: &Contact, identifiers: Vec<Identifier>) -> Self {
        Self {
            name: contact.full_name(),
            identifiers,
            document: serde_json::to_string(contact)
                .expect("all keys of a contact are text and all numbers finite"),
            ..Self::default()
        }
    }

    /// The contact, to be looked into or changed.
    pub fn unpack(&self) -> StoredContact {
        StoredContact {
            id: self.id,
            contact: serde_json::from_str(&self.document)
                .expect("it was written from a contact, and what is written can be read"),
            organization: self.organization,
            created: self.created,
            modified: self.modified,
            version: self.version,
            merge_set: self.merge_set.clone(),
        }
    }
}
