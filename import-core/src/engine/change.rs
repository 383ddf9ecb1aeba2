//! What a batch does to single records.

use std::sync::Arc;

use uuid::Uuid;

use crate::record::{Identifier, PackedContact, StoredContact, StoredOrganization, difference};

/// What becomes of a contact.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactChange {
    /// As the directory held it before the batch; none for a new one.
    pub before: Option<Arc<StoredContact>>,
    /// As it is after the batch. For a contact that is merged away: as it was last.
    pub after: PackedContact,
    /// The survivor, where this contact was merged away. It no longer holds any identifier.
    pub merged_to: Option<Uuid>,
    /// Those that it held before the batch.
    former: Vec<Identifier>,
}

impl ContactChange {
    /// What becomes of a contact.
    pub fn new(
        before: Option<Arc<StoredContact>>,
        after: &StoredContact,
        merged_to: Option<Uuid>,
    ) -> Self {
        let former = before.as_ref().map(|before| before.contact.identifiers());
        let after = PackedContact::pack(after, after.contact.identifiers());
        Self::of(before, former.unwrap_or_default(), after, merged_to)
    }

    pub(super) const fn of(
        before: Option<Arc<StoredContact>>,
        former: Vec<Identifier>,
        after: PackedContact,
        merged_to: Option<Uuid>,
    ) -> Self {
        Self {
            before,
            after,
            merged_to,
            former,
        }
    }

    /// The identifiers that the directory must let go of, and those that it must take up.
    pub fn identifiers(&self) -> (Vec<Identifier>, Vec<&Identifier>) {
        difference(&self.former, self.held())
    }

    /// All identifiers that it holds after the batch; none where it was merged away.
    pub fn held(&self) -> &[Identifier] {
        if self.merged_to.is_some() {
            &[]
        } else {
            &self.after.identifiers
        }
    }
}

/// What becomes of an organization.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationChange {
    /// As the directory held it before the batch; none for a new one.
    pub before: Option<Arc<StoredOrganization>>,
    /// As it is after the batch.
    pub after: Arc<StoredOrganization>,
    identifiers: Vec<Identifier>,
    document: String,
}

impl OrganizationChange {
    /// What becomes of an organization.
    pub fn new(before: Option<Arc<StoredOrganization>>, after: Arc<StoredOrganization>) -> Self {
        Self {
            before,
            identifiers: after.organization.identifiers(),
            document: serde_json::to_string(&after.organization)
                .expect("all keys of an organization are text and all numbers finite"),
            after,
        }
    }

    /// The organization's JSON after the batch.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// The identifiers that the directory must let go of, and those that it must take up.
    pub fn identifiers(&self) -> (Vec<Identifier>, Vec<&Identifier>) {
        let before = self.before.as_ref();
        let before = before.map(|stored| stored.organization.identifiers());
        difference(&before.unwrap_or_default(), &self.identifiers)
    }

    /// All identifiers that it holds after the batch.
    pub fn held(&self) -> &[Identifier] {
        &self.identifiers
    }
}
