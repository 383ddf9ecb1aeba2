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
        check(&failures, name, now)?;
        count(&mut failures, name, now);
        Ok(())
    }

    /// Errs with the seconds to wait where there were too many failures. For programs, which may sign in several
    /// times at once with a secret that nobody can guess: only failures count.
    pub fn check(&self, name: &str, now: Timestamp) -> Result<(), u64> {
        check(&self.failures.lock(), name, now)
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

fn check(failures: &HashMap<String, Failures>, name: &str, now: Timestamp) -> Result<(), u64> {
    match failures.get(&key(name)) {
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
    let name = key(name);
    if failures.len() >= NAMES && !failures.contains_key(&name) {
        forget_least(failures, now);
    }
    let entry = failures.entry(name).or_insert(fresh);
    if now - entry.since >= WINDOW {
        *entry = fresh;
    }
    entry.count += 1;
}

/// A flood of names must not fill the memory, shut others out, nor forget the names that are tried again and again: so
/// it pushes out the name that was tried least.
fn forget_least(failures: &mut HashMap<String, Failures>, now: Timestamp) {
    failures.retain(|_, failures| now - failures.since < WINDOW);
    if failures.len() < NAMES {
        return;
    }
    let least = failures
        .iter()
        .min_by_key(|(_, found)| (found.count, found.since));
    if let Some(name) = least.map(|(name, _)| name.clone()) {
        failures.remove(&name);
    }
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
    fn a_flood_of_names_shuts_nobody_out_and_forgets_nobody_who_is_tried_out() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            throttle.attempt("Ann", 0).unwrap();
        }
        for number in 0..NAMES + 100 {
            throttle.attempt(&number.to_string(), SECOND).unwrap();
        }
        assert_eq!(throttle.failures.lock().len(), NAMES);
        assert!(throttle.attempt("Bob", SECOND).is_ok());
        assert_eq!(throttle.attempt("Ann", SECOND), Err(900));
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
