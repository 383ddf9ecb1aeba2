//! The engine's view of the directory: what was looked up, and what rows have made of it since.

use uuid::Uuid;

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
    before: Option<StoredContact>,
    now: StoredContact,
    merged_to: Option<Uuid>,
    changed: bool,
}

struct OrganizationEntry {
    before: Option<StoredOrganization>,
    now: StoredOrganization,
    changed: bool,
}

/// What a row makes of its contact. A new one has no id yet.
pub(super) struct PlannedContact {
    pub(super) place: Option<usize>,
    pub(super) after: StoredContact,
    pub(super) merged_away: Vec<usize>,
    pub(super) outcome: Outcome,
}

impl PlannedContact {
    /// Makes the organization the contact's.
    pub(super) fn link(&mut self, organization: Option<Uuid>, now: Timestamp) {
        if self.after.organization == organization {
            return;
        }
        self.after.organization = organization;
        if self.outcome == Outcome::Unchanged {
            self.outcome = Outcome::Updated;
            self.after.modified = now;
            self.after.version += 1;
        }
    }
}

/// What a row makes of its organization. A new one has no id yet.
pub(super) struct PlannedOrganization {
    pub(super) place: Option<usize>,
    pub(super) after: StoredOrganization,
    pub(super) outcome: Outcome,
}

impl View {
    pub(super) fn new(known: Known) -> Self {
        let mut contact_holders = Holders::default();
        for (place, stored) in known.contacts.iter().enumerate() {
            contact_holders.add(place, stored.contact.identifiers());
        }
        let mut organization_holders = Holders::default();
        for (place, stored) in known.organizations.iter().enumerate() {
            organization_holders.add(place, stored.organization.identifiers());
        }
        let contact = |now| ContactEntry {
            before: None,
            now,
            merged_to: None,
            changed: false,
        };
        let organization = |now| OrganizationEntry {
            before: None,
            now,
            changed: false,
        };
        Self {
            contacts: known.contacts.into_iter().map(contact).collect(),
            contact_holders,
            organizations: known.organizations.into_iter().map(organization).collect(),
            organization_holders,
        }
    }

    pub(super) fn contact(&self, place: usize) -> &StoredContact {
        &self.contacts[place].now
    }

    pub(super) fn match_contacts(&self, keys: &[Identifier]) -> Vec<usize> {
        let age = |place: usize| (self.contact(place).created, self.contact(place).id);
        self.contact_holders.matches(keys, age)
    }

    pub(super) fn organization(&self, place: usize) -> &StoredOrganization {
        &self.organizations[place].now
    }

    /// The first organization that holds one of the keys.
    pub(super) fn find_organization(&self, keys: &[Identifier]) -> Option<usize> {
        let age = |place: usize| {
            (
                self.organization(place).created,
                self.organization(place).id,
            )
        };
        let found = self.organization_holders.matches(keys, age);
        found.first().copied()
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
            merged_away,
            outcome,
        } = planned;
        let Some(place) = place else {
            after.id = new_id();
            let id = after.id;
            self.contact_holders
                .add(self.contacts.len(), after.contact.identifiers());
            self.contacts.push(ContactEntry {
                before: None,
                now: after,
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
            self.contact_holders
                .remove(other, &entry.now.contact.identifiers());
        }
        let entry = &mut self.contacts[place];
        entry.keep_before();
        self.contact_holders
            .remove(place, &entry.now.contact.identifiers());
        self.contact_holders.add(place, after.contact.identifiers());
        entry.now = after;
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
            after.id = new_id();
            let id = after.id;
            self.organization_holders
                .add(self.organizations.len(), after.organization.identifiers());
            self.organizations.push(OrganizationEntry {
                before: None,
                now: after,
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
                .map(|entry| ContactChange {
                    before: entry.before,
                    after: entry.now,
                    merged_to: entry.merged_to,
                })
                .collect(),
            organizations
                .map(|entry| OrganizationChange {
                    before: entry.before,
                    after: entry.now,
                })
                .collect(),
        )
    }
}

impl ContactEntry {
    /// Before the first change of a contact that the directory holds.
    fn keep_before(&mut self) {
        if !self.changed {
            self.before = Some(self.now.clone());
            self.changed = true;
        }
    }
}
