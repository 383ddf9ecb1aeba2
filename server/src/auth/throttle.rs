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

#[derive(Debug)]
struct Failures {
    count: u32,
    since: Timestamp,
}

impl Throttle {
    /// Counts an attempt before its password is looked at, so that many at once are counted as well.
    /// Errs with the seconds to wait where there were too many.
    pub fn attempt(&self, name: &str, now: Timestamp) -> Result<(), u64> {
        let mut failures = self.failures.lock();
        if failures.len() >= NAMES {
            failures.retain(|_, failures| now - failures.since < WINDOW);
        }
        // A flood of names must not forget the names that matter, nor fill the memory.
        if failures.len() >= NAMES && !failures.contains_key(&key(name)) {
            return Err(60);
        }
        let entry = failures.entry(key(name)).or_insert(Failures {
            count: 0,
            since: now,
        });
        if now - entry.since >= WINDOW {
            *entry = Failures {
                count: 0,
                since: now,
            };
        }
        if entry.count >= FREE {
            let left = (entry.since + WINDOW - now) / SECOND + 1;
            return Err(u64::try_from(left).unwrap_or(1));
        }
        entry.count += 1;
        Ok(())
    }

    /// Forgets the failures of a name whose user signed in.
    pub fn succeeded(&self, name: &str) {
        self.failures.lock().remove(&key(name));
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
    fn signing_in_forgives() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            throttle.attempt("Ann", 0).unwrap();
        }
        throttle.succeeded("Ann");
        assert!(throttle.attempt("Ann", 0).is_ok());
    }
}
