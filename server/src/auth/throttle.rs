//! Slows down whoever tries out passwords.

use std::collections::HashMap;

use import_core::record::{SECOND, Timestamp};
use parking_lot::Mutex;

/// Failures of a name that are free, the time they are remembered for, and most names remembered.
const FREE: u32 = 5;
const WINDOW: Timestamp = 15 * 60 * SECOND;
const NAMES: usize = 10_000;

/// Counts failed sign-ins by name. In memory: a restart forgives, which an attacker cannot cause.
#[derive(Debug, Default)]
pub struct Throttle {
    failures: Mutex<HashMap<String, Failures>>,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    since: Timestamp,
}

impl Throttle {
    /// Counts an attempt before its password is looked at, so that many at once are counted as well.
    /// Errs with the seconds to wait where there were too many.
    pub fn attempt(&self, name: &str, now: Timestamp) -> Result<(), u64> {
        let mut failures = self.failures.lock();
        check(&mut failures, name, now)?;
        count(&mut failures, name, now);
        Ok(())
    }

    /// Errs with the seconds to wait where there were too many failures. For programs, which may sign in several
    /// times at once with a secret that nobody can guess: only failures count.
    pub fn check(&self, name: &str, now: Timestamp) -> Result<(), u64> {
        check(&mut self.failures.lock(), name, now)
    }

    /// Counts a failure.
    pub fn failed(&self, name: &str, now: Timestamp) {
        count(&mut self.failures.lock(), name, now);
    }

    /// Forgets the failures of a name whose user signed in.
    pub fn succeeded(&self, name: &str) {
        self.failures.lock().remove(&key(name));
    }
}

fn check(failures: &mut HashMap<String, Failures>, name: &str, now: Timestamp) -> Result<(), u64> {
    if failures.len() >= NAMES {
        failures.retain(|_, failures| now - failures.since < WINDOW);
    }
    match failures.get(&key(name)) {
        // A flood of names must not forget the names that matter, nor fill the memory.
        None if failures.len() >= NAMES => Err(60),
        Some(found) if found.count >= FREE && now - found.since < WINDOW => {
            let left = (found.since + WINDOW - now) / SECOND + 1;
            Err(u64::try_from(left).unwrap_or(1))
        }
        _ => Ok(()),
    }
}

fn count(failures: &mut HashMap<String, Failures>, name: &str, now: Timestamp) {
    let fresh = Failures {
        count: 0,
        since: now,
    };
    let entry = failures.entry(key(name)).or_insert(fresh);
    if now - entry.since >= WINDOW {
        *entry = fresh;
    }
    entry.count += 1;
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_five_failures_a_name_waits_and_others_do_not() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            throttle.attempt("Ann", 0).unwrap();
        }
        assert_eq!(throttle.attempt("ann ", SECOND), Err(900));
        assert!(throttle.attempt("Bob", SECOND).is_ok());
        assert!(throttle.attempt("ann", WINDOW).is_ok());
    }

    #[test]
    fn signing_in_forgives() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            throttle.attempt("Ann", 0).unwrap();
        }
        throttle.succeeded("Ann");
        assert!(throttle.attempt("Ann", 0).is_ok());
    }
}
