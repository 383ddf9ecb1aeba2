//! The two kinds of record, in the JSON shapes of the public API, and the identifiers they are found by.

pub mod contact;
pub mod identifier;
pub mod organization;
pub mod parts;

pub use contact::{Contact, EmailSlot, PhoneSlot, StoredContact};
pub use identifier::{Identifier, IdentifierKind};
pub use organization::{Organization, StoredOrganization, Ticker};
pub use parts::{
    Address, ExternalId, FacebookId, InstagramId, LineId, PhoneNumber, TwitterId, WhatsAppId,
};

/// Microseconds since 1970-01-01T00:00Z: fine enough that every row of an import has its own.
pub type Timestamp = i64;

/// Most external IDs on one record.
pub const MAX_EXTERNAL_IDS: usize = 10;
