//! Which row was the first to have each identifier.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Key;

/// A map in parts. One that grows moves to twice the room, and meanwhile has both. Of these parts one moves at a time, so
/// that a large file needs no room for two maps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FirstRows([Part; PARTS]);

pub(super) type Part = HashMap<Key, u32, FixedState>;

const PARTS: usize = 16;

impl FirstRows {
    /// The part where a key is, if it is anywhere.
    pub(super) fn of(&self, key: Key) -> &Part {
        &self.0[part(key)]
    }

    /// The part where a key is or will be.
    pub(super) fn of_mut(&mut self, key: Key) -> &mut Part {
        &mut self.0[part(key)]
    }

    /// Every key with its first row, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Key, &u32)> {
        self.0.iter().flatten()
    }
}

/// By four bits of the hash, which stands above the kind.
fn part(key: Key) -> usize {
    usize::from(key.0[0]) / PARTS
}
