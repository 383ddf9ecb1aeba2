//! What became of a row, and how rows are counted.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::problem::Problem;

/// What became of a row, or of one of its two records. Every row has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A new record.
    Created,
    /// One record was found and a cell changed it.
    Updated,
    /// Several contacts became one, and the row was applied to it.
    Merged,
    /// A record was found and no cell changed it.
    Unchanged,
    /// Not imported; an error says why.
    Rejected,
}

impl Outcome {
    /// Its stable name, as in the API's JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Merged => "merged",
            Self::Unchanged => "unchanged",
            Self::Rejected => "rejected",
        }
    }
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RowOutcome {
    /// The row as a spreadsheet numbers it.
    pub row: u64,
    /// The row's one outcome: its contact's, or for an organization row its organization's.
    pub outcome: Outcome,
    /// The contact it created, changed or met; none for organization rows and rejected ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Uuid>,
    /// The organization it created, changed or met, and what became of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<(Uuid, Outcome)>,
    /// Everything that was found about the row, errors and warnings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

/// How often each outcome came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// [`Outcome::Created`]
    pub created: u64,
    /// [`Outcome::Updated`]
    pub updated: u64,
    /// [`Outcome::Merged`]
    pub merged: u64,
    /// [`Outcome::Unchanged`]
    pub unchanged: u64,
    /// [`Outcome::Rejected`]
    pub rejected: u64,
}

impl Tally {
    /// Counts one more.
    pub fn count(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Updated => &mut self.updated,
            Outcome::Merged => &mut self.merged,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Rejected => &mut self.rejected,
        } += 1;
    }

    /// All that are not rejected.
    pub fn imported(&self) -> u64 {
        self.created + self.updated + self.merged + self.unchanged
    }

    /// All there are.
    pub fn total(&self) -> u64 {
        self.imported() + self.rejected
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.merged += other.merged;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
    }
}

/// The accounting of a job: `rows` adds up to the rows of the file, always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Counts {
    /// One outcome for each row.
    pub rows: Tally,
    /// One for each row that is not an organization row. A rejected row counts where its cells say it belongs.
    pub contacts: Tally,
    /// One for each row that names an organization, organization rows among them.
    pub organizations: Tally,
}

impl Counts {
    /// Adds the counts of another part of the file.
    pub fn add(&mut self, other: &Self) {
        self.rows.add(&other.rows);
        self.contacts.add(&other.contacts);
        self.organizations.add(&other.organizations);
    }
}
