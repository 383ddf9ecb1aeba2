//! The engine's view of the directory: what was looked up, and what rows have made of it since.

use std::sync::Arc;

use uuid::Uuid;

use super::change::Written;
use super::{ContactChange, Known, OrganizationChange};
use crate::matching::Holders;
use crate::outcome::Outcome;
use crate::record::{Identifier, StoredContact, StoredOrganization, Timestamp};

/// Records are named by their place in these lists.
pub(super) struct View {
    contacts: Vec<ContactEntry>,
    contact_holders: Holders,
    organizations: Vec<OrganizationEntry>,
    organization_holders: Holders,
}

struct ContactEntry {
    /// As the directory holds it; kept from the first change on.
    before: Option<Arc<StoredContact>>,
    /// Its identifiers then.
    former: Vec<Identifier>,
    now: Arc<StoredContact>,
    written: Written,
    merged_to: Option<Uuid>,
    changed: bool,
}

struct OrganizationEntry {
    before: Option<Arc<StoredOrganization>>,
    now: Arc<StoredOrganization>,
    identifiers: Vec<Identifier>,
    changed: bool,
}

/// What a row makes of its contact. A new one has no id yet.
pub(super) struct PlannedContact {
    pub(super) place: Option<usize>,
    pub(super) after: Arc<StoredContact>,
    /// None where it is as it was.
    pub(super) written: Option<Written>,
    pub(super) merged_away: Vec<usize>,
    pub(super) outcome: Outcome,
}

impl PlannedContact {
    /// Makes the organization the contact's.
    pub(super) fn link(&mut self, organization: Option<Uuid>, now: Timestamp) {
        if self.after.organization == organization {
            return;
        }
        let after = Arc::make_mut(&mut self.after);
        after.organization = organization;
        if self.outcome == Outcome::Unchanged {
            self.outcome = Outcome::Updated;
            after.modified = now;
            after.version += 1;
        }
    }
}

/// What a row makes of its organization. A new one has no id yet.
pub(super) struct PlannedOrganization {
    pub(super) place: Option<usize>,
    pub(super) after: Arc<StoredOrganization>,
    pub(super) outcome: Outcome,
}

impl View {
    pub(super) fn new(known: Known) -> Self {
        let contacts = known.contacts.into_iter().map(|now| ContactEntry {
            before: None,
            former: Vec::new(),
            written: Written::identifiers(&now.contact),
            now,
            merged_to: None,
            changed: false,
        });
        let contacts: Vec<ContactEntry> = contacts.collect();
        let mut contact_holders = Holders::default();
        for (place, entry) in contacts.iter().enumerate() {
            contact_holders.add(place, &entry.written.identifiers);
        }
        let organizations = known
            .organizations
            .into_iter()
            .map(|now| OrganizationEntry {
                before: None,
                identifiers: now.organization.identifiers(),
                now,
                changed: false,
            });
        let organizations: Vec<OrganizationEntry> = organizations.collect();
        let mut organization_holders = Holders::default();
        for (place, entry) in organizations.iter().enumerate() {
            organization_holders.add(place, &entry.identifiers);
        }
        Self {
            contacts,
            contact_holders,
            organizations,
            organization_holders,
        }
    }

    pub(super) fn contact(&self, place: usize) -> &Arc<StoredContact> {
        &self.contacts[place].now
    }

    pub(super) fn match_contacts<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k Identifier>,
    ) -> Vec<usize> {
        let holds = |place: usize, key: &Identifier| {
            let entry = &self.contacts[place];
            entry.merged_to.is_none() && entry.written.identifiers.contains(key)
        };
        let age = |place: usize| (self.contact(place).created, self.contact(place).id);
        self.contact_holders.matches(keys, holds, age)
    }

    pub(super) fn organization(&self, place: usize) -> &Arc<StoredOrganization> {
        &self.organizations[place].now
    }

    /// The first organization that holds one of the keys.
    pub(super) fn find_organization(&self, keys: &[Identifier]) -> Option<usize> {
        let organization = |place: usize| &self.organizations[place];
        let holds = |place: usize, key: &Identifier| organization(place).identifiers.contains(key);
        let age = |place: usize| (organization(place).now.created, organization(place).now.id);
        let matches = self.organization_holders.matches(keys, holds, age);
        matches.first().copied()
    }

    /// Takes over what a row made of its contact. Returns the contact's id.
    pub(super) fn put_contact(
        &mut self,
        planned: PlannedContact,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Uuid {
        let PlannedContact {
            place,
            mut after,
            written,
            merged_away,
            outcome,
        } = planned;
        let Some(place) = place else {
            let id = new_id();
            Arc::make_mut(&mut after).id = id;
            let written = written.unwrap_or_else(|| Written::identifiers(&after.contact));
            self.contact_holders
                .add(self.contacts.len(), &written.identifiers);
            self.contacts.push(ContactEntry {
                before: None,
                former: Vec::new(),
                now: after,
                written,
                merged_to: None,
                changed: true,
            });
            return id;
        };
        let id = after.id;
        if outcome == Outcome::Unchanged {
            return id;
        }
        for other in merged_away {
            let entry = &mut self.contacts[other];
            entry.keep_before();
            entry.merged_to = Some(id);
        }
        let entry = &mut self.contacts[place];
        entry.keep_before();
        entry.now = after;
        if let Some(written) = written {
            self.contact_holders.add(place, &written.identifiers);
            entry.written = written;
        }
        id
    }

    /// Takes over what a row made of its organization. Returns the organization's id.
    pub(super) fn put_organization(
        &mut self,
        planned: PlannedOrganization,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Uuid {
        let PlannedOrganization {
            place,
            mut after,
            outcome,
        } = planned;
        let Some(place) = place else {
            let id = new_id();
            Arc::make_mut(&mut after).id = id;
            let identifiers = after.organization.identifiers();
            self.organization_holders
                .add(self.organizations.len(), &identifiers);
            self.organizations.push(OrganizationEntry {
                before: None,
                now: after,
                identifiers,
                changed: true,
            });
            return id;
        };
        let id = after.id;
        if outcome != Outcome::Unchanged {
            let entry = &mut self.organizations[place];
            let before = std::mem::replace(&mut entry.now, after);
            if !entry.changed {
                entry.before = Some(before);
                entry.changed = true;
            }
        }
        id
    }

    /// Everything that is not as the directory holds it.
    pub(super) fn into_changes(self) -> (Vec<ContactChange>, Vec<OrganizationChange>) {
        let contacts = self.contacts.into_iter().filter(|entry| entry.changed);
        let organizations = self.organizations.into_iter().filter(|entry| entry.changed);
        (
            contacts
                .map(|entry| {
                    ContactChange::of(
                        entry.before,
                        entry.former,
                        entry.now,
                        entry.merged_to,
                        entry.written,
                    )
                })
                .collect(),
            organizations
                .map(|entry| OrganizationChange::new(entry.before, entry.now))
                .collect(),
        )
    }
}

impl ContactEntry {
    /// Before the first change of a contact that the directory holds.
    fn keep_before(&mut self) {
        if !self.changed {
            self.before = Some(Arc::clone(&self.now));
            self.former.clone_from(&self.written.identifiers);
            self.changed = true;
        }
    }
}
