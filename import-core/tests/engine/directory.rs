//! A directory in memory, as naive as can be: it looks at every record for every key.

use std::collections::BTreeMap;
use std::sync::Arc;

use import_core::check::check_row;
use import_core::columns::Field;
use import_core::engine::{self, Ahead, Batch, Keys, Known, Plan};
use import_core::outcome::{Counts, RowOutcome};
use import_core::record::{Contact, PackedContact, StoredContact, StoredOrganization, Timestamp};
use import_core::row::Row;
use import_core::settings::{Criterion, Settings};
use uuid::Uuid;

/// The source of every test's external IDs.
pub(crate) const SOURCE: Uuid = Uuid::from_u128(0x50);

/// When every test's import begins.
pub(crate) const START: Timestamp = 1_000_000;

/// Contacts and organizations, live and merged.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Directory {
    pub(crate) contacts: BTreeMap<Uuid, StoredContact>,
    pub(crate) merged: BTreeMap<Uuid, Uuid>,
    pub(crate) organizations: BTreeMap<Uuid, StoredOrganization>,
    pub(crate) last_id: u128,
}

impl Directory {
    /// Adds a contact that was there before the import; later ones are younger.
    pub(crate) fn add(&mut self, contact: Contact) -> Uuid {
        self.last_id += 1;
        let id = Uuid::from_u128(self.last_id);
        let created = Timestamp::try_from(self.last_id).expect("few contacts");
        let stored = StoredContact {
            id,
            contact,
            organization: None,
            created,
            modified: created,
            version: 1,
            merge_set: Vec::new(),
        };
        self.contacts.insert(id, stored);
        id
    }

    /// The contacts that were not merged away, oldest first.
    pub(crate) fn live(&self) -> Vec<&StoredContact> {
        let mut live: Vec<_> = self
            .contacts
            .values()
            .filter(|stored| !self.merged.contains_key(&stored.id))
            .collect();
        live.sort_by_key(|stored| (stored.created, stored.id));
        live
    }

    /// What it knows of the keys of a batch.
    fn known(&self, keys: &Keys) -> Known {
        let contacts = self.live().into_iter().filter(|stored| {
            stored
                .contact
                .identifiers()
                .iter()
                .any(|identifier| keys.contacts.contains(identifier))
        });
        let organizations = self.organizations.values().filter(|stored| {
            stored
                .organization
                .identifiers()
                .iter()
                .any(|identifier| keys.organizations.contains(identifier))
        });
        Known {
            contacts: contacts.cloned().map(Arc::new).collect(),
            organizations: organizations.cloned().map(Arc::new).collect(),
        }
    }

    /// Imports rows in batches of the given size, as servers do: most batches are looked up before the one
    /// before is written.
    pub(crate) fn import(
        &mut self,
        rows: &[Row],
        settings: &Settings,
        batch: usize,
    ) -> (Vec<RowOutcome>, Counts) {
        let mut outcomes = Vec::new();
        let mut counts = Counts::default();
        let mut waiting: Option<Plan> = None;
        for (number, rows) in rows.chunks(batch).enumerate() {
            let ahead = match number % 2 {
                0 => Ahead::Contacts,
                _ => Ahead::Nothing,
            };
            let mut batch = Batch::new(rows.to_vec(), settings, ahead);
            if number % 3 == 2 {
                outcomes.extend(self.commit(waiting.take().unwrap_or_default()));
            }
            let mut known = self.known(batch.keys());
            if let Some(waiting) = waiting.take() {
                known.follow([&waiting], batch.keys());
                outcomes.extend(self.commit(waiting));
            }
            let mut last_id = self.last_id;
            let mut new_id = || {
                last_id += 1;
                Uuid::from_u128(last_id)
            };
            let plan = engine::plan(&mut batch, settings, known, START, &mut new_id);
            self.last_id = last_id;
            counts.add(&plan.counts);
            waiting = Some(plan);
        }
        outcomes.extend(self.commit(waiting.unwrap_or_default()));
        (outcomes, counts)
    }

    fn commit(&mut self, plan: Plan) -> Vec<RowOutcome> {
        for change in plan.contacts {
            assert_eq!(
                change.before.as_deref(),
                self.contacts.get(&change.after.id),
                "`before` is what is stored"
            );
            if let Some(survivor) = change.merged_to {
                self.merged.insert(change.after.id, survivor);
            }
            let after = change.after.unpack();
            let packed = PackedContact::pack(&after, after.contact.identifiers());
            assert_eq!(packed, change.after);
            self.contacts.insert(after.id, after);
        }
        for change in plan.organizations {
            assert_eq!(
                change.before.as_deref(),
                self.organizations.get(&change.after.id)
            );
            self.organizations
                .insert(change.after.id, Arc::unwrap_or_clone(change.after));
        }
        plan.rows
    }
}

/// Settings with the criteria Email and Phone and a column for each field, named by its header.
pub(crate) fn settings(fields: &[Field], merge: bool) -> Settings {
    Settings {
        source: SOURCE,
        criteria: vec![Criterion::Email, Criterion::Phone],
        merge,
        ..Settings::of_columns(fields.iter().map(|field| (field.header(), *field)))
    }
}

/// Checks rows of cells, the first as row 2.
pub(crate) fn rows(cells: &[&[&str]], settings: &Settings) -> Vec<Row> {
    (2..)
        .zip(cells)
        .map(|(number, cells)| {
            let cells = cells.to_vec();
            check_row(|index| cells[index], number, settings, &[])
        })
        .collect()
}
