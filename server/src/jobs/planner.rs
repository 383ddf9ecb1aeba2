//! Plans batches on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SendError, Sender, SyncSender};

use import_core::api;
use import_core::engine::{Batch, Keys, plan};
use import_core::record::Timestamp;
use uuid::Uuid;

use super::drift;
use super::prepare::Prepared;
use crate::environment::Environment;
use crate::store::{
    BatchOutcome, JobRecord, LookedUp, PassKind, Store, StoreError, StoredRow, provisional,
};

/// Rows or outcomes that nobody needs any more. They go back to the thread that made them: to free memory of another
/// thread costs more, and a good part of planning was that.
pub(super) type Spent = Box<dyn Send>;

/// A batch that was looked up.
pub(super) struct Ready {
    pub(super) number: u64,
    pub(super) batch: Batch,
    pub(super) found: LookedUp,
}

impl Ready {
    pub(super) fn find(
        prepared: Prepared,
        look_up: impl FnOnce(&Keys) -> Result<LookedUp, StoreError>,
    ) -> Result<Self, StoreError> {
        let Prepared { number, batch } = prepared;
        Ok(Self {
            found: look_up(batch.keys())?,
            number,
            batch,
        })
    }
}

/// Where the thread that prepares is gone, all is read, and it is freed here.
pub(super) fn give_back(spent: &Sender<Spent>, what: impl Send + 'static) {
    let _: Result<(), SendError<Spent>> = spent.send(Box::new(what));
}

/// A batch to be planned, which may have been looked up before those `before` it were written.
pub(super) struct Request {
    pub(super) ready: Ready,
    pub(super) before: [Option<Arc<BatchOutcome>>; 2],
    pub(super) began: Timestamp,
}

/// The way to the thread that plans.
pub(super) struct Planning {
    pub(super) requests: SyncSender<Request>,
    pub(super) plans: Receiver<Result<BatchOutcome, StoreError>>,
}

impl Planning {
    pub(super) fn ask(&self, request: Request) -> Result<(), StoreError> {
        self.requests.send(request).map_err(|_| Self::gone())
    }

    pub(super) fn answer(&self) -> Result<BatchOutcome, StoreError> {
        self.plans.recv().map_err(|_| Self::gone())?
    }

    /// It panicked, which is the scope's to tell.
    fn gone() -> StoreError {
        StoreError::Database("the thread that plans is gone".into())
    }
}

/// The thread's work.
pub(super) struct Planner<'a> {
    pub(super) spent: Sender<Spent>,
    pub(super) store: &'a dyn Store,
    pub(super) environment: &'a dyn Environment,
    pub(super) job: &'a JobRecord,
    pub(super) kind: PassKind,
    /// Told whether rows of the last batch became new contacts, mostly.
    pub(super) mostly_new: &'a AtomicBool,
}

impl Planner<'_> {
    /// Works until nobody asks or listens any more.
    pub(super) fn serve(
        &self,
        requests: &Receiver<Request>,
        plans: &SyncSender<Result<BatchOutcome, StoreError>>,
    ) {
        for request in requests {
            if plans.send(self.plan(request)).is_err() {
                break;
            }
        }
    }

    fn plan(&self, request: Request) -> Result<BatchOutcome, StoreError> {
        let Request {
            ready,
            before,
            began,
        } = request;
        let Ready {
            number,
            mut batch,
            found,
        } = ready;
        let mut known = found.read()?;
        let plans = before.iter().flatten().map(|before| &before.plan);
        known.follow(plans, batch.keys());
        for before in before.into_iter().flatten() {
            give_back(&self.spent, before);
        }
        let mut new_id = || new_id(self.environment, self.kind);
        let mut plan = plan(&mut batch, &self.job.settings, known, began, &mut new_id);
        give_back(&self.spent, batch);
        let created = plan.counts.rows.created;
        let is_mostly_new = created * 2 >= plan.rows.len() as u64;
        self.mostly_new.store(is_mostly_new, Ordering::Relaxed);
        drift::note(&mut plan.rows, &self.predicted(number)?);
        Ok(BatchOutcome { number, plan })
    }

    /// What the dry run said of a batch that is imported; nothing where there was no dry run.
    fn predicted(&self, batch: u64) -> Result<Vec<StoredRow>, StoreError> {
        if self.kind == PassKind::DryRun {
            return Ok(Vec::new());
        }
        let said = self
            .store
            .read_batch_rows(self.job.id, api::Phase::Validation, batch)?;
        Ok(said.unwrap_or_default())
    }
}

fn new_id(environment: &dyn Environment, kind: PassKind) -> Uuid {
    let id = environment.new_id();
    match kind {
        PassKind::DryRun => provisional(id),
        PassKind::Import => id,
    }
}
