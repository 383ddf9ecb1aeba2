//! What is to become of rows that belong together: which of them are left out.

use serde::{Deserialize, Serialize};

/// Which row of those that belong together stays when the others are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keep {
    /// The first.
    First,
    /// The last.
    Last,
    /// The one with the most cells that have a value; of several the first.
    MostComplete,
}

impl Keep {
    /// The row that stays; `filled` tells how many cells of a row have a value.
    pub fn choose(self, rows: &[u32], filled: &mut dyn FnMut(u32) -> usize) -> Option<u32> {
        match self {
            Self::First => rows.first().copied(),
            Self::Last => rows.last().copied(),
            // Of several it would be the last.
            Self::MostComplete => rows.iter().rev().copied().max_by_key(|row| filled(*row)),
        }
    }
}

/// What becomes of rows that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Settlement {
    /// All are applied in file order, the later one on top.
    Merge,
    /// All but one are left out.
    Keep(Keep),
    /// All are left out.
    Skip,
}

impl Settlement {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Merge,
        Self::Keep(Keep::First),
        Self::Keep(Keep::Last),
        Self::Keep(Keep::MostComplete),
        Self::Skip,
    ];

    /// What tells it from the others.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Keep(Keep::First) => "first",
            Self::Keep(Keep::Last) => "last",
            Self::Keep(Keep::MostComplete) => "complete",
            Self::Skip => "skip",
        }
    }

    /// The rows of a group, each with whether it is left out; `filled` tells how many cells of a row have a value.
    pub fn of(
        self,
        rows: &[u32],
        filled: &mut dyn FnMut(u32) -> usize,
    ) -> impl Iterator<Item = (u32, bool)> {
        let kept = match self {
            Self::Keep(keep) => keep.choose(rows, filled),
            Self::Merge | Self::Skip => None,
        };
        rows.iter().map(move |row| {
            let is_left_out = match self {
                Self::Merge => false,
                Self::Keep(_) => Some(*row) != kept,
                Self::Skip => true,
            };
            (*row, is_left_out)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(settlement: Settlement, expected: &[u32]) {
        // Row 3 and row 5 are the most complete ones.
        let mut filled = |row: u32| usize::from(row % 2 == 1);
        let left_out = settlement.of(&[2, 3, 4, 5], &mut filled);
        let left_out: Vec<u32> = left_out
            .filter_map(|(row, is_left_out)| is_left_out.then_some(row))
            .collect();
        assert_eq!(left_out, expected);
    }

    #[test]
    fn each_way_leaves_out_its_rows() {
        check(Settlement::Merge, &[]);
        check(Settlement::Keep(Keep::First), &[3, 4, 5]);
        check(Settlement::Keep(Keep::Last), &[2, 3, 4]);
        check(Settlement::Keep(Keep::MostComplete), &[2, 4, 5]);
        check(Settlement::Skip, &[2, 3, 4, 5]);
    }
}
