//! A batch of checked rows, made ready for being planned.

use std::sync::Arc;

use uuid::Uuid;

use super::Keys;
use super::change::Written;
use crate::applying::apply_to_contact;
use crate::columns::Subject;
use crate::problem::Problem;
use crate::record::{Contact, Identifier, StoredContact};
use crate::row::Row;
use crate::settings::Settings;

/// Rows in file order with everything that can be known of them without the directory, so that it can be
/// made while an earlier batch is planned and written.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub(super) drafts: Vec<Draft>,
    keys: Keys,
}

/// A row, and what it becomes where it matches nothing.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) row: Row,
    /// What its contact is matched by, in matching order.
    pub(super) contact_keys: Vec<Identifier>,
    /// What its organization is matched by.
    pub(super) organization_key: Option<Identifier>,
    /// None for a rejected row, and for one that is about an organization alone.
    pub(super) contact: Option<Result<NewContact, Problem>>,
}

/// A contact that is in no directory yet.
#[derive(Clone, Debug)]
pub(super) struct NewContact {
    /// Without its id and dates.
    pub(super) stored: Arc<StoredContact>,
    pub(super) written: Written,
    pub(super) warnings: Vec<Problem>,
}

impl Batch {
    /// Makes rows ready. They stay in their order.
    pub fn new(rows: Vec<Row>, settings: &Settings) -> Self {
        let drafts: Vec<Draft> = rows
            .into_iter()
            .map(|row| Draft::new(row, settings))
            .collect();
        let contacts = drafts.iter().flat_map(|draft| &draft.contact_keys);
        let organizations = drafts.iter().filter_map(|d| d.organization_key.as_ref());
        let keys = Keys {
            contacts: each_once(contacts),
            organizations: each_once(organizations),
        };
        Self { drafts, keys }
    }

    /// What must be looked up before it can be planned. Rejected rows need nothing.
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// How many rows it has.
    pub const fn len(&self) -> usize {
        self.drafts.len()
    }

    /// Whether it has no rows.
    pub const fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }
}

fn each_once<'a>(identifiers: impl Iterator<Item = &'a Identifier>) -> Vec<Identifier> {
    let mut sorted: Vec<&Identifier> = identifiers.collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.into_iter().cloned().collect()
}

impl Draft {
    fn new(row: Row, settings: &Settings) -> Self {
        if row.is_rejected() {
            return Self {
                row,
                contact_keys: Vec::new(),
                organization_key: None,
                contact: None,
            };
        }
        let contact = row
            .has(Subject::Contact)
            .then(|| NewContact::new(|contact| apply_to_contact(contact, &row, settings)));
        Self {
            contact_keys: row.contact_keys(settings),
            organization_key: row.organization_key(settings),
            contact,
            row,
        }
    }
}

impl NewContact {
    /// What `apply` makes of an empty one.
    pub(super) fn new<E>(
        apply: impl FnOnce(&mut Contact) -> Result<Vec<Problem>, E>,
    ) -> Result<Self, E> {
        let mut contact = Contact::default();
        let warnings = apply(&mut contact)?;
        let written = Written::whole(&contact);
        let stored = StoredContact {
            id: Uuid::nil(),
            contact,
            organization: None,
            created: 0,
            modified: 0,
            version: 1,
            merge_set: Vec::new(),
        };
        Ok(Self {
            stored: Arc::new(stored),
            written,
            warnings,
        })
    }
}
