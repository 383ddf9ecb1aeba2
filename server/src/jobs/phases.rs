//! Where the time of a pass goes.

use std::fmt;
use std::mem;

use import_core::record::{SECOND, Timestamp};

use crate::environment::Environment;

/// What a pass does, again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Fetching staged batches.
    Read,
    /// Unpacking them, parsing and checking their rows.
    Check,
    /// Waiting for rows: the other thread reads and checks meanwhile.
    Wait,
    /// Finding the records that hold the rows' keys.
    LookUp,
    /// Matching, merging, applying: as far as it outlasts what goes on beside it.
    Plan,
    /// Handing changes to the database.
    Write,
    /// Making them last.
    Commit,
}

impl Phase {
    /// Every phase, in the order of the way of a row.
    pub const ALL: [Self; 7] = [
        Self::Read,
        Self::Check,
        Self::Wait,
        Self::LookUp,
        Self::Plan,
        Self::Write,
        Self::Commit,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Check => "check",
            Self::Wait => "wait",
            Self::LookUp => "look up",
            Self::Plan => "plan",
            Self::Write => "write",
            Self::Commit => "commit",
        }
    }
}

/// The time spent in each phase, in microseconds. `Read` and `Check` are another thread's, beside the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Phases([Timestamp; Phase::ALL.len()]);

impl Phases {
    /// The microseconds spent in a phase.
    pub fn time(&self, phase: Phase) -> Timestamp {
        self.0[phase as usize]
    }

    /// What a thread did that is not counted for it: waiting.
    pub(super) fn without_waiting(mut self) -> Self {
        self.0[Phase::Wait as usize] = 0;
        self
    }

    /// Adds those of another thread.
    pub(super) fn add(&mut self, other: Self) {
        for (sum, time) in self.0.iter_mut().zip(other.0) {
            *sum += time;
        }
    }
}

impl fmt::Display for Phases {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, phase) in Phase::ALL.into_iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            let seconds = self.time(phase) as f64 / SECOND as f64;
            write!(f, "{separator}{} {seconds:.2} s", phase.name())?;
        }
        Ok(())
    }
}

/// Measures one thread's phases, one after the other.
pub(super) struct Stopwatch<'a> {
    environment: &'a dyn Environment,
    last: Timestamp,
    phases: Phases,
}

impl<'a> Stopwatch<'a> {
    /// Starts now.
    pub(super) fn start(environment: &'a dyn Environment) -> Self {
        Self {
            environment,
            last: environment.now(),
            phases: Phases::default(),
        }
    }

    /// What went on since the last call was this; answers the time.
    pub(super) fn note(&mut self, phase: Phase) -> Timestamp {
        let now = self.environment.now();
        let last = mem::replace(&mut self.last, now);
        self.phases.0[phase as usize] += now - last;
        now
    }

    /// What has been measured so far.
    pub(super) fn phases(&self) -> Phases {
        self.phases
    }
}
