//! The instants at which the server is killed: so many in each phase, by how much of the phase was seen.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

use parking_lot::{Condvar, Mutex};

use super::client::Client;

/// Kills in each stretch of a phase: the second meets a server that has just taken over.
const KILLS: usize = 2;

/// What a server is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    Staging,
    Validation,
    Import,
    Undo,
}

impl Phase {
    pub(super) const ALL: [Self; 4] = [Self::Staging, Self::Validation, Self::Import, Self::Undo];
}

/// A stretch of one phase, and how often the client was answered in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    phase: Phase,
    answers: usize,
}

/// What the client has seen of its server.
#[derive(Debug, Default)]
pub(super) struct Sights {
    seen: Mutex<Seen>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Seen {
    stretches: Vec<Stretch>,
    is_over: bool,
}

impl Sights {
    /// An answer shows that the server is at this.
    pub(super) fn note(&self, phase: Phase) {
        let mut seen = self.seen.lock();
        match seen.stretches.last_mut() {
            Some(last) if last.phase == phase => last.answers += 1,
            _ => seen.stretches.push(Stretch { phase, answers: 1 }),
        }
        drop(seen);
        self.changed.notify_all();
    }

    /// There is nothing more to see.
    pub(super) fn end(&self) {
        self.seen.lock().is_over = true;
        self.changed.notify_all();
    }

    /// All stretches so far.
    pub(super) fn stretches(&self) -> Vec<Stretch> {
        self.seen.lock().stretches.clone()
    }

    /// Lets answers of a stretch go by; `false` where the server went on to the next one before.
    fn await_answers(&self, stretch: usize, answers: usize) -> bool {
        let mut seen = self.seen.lock();
        let mut until = None;
        loop {
            if seen.is_over || seen.stretches.len() > stretch + 1 {
                return false;
            }
            if let Some(present) = seen.stretches.get(stretch)
                && present.answers >= *until.get_or_insert(present.answers + answers)
            {
                return true;
            }
            self.changed.wait(&mut seen);
        }
    }
}

/// How often a server was killed at what.
#[derive(Clone, Debug, Default)]
pub(super) struct Kills(BTreeMap<Phase, usize>);

impl Kills {
    pub(super) fn total(&self) -> usize {
        self.0.values().sum()
    }

    pub(super) fn of(&self, phase: Phase) -> usize {
        self.0.get(&phase).copied().unwrap_or_default()
    }
}

impl AddAssign for Kills {
    fn add_assign(&mut self, other: Self) {
        for (phase, kills) in other.0 {
            *self.0.entry(phase).or_default() += kills;
        }
    }
}

impl fmt::Display for Kills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kills:", self.total())?;
        for phase in Phase::ALL {
            write!(f, " {phase:?} {}", self.of(phase))?;
        }
        Ok(())
    }
}

/// Kills the client's server in each stretch. `undisturbed` tells how long each one is.
pub(super) fn kill_in_each(client: &Client<'_>, undisturbed: &[Stretch]) -> Kills {
    let mut kills = Kills::default();
    for (number, stretch) in undisturbed.iter().enumerate() {
        for _ in 0..KILLS {
            // In the first half, so that the stretch is not over before on a day when the server is quick. A
            // second kill may come anywhere, as the work goes on meanwhile.
            if !client
                .sights
                .await_answers(number, random_below(stretch.answers / 2))
            {
                break;
            }
            client.kill_and_restart();
            // What was seen last: nothing was answered since.
            *kills.0.entry(stretch.phase).or_default() += 1;
        }
    }
    kills
}

fn random_below(end: usize) -> usize {
    let mut random = [0; size_of::<usize>()];
    getrandom::fill(&mut random).unwrap();
    usize::from_ne_bytes(random) % end.max(1)
}
