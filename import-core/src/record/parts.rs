//! The parts that records are made of.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A phone number as the API shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PhoneNumber {
    /// International spelling, for people: `+1 415-555-0102`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display: String,
    /// Dialled after the call is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<i64>,
    /// Whether it takes text messages.
    #[serde(rename = "acceptsSMS", skip_serializing_if = "Option::is_none")]
    pub accepts_sms: Option<bool>,
    /// The region that was named for reading it, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalization_country_code: Option<String>,
    /// What the file or the person said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub user_input: String,
    /// The key: `+14155550102`. None where the number was stored as written.
    #[serde(rename = "e164", skip_serializing_if = "Option::is_none")]
    pub e164: Option<String>,
    /// ISO 3166 region of the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
}

impl PhoneNumber {
    /// Takes over the parts that it lacks from a phone of the same number: extension, SMS flag, named region.
    pub(crate) fn complete(&mut self, other: &Self) {
        self.extension = self.extension.or(other.extension);
        self.accepts_sms = self.accepts_sms.or(other.accepts_sms);
        if self.normalization_country_code.is_none() {
            let region = &other.normalization_country_code;
            self.normalization_country_code.clone_from(region);
        }
    }
}

/// An ID that a record carries in one external source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExternalId {
    /// The system that gave the ID.
    pub external_source: SourceRef,
    /// The ID itself, at most 255 characters, compared to the letter.
    pub value: String,
}

impl ExternalId {
    /// The ID `value` in `source`.
    pub fn new(source: Uuid, value: impl Into<String>) -> Self {
        Self {
            external_source: SourceRef { id: source },
            value: value.into(),
        }
    }
}

/// An ID that Apple gave a person for one business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppleOpaqueId {
    /// The ID itself, at most 255 characters.
    pub value: String,
}

/// An external source, named by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceRef {
    /// The source's id.
    pub id: Uuid,
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    /// First line.
    pub address1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// Second line.
    pub address2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// Town.
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// State, province, canton.
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// Postal code, as text.
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// Country, usually its ISO 3166 code.
    pub country_code: Option<String>,
}

/// A Twitter (X) account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TwitterId {
    #[serde(skip_serializing_if = "Option::is_none")]
    /// The account's number: the identifier.
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// The shown name.
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// The handle.
    pub screen_name: Option<String>,
}

/// A LINE account; in JSON `{"ids": [{"userId": ...}], "displayName": ...}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "wire::Line", into = "wire::Line")]
pub struct LineId {
    /// The identifier.
    pub user_id: Option<String>,
    /// The shown name.
    pub display_name: Option<String>,
}

/// A Facebook account as one page sees it; in JSON `{"ids": [{"scopedId": ...}], "displayName": ...}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "wire::Scoped", into = "wire::Scoped")]
pub struct FacebookId {
    /// The identifier.
    pub scoped_id: Option<String>,
    /// The shown name.
    pub display_name: Option<String>,
}

/// An Instagram account; in JSON `{"ids": [{"scopedId": ...}], "handle": ..., "displayName": ...}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "wire::Scoped", into = "wire::Scoped")]
pub struct InstagramId {
    /// The identifier.
    pub scoped_id: Option<String>,
    /// The handle.
    pub handle: Option<String>,
    /// The shown name.
    pub display_name: Option<String>,
}

/// A `WhatsApp` account, known by its phone number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct WhatsAppId {
    /// The identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<PhoneNumber>,
    /// The shown name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// Whether a part holds nothing, so that it is left out of the JSON.
pub(crate) fn is_empty<T: Default + PartialEq>(part: &T) -> bool {
    *part == T::default()
}

/// The JSON shapes that nest an account's id in a list of one.
mod wire {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Line {
        #[serde(default)]
        ids: Vec<LineUser>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        display_name: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "camelCase")]
    struct LineUser {
        user_id: String,
    }

    impl From<Line> for super::LineId {
        fn from(line: Line) -> Self {
            Self {
                user_id: line.ids.into_iter().next().map(|id| id.user_id),
                display_name: line.display_name,
            }
        }
    }

    impl From<super::LineId> for Line {
        fn from(line: super::LineId) -> Self {
            Self {
                ids: line
                    .user_id
                    .into_iter()
                    .map(|user_id| LineUser { user_id })
                    .collect(),
                display_name: line.display_name,
            }
        }
    }

    #[derive(Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Scoped {
        #[serde(default)]
        ids: Vec<ScopedUser>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        handle: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        display_name: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "camelCase")]
    struct ScopedUser {
        scoped_id: String,
    }

    impl Scoped {
        fn new(id: Option<String>, handle: Option<String>, display_name: Option<String>) -> Self {
            let ids = id
                .into_iter()
                .map(|scoped_id| ScopedUser { scoped_id })
                .collect();
            Self {
                ids,
                handle,
                display_name,
            }
        }

        fn id(&mut self) -> Option<String> {
            self.ids.drain(..).next().map(|id| id.scoped_id)
        }
    }

    impl From<Scoped> for super::FacebookId {
        fn from(mut wire: Scoped) -> Self {
            Self {
                scoped_id: wire.id(),
                display_name: wire.display_name,
            }
        }
    }

    impl From<super::FacebookId> for Scoped {
        fn from(facebook: super::FacebookId) -> Self {
            Self::new(facebook.scoped_id, None, facebook.display_name)
        }
    }

    impl From<Scoped> for super::InstagramId {
        fn from(mut wire: Scoped) -> Self {
            Self {
                scoped_id: wire.id(),
                handle: wire.handle,
                display_name: wire.display_name,
            }
        }
    }

    impl From<super::InstagramId> for Scoped {
        fn from(instagram: super::InstagramId) -> Self {
            Self::new(
                instagram.scoped_id,
                instagram.handle,
                instagram.display_name,
            )
        }
    }
}
