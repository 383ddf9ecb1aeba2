//! Contacts and organizations, found and read.

use foldhash::HashMap;
use tokio_postgres::Row;
use uuid::Uuid;

use super::connection::Connection;
use super::convert::get;
use super::search::{CONTACTS, ORGANIZATIONS};
use super::{PostgresStore, records};
use crate::store::sorting::{sort_contacts, sort_organizations};
use crate::store::{ContactRecord, Directory, Found, OrganizationRecord, Result, Search};

impl Directory for PostgresStore {
    fn search_contacts(&self, search: &Search) -> Result<Found<ContactRecord>> {
        self.read(|tx| {
            let (ids, is_partial) = CONTACTS.find(tx, search)?;
            let total = ids.len();
            let entries = if search.sort.is_empty() {
                contacts(tx, cut(&ids, search))?
            } else {
                let mut all = contacts(tx, &ids)?;
                sort_contacts(&mut all, &search.sort);
                all.into_iter()
                    .skip(search.offset)
                    .take(search.limit)
                    .collect()
            };
            Ok(Found {
                entries,
                total,
                is_partial,
            })
        })
    }

    fn find_contact(&self, id: Uuid) -> Result<Option<ContactRecord>> {
        Ok(self.find_contacts(&[id])?.pop())
    }

    fn find_contacts(&self, ids: &[Uuid]) -> Result<Vec<ContactRecord>> {
        self.read(|tx| contacts(tx, ids))
    }

    fn search_organizations(&self, search: &Search) -> Result<Found<OrganizationRecord>> {
        self.read(|tx| {
            let (ids, is_partial) = ORGANIZATIONS.find(tx, search)?;
            let total = ids.len();
            let entries = if search.sort.is_empty() {
                organizations(tx, cut(&ids, search))?
            } else {
                let mut all = organizations(tx, &ids)?;
                sort_organizations(&mut all, &search.sort);
                all.into_iter()
                    .skip(search.offset)
                    .take(search.limit)
                    .collect()
            };
            Ok(Found {
                entries,
                total,
                is_partial,
            })
        })
    }

    fn find_organizations(&self, ids: &[Uuid]) -> Result<Vec<OrganizationRecord>> {
        self.read(|tx| organizations(tx, ids))
    }
}

fn cut<'a>(ids: &'a [Uuid], search: &Search) -> &'a [Uuid] {
    let start = search.offset.min(ids.len());
    let end = search.offset.saturating_add(search.limit).min(ids.len());
    &ids[start..end]
}

fn contacts(connection: &mut Connection, ids: &[Uuid]) -> Result<Vec<ContactRecord>> {
    let more = format!("{}, r.merged_to, division.id", records::CONTACT);
    load(connection, &more, "contact", ids, |row| {
        Ok(ContactRecord {
            stored: records::contact(row)?,
            merged_to: get(row, 7)?,
            division: get(row, 8)?,
        })
    })
}

fn organizations(connection: &mut Connection, ids: &[Uuid]) -> Result<Vec<OrganizationRecord>> {
    let more = format!("{}, division.id", records::ORGANIZATION);
    load(connection, &more, "organization", ids, |row| {
        Ok(OrganizationRecord {
            stored: records::organization(row)?,
            division: get(row, 5)?,
        })
    })
}

/// Loads records in the order of their ids. Every key begins with a division, so all are named.
fn load<T>(
    connection: &mut Connection,
    columns: &str,
    table: &str,
    ids: &[Uuid],
    read: fn(&Row) -> Result<T>,
) -> Result<Vec<T>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {columns} FROM {table} r JOIN division ON division.number = r.division
         WHERE r.division = ANY (ARRAY(SELECT number FROM division)) AND r.id = ANY ($1)"
    );
    let found = connection.query(&sql, &[&ids])?;
    let places: HashMap<Uuid, usize> = ids.iter().copied().zip(0..).collect();
    let mut records = Vec::with_capacity(found.len());
    for row in &found {
        records.push((places.get(&get(row, 0)?).copied(), read(row)?));
    }
    records.sort_by_key(|(place, _)| *place);
    Ok(records.into_iter().map(|(_, record)| record).collect())
}
