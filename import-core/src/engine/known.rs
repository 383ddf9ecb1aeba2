//! What a batch asks the directory, and what it answers.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;
use uuid::Uuid;

use super::Plan;
use crate::record::{Identifier, StoredContact, StoredOrganization};

/// What the directory knows of a batch's keys.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Every live contact of the division that holds one of [`Keys::contacts`], each once.
    pub contacts: Vec<Arc<StoredContact>>,
    /// Every organization of the division that holds one of [`Keys::organizations`], each once.
    pub organizations: Vec<Arc<StoredOrganization>>,
}

/// What a batch needs to be looked up; each once, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Identifiers of contacts.
    pub contacts: Vec<Identifier>,
    /// Identifiers of organizations.
    pub organizations: Vec<Identifier>,
}

impl Known {
    /// Brings what was looked up in line with the batch before, where that is planned and not yet written.
    ///
    /// So the directory can be asked for one batch before it has taken up the other. `keys` are those that were
    /// looked up.
    pub fn follow(&mut self, plan: &Plan, keys: &Keys) {
        let contacts = plan.contacts.iter().map(|change| Change {
            id: change.after.id,
            after: &change.after,
            held: change.held(),
        });
        follow(&mut self.contacts, contacts, &keys.contacts, |known| {
            known.id
        });
        let organizations = plan.organizations.iter().map(|change| Change {
            id: change.after.id,
            after: &change.after,
            held: change.held(),
        });
        follow(
            &mut self.organizations,
            organizations,
            &keys.organizations,
            |known| known.id,
        );
    }
}

/// What a plan makes of a record of either kind.
struct Change<'a, T> {
    id: Uuid,
    after: &'a Arc<T>,
    held: &'a [Identifier],
}

fn follow<'a, T: 'a>(
    known: &mut Vec<Arc<T>>,
    changes: impl Iterator<Item = Change<'a, T>> + Clone,
    keys: &[Identifier],
    id: impl Fn(&T) -> Uuid,
) {
    let changed: HashSet<Uuid, RandomState> = changes.clone().map(|change| change.id).collect();
    known.retain(|record| !changed.contains(&id(record)));
    let keys: HashSet<&Identifier, RandomState> = keys.iter().collect();
    let hit = changes.filter(|change| change.held.iter().any(|held| keys.contains(held)));
    known.extend(hit.map(|change| Arc::clone(change.after)));
}
