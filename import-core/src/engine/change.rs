//! What a batch does to single records.

use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use crate::record::{Contact, Identifier, StoredContact, StoredOrganization, difference};

/// What becomes of a contact.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactChange {
    /// As the directory held it before the batch; none for a new one.
    pub before: Option<Arc<StoredContact>>,
    /// As it is after the batch. For a contact that is merged away: as it was last.
    pub after: Arc<StoredContact>,
    /// The survivor, where this contact was merged away. It no longer holds any identifier.
    pub merged_to: Option<Uuid>,
    /// Those that it held before the batch.
    former: Vec<Identifier>,
    identifiers: Vec<Identifier>,
    document: String,
}

/// What stores write of a contact beside its columns. Making it costs more than planning, so that a row's
/// new contact brings its own from where rows are prepared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Written {
    /// Everything it can be found by.
    pub(super) identifiers: Vec<Identifier>,
    /// Its JSON, where that is made already.
    pub(super) document: Option<String>,
}

impl Written {
    /// With the JSON.
    pub(super) fn whole(contact: &Contact) -> Self {
        Self {
            document: Some(document(contact)),
            ..Self::identifiers(contact)
        }
    }

    /// Without the JSON: there may be another change before anyone wants it.
    pub(super) fn identifiers(contact: &Contact) -> Self {
        Self {
            identifiers: contact.identifiers(),
            document: None,
        }
    }
}

impl ContactChange {
    /// What becomes of a contact.
    pub fn new(
        before: Option<Arc<StoredContact>>,
        after: impl Into<Arc<StoredContact>>,
        merged_to: Option<Uuid>,
    ) -> Self {
        let after = after.into();
        let written = Written::identifiers(&after.contact);
        let former = before.as_ref().map(|before| before.contact.identifiers());
        Self::of(
            before,
            former.unwrap_or_default(),
            after,
            merged_to,
            written,
        )
    }

    pub(super) fn of(
        before: Option<Arc<StoredContact>>,
        former: Vec<Identifier>,
        after: Arc<StoredContact>,
        merged_to: Option<Uuid>,
        written: Written,
    ) -> Self {
        let Written {
            identifiers,
            document: made,
        } = written;
        Self {
            before,
            document: made.unwrap_or_else(|| document(&after.contact)),
            after,
            merged_to,
            former,
            identifiers,
        }
    }

    /// The contact's JSON after the batch.
    pub fn document(&self) -> &str {
        &self.document
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
            &self.identifiers
        }
    }
}

fn document(record: &impl Serialize) -> String {
    serde_json::to_string(record).expect("all keys of a record are text and all numbers finite")
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
            document: document(&after.organization),
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
