//! A filter of keys that are certainly nowhere: it spares a file of new contacts its look-ups.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use import_core::record::Identifier;

/// A Bloom filter in blocks of one cache line.
///
/// Hashes are seeded at random, so that nobody can make a file whose keys collide.
#[derive(Debug)]
pub(super) struct KeyFilter {
    hasher: RandomState,
    blocks: Vec<[u64; 8]>,
}

/// Ten bits a key and six probes: about one key in a hundred is looked up in vain.
const BITS_PER_KEY: usize = 10;
const PROBES: u32 = 6;
const BLOCK_BITS: u64 = 512;

/// Most keys that the filter is sized for (40 MB); more only make it less sharp.
const MOST_KEYS: usize = 1 << 25;

impl KeyFilter {
    /// An empty filter for about `keys` keys.
    pub(super) fn new(keys: usize) -> Self {
        let bits = keys.clamp(1_000, MOST_KEYS) * BITS_PER_KEY;
        Self {
            hasher: RandomState::default(),
            blocks: vec![[0; 8]; (bits / 512 + 1).next_power_of_two()],
        }
    }

    /// What stands for an identifier; the same for every call on this filter.
    pub(super) fn hash(&self, identifier: &Identifier) -> u64 {
        self.hash_parts(identifier.kind.number(), &identifier.key)
    }

    /// The same, of an identifier's parts.
    pub(super) fn hash_parts(&self, kind: u8, key: &str) -> u64 {
        self.hasher.hash_one((kind, key))
    }

    /// Notes a key.
    pub(super) fn insert(&mut self, hash: u64) {
        let block = self.block(hash);
        for (word, bit) in probes(hash) {
            self.blocks[block][word] |= bit;
        }
    }

    /// Whether a key may have been noted; `false` is certain.
    pub(super) fn may_contain(&self, hash: u64) -> bool {
        let block = &self.blocks[self.block(hash)];
        probes(hash).all(|(word, bit)| block[word] & bit != 0)
    }

    fn block(&self, hash: u64) -> usize {
        // The number of blocks is a power of two far below 2^32.
        (hash >> 32) as usize & (self.blocks.len() - 1)
    }
}

/// Six places of nine bits, from the hash spread anew so that they do not depend on the block.
fn probes(hash: u64) -> impl Iterator<Item = (usize, u64)> {
    let spread = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (0..PROBES).map(move |probe| {
        let place = (spread >> (10 + probe * 9)) % BLOCK_BITS;
        ((place / 64) as usize, 1 << (place % 64))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_and_few_others() {
        let mut filter = KeyFilter::new(10_000);
        for key in 0..10_000 {
            let hash = filter.hash_parts(2, &format!("{key}@example.com"));
            filter.insert(hash);
        }
        let found = |filter: &KeyFilter, key: u32| {
            filter.may_contain(filter.hash_parts(2, &format!("{key}@example.com")))
        };
        assert!((0..10_000).all(|key| found(&filter, key)));
        let wrong = (10_000..20_000).filter(|&key| found(&filter, key)).count();
        assert!(wrong < 500, "{wrong}");
    }
}
