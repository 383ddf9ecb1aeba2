//! An organization, as the API shows one.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::parts::{Address, ExternalId, PhoneNumber, TwitterId, is_empty};
use super::{Identifier, Timestamp};
use crate::schema::SchemaRef;

/// What is known of an organization. Its JSON is the API's `ExternalOrganization` without what the
/// store keeps beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[expect(
    missing_docs,
    reason = "the fields are those of the table of target fields"
)]
pub struct Organization {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    #[serde(skip_serializing_if = "is_empty")]
    pub address: Address,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fax_number: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employee_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub websites: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tickers: Vec<Ticker>,
    #[serde(skip_serializing_if = "is_empty")]
    pub twitter_id: TwitterId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_system_url: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalId>,
    /// The version of the schema that last wrote one of the custom fields; none where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaRef>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub custom_fields: Map<String, Value>,
}

/// A share's symbol; in a file `EXCHANGE:SYMBOL`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ticker {
    /// The symbol.
    pub symbol: String,
    /// Where it is traded; empty where the file does not say.
    pub exchange: String,
}

impl Ticker {
    /// Reads `NYSE:ACME` or `ACME`.
    pub fn parse(text: &str) -> Self {
        let (exchange, symbol) = text.split_once(':').unwrap_or(("", text));
        Self {
            symbol: symbol.trim().to_owned(),
            exchange: exchange.trim().to_owned(),
        }
    }
}

/// As [`Ticker::parse`] reads it.
impl std::fmt::Display for Ticker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.exchange.is_empty() {
            f.write_str(&self.symbol)
        } else {
            write!(f, "{}:{}", self.exchange, self.symbol)
        }
    }
}

impl Organization {
    /// Everything it can be found by: its external IDs.
    pub fn identifiers(&self) -> Vec<Identifier> {
        self.external_ids
            .iter()
            .map(|id| Identifier::external(id.external_source.id, &id.value))
            .collect()
    }
}

/// An organization as the directory holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredOrganization {
    /// Time-ordered (UUID version 7).
    pub id: Uuid,
    /// What is known of it.
    pub organization: Organization,
    /// When it was created.
    pub created: Timestamp,
    /// When a value last changed.
    pub modified: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
}
