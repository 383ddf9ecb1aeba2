//! Keeps one user or API client from taking the whole server.

use std::collections::HashMap;

use import_core::record::{SECOND, Timestamp};
use parking_lot::Mutex;
use uuid::Uuid;

/// How long it takes until a whole allowance is there again.
const WINDOW: Timestamp = 60 * SECOND;

/// Past this many, those whose allowance is whole are forgotten.
const SUBJECTS: usize = 10_000;

/// An allowance of requests for each user and API client. It comes back evenly: with 60 a minute, all 60 can be spent
/// at once, and then one a second.
///
/// What is kept is the one number of the generic cell rate algorithm: when the allowance will be whole again. In
/// memory, so each of several servers has its own.
#[derive(Debug)]
pub struct Rate {
    /// What one request costs; none where there is no limit.
    cost: Option<Timestamp>,
    whole: Mutex<HashMap<Uuid, Timestamp>>,
}

impl Rate {
    /// Allows this many requests a minute; 0 allows any number.
    pub fn per_minute(limit: u32) -> Self {
        Self {
            cost: (limit > 0).then(|| WINDOW / Timestamp::from(limit)),
            whole: Mutex::default(),
        }
    }

    /// Counts a request. Errs with the seconds to wait where the allowance is spent.
    pub fn take(&self, subject: Uuid, now: Timestamp) -> Result<(), u64> {
        let Some(cost) = self.cost else {
            return Ok(());
        };
        let mut whole = self.whole.lock();
        if whole.len() >= SUBJECTS {
            whole.retain(|_, whole| *whole > now);
        }
        let entry = whole.entry(subject).or_insert(now);
        // A clock that was set back must not lock anybody out.
        *entry = (*entry).clamp(now, now + WINDOW);
        let next = *entry + cost;
        if next - now > WINDOW {
            let wait = next - now - WINDOW;
            return Err(wait.unsigned_abs().div_ceil(SECOND.unsigned_abs()));
        }
        *entry = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: Uuid = Uuid::from_u128(1);
    const BOB: Uuid = Uuid::from_u128(2);

    #[test]
    fn an_allowance_is_spent_and_comes_back_evenly() {
        let rate = Rate::per_minute(4);
        for _ in 0..4 {
            assert_eq!(rate.take(ANN, 0), Ok(()));
        }
        assert_eq!(rate.take(ANN, 0), Err(15));
        assert_eq!(
            rate.take(ANN, SECOND / 2),
            Err(15),
            "a part of a second counts"
        );
        assert_eq!(rate.take(BOB, 0), Ok(()), "each has an own one");
        assert_eq!(rate.take(ANN, 15 * SECOND), Ok(()));
        assert_eq!(rate.take(ANN, 15 * SECOND), Err(15));
        let later = 200 * SECOND;
        for _ in 0..4 {
            assert_eq!(rate.take(ANN, later), Ok(()), "no more than a whole one");
        }
        assert_eq!(rate.take(ANN, later), Err(15));
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out_for_longer() {
        let rate = Rate::per_minute(60);
        assert_eq!(rate.take(ANN, 1_000 * SECOND), Ok(()));
        assert_eq!(rate.take(ANN, 0), Err(1));
        assert_eq!(rate.take(ANN, SECOND), Ok(()));
    }

    #[test]
    fn without_a_limit_nothing_is_counted() {
        let rate = Rate::per_minute(0);
        for _ in 0..1_000 {
            assert_eq!(rate.take(ANN, 0), Ok(()));
        }
        assert!(rate.whole.lock().is_empty());
    }
}
