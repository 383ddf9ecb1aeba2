//! Time, ids and chance: everything that differs from run to run, in one place, so that tests are exact.

use std::time::{SystemTime, UNIX_EPOCH};

use import_core::record::{MILLISECOND, Timestamp};
use parking_lot::Mutex;
use uuid::Uuid;

/// Where time, ids and randomness come from.
pub trait Environment: Send + Sync {
    /// Microseconds since 1970.
    fn now(&self) -> Timestamp;

    /// A time-ordered id (UUID version 7) that sorts after every one given before.
    fn new_id(&self) -> Uuid;

    /// 256 bits that nobody can guess.
    fn secret(&self) -> [u8; 32];
}

/// The machine's clock and random numbers.
#[derive(Debug, Default)]
pub struct System {
    last: Mutex<u128>,
}

impl Environment for System {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |time| {
            Timestamp::try_from(time.as_micros()).unwrap_or(Timestamp::MAX)
        })
    }

    fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.now() / MILLISECOND).unwrap_or_default();
        let mut last = self.last.lock();
        *last = next_id(*last, millis, || {
            let mut random = [0; 10];
            fill(&mut random);
            random
        });
        Uuid::from_u128(*last)
    }

    fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        fill(&mut secret);
        secret
    }
}

fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}

/// The id after `last`: a fresh one where time has gone on, else the next number.
///
/// Ids of one millisecond are counted rather than drawn, because an import needs hundreds of them in one
/// and their order must be the order of the rows. The version and variant bits are skipped by the carry
/// as they lie below a random start, far from overflow.
fn next_id(last: u128, millis: u64, random: impl FnOnce() -> [u8; 10]) -> u128 {
    // The time is the upper 48 bits of an id.
    if u128::from(millis) > last >> 80 {
        uuid::Builder::from_unix_timestamp_millis(millis, &random_below(random()))
            .into_uuid()
            .as_u128()
    } else {
        last + 1
    }
}

/// Clears the highest random bit after the variant, so that counting up never reaches the variant bits.
fn random_below(mut random: [u8; 10]) -> [u8; 10] {
    random[2] &= 0b1101_1111;
    random
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_go_up_even_where_the_clock_stands_or_goes_back() {
        let random = || [0xff; 10];
        let first = next_id(0, 1000, random);
        let second = next_id(first, 1000, random);
        let third = next_id(second, 900, random);
        let fourth = next_id(third, 1001, random);
        assert!(first < second && second < third && third < fourth);
        for id in [first, second, third, fourth] {
            assert_eq!(Uuid::from_u128(id).get_version_num(), 7);
            assert_eq!(Uuid::from_u128(id).get_variant(), uuid::Variant::RFC4122);
        }
    }
}
