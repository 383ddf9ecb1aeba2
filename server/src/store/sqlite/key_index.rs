//! Which records of a dry run hold a key, in memory.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::{FixedState, RandomState};
use import_core::record::Identifier;

/// From hashes of keys to the numbers of records: 14 bytes for a key.
///
/// Two keys of one hash are told apart by the records, so that it costs no more than a look at one. Hashes are seeded
/// at random: nobody can make a file whose keys collide.
#[derive(Debug, Default)]
pub(super) struct KeyIndex {
    seed: RandomState,
    /// A map that grows moves to twice the room, and meanwhile has both: of these one moves at a time.
    first: [HashMap<Bytes<8>, Bytes<6>, FixedState>; PARTS],
    /// The further holders of keys that have several.
    further: HashMap<u64, Vec<i64>, FixedState>,
}

/// A number that is not aligned to eight bytes.
type Bytes<const N: usize> = [u8; N];

const PARTS: usize = 16;

impl KeyIndex {
    /// Notes that a record holds a key. Its number is not negative and below 2^48.
    pub(super) fn add(&mut self, key: &Identifier, number: i64) {
        let hash = self.hash(key);
        let first = *self
            .part(hash)
            .entry(hash.to_le_bytes())
            .or_insert(pack(number));
        if first != pack(number) {
            let further = self.further.entry(hash).or_default();
            if !further.contains(&number) {
                further.push(number);
            }
        }
    }

    /// Notes that a record does not hold a key any more.
    pub(super) fn remove(&mut self, key: &Identifier, number: i64) {
        let hash = self.hash(key);
        let mut others = self.further.remove(&hash).unwrap_or_default();
        others.retain(|other| *other != number);
        let part = self.part(hash);
        if part.get(&hash.to_le_bytes()) == Some(&pack(number)) {
            match others.pop() {
                Some(next) => part.insert(hash.to_le_bytes(), pack(next)),
                None => part.remove(&hash.to_le_bytes()),
            };
        }
        if !others.is_empty() {
            self.further.insert(hash, others);
        }
    }

    /// Appends the numbers of the records that may hold a key.
    pub(super) fn find(&self, key: &Identifier, found: &mut Vec<i64>) {
        let hash = self.hash(key);
        if let Some(first) = self.first[part(hash)].get(&hash.to_le_bytes()) {
            found.push(unpack(*first));
            found.extend(self.further.get(&hash).into_iter().flatten());
        }
    }

    fn hash(&self, key: &Identifier) -> u64 {
        self.seed.hash_one((key.kind.number(), &key.key))
    }

    fn part(&mut self, hash: u64) -> &mut HashMap<Bytes<8>, Bytes<6>, FixedState> {
        &mut self.first[part(hash)]
    }
}

fn part(hash: u64) -> usize {
    (hash >> 60) as usize % PARTS
}

fn pack(number: i64) -> Bytes<6> {
    let [bytes @ .., _, _] = number.to_le_bytes();
    bytes
}

fn unpack(bytes: Bytes<6>) -> i64 {
    let mut number = [0; 8];
    number[..6].copy_from_slice(&bytes);
    i64::from_le_bytes(number)
}

#[cfg(test)]
mod tests {
    use import_core::record::IdentifierKind;
    use proptest::prelude::*;

    use super::*;

    fn key(name: u8) -> Identifier {
        Identifier::new(IdentifierKind::Email, format!("{name}@x.org"))
    }

    proptest! {
        #[test]
        fn the_holders_of_a_key_are_those_that_were_added_and_not_removed(
            changes in proptest::collection::vec((any::<bool>(), 0_u8..4, 0_i64..6), 0..60),
        ) {
            let mut index = KeyIndex::default();
            let mut expected = std::collections::BTreeSet::new();
            for (is_added, name, number) in changes {
                let number = number << 40;
                if is_added {
                    index.add(&key(name), number);
                    expected.insert((name, number));
                } else {
                    index.remove(&key(name), number);
                    expected.remove(&(name, number));
                }
            }
            for name in 0..4 {
                let mut found = Vec::new();
                index.find(&key(name), &mut found);
                found.sort_unstable();
                let of_name = expected.iter().filter(|(holder, _)| *holder == name);
                let of_name: Vec<i64> = of_name.map(|(_, number)| *number).collect();
                prop_assert_eq!(found, of_name);
            }
        }
    }
}
