//! One pass over the rows of a job.

use std::sync::Arc;

use import_core::api::Phase;
use import_core::engine::{Keys, Known, Plan};
use import_core::outcome::Counts;
use import_core::record::{StoredContact, Timestamp};
use uuid::Uuid;

use super::{Result, StoreError};

/// What a pass leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassKind {
    /// Nothing but its report: records go to a scratch that is thrown away.
    DryRun,
    /// The records.
    Import,
}

impl PassKind {
    /// Under which its report is read.
    pub const fn phase(self) -> Phase {
        match self {
            Self::DryRun => Phase::Validation,
            Self::Import => Phase::Import,
        }
    }
}

/// What one batch does.
#[derive(Clone, Debug)]
pub struct BatchOutcome {
    /// Its number.
    pub number: u64,
    /// Its changes and outcomes.
    pub plan: Plan,
}

/// How far a pass is.
#[derive(Clone, Copy, Debug)]
pub struct Checkpoint {
    /// The batch that comes next.
    pub next_batch: u64,
    /// The accounting of everything done so far.
    pub counts: Counts,
    /// Now.
    pub now: Timestamp,
    /// Until when the runner holds the job.
    pub lease_until: Timestamp,
}

/// One pass over the rows of a job, as the store sees it. Dropping it forgets what was not made permanent.
pub trait Pass {
    /// Every live record that holds one of these keys, with what this pass has written so far.
    ///
    /// A batch may be looked up before the one before it is written, though not across a commit: what that one
    /// changes has then to be put over the answer ([`Known::follow`]).
    fn find(&mut self, keys: &Keys) -> Result<LookedUp>;

    /// What [`Pass::find`] finds, read.
    fn look_up(&mut self, keys: &Keys) -> Result<Known> {
        self.find(keys)?.read()
    }

    /// Looks up while this pass writes, in a store where that is quicker. Nobody else writes from here to the
    /// commit.
    fn reader(&mut self) -> Result<Option<Arc<dyn LookUp>>> {
        Ok(None)
    }

    /// Writes what a batch does. Later look-ups see it; nothing is permanent yet.
    fn write(&mut self, batch: &BatchOutcome) -> Result<()>;

    /// Notes how far the pass is after a batch. A store with a reader makes everything written permanent here, all of
    /// it or nothing, together with the checkpoint, so that the reader sees it.
    fn save(&mut self, _checkpoint: &Checkpoint) -> Result<()> {
        Ok(())
    }

    /// Makes everything written permanent, all of it or nothing, together with the checkpoint, and lets others
    /// write. Answers whether someone asked the job to stop.
    fn commit(&mut self, checkpoint: &Checkpoint) -> Result<bool>;
}

/// Looks up beside a pass.
pub trait LookUp: Send + Sync {
    /// Every live record that holds one of these keys, with what the pass has saved so far. What is being written
    /// meanwhile may be in the answer or not: it has to be put over it ([`Known::follow`]).
    fn find(&self, keys: &Keys) -> Result<LookedUp>;
}

/// What a look-up found. Whoever wants it reads it: making records of JSON takes a fifth of the time of a look-up, and
/// is not for a thread that others wait for.
#[derive(Debug, Default)]
pub struct LookedUp {
    /// What is read already.
    pub known: Known,
    /// The other contacts.
    pub unread: Vec<UnreadContact>,
}

impl LookedUp {
    /// Reads what is not yet.
    pub fn read(self) -> Result<Known> {
        let Self { mut known, unread } = self;
        for contact in unread {
            known.contacts.push(Arc::new(contact.read()?));
        }
        Ok(known)
    }
}

impl From<Known> for LookedUp {
    fn from(known: Known) -> Self {
        Self {
            known,
            unread: Vec::new(),
        }
    }
}

/// A contact of the directory whose document is not read.
#[derive(Debug)]
pub struct UnreadContact {
    pub(super) id: Uuid,
    pub(super) organization: Option<Uuid>,
    pub(super) created: Timestamp,
    pub(super) modified: Timestamp,
    pub(super) version: u64,
    pub(super) merge_set: Vec<Uuid>,
    /// The JSON of the contact.
    pub(super) document: String,
}

impl UnreadContact {
    /// The contact.
    pub(super) fn read(self) -> Result<StoredContact> {
        let contact =
            serde_json::from_str(&self.document).map_err(|error| StoreError::Unreadable {
                what: "contact",
                source: Box::new(error),
            })?;
        Ok(StoredContact {
            id: self.id,
            contact,
            organization: self.organization,
            created: self.created,
            modified: self.modified,
            version: self.version,
            merge_set: self.merge_set,
        })
    }
}
