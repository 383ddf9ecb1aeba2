//! How fast something goes, and how long it will take.

/// How long to watch before anything is said, in milliseconds: what is over sooner needs no forecast, and the beginning
/// tells little.
const SHORTEST: f64 = 1_000.0;

/// Something that goes on, as it is at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// For how long it has gone on, in milliseconds.
    pub elapsed: f64,
    /// How much of it is done.
    pub done: usize,
    /// How much there is to do.
    pub total: usize,
}

impl Pace {
    /// How much is done in a second, and how many seconds are left. None as long as that is not known.
    pub fn forecast(self) -> Option<(u64, f64)> {
        if self.elapsed < SHORTEST || self.done == 0 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "nothing here has 2^53 parts")]
        let (done, left) = (
            self.done as f64,
            self.total.saturating_sub(self.done) as f64,
        );
        let rate = done / self.elapsed * 1_000.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rate is a small positive number"
        )]
        let whole = rate.round() as u64;
        Some((whole, left / rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(elapsed: f64, done: usize, total: usize) -> Pace {
        Pace {
            elapsed,
            done,
            total,
        }
    }

    #[test]
    fn what_is_left_goes_on_as_what_is_done() {
        let (rate, left) = pace(2_000.0, 500_000, 2_000_000).forecast().unwrap();
        assert_eq!(rate, 250_000);
        assert!((left - 6.0).abs() < 1e-9);
        let (_, left) = pace(2_000.0, 10, 10).forecast().unwrap();
        assert!(left.abs() < 1e-9);
    }

    #[test]
    fn nothing_is_said_before_there_is_something_to_go_by() {
        assert_eq!(pace(999.0, 500, 1_000).forecast(), None);
        assert_eq!(pace(5_000.0, 0, 1_000).forecast(), None);
    }
}
