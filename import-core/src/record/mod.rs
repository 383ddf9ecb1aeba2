//! The two kinds of record, in the JSON shapes of the public API, and the identifiers they are found by.

pub mod contact;
pub mod identifier;
pub mod organization;
pub mod packed;
pub mod parts;

pub use contact::{Contact, EmailSlot, PhoneSlot, StoredContact};
pub use identifier::{Identifier, IdentifierKind, difference};
pub use organization::{Organization, StoredOrganization, Ticker};
pub use packed::PackedContact;
pub use parts::{
    Address, ExternalId, FacebookId, InstagramId, LineId, PhoneNumber, TwitterId, WhatsAppId,
};

/// Microseconds since 1970-01-01T00:00Z: fine enough that every row of an import has its own.
pub type Timestamp = i64;

/// A millisecond of a [`Timestamp`].
pub const MILLISECOND: Timestamp = 1_000;

/// A second of a [`Timestamp`].
pub const SECOND: Timestamp = 1_000 * MILLISECOND;

/// Most external IDs on one record.
pub const MAX_EXTERNAL_IDS: usize = 10;
