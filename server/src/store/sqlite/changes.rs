//! Writes what a batch does to the directory.

use std::collections::HashMap;

use import_core::engine::{ContactChange, OrganizationChange, Plan};
use import_core::record::{Contact, Identifier};
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::cache::OrganizationCache;
use super::convert::{bytes, join_ids, to_json};
use super::filter::KeyFilter;
use super::records::words;
use crate::store::{Result, StoreError};

/// Where the next new records go.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NextNumbers {
    contact: i64,
    organization: i64,
}

impl NextNumbers {
    /// After the last records there are.
    pub(super) fn read(connection: &Connection) -> Result<Self> {
        let next = |table: &str| {
            let sql = format!("SELECT coalesce(max(number), 0) + 1 FROM {table}");
            connection.query_row(&sql, [], |row| row.get(0))
        };
        Ok(Self {
            contact: next("contact")?,
            organization: next("organization")?,
        })
    }
}

/// Writes batches of one job into one division.
pub(super) struct Changes<'a> {
    pub(super) connection: &'a Connection,
    pub(super) job: i64,
    pub(super) division: i64,
    /// The numbers of the records that were looked up.
    pub(super) numbers: &'a HashMap<Uuid, i64>,
    pub(super) next: &'a mut NextNumbers,
    /// Told of every new key of a contact.
    pub(super) filter: Option<&'a mut KeyFilter>,
    /// Told of every change of an organization.
    pub(super) organizations: &'a mut OrganizationCache,
}

/// A key to write, in the order of its table.
type Key = (u8, String, i64);

impl Changes<'_> {
    /// Writes the records of a batch, their identifiers and names, and the ledger.
    pub(super) fn write(&mut self, batch: u64, plan: &Plan) -> Result<()> {
        let mut keys = Vec::with_capacity(plan.contacts.len() * 3);
        for change in &plan.contacts {
            self.contact(batch, change, &mut keys)?;
        }
        // In the order of the index: neighbours are written while their page is at hand.
        keys.sort_unstable();
        if let Some(filter) = self.filter.as_deref_mut() {
            for (kind, key, _) in &keys {
                filter.insert(filter.hash_parts(*kind, key));
            }
        }
        self.add_keys(
            "INSERT OR IGNORE INTO contact_identifier (division, kind, key, contact)
             VALUES (?1, ?2, ?3, ?4)",
            &keys,
        )?;
        keys.clear();
        for change in &plan.organizations {
            self.organization(batch, change, &mut keys)?;
        }
        keys.sort_unstable();
        self.add_keys(
            "INSERT OR IGNORE INTO organization_identifier (division, kind, key, organization)
             VALUES (?1, ?2, ?3, ?4)",
            &keys,
        )
    }

    fn contact(&mut self, batch: u64, change: &ContactChange, keys: &mut Vec<Key>) -> Result<()> {
        let ContactChange {
            before,
            after,
            merged_to,
        } = change;
        let number = match before {
            None => {
                let number = self.next.contact;
                self.next.contact += 1;
                number
            }
            Some(former) => {
                let mut statement = self.connection.prepare_cached(
                    "INSERT INTO ledger (job, batch, kind, record, version, former_version,
                     former_modified, former_organization, former_merge_set, former_document)
                     VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?;
                statement.execute(params![
                    self.job,
                    batch,
                    bytes(&former.id),
                    after.version,
                    former.version,
                    former.modified,
                    former.organization.as_ref().map(bytes),
                    join_ids(&former.merge_set),
                    to_json(&former.contact)?
                ])?;
                self.number(former.id)?
            }
        };
        // One statement for new and changed records: the columns that never change are simply not updated.
        let sql = if before.is_none() {
            "INSERT INTO contact (number, division, id, organization, created, modified, version,
             merged_to, merge_set, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
        } else {
            "UPDATE contact SET organization = ?4, created = ?5, modified = ?6, version = ?7,
             merged_to = ?8, merge_set = ?9, document = ?10
             WHERE number = ?1 AND division = ?2 AND id = ?3"
        };
        self.connection.prepare_cached(sql)?.execute(params![
            number,
            self.division,
            bytes(&after.id),
            after.organization.as_ref().map(bytes),
            after.created,
            after.modified,
            after.version,
            merged_to.as_ref().map(bytes),
            join_ids(&after.merge_set),
            to_json(&after.contact)?
        ])?;

        let former = before.as_ref().map(|before| &before.contact);
        let latter = merged_to.is_none().then_some(&after.contact);
        self.name("contact_name", number, former.map(name), latter.map(name))?;

        let (removed, added) = change.identifiers();
        self.remove_keys(
            "DELETE FROM contact_identifier
             WHERE division = ?1 AND kind = ?2 AND key = ?3 AND contact = ?4",
            &removed,
            number,
        )?;
        keys.extend(
            added
                .into_iter()
                .map(|key| (key.kind.number(), key.key, number)),
        );
        Ok(())
    }

    fn organization(
        &mut self,
        batch: u64,
        change: &OrganizationChange,
        keys: &mut Vec<Key>,
    ) -> Result<()> {
        let OrganizationChange { before, after } = change;
        let number = match before {
            None => {
                let number = self.next.organization;
                self.next.organization += 1;
                number
            }
            Some(former) => {
                let mut statement = self.connection.prepare_cached(
                    "INSERT INTO ledger (job, batch, kind, record, version, former_version,
                     former_modified, former_document) VALUES (?1, ?2, 2, ?3, ?4, ?5, ?6, ?7)",
                )?;
                statement.execute(params![
                    self.job,
                    batch,
                    bytes(&former.id),
                    after.version,
                    former.version,
                    former.modified,
                    to_json(&former.organization)?
                ])?;
                self.number(former.id)?
            }
        };
        let sql = if before.is_none() {
            "INSERT INTO organization (number, division, id, created, modified, version, document)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        } else {
            "UPDATE organization SET created = ?4, modified = ?5, version = ?6, document = ?7
             WHERE number = ?1 AND division = ?2 AND id = ?3"
        };
        self.connection.prepare_cached(sql)?.execute(params![
            number,
            self.division,
            bytes(&after.id),
            after.created,
            after.modified,
            after.version,
            to_json(&after.organization)?
        ])?;

        let former = before
            .as_ref()
            .map(|before| before.organization.name.clone());
        let latter = after.organization.name.clone();
        self.name(
            "organization_name",
            number,
            former.map(Option::unwrap_or_default),
            Some(latter.unwrap_or_default()),
        )?;

        let (removed, added) = change.identifiers();
        self.remove_keys(
            "DELETE FROM organization_identifier
             WHERE division = ?1 AND kind = ?2 AND key = ?3 AND organization = ?4",
            &removed,
            number,
        )?;
        self.organizations.change(number, after, &removed, &added);
        keys.extend(
            added
                .into_iter()
                .map(|key| (key.kind.number(), key.key, number)),
        );
        Ok(())
    }

    /// Brings the index of names up to date. `None` and the empty name are not in it.
    fn name(
        &self,
        index: &'static str,
        number: i64,
        former: Option<String>,
        latter: Option<String>,
    ) -> Result<()> {
        let former = former.filter(|name| !name.is_empty());
        let latter = latter.filter(|name| !name.is_empty());
        if former == latter {
            return Ok(());
        }
        if former.is_some() {
            let sql = format!("DELETE FROM {index} WHERE rowid = ?1");
            self.connection.prepare_cached(&sql)?.execute([number])?;
        }
        if let Some(name) = latter {
            let sql = format!("INSERT INTO {index} (rowid, name) VALUES (?1, ?2)");
            let mut statement = self.connection.prepare_cached(&sql)?;
            statement.execute(params![number, words(&name)])?;
        }
        Ok(())
    }

    fn add_keys(&self, sql: &str, keys: &[Key]) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        for (kind, key, number) in keys {
            statement.execute(params![self.division, kind, key, number])?;
        }
        Ok(())
    }

    fn remove_keys(&self, sql: &str, keys: &[Identifier], number: i64) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached(sql)?;
        for key in keys {
            statement.execute(params![self.division, key.kind.number(), key.key, number])?;
        }
        Ok(())
    }

    fn number(&self, id: Uuid) -> Result<i64> {
        let number = self.numbers.get(&id).copied();
        number.ok_or_else(|| StoreError::Unreadable {
            what: "plan",
            source: "it changes a record that was not looked up".into(),
        })
    }
}

fn name(contact: &Contact) -> String {
    contact.full_name()
}
