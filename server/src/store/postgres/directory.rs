//! Contacts and organizations, found and read.

use foldhash::HashMap;
use import_core::record::Identifier;
use tokio_postgres::Row;
use uuid::Uuid;

use super::connection::Connection;
use super::convert::{get, one_more, plain};
use super::search::{CONTACTS, Index, ORGANIZATIONS, divisions};
use super::{PostgresStore, records};
use crate::store::listing::slice;
use crate::store::sorting::{sort_contacts, sort_organizations};
use crate::store::{
    ContactRecord, Directory, Found, OrganizationRecord, Page, Result, Scope, Search, Slice,
};

impl Directory for PostgresStore {
    fn search_contacts(&self, search: &Search) -> Result<Found<ContactRecord>> {
        self.read(|tx| {
            let hits = CONTACTS.find(tx, search, wanted(search))?;
            let entries = if search.sort.is_empty() {
                contacts(tx, cut(&hits.ids, search))?
            } else {
                let mut all = contacts(tx, &hits.ids)?;
                sort_contacts(&mut all, &search.sort);
                all.into_iter()
                    .skip(search.offset)
                    .take(search.limit)
                    .collect()
            };
            Ok(Found {
                entries,
                total: hits.total,
                is_partial: hits.is_partial,
            })
        })
    }

    fn find_contact(&self, id: Uuid) -> Result<Option<ContactRecord>> {
        Ok(self.find_contacts(&[id])?.pop())
    }

    fn find_contacts(&self, ids: &[Uuid]) -> Result<Vec<ContactRecord>> {
        self.read(|tx| contacts(tx, ids))
    }

    fn find_contacts_by(&self, scope: &Scope, keys: &[Identifier]) -> Result<Vec<ContactRecord>> {
        self.read(|tx| {
            let ids = holders(tx, "contact", scope, keys)?;
            contacts(tx, &ids)
        })
    }

    fn scan_contacts(&self, scope: &Scope, page: &Page) -> Result<Slice<ContactRecord>> {
        self.read(|tx| {
            let (ids, keys) = scan(tx, &CONTACTS, scope, page)?;
            let found = contacts(tx, &ids)?;
            Ok(slice(found.into_iter().zip(keys).collect(), page.size))
        })
    }

    fn search_organizations(&self, search: &Search) -> Result<Found<OrganizationRecord>> {
        self.read(|tx| {
            let hits = ORGANIZATIONS.find(tx, search, wanted(search))?;
            let entries = if search.sort.is_empty() {
                organizations(tx, cut(&hits.ids, search))?
            } else {
                let mut all = organizations(tx, &hits.ids)?;
                sort_organizations(&mut all, &search.sort);
                all.into_iter()
                    .skip(search.offset)
                    .take(search.limit)
                    .collect()
            };
            Ok(Found {
                entries,
                total: hits.total,
                is_partial: hits.is_partial,
            })
        })
    }

    fn find_organizations(&self, ids: &[Uuid]) -> Result<Vec<OrganizationRecord>> {
        self.read(|tx| organizations(tx, ids))
    }

    fn find_organizations_by(
        &self,
        scope: &Scope,
        keys: &[Identifier],
    ) -> Result<Vec<OrganizationRecord>> {
        self.read(|tx| {
            let ids = holders(tx, "organization", scope, keys)?;
            organizations(tx, &ids)
        })
    }

    fn scan_organizations(&self, scope: &Scope, page: &Page) -> Result<Slice<OrganizationRecord>> {
        self.read(|tx| {
            let (ids, keys) = scan(tx, &ORGANIZATIONS, scope, page)?;
            let found = organizations(tx, &ids)?;
            Ok(slice(found.into_iter().zip(keys).collect(), page.size))
        })
    }
}

/// The records that hold one of the keys: key by key, for each oldest first, each once.
fn holders(
    connection: &mut Connection,
    table: &str,
    scope: &Scope,
    keys: &[Identifier],
) -> Result<Vec<Uuid>> {
    let sql = format!(
        "SELECT r.id FROM {table}_identifier i
         JOIN {table} r ON r.division = i.division AND r.id = i.{table}
         WHERE i.division = ANY ($1)
         AND i.kind = $2 AND i.key = $3 ORDER BY r.created, r.id"
    );
    let divisions = divisions(connection, scope)?;
    let mut found = Vec::new();
    for key in keys {
        let kind = i16::from(key.kind.number());
        for row in connection.query(&sql, &[&divisions, &kind, &plain(&key.key)])? {
            let id = get(&row, 0)?;
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    Ok(found)
}

/// The ids of the records of a page with their cursors, and one more where there are more.
fn scan(
    connection: &mut Connection,
    index: &Index,
    scope: &Scope,
    page: &Page,
) -> Result<(Vec<Uuid>, Vec<String>)> {
    let sql = format!(
        "SELECT r.division, r.id FROM {} r WHERE (r.division, r.id) > ($1, $2) AND {}
         AND r.division = ANY ($3)
         ORDER BY r.division, r.id LIMIT $4",
        index.table, index.live
    );
    let after = page.after.as_deref().and_then(|after| {
        let (division, id) = after.split_once('-')?;
        Some((division.parse().ok()?, id.parse().ok()?))
    });
    let (after, id) = after.unwrap_or((-1_i64, Uuid::nil()));
    let divisions = divisions(connection, scope)?;
    let found = connection.query(&sql, &[&after, &id, &divisions, &one_more(page.size)])?;
    let mut ids = Vec::with_capacity(found.len());
    let mut keys = Vec::with_capacity(found.len());
    for row in &found {
        let (division, id) = (get::<i64>(row, 0)?, get::<Uuid>(row, 1)?);
        ids.push(id);
        keys.push(format!("{division}-{}", id.simple()));
    }
    Ok((ids, keys))
}

/// How many records have to be known: those to the end of the page, all where they are put in another order.
fn wanted(search: &Search) -> usize {
    if search.sort.is_empty() {
        search.offset.saturating_add(search.limit)
    } else {
        usize::MAX
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
