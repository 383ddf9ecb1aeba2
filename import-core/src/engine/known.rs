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
    /// Brings what was looked up in line with plans that may not have been written then, the earliest first.
    ///
    /// So the directory can be asked for one batch before it has taken up the others. `keys` are those that were
    /// looked up.
    pub fn follow<'p>(&mut self, plans: impl IntoIterator<Item = &'p Plan>, keys: &Keys) {
        let contact_keys: Wanted<'_> = keys.contacts.iter().collect();
        let organization_keys: Wanted<'_> = keys.organizations.iter().collect();
        for plan in plans {
            let changes = &plan.contacts;
            let is_changed: Changed = changes.iter().map(|change| change.after.id).collect();
            self.contacts
                .retain(|known| !is_changed.contains(&known.id));
            let hit = changes
                .iter()
                .filter(|change| is_any(change.held(), &contact_keys));
            self.contacts
                .extend(hit.map(|change| Arc::new(change.after.unpack())));

            let changes = &plan.organizations;
            let is_changed: Changed = changes.iter().map(|change| change.after.id).collect();
            self.organizations
                .retain(|known| !is_changed.contains(&known.id));
            let hit = changes
                .iter()
                .filter(|change| is_any(change.held(), &organization_keys));
            self.organizations
                .extend(hit.map(|change| Arc::clone(&change.after)));
        }
    }
}

type Wanted<'k> = HashSet<&'k Identifier, RandomState>;
type Changed = HashSet<Uuid, RandomState>;

fn is_any(held: &[Identifier], wanted: &Wanted<'_>) -> bool {
    held.iter().any(|held| wanted.contains(held))
}
