//! A row: what its cells say, checked.

use serde::{Deserialize, Serialize};

use crate::columns::{Field, Subject};
use crate::problem::Problem;
use crate::record::{Identifier, IdentifierKind, PhoneNumber};
use crate::settings::{Policy, Settings};

/// A cell's value in its normalised form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Trimmed text in NFC: texts, IDs, handles, web addresses.
    Text(String),
    /// An e-mail address.
    Email {
        /// As the file spells it.
        address: String,
        /// What is compared.
        key: String,
    },
    /// A phone, together with what the row says of its extension, SMS and region.
    /// `e164` is always there in a row of a file, unless that has the legacy layout.
    Phone(Box<PhoneNumber>),
    /// A yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// The parts of a list, without empty and repeated ones.
    List(Vec<String>),
}

impl Value {
    /// What is compared, where it is a value that records can be found by.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Email { key, .. } => Some(key),
            Self::Phone(phone) => phone.e164.as_deref(),
            Self::Bool(_) | Self::Integer(_) | Self::List(_) => None,
        }
    }
}

/// What the parts of a phone do to those that the record has of the same number, each by its own column.
///
/// A part of which the row says nothing has the default: it keeps what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartPolicies {
    /// Its extension.
    pub extension: Policy,
    /// Whether it takes text messages.
    pub accepts_sms: Policy,
    /// The region that was named for reading it.
    pub region: Policy,
}

impl PartPolicies {
    /// The same for all parts.
    pub const fn all(policy: Policy) -> Self {
        Self {
            extension: policy,
            accepts_sms: policy,
            region: policy,
        }
    }

    /// Whether a part that is empty would be cleared.
    pub fn may_clear(self) -> bool {
        [self.extension, self.accepts_sms, self.region].contains(&Policy::OverwriteOrClear)
    }
}

/// One imported cell. `None` is an empty cell, which a policy may let clear the field; a cell whose
/// value has a problem is not there at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What it feeds. The extension, SMS and region of a phone are part of the phone's value.
    pub field: Field,
    /// What it does to the record.
    pub policy: Policy,
    /// What the parts of its phone do, where it is one.
    pub parts: PartPolicies,
    /// What it says.
    pub value: Option<Value>,
}

/// One imported cell of a custom field. `value` is as in [`Cell`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomCell {
    /// Whose field it is.
    pub subject: Subject,
    /// The place of its column in [`Settings::custom`].
    pub column: usize,
    /// What it says.
    pub value: Option<serde_json::Value>,
}

/// A row of the file, checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// As a spreadsheet numbers it; the header is 1.
    pub number: u64,
    /// Its imported cells, in the order of the fields.
    pub cells: Vec<Cell>,
    /// Its imported cells of custom fields, in the order of their columns.
    pub custom: Vec<CustomCell>,
    /// What was found.
    pub problems: Vec<Problem>,
}

impl Row {
    /// Whether an error keeps it out.
    pub fn is_rejected(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }

    /// The value of a field, where the row has one.
    pub fn value(&self, field: Field) -> Option<&Value> {
        self.cells
            .iter()
            .find(|cell| cell.field == field)?
            .value
            .as_ref()
    }

    /// Whether any cell of this record has a value.
    pub fn has(&self, subject: Subject) -> bool {
        let mut custom = self.custom.iter();
        self.cells
            .iter()
            .any(|cell| cell.field.subject() == subject && cell.value.is_some())
            || custom.any(|cell| cell.subject == subject && cell.value.is_some())
    }

    /// Whether the row is about an organization alone: it has the organization's outcome.
    pub fn is_organization_row(&self) -> bool {
        self.has(Subject::Organization) && !self.has(Subject::Contact)
    }

    /// Whether the file says anything of this record, be it with a value that had to be left out.
    ///
    /// A rejected row has lost the cells that rejected it; this tells where it counts all the same.
    pub fn mentions(&self, subject: Subject, settings: &Settings) -> bool {
        self.has(subject)
            || self.problems.iter().any(|problem| {
                let column = problem.column.as_deref();
                column.is_some_and(|header| {
                    let mut custom = settings.custom.iter();
                    settings
                        .columns
                        .iter()
                        .any(|column| column.header == header && column.field.subject() == subject)
                        || custom.any(|column| column.header == header && column.subject == subject)
                })
            })
    }

    /// What its contact is matched by, in matching order: the external ID, then for each criterion in
    /// the order of the settings its valid values in the order of the slots.
    pub fn contact_keys(&self, settings: &Settings) -> impl Iterator<Item = Identifier> {
        let criteria = settings
            .criteria
            .iter()
            .map(|criterion| criterion.identifier());
        std::iter::once(IdentifierKind::ExternalId)
            .chain(criteria)
            .flat_map(slots)
            .filter_map(|&(kind, field)| {
                let key = self.key(field)?;
                Some(match kind {
                    IdentifierKind::ExternalId => Identifier::external(settings.source, key),
                    _ => Identifier::new(kind, key),
                })
            })
    }

    /// What its organization is matched by: the organization's external ID, nothing else.
    pub fn organization_key(&self, settings: &Settings) -> Option<Identifier> {
        let id = self.key(Field::OrganizationExternalId)?;
        Some(Identifier::external(settings.source, id))
    }

    /// What is compared of a field's value, where it has one that can be compared.
    pub fn key(&self, field: Field) -> Option<&str> {
        self.value(field)?.key()
    }
}

/// Where a contact's identifiers stand in a row: all of them in matching order, slots in their order.
pub const CONTACT_IDENTIFIERS: &[(IdentifierKind, Field)] = &[
    (IdentifierKind::ExternalId, Field::ExternalId),
    (IdentifierKind::Email, Field::WorkEmail),
    (IdentifierKind::Email, Field::PersonalEmail),
    (IdentifierKind::Email, Field::OtherEmail),
    (IdentifierKind::Phone, Field::WorkPhone),
    (IdentifierKind::Phone, Field::CellPhone),
    (IdentifierKind::Phone, Field::HomePhone),
    (IdentifierKind::Phone, Field::OtherPhone),
    (IdentifierKind::SocialWhatsapp, Field::WhatsAppNumber),
    (IdentifierKind::SocialLine, Field::LineId),
    (IdentifierKind::SocialTwitter, Field::TwitterId),
    (IdentifierKind::SocialFacebook, Field::FacebookId),
    (IdentifierKind::SocialInstagram, Field::InstagramId),
];

/// The fields that hold one kind of identifier.
fn slots(kind: IdentifierKind) -> impl Iterator<Item = &'static (IdentifierKind, Field)> {
    CONTACT_IDENTIFIERS
        .iter()
        .filter(move |(of, _)| *of == kind)
}
