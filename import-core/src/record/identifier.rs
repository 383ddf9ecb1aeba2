//! What a record can be found by. Compared by key, never by spelling.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The kinds of identifier, named as in the API's `ContactIdentifier.type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum IdentifierKind {
    /// An ID in an external source; the key names the source too.
    ExternalId,
    /// An e-mail address; the key is lower-cased, its domain in ASCII.
    Email,
    /// A phone number; the key is its E.164 form.
    Phone,
    /// A `WhatsApp` number; the key is its E.164 form.
    SocialWhatsapp,
    /// A LINE user.
    SocialLine,
    /// A Twitter account's number.
    SocialTwitter,
    /// A Facebook user.
    SocialFacebook,
    /// An Instagram user.
    SocialInstagram,
    /// An ID that Apple gave a person for one business.
    AppleOpaqueId,
    /// A `WhatsApp` user as one business knows them.
    SocialWhatsappBsuid,
    /// An Instagram handle.
    SocialInstagramHandle,
    /// A visitor of a web site.
    Cookie,
}

impl IdentifierKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::ExternalId,
        Self::Email,
        Self::Phone,
        Self::SocialWhatsapp,
        Self::SocialLine,
        Self::SocialTwitter,
        Self::SocialFacebook,
        Self::SocialInstagram,
        Self::AppleOpaqueId,
        Self::SocialWhatsappBsuid,
        Self::SocialInstagramHandle,
        Self::Cookie,
    ];

    /// A small number for stores; never changes its meaning.
    pub const fn number(self) -> u8 {
        match self {
            Self::ExternalId => 1,
            Self::Email => 2,
            Self::Phone => 3,
            Self::SocialWhatsapp => 4,
            Self::SocialLine => 5,
            Self::SocialTwitter => 6,
            Self::SocialFacebook => 7,
            Self::SocialInstagram => 8,
            Self::AppleOpaqueId => 9,
            Self::SocialWhatsappBsuid => 10,
            Self::SocialInstagramHandle => 11,
            Self::Cookie => 12,
        }
    }
}

/// One identifier: its kind and its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identifier {
    /// What it is.
    pub kind: IdentifierKind,
    /// What is compared.
    pub key: String,
}

impl Identifier {
    /// An identifier of this kind and key.
    pub fn new(kind: IdentifierKind, key: impl Into<String>) -> Self {
        Self {
            kind,
            key: key.into(),
        }
    }

    /// An external ID: the key is the value, then the source, so that keys of one prefix stand together
    /// in an index and a search for the beginning of an ID can use it.
    pub fn external(source: Uuid, value: &str) -> Self {
        let mut key = String::with_capacity(value.len() + 33);
        key.push_str(value);
        key.push('\u{1f}');
        key.push_str(source.simple().encode_lower(&mut Uuid::encode_buffer()));
        Self {
            kind: IdentifierKind::ExternalId,
            key,
        }
    }
}

/// The identifiers that a record loses, and those that it gains.
pub fn difference<'a>(
    before: &[Identifier],
    after: &'a [Identifier],
) -> (Vec<Identifier>, Vec<&'a Identifier>) {
    let removed = before.iter();
    let removed = removed.filter(|identifier| !after.contains(identifier));
    let added = after.iter();
    let added = added.filter(|identifier| !before.contains(identifier));
    (removed.cloned().collect(), added.collect())
}
