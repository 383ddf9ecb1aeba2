//! Organizations that a pass has met: thousands of rows name the same few.

use std::hash::Hash;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use import_core::record::{Identifier, StoredOrganization};
use uuid::Uuid;

/// Most keys that are remembered; then it begins anew. About 40 MB.
const MOST: usize = 1 << 16;

/// What is known of organizations and of keys that were looked up, also of those that nobody holds. Records go by
/// what the store knows them by.
#[derive(Debug)]
pub(super) struct OrganizationCache<N> {
    holders: HashMap<Identifier, Vec<N>>,
    records: HashMap<N, Arc<StoredOrganization>>,
}

impl<N> Default for OrganizationCache<N> {
    fn default() -> Self {
        Self {
            holders: HashMap::default(),
            records: HashMap::default(),
        }
    }
}

impl<N: Copy + Eq + Hash> OrganizationCache<N> {
    /// The known organizations that hold these keys, each once and noted by `note`, and the keys that are not known.
    pub(super) fn find(
        &self,
        keys: &[Identifier],
        mut note: impl FnMut(Uuid, N),
    ) -> (Vec<Arc<StoredOrganization>>, Vec<Identifier>) {
        let mut found = Vec::with_capacity(keys.len());
        let mut already = HashSet::default();
        let mut unknown = Vec::new();
        for key in keys {
            let Some(holders) = self.holders.get(key) else {
                unknown.push(key.clone());
                continue;
            };
            for number in holders {
                if let Some(record) = self.records.get(number)
                    && already.insert(*number)
                {
                    note(record.id, *number);
                    found.push(Arc::clone(record));
                }
            }
        }
        (found, unknown)
    }

    /// Remembers what a look-up of these unknown keys gave, and adds it to what was `known`.
    pub(super) fn keep(
        &mut self,
        keys: Vec<Identifier>,
        found: Vec<Arc<StoredOrganization>>,
        number: impl Fn(Uuid) -> Option<N>,
        known: &mut Vec<Arc<StoredOrganization>>,
    ) {
        if self.holders.len() + keys.len() > MOST {
            self.clear();
        }
        self.holders
            .extend(keys.into_iter().map(|key| (key, Vec::new())));
        // One that holds a known key as well is there already.
        let already: HashSet<Uuid> = known.iter().map(|record| record.id).collect();
        for record in found {
            if let Some(number) = number(record.id) {
                self.hold(number, record.organization.identifiers().iter());
                self.records.insert(number, Arc::clone(&record));
            }
            if !already.contains(&record.id) {
                known.push(record);
            }
        }
    }

    /// Follows a change.
    pub(super) fn change(
        &mut self,
        number: N,
        after: &Arc<StoredOrganization>,
        removed: &[Identifier],
        added: &[&Identifier],
    ) {
        for key in removed {
            if let Some(holders) = self.holders.get_mut(key) {
                holders.retain(|holder| *holder != number);
            }
        }
        self.hold(number, added.iter().copied());
        self.records.insert(number, Arc::clone(after));
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.holders.clear();
        self.records.clear();
    }

    /// Notes a holder of the keys that were looked up; of others, not all holders are known.
    fn hold<'k>(&mut self, number: N, keys: impl Iterator<Item = &'k Identifier>) {
        for key in keys {
            if let Some(holders) = self.holders.get_mut(key)
                && !holders.contains(&number)
            {
                holders.push(number);
            }
        }
    }
}
