//! One pass over the rows of a job: a pipeline.
//!
//! While batch n is written, batch n+1 is planned and batch n+2 looked up; later ones are read and checked. Rows
//! are applied in file order whatever the threads do: a batch is planned when the plan of the one before is there,
//! and over what was looked up for it go those of the batches that may not have been there to be seen.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread::{self, ScopedJoinHandle};

use import_core::engine::Ahead;
use import_core::outcome::Counts;
use import_core::record::{SECOND, Timestamp};
use thiserror::Error;

use super::phases::{Phase, Phases, Stopwatch};
use super::planner::{Planner, Planning, Ready, Request, Spent, give_back};
use super::prepare::{BatchFault, Prepared, Preparer};
use crate::environment::Environment;
use crate::store::{BatchOutcome, Checkpoint, JobRecord, Pass, PassKind, Store, StoreError};

/// Batches that may wait for being planned: enough that neither thread waits for the other's bad moments, and
/// few enough that their rows stay a small part of the memory.
const AHEAD: usize = 2;

/// For how long a runner holds a job without a sign of life. Together with the nap of another runner it is how
/// long a job waits whose server died.
pub(super) const LEASE: Timestamp = 8 * SECOND;

/// How often a pass commits.
///
/// A commit writes every page of the indexes that its rows touch, and rows of a messy file touch pages at
/// random: committing several batches together writes each page once instead of once a batch.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After this many rows.
    pub rows: usize,
    /// Or after this time, so that progress shows and others get to write.
    pub time: Timestamp,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            rows: 50_000,
            time: SECOND,
        }
    }
}

/// How a pass ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassEnd {
    /// All rows are done.
    Finished,
    /// Someone asked the job to stop.
    Cancelled,
    /// The runner has to stop; the job goes on later.
    Stopped,
}

/// Why a pass could not go on.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PassError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A batch is not there.
    #[error("batch {0} of the upload is missing")]
    BatchMissing(u64),
    /// A batch cannot be read.
    #[error("batch {number} of the upload cannot be read")]
    Batch {
        /// Its number.
        number: u64,
        /// Why.
        #[source]
        source: BatchFault,
    },
}

/// Runs a pass from where it stands, and says where its time went. `keep_going` is asked after each commit.
pub fn run_pass(
    store: &dyn Store,
    environment: &dyn Environment,
    job: &JobRecord,
    kind: PassKind,
    pace: Pace,
    keep_going: &mut dyn FnMut() -> bool,
) -> Result<(PassEnd, Phases), PassError> {
    let start = match kind {
        PassKind::DryRun => 0,
        PassKind::Import => job.next_batch,
    };
    let no_thread = |error| StoreError::Database(Box::new(error));
    let mostly_new = &AtomicBool::new(true);
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(AHEAD);
        let (spent, returned) = mpsc::channel();
        let preparing = thread::Builder::new()
            .name("prepare".to_owned())
            .spawn_scoped(scope, move || {
                prepare(
                    store,
                    environment,
                    job,
                    start,
                    mostly_new,
                    (&sender, &returned),
                )
            })
            .map_err(no_thread)?;
        let (requests, asked) = mpsc::sync_channel(AHEAD);
        let (planned, plans) = mpsc::sync_channel(AHEAD);
        let planner_spent = spent.clone();
        thread::Builder::new()
            .name("plan".to_owned())
            .spawn_scoped(scope, move || {
                let planner = Planner {
                    spent: planner_spent,
                    store,
                    environment,
                    job,
                    kind,
                    mostly_new,
                };
                planner.serve(&asked, &planned);
            })
            .map_err(no_thread)?;
        let mut work = Work {
            planning: Planning { requests, plans },
            spent,
            store,
            environment,
            job,
            kind,
            pace,
            start,
            counts: match kind {
                PassKind::DryRun => Counts::default(),
                PassKind::Import => job.import,
            },
            watch: Stopwatch::start(environment),
        };
        let end = work.apply(&receiver, keep_going)?;
        // The other thread ends when nobody listens any more.
        drop(receiver);
        let mut phases = work.watch.phases();
        phases.add(join(preparing));
        Ok((end, phases))
    })
}

/// Sends the batches from `start` on, and frees what comes back of them. Those before are only read, for the
/// duplicates.
fn prepare(
    store: &dyn Store,
    environment: &dyn Environment,
    job: &JobRecord,
    start: u64,
    mostly_new: &AtomicBool,
    (sender, returned): (&SyncSender<Result<Prepared, PassError>>, &Receiver<Spent>),
) -> Phases {
    let mut preparer = Preparer::new(&job.settings);
    let mut watch = Stopwatch::start(environment);
    let mut prepare = |number: u64| -> Result<Option<Prepared>, PassError> {
        watch.note(Phase::Wait);
        let Some(packed) = store.read_batch(job.upload, number)? else {
            return Ok(None);
        };
        watch.note(Phase::Read);
        let ahead = if mostly_new.load(Ordering::Relaxed) {
            Ahead::Contacts
        } else {
            Ahead::Nothing
        };
        let prepared = preparer
            .prepare(number, &packed, ahead)
            .map_err(|source| PassError::Batch { number, source })?;
        watch.note(Phase::Check);
        Ok(Some(prepared))
    };
    for number in 0.. {
        returned.try_iter().for_each(drop);
        let message = match prepare(number) {
            Ok(None) => break,
            Ok(Some(_)) if number < start => continue,
            Ok(Some(prepared)) => Ok(prepared),
            Err(error) => Err(error),
        };
        // Nobody listens any more: the pass is over.
        if sender.send(message).is_err() {
            break;
        }
    }
    watch.phases().without_waiting()
}

struct Work<'a> {
    planning: Planning,
    spent: Sender<Spent>,
    store: &'a dyn Store,
    environment: &'a dyn Environment,
    job: &'a JobRecord,
    kind: PassKind,
    pace: Pace,
    start: u64,
    /// The accounting of everything written so far.
    counts: Counts,
    watch: Stopwatch<'a>,
}

impl Work<'_> {
    fn apply(
        &mut self,
        batches: &Receiver<Result<Prepared, PassError>>,
        keep_going: &mut dyn FnMut() -> bool,
    ) -> Result<PassEnd, PassError> {
        let upload = self.store.find_upload(self.job.upload)?;
        let total = upload.map_or(0, |upload| upload.batches);
        let mut batches = batches.iter().peekable();
        if self.start < total {
            // Of a job that goes on, all that is done is read once more first. The connections of a pass do not wait
            // that long.
            batches.peek();
        }
        let now = self.environment.now();
        let mut pass = self.store.begin_pass(self.job, self.kind, now)?;
        let began = match self.kind {
            PassKind::DryRun => now,
            // The same after a restart: when a row changes a record must not depend on where it stopped.
            PassKind::Import => self.job.import_began.unwrap_or(now),
        };
        let mut next = self.start;
        let mut under_way = UnderWay::default();
        let mut uncommitted = 0;
        let mut since = now;
        let mut now = now;
        loop {
            // Others may write after a commit, so that nothing may be looked up across it.
            let is_due = uncommitted >= self.pace.rows || now - since >= self.pace.time;
            let prepared = if next < total && !is_due {
                // A closed channel before the last batch: the batch is gone, or the other thread.
                let prepared = batches.next().ok_or(PassError::BatchMissing(next))??;
                next += 1;
                uncommitted += prepared.batch.len();
                Some(prepared)
            } else {
                None
            };
            now = self.watch.note(Phase::Wait);
            if prepared.is_some() || under_way.is_any() {
                under_way = self.step(&mut *pass, prepared, under_way, (began, now))?;
                continue;
            }
            let cancel = pass.commit(&self.checkpoint(next, now))?;
            self.watch.note(Phase::Commit);
            if next >= total {
                return Ok(PassEnd::Finished);
            }
            if cancel {
                return Ok(PassEnd::Cancelled);
            }
            if !keep_going() {
                return Ok(PassEnd::Stopped);
            }
            uncommitted = 0;
            since = now;
        }
    }

    const fn checkpoint(&self, next_batch: u64, now: Timestamp) -> Checkpoint {
        Checkpoint {
            next_batch,
            counts: self.counts,
            now,
            lease_until: now + LEASE,
        }
    }

    /// Takes every batch that is under way one step on: the first is written and a new one looked up, while the one
    /// between is planned.
    fn step(
        &mut self,
        pass: &mut dyn Pass,
        prepared: Option<Prepared>,
        under_way: UnderWay,
        (began, now): (Timestamp, Timestamp),
    ) -> Result<UnderWay, PassError> {
        let UnderWay {
            ready,
            planned,
            written,
        } = under_way;
        let reader = match prepared {
            Some(_) => pass.reader()?,
            None => None,
        };
        thread::scope(|scope| {
            let is_planning = ready.is_some();
            if let Some(ready) = ready {
                let before = [written, planned.clone()];
                self.planning.ask(Request {
                    ready,
                    before,
                    began,
                })?;
            }
            let (looking_up, prepared) = match (reader, prepared) {
                (Some(reader), Some(prepared)) => {
                    let find = move || Ready::find(prepared, |keys| reader.find(keys));
                    (Some(scope.spawn(find)), None)
                }
                (_, prepared) => (None, prepared),
            };
            let is_seen = looking_up.is_none();
            if let Some(planned) = &planned {
                pass.write(planned)?;
                self.counts.add(&planned.plan.counts);
                pass.save(&self.checkpoint(planned.number + 1, now))?;
            }
            self.watch.note(Phase::Write);
            let ready = match (looking_up, prepared) {
                (Some(looking_up), _) => Some(join(looking_up)?),
                (None, Some(prepared)) => Some(Ready::find(prepared, |keys| pass.find(keys))?),
                (None, None) => None,
            };
            self.watch.note(Phase::LookUp);
            let next = if is_planning {
                Some(Arc::new(self.planning.answer()?))
            } else {
                None
            };
            self.watch.note(Phase::Plan);
            let written = match planned {
                Some(planned) if is_seen => {
                    give_back(&self.spent, planned);
                    None
                }
                planned => planned,
            };
            Ok(UnderWay {
                ready,
                planned: next,
                written,
            })
        })
    }
}

/// What a thread came to; a panic there is one here.
fn join<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// The batches between being prepared and being seen by every look-up, the latest one first.
#[derive(Default)]
struct UnderWay {
    ready: Option<Ready>,
    planned: Option<Arc<BatchOutcome>>,
    /// Only where `ready` was looked up while it was written.
    written: Option<Arc<BatchOutcome>>,
}

impl UnderWay {
    const fn is_any(&self) -> bool {
        self.ready.is_some() || self.planned.is_some()
    }
}
