//! The engine's view of the directory: what was looked up, and what rows have made of it since.

use std::sync::Arc;

use uuid::Uuid;

use super::{ContactChange, Known, OrganizationChange};
use crate::matching::Holders;
use crate::outcome::Outcome;
use crate::record::{Identifier, PackedContact, StoredContact, StoredOrganization, Timestamp};

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
    now: Held,
    merged_to: Option<Uuid>,
    changed: bool,
}

/// A contact, as far as rows have wanted it.
enum Held {
    /// A new one that no other row has looked into.
    Packed(PackedContact),
    Open {
        stored: Arc<StoredContact>,
        identifiers: Vec<Identifier>,
    },
}

impl Held {
    fn open(stored: Arc<StoredContact>) -> Self {
        Self::Open {
            identifiers: stored.contact.identifiers(),
            stored,
        }
    }

    fn identifiers(&self) -> &[Identifier] {
        match self {
            Self::Packed(packed) => &packed.identifiers,
            Self::Open { identifiers, .. } => identifiers,
        }
    }

    fn stored(&self) -> Arc<StoredContact> {
        match self {
            Self::Packed(packed) => Arc::new(packed.unpack()),
            Self::Open { stored, .. } => Arc::clone(stored),
        }
    }

    /// What sorts it among others that hold the same key: oldest first.
    fn age(&self) -> (Timestamp, Uuid) {
        match self {
            Self::Packed(packed) => (packed.created, packed.id),
            Self::Open { stored, .. } => (stored.created, stored.id),
        }
    }

    fn pack(self) -> PackedContact {
        match self {
            Self::Packed(packed) => packed,
            Self::Open {
                stored,
                identifiers,
            } => PackedContact::pack(&stored, identifiers),
        }
    }
}

struct OrganizationEntry {
    before: Option<Arc<StoredOrganization>>,
    now: Arc<StoredOrganization>,
    identifiers: Vec<Identifier>,
    changed: bool,
}

/// What a row makes of its contact.
pub(super) enum PlannedContact {
    /// A new one. It has no id yet.
    New(PackedContact),
    /// Of one that there is.
    Known {
        place: usize,
        after: Arc<StoredContact>,
        merged_away: Vec<usize>,
        outcome: Outcome,
    },
}

impl PlannedContact {
    pub(super) const fn outcome(&self) -> Outcome {
        match self {
            Self::New(_) => Outcome::Created,
            Self::Known { outcome, .. } => *outcome,
        }
    }

    pub(super) fn stored(&self) -> Arc<StoredContact> {
        match self {
            Self::New(packed) => Arc::new(packed.unpack()),
            Self::Known { after, .. } => Arc::clone(after),
        }
    }

    /// Makes the organization the contact's.
    pub(super) fn link(&mut self, organization: Option<Uuid>, now: Timestamp) {
        match self {
            Self::New(packed) => packed.organization = organization,
            Self::Known { after, .. } if after.organization == organization => {}
            Self::Known { after, outcome, .. } => {
                let after = Arc::make_mut(after);
                after.organization = organization;
                if *outcome == Outcome::Unchanged {
                    *outcome = Outcome::Updated;
                    after.modified = now;
                    after.version += 1;
                }
            }
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
    /// What is known, with room for so many new contacts and identifiers.
    pub(super) fn new(known: Known, contacts: usize, identifiers: usize) -> Self {
        let known_contacts = known.contacts.into_iter().map(|now| ContactEntry {
            before: None,
            former: Vec::new(),
            now: Held::open(now),
            merged_to: None,
            changed: false,
        });
        let mut contacts = Vec::with_capacity(known_contacts.len() + contacts);
        contacts.extend(known_contacts);
        let mut contact_holders = Holders::with_capacity(identifiers);
        for (place, entry) in contacts.iter().enumerate() {
            contact_holders.add(place, entry.now.identifiers());
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

    pub(super) fn contact(&self, place: usize) -> Arc<StoredContact> {
        self.contacts[place].now.stored()
    }

    pub(super) fn match_contacts<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k Identifier>,
    ) -> Vec<usize> {
        let holds = |place: usize, key: &Identifier| {
            let entry = &self.contacts[place];
            entry.merged_to.is_none() && entry.now.identifiers().contains(key)
        };
        let age = |place: usize| self.contacts[place].now.age();
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
        let (place, after, merged_away) = match planned {
            PlannedContact::New(mut packed) => {
                let id = new_id();
                packed.id = id;
                self.contact_holders
                    .add(self.contacts.len(), &packed.identifiers);
                self.contacts.push(ContactEntry {
                    before: None,
                    former: Vec::new(),
                    now: Held::Packed(packed),
                    merged_to: None,
                    changed: true,
                });
                return id;
            }
            PlannedContact::Known {
                after,
                outcome: Outcome::Unchanged,
                ..
            } => return after.id,
            PlannedContact::Known {
                place,
                after,
                merged_away,
                ..
            } => (place, after, merged_away),
        };
        let id = after.id;
        for other in merged_away {
            let entry = &mut self.contacts[other];
            entry.keep_before();
            entry.merged_to = Some(id);
        }
        let entry = &mut self.contacts[place];
        entry.keep_before();
        entry.now = Held::open(after);
        self.contact_holders.add(place, entry.now.identifiers());
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
                    let ContactEntry {
                        before,
                        former,
                        now,
                        merged_to,
                        ..
                    } = entry;
                    ContactChange::of(before, former, now.pack(), merged_to)
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
            self.before = Some(self.now.stored());
            self.former = self.now.identifiers().to_vec();
            self.changed = true;
        }
    }
}
