//! Takes waiting jobs from the store and does their passes, one at a time.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use import_core::api::{ExecutionStep, JobStatus};
use import_core::record::{SECOND, Timestamp};
use parking_lot::{Condvar, Mutex};
use uuid::Uuid;

use super::pass::{LEASE, Pace, PassEnd, PassError, run_pass};
use super::undo::run_undo;
use crate::environment::Environment;
use crate::store::{JobChange, JobRecord, PassKind, Result, Store, StoreError};

/// How long the runner sleeps when nobody wakes it: a job of another server may have lost its runner, which tells
/// nobody.
const NAP: Duration = Duration::from_secs(3);

/// How often the runner shows that it is alive while a pass is long at something.
const HEARTBEAT: Duration = Duration::from_secs(3);

/// Wakes those who work in the background, or stops them.
#[derive(Debug, Default)]
pub struct Signal {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Counts the calls, so that each of several workers knows which ones it has not heard yet.
    calls: u64,
    is_stopping: bool,
    /// Why the jobs stand still.
    stall: Option<Stall>,
}

/// Why the jobs of a runner stand still where not even that can be written down, for instance on a full disk.
#[derive(Debug)]
struct Stall {
    runner: Uuid,
    why: String,
}

impl Signal {
    /// There may be something to do.
    pub fn wake(&self) {
        self.state.lock().calls += 1;
        self.changed.notify_all();
    }

    /// Ends the workers after their commits.
    pub fn stop(&self) {
        self.state.lock().is_stopping = true;
        self.changed.notify_all();
    }

    /// Whether the server is going to end.
    pub fn is_stopping(&self) -> bool {
        self.state.lock().is_stopping
    }

    /// Notes that a runner can do nothing just now; answers whether that is news.
    fn stall(&self, runner: Uuid, why: &str) -> bool {
        let stall = Stall {
            runner,
            why: why.to_owned(),
        };
        let before = self.state.lock().stall.replace(stall);
        before.is_none_or(|before| before.why != why)
    }

    /// Notes that the runner can work; answers whether that is news.
    fn go_on(&self) -> bool {
        self.state.lock().stall.take().is_some()
    }

    fn is_stalled(&self) -> bool {
        self.state.lock().stall.is_some()
    }

    /// Lets the runner try at once where it stands still.
    pub(crate) fn try_again(&self) {
        self.go_on();
        self.wake();
    }

    /// Why a job stands still that the runner of this server would be at.
    pub(crate) fn why_waiting(&self, job: &JobRecord) -> Option<String> {
        let state = self.state.lock();
        let stall = state.stall.as_ref()?;
        let is_ours = job.held_by.is_none_or(|holder| holder == stall.runner);
        (is_ours && pass_of(job).is_some()).then(|| {
            format!(
                "it stands still: {}; it goes on by itself once that is over",
                stall.why
            )
        })
    }

    /// Calls `work` now, whenever there may be something to do, and after each nap, until it is stopped.
    pub(crate) fn serve(&self, work: &mut dyn FnMut()) {
        let mut heard = self.state.lock().calls;
        while !self.is_stopping() {
            work();
            let mut state = self.state.lock();
            if state.calls == heard && !state.is_stopping {
                self.changed.wait_for(&mut state, NAP);
            }
            heard = state.calls;
        }
    }
}

/// How long the runner leaves a database alone that took nothing: it is mended by hand, and each try is a line in its
/// own log.
const PAUSE: Timestamp = 15 * SECOND;

/// How long an upload is kept for a job to be made of it: it holds personal data that nobody asks for any more.
const KEPT: Timestamp = 7 * 24 * 3_600 * SECOND;

/// Does the passes of waiting jobs.
pub struct Runner {
    store: Arc<dyn Store>,
    environment: Arc<dyn Environment>,
    signal: Arc<Signal>,
    id: Uuid,
    /// How long the rows of a job that ended are kept; for ever without it.
    keeps_rows: Option<Timestamp>,
}

impl Runner {
    /// A runner for this store.
    pub fn new(
        store: Arc<dyn Store>,
        environment: Arc<dyn Environment>,
        signal: Arc<Signal>,
    ) -> Self {
        let id = environment.new_id();
        Self {
            store,
            environment,
            signal,
            id,
            keeps_rows: None,
        }
    }

    /// Removes the rows of jobs this long after their end.
    #[must_use]
    pub fn keeping_rows(mut self, time: Option<Timestamp>) -> Self {
        self.keeps_rows = time;
        self
    }

    /// Works until it is stopped.
    pub fn run(&self) {
        let mut next_try = Timestamp::MIN;
        self.signal.serve(&mut || {
            let now = self.environment.now();
            let may_try = now >= next_try || !self.signal.is_stalled();
            if may_try && self.run_waiting().is_err() {
                next_try = now + PAUSE;
            }
        });
    }

    /// Removes uploads that are old and that no job is of, does the passes of every job that waits now, and removes the
    /// rows of old ones; answers how many passes there were. What is in the way is logged where it is new, and told to
    /// whoever asks for a job that waits.
    pub fn run_waiting(&self) -> Result<usize> {
        let result = self.do_waiting();
        match &result {
            Ok(_) if self.signal.go_on() => tracing::info!("the jobs go on"),
            Ok(_) => {}
            Err(error) if self.signal.stall(self.id, &in_words(error)) => tracing::error!(
                error = error as &dyn std::error::Error,
                "the jobs stand still"
            ),
            Err(error) => tracing::debug!(
                error = error as &dyn std::error::Error,
                "the jobs still stand still"
            ),
        }
        result
    }

    fn do_waiting(&self) -> Result<usize> {
        let mut done = 0;
        self.store.remove_uploads(self.environment.now() - KEPT)?;
        while !self.signal.is_stopping() {
            let now = self.environment.now();
            let Some(id) = self.store.claim_job(self.id, now, now + LEASE)? else {
                // A job that comes meanwhile goes first.
                if self.remove_rows(now)? {
                    continue;
                }
                break;
            };
            // It can be taken, so it may go on; whether that can be written down shows at its end.
            self.signal.go_on();
            let result = self.run_held(id);
            self.store.release_job(id, self.id)?;
            result?;
            done += 1;
        }
        Ok(done)
    }

    /// Removes a part of the rows that are older than is wanted; answers whether there may be more.
    fn remove_rows(&self, now: Timestamp) -> Result<bool> {
        match self.keeps_rows {
            Some(time) => self.store.remove_rows(now.saturating_sub(time)),
            None => Ok(false),
        }
    }

    /// Does the pass of a job that this runner holds, and keeps holding it meanwhile.
    fn run_held(&self, id: Uuid) -> Result<Option<PassEnd>> {
        let is_lost = AtomicBool::new(false);
        thread::scope(|scope| {
            let (over, end) = mpsc::channel::<()>();
            let is_lost = &is_lost;
            let heart = move || {
                while end.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
                    self.beat(id, is_lost);
                }
            };
            // Without it, each commit holds the job for a lease.
            let started = thread::Builder::new()
                .name("heartbeat".to_owned())
                .spawn_scoped(scope, heart);
            if let Err(error) = started {
                tracing::warn!(%error, "no thread for the heartbeat");
            }
            let mut keep_going = || !self.signal.is_stopping() && !is_lost.load(Ordering::Relaxed);
            let result = run_once(
                &*self.store,
                &*self.environment,
                id,
                Some(self.id),
                Pace::default(),
                &mut keep_going,
            );
            drop(over);
            result
        })
    }

    /// Holds a job for another lease; notes when someone else took it.
    fn beat(&self, id: Uuid, is_lost: &AtomicBool) {
        let until = self.environment.now() + LEASE;
        match self.store.extend_lease(id, self.id, until) {
            Ok(true) => {}
            Ok(false) => {
                if !is_lost.swap(true, Ordering::Relaxed) {
                    tracing::warn!(job = %id, "another runner took job `{id}`");
                }
            }
            Err(error) => tracing::warn!(
                job = %id,
                error = &error as &dyn std::error::Error,
                "no heartbeat for job `{id}`"
            ),
        }
    }
}

/// Does the pass that a job is at for the runner that holds it, or for nobody, and writes down how it ended. `None`
/// where the job is at none, or is another's.
///
/// Whoever has to stop (`keep_going` answers no) or does not hold the job any more writes nothing down: another
/// runner goes on, and may have begun already, so that what fails here says nothing about the job.
///
/// Whatever goes wrong with the job itself ends as a failed job; `Err` is for a store that cannot even
/// take that down.
pub fn run_once(
    store: &dyn Store,
    environment: &dyn Environment,
    id: Uuid,
    owner: Option<Uuid>,
    pace: Pace,
    keep_going: &mut dyn FnMut() -> bool,
) -> Result<Option<PassEnd>> {
    let Some(job) = store.find_job(id)?.filter(|job| job.held_by == owner) else {
        return Ok(None);
    };
    let Some(kind) = pass_of(&job) else {
        return Ok(None);
    };
    tracing::info!(job = %id, pass = ?kind, "pass of job `{id}` begins");
    let pass = AssertUnwindSafe(|| {
        if job.undoes.is_some() {
            run_undo(store, environment, &job, pace, keep_going)
        } else {
            run_pass(store, environment, &job, kind, pace, keep_going).map(|(end, phases)| {
                tracing::info!(job = %id, "pass of job `{id}` took: {phases}");
                end
            })
        }
    });
    let change = match panic::catch_unwind(pass) {
        Ok(Ok(end)) => {
            tracing::info!(job = %id, pass = ?kind, ?end, "pass of job `{id}` ended");
            (Some(end), ended(kind, end))
        }
        Ok(Err(error)) if is_lost(&error) || !keep_going() => {
            tracing::warn!(job = %id, error = &error as &dyn std::error::Error, "job `{id}` was let go");
            return Ok(Some(PassEnd::Stopped));
        }
        Ok(Err(error)) => {
            tracing::error!(job = %id, error = &error as &dyn std::error::Error, "job `{id}` failed");
            (None, Some(failed(&job, &in_plain_words(&error))))
        }
        Err(_) => {
            // The hook has logged the panic itself.
            tracing::error!(job = %id, "job `{id}` failed by a panic");
            (
                None,
                Some(failed(&job, "a fault of the program stopped it")),
            )
        }
    };
    let (end, change) = change;
    let cancel = |job: &JobRecord| job.cancel_requested && job.status == JobStatus::Running;
    store.change_job(id, environment.now(), &mut |job| match change.clone() {
        _ if job.held_by != owner => None,
        // Asked for after the last commit of a dry run: it must not wait for the user as if nothing were.
        Some(_) if kind == PassKind::DryRun && end.is_some() && cancel(job) => Some(JobChange {
            status: Some(JobStatus::Cancelled),
            ..JobChange::default()
        }),
        change => change,
    })?;
    Ok(end)
}

/// The pass that a job is at.
fn pass_of(job: &JobRecord) -> Option<PassKind> {
    match (job.status, job.step) {
        (JobStatus::Running, Some(ExecutionStep::Validating)) => Some(PassKind::DryRun),
        (JobStatus::Running, Some(ExecutionStep::Importing)) => Some(PassKind::Import),
        _ => None,
    }
}

fn is_lost(error: &PassError) -> bool {
    matches!(error, PassError::Store(StoreError::NotHeld))
}

fn ended(kind: PassKind, end: PassEnd) -> Option<JobChange> {
    let mut change = JobChange::default();
    match (end, kind) {
        (PassEnd::Finished, PassKind::DryRun) => change.step = Some(ExecutionStep::Validated),
        (PassEnd::Finished, PassKind::Import) => change.status = Some(JobStatus::Completed),
        (PassEnd::Cancelled, _) => change.status = Some(JobStatus::Cancelled),
        (PassEnd::Stopped, _) => return None,
    }
    Some(change)
}

fn failed(job: &JobRecord, why: &str) -> JobChange {
    let what = match job.step {
        _ if job.undoes.is_some() => "the undo stopped",
        Some(ExecutionStep::Importing) => "the import stopped",
        _ => "the validation stopped",
    };
    let details =
        format!("{what}: {why}; what was written before is complete, `Retry` goes on from there");
    JobChange {
        status: Some(JobStatus::Failed),
        details: Some(Some(details)),
        ..JobChange::default()
    }
}

/// What a person can be told. Details of a database are for the log.
fn in_plain_words(error: &PassError) -> String {
    match error {
        PassError::Store(error) => in_words(error),
        error => error.to_string(),
    }
}

fn in_words(error: &StoreError) -> String {
    match error {
        StoreError::Full(_) | StoreError::Busy => error.to_string(),
        _ => "the database could not do its work; the server's log says why".to_owned(),
    }
}
