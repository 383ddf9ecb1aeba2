//! Organizations that a pass has met: thousands of rows name the same few.

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
    holders: HashMap<Identifier, Vec<Held<N>>>,
}

/// An organization that holds a key.
type Held<N> = (N, Arc<StoredOrganization>);

impl<N> Default for OrganizationCache<N> {
    fn default() -> Self {
        Self {
            holders: HashMap::default(),
        }
    }
}

impl<N: Copy + Ord> OrganizationCache<N> {
    /// The known organizations that hold these keys, each once and noted by `note`, and the keys that are not known.
    pub(super) fn find(
        &self,
        keys: &[Identifier],
        mut note: impl FnMut(Uuid, N),
    ) -> (Vec<Arc<StoredOrganization>>, Vec<Identifier>) {
        let mut found: Vec<&Held<N>> = Vec::with_capacity(keys.len());
        let mut unknown = Vec::new();
        for key in keys {
            match self.holders.get(key) {
                Some(holders) => found.extend(holders),
                None => unknown.push(key.clone()),
            }
        }
        found.sort_unstable_by_key(|(number, _)| *number);
        found.dedup_by_key(|(number, _)| *number);
        let known = found.into_iter().map(|(number, record)| {
            note(record.id, *number);
            Arc::clone(record)
        });
        (known.collect(), unknown)
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
                self.hold(number, &record, &record.organization.identifiers());
            }
            if !already.contains(&record.id) {
                known.push(record);
            }
        }
    }

    /// Follows a change: what the organization has become, the keys that it lost and all that it holds.
    pub(super) fn change(
        &mut self,
        number: N,
        after: &Arc<StoredOrganization>,
        removed: &[Identifier],
        held: &[Identifier],
    ) {
        for key in removed {
            if let Some(holders) = self.holders.get_mut(key) {
                holders.retain(|(holder, _)| *holder != number);
            }
        }
        self.hold(number, after, held);
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.holders.clear();
    }

    /// Notes a holder of the keys that were looked up; of others, not all holders are known.
    fn hold(&mut self, number: N, record: &Arc<StoredOrganization>, keys: &[Identifier]) {
        for key in keys {
            if let Some(holders) = self.holders.get_mut(key) {
                match holders.iter_mut().find(|(holder, _)| *holder == number) {
                    Some(held) => held.1 = Arc::clone(record),
                    None => holders.push((number, Arc::clone(record))),
                }
            }
        }
    }
}
