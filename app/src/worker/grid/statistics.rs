//! What a column holds: how many values, how many different ones, the longest, the most frequent. Whole files are
//! looked through in steps.

use std::hash::{DefaultHasher, Hasher};

use import_core::table::Record;

use super::Sheet;
use crate::worker::messages::grid::{ColumnStatistics, Counted};
use crate::worker::reading;

/// How many rows a step looks through.
const STEP_ROWS: usize = 32 * 1024;

/// How many of the most frequent values are told.
const FREQUENT: usize = 8;

/// How much of a value is told, in characters.
const VALUE_LIMIT: usize = 100;

/// The statistics of a column, as far as they are known.
pub(super) struct Statistics {
    column: u16,
    seen: usize,
    filled: usize,
    longest: Option<Length>,
    shortest: Option<Length>,
    tally: Tally,
    spread: Spread,
}

/// How long the value of a row is, in characters.
#[derive(Clone, Copy)]
struct Length {
    characters: usize,
    row: usize,
}

impl Statistics {
    /// Nothing is known of a column.
    pub(super) fn new(column: u16) -> Self {
        Self {
            column,
            seen: 0,
            filled: 0,
            longest: None,
            shortest: None,
            tally: Tally::new(Tally::LIMIT),
            spread: Spread::default(),
        }
    }

    pub(super) fn column(&self) -> u16 {
        self.column
    }

    /// Looks through some more rows.
    pub(super) fn advance(&mut self, sheet: Sheet<'_>) {
        let mut record = Record::default();
        let to = sheet.table.len().min(self.seen + STEP_ROWS);
        for row in self.seen..to {
            if sheet.read(row, &mut record) {
                self.note(record.cell(self.column.into()).trim(), row);
            }
        }
        self.seen = to;
    }

    fn note(&mut self, value: &str, row: usize) {
        if value.is_empty() {
            return;
        }
        self.filled += 1;
        let length = Length {
            characters: value.chars().count(),
            row,
        };
        let is_over = |known: Length| known.characters < length.characters;
        if self.longest.is_none_or(is_over) {
            self.longest = Some(length);
        }
        let is_under = |known: Length| known.characters > length.characters;
        if self.shortest.is_none_or(is_under) {
            self.shortest = Some(length);
        }
        let mut hasher = DefaultHasher::new();
        hasher.write(value.as_bytes());
        let hash = hasher.finish();
        self.tally.note(hash, row);
        self.spread.note(hash);
    }

    /// What is known.
    pub(super) fn summary(&self, sheet: Sheet<'_>) -> ColumnStatistics {
        let mut record = Record::default();
        let mut value = |row: usize| {
            let is_there = sheet.read(row, &mut record);
            let cell = is_there.then(|| record.cell(self.column.into()).trim());
            reading::shown(cell.unwrap_or_default(), VALUE_LIMIT)
        };
        let mut of_length = |length: Length| (length.characters, value(length.row));
        let (longest, shortest) = (
            self.longest.map(&mut of_length),
            self.shortest.map(&mut of_length),
        );
        let frequent = self.tally.most_frequent(FREQUENT);
        ColumnStatistics {
            seen: self.seen,
            total: sheet.table.len(),
            filled: self.filled,
            distinct: match self.tally.counted {
                Counted::Exactly => self.tally.used,
                Counted::About => self.spread.estimate(),
            },
            counted: self.tally.counted,
            longest,
            shortest,
            frequent: frequent
                .iter()
                .map(|entry| (entry.count as usize, value(entry.row as usize)))
                .collect(),
        }
    }
}

/// How often values occur, by their hashes. Of too many different ones the rarest are forgotten: what is left is
/// then counted too low at worst, by how often it was forgotten before.
struct Tally {
    /// Hashed with linear probing; a count of 0 is a free place.
    entries: Vec<Entry>,
    used: usize,
    limit: usize,
    counted: Counted,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    hash: u64,
    count: u32,
    /// The row that had the value first.
    row: u32,
}

impl Tally {
    /// How many different values are told apart. With two places for each that is 1 MB.
    const LIMIT: usize = 32 * 1024;

    /// `limit` is a power of two.
    fn new(limit: usize) -> Self {
        Self {
            entries: vec![Entry::default(); limit * 2],
            used: 0,
            limit,
            counted: Counted::Exactly,
        }
    }

    fn note(&mut self, hash: u64, row: usize) {
        let entry = self.entry(hash);
        entry.count = entry.count.saturating_add(1);
        if entry.count == 1 {
            entry.hash = hash;
            entry.row = u32::try_from(row).unwrap_or(u32::MAX);
            self.used += 1;
            if self.used > self.limit {
                self.forget_rarest();
            }
        }
    }

    /// The entry of a hash, or the free one where it belongs. There always is one: half of them are free.
    fn entry(&mut self, hash: u64) -> &mut Entry {
        let last = self.entries.len() - 1;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the low bits are what is wanted"
        )]
        let mut at = hash as usize & last;
        while self.entries[at].count > 0 && self.entries[at].hash != hash {
            at = (at + 1) & last;
        }
        &mut self.entries[at]
    }

    /// Forgets at least half of the values, beginning with those that occur once.
    fn forget_rarest(&mut self) {
        self.counted = Counted::About;
        let mut floor = 1;
        let mut kept = std::mem::take(&mut self.entries);
        kept.retain(|entry| entry.count > 0);
        while kept.len() > self.limit / 2 {
            kept.retain(|entry| entry.count > floor);
            floor *= 2;
        }
        self.entries = vec![Entry::default(); self.limit * 2];
        self.used = kept.len();
        for entry in kept {
            *self.entry(entry.hash) = entry;
        }
    }

    /// The most frequent values, those that occur as often in the order of the file.
    fn most_frequent(&self, limit: usize) -> Vec<Entry> {
        let is_before =
            |first: &Entry, second: &Entry| (second.count, first.row) < (first.count, second.row);
        let mut found: Vec<Entry> = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.count > 0) {
            let at = found
                .iter()
                .take_while(|known| is_before(known, entry))
                .count();
            if at < limit {
                found.insert(at, *entry);
                found.truncate(limit);
            }
        }
        found
    }
}

/// Estimates how many different hashes there are by how many of its bits they hit (linear counting): within 1 % up to
/// ten million of them.
#[derive(Default)]
struct Spread {
    words: Vec<u64>,
    hit: u32,
}

impl Spread {
    const BITS: u32 = 1 << 22;

    fn note(&mut self, hash: u64) {
        if self.words.is_empty() {
            self.words = vec![0; (Self::BITS / 64) as usize];
        }
        // The upper bits: the lower ones place the entries of the tally.
        let bit = (hash >> 42) as usize;
        let (word, mask) = (&mut self.words[bit / 64], 1 << (bit % 64));
        self.hit += u32::from(*word & mask == 0);
        *word |= mask;
    }

    fn estimate(&self) -> usize {
        let bits = f64::from(Self::BITS);
        // One bit stays free, or there would be no telling.
        let free = f64::from((Self::BITS - self.hit).max(1));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is at most 64 million and not negative"
        )]
        let estimate = (bits * (bits / free).ln()).round() as usize;
        estimate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(value: usize) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write_usize(value);
        hasher.finish()
    }

    #[test]
    fn a_frequent_value_survives_many_rare_ones() {
        let mut tally = Tally::new(64);
        for row in 0..10_000 {
            tally.note(hash(if row % 10 == 0 { 0 } else { row }), row);
        }
        assert_eq!(tally.counted, Counted::About);
        assert!(tally.used <= 64);
        let first = tally.most_frequent(1)[0];
        assert_eq!((first.hash, first.count, first.row), (hash(0), 1_000, 0));
    }

    #[test]
    fn few_values_are_counted_exactly() {
        let mut tally = Tally::new(64);
        for row in 0..640 {
            tally.note(hash(row % 64), row);
        }
        assert_eq!((tally.used, tally.counted), (64, Counted::Exactly));
        let rows: Vec<_> = tally
            .most_frequent(3)
            .iter()
            .map(|entry| entry.row)
            .collect();
        assert_eq!(rows, [0, 1, 2]);
        assert!(
            tally
                .most_frequent(64)
                .iter()
                .all(|entry| entry.count == 10)
        );
    }

    #[test]
    fn many_values_are_estimated_within_one_percent() {
        for count in [40_000, 1_000_000] {
            let mut spread = Spread::default();
            for value in 0..count {
                spread.note(hash(value));
                spread.note(hash(value));
            }
            let estimate = spread.estimate();
            assert!(
                estimate.abs_diff(count) * 100 < count,
                "{estimate} of {count}"
            );
        }
    }
}
