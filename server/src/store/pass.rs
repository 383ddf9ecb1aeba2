//! One pass over the rows of a job.

use std::sync::Arc;

use import_core::api::Phase;
use import_core::engine::{Keys, Known, Plan};
use import_core::outcome::Counts;
use import_core::record::Timestamp;

use super::Result;

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
    fn look_up(&mut self, keys: &Keys) -> Result<Known>;

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
    fn look_up(&self, keys: &Keys) -> Result<Known>;
}
