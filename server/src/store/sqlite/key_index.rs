//! Which records of a dry run hold a key, in memory.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::{FixedState, RandomState};
use import_core::record::Identifier;

/// From hashes of keys to records, which go by small numbers of the caller's: 9 bytes for a place
/// of the map, of which at least 7 in 16 are taken, so 10 to 20 for a key.
///
/// What is found has to be looked at: two keys may have one hash, and a key that a record does not hold any more is not
/// taken out, because another of its keys may have the same hash. Hashes are seeded at random: nobody can make a file
/// whose keys collide.
#[derive(Debug, Default)]
pub(super) struct KeyIndex {
    seed: RandomState,
    /// A map that grows moves to twice the room, and meanwhile has both: of these one moves at a time.
    first: [HashMap<u32, u32, FixedState>; PARTS],
    /// The further holders of keys that have several.
    further: HashMap<Place, Vec<u32>, FixedState>,
}

/// Where a key is: a part, and 32 bits of its hash.
type Place = (usize, u32);

const PARTS: usize = 16;

impl KeyIndex {
    /// Notes that a record holds a key.
    pub(super) fn add(&mut self, key: &Identifier, record: u32) {
        let place @ (part, hash) = self.place(key);
        let first = *self.first[part].entry(hash).or_insert(record);
        if first != record {
            let further = self.further.entry(place).or_default();
            if !further.contains(&record) {
                further.push(record);
            }
        }
    }

    /// Appends the records that may hold a key: all that do, and seldom others.
    pub(super) fn find(&self, key: &Identifier, found: &mut Vec<u32>) {
        let place @ (part, hash) = self.place(key);
        if let Some(first) = self.first[part].get(&hash) {
            found.push(*first);
            found.extend(self.further.get(&place).into_iter().flatten());
        }
    }

    fn place(&self, key: &Identifier) -> Place {
        let hash = self.seed.hash_one((key.kind.number(), &key.key));
        let part = (hash >> 60) as usize % PARTS;
        let low = hash & u64::from(u32::MAX);
        (part, u32::try_from(low).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use import_core::record::IdentifierKind;
    use proptest::prelude::*;

    use super::*;

    fn key(name: u8) -> Identifier {
        Identifier::new(IdentifierKind::Email, format!("{name}@x.org"))
    }

    proptest! {
        #[test]
        fn every_record_that_was_added_is_found_once(
            added in proptest::collection::vec((0_u8..4, 0_u32..6), 0..60),
        ) {
            let mut index = KeyIndex::default();
            for &(name, record) in &added {
                index.add(&key(name), record);
            }
            for name in 0..4 {
                let mut found = Vec::new();
                index.find(&key(name), &mut found);
                found.sort_unstable();
                let of_name = added.iter().filter(|(holder, _)| *holder == name);
                let of_name: BTreeSet<u32> = of_name.map(|(_, record)| *record).collect();
                prop_assert_eq!(found, Vec::from_iter(of_name));
            }
        }
    }
}
