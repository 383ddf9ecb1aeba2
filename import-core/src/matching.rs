//! Which records a row's keys hit, and in which order.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use crate::record::Identifier;

/// Most contacts that one row may merge.
pub const MAX_MATCHES: usize = 25;

/// Most records behind one after a merge, the survivor counted.
pub const MAX_RECORDS_BEHIND: usize = 52;

/// Who may hold which identifier. Records are named by their place in the engine's view.
///
/// Only hashes are kept, and nothing is ever taken out: whether a record holds a key now is asked of the record.
/// They are seeded at random, so that nobody can make a file whose keys collide.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    hasher: RandomState,
    /// By the hash of a key, where its chain of holders begins in `links`.
    chains: HashMap<u64, usize, RandomState>,
    links: Vec<Link>,
}

#[derive(Debug)]
struct Link {
    record: usize,
    next: Option<usize>,
}

impl Holders {
    /// With room for this many identifiers.
    pub(crate) fn with_capacity(identifiers: usize) -> Self {
        Self {
            hasher: RandomState::default(),
            chains: HashMap::with_capacity_and_hasher(identifiers, RandomState::default()),
            links: Vec::with_capacity(identifiers),
        }
    }

    /// A record takes up identifiers.
    pub(crate) fn add<'a>(
        &mut self,
        record: usize,
        identifiers: impl IntoIterator<Item = &'a Identifier>,
    ) {
        for identifier in identifiers {
            let place = self.links.len();
            let next = self.chains.insert(self.hasher.hash_one(identifier), place);
            self.links.push(Link { record, next });
        }
    }

    /// The records that hold one of the keys: key by key, for each key oldest first, each record once.
    pub(crate) fn matches<'k, Age: Ord>(
        &self,
        keys: impl IntoIterator<Item = &'k Identifier>,
        holds: impl Fn(usize, &Identifier) -> bool,
        age: impl Fn(usize) -> Age,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        // Thousands may share the number of a switchboard.
        let mut seen = HashSet::<usize, RandomState>::default();
        for key in keys {
            let earlier = found.len();
            let mut link = self.chains.get(&self.hasher.hash_one(key)).copied();
            while let Some(Link { record, next }) = link.and_then(|place| self.links.get(place)) {
                if !seen.contains(record) && holds(*record, key) {
                    seen.insert(*record);
                    found.push(*record);
                }
                link = *next;
            }
            found[earlier..].sort_by_key(|&record| age(record));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::IdentifierKind::{Email, Phone};

    #[test]
    fn matches_come_key_by_key_oldest_first_each_once() {
        let email = Identifier::new(Email, "a@x.org");
        let phone = Identifier::new(Phone, "+14155550102");
        let mut held = vec![
            vec![phone.clone()],
            vec![email.clone()],
            vec![email.clone(), phone.clone()],
        ];
        let mut holders = Holders::default();
        for record in [0, 2, 1, 2] {
            holders.add(record, &held[record]);
        }
        let matches = |held: &[Vec<Identifier>], keys: [&Identifier; 2]| {
            let holds = |record: usize, key: &Identifier| held[record].contains(key);
            holders.matches(keys, holds, |record| record)
        };
        assert_eq!(matches(&held, [&email, &phone]), [1, 2, 0]);
        assert_eq!(matches(&held, [&phone, &email]), [0, 2, 1]);
        held[2] = vec![email.clone()];
        assert_eq!(matches(&held, [&phone, &phone]), [0]);
    }
}
