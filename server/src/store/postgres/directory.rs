//! Contacts and organizations, found and read.

use foldhash::HashMap;
use import_core::record::Identifier;
use tokio_postgres::Row;
use uuid::Uuid;

use super::PostgresStore;
use super::connection::Connection;
use super::convert::{get, one_more, plain};
use super::records::{self, Place};
use super::search::{CONTACTS, Index, ORGANIZATIONS, divisions};
use crate::store::listing::{pair_cursor, slice};
use crate::store::sorting::{sort_contacts, sort_organizations};
use crate::store::{
    ContactRecord, Directory, Found, OrganizationRecord, Page, Result, Scope, Search, Slice,
};

impl Directory for PostgresStore {
    fn search_contacts(&self, search: &Search) -> Result<Found<ContactRecord>> {
        self.read(|tx| {
            let hits = CONTACTS.find(tx, search, wanted(search))?;
            let entries = if search.sort.is_empty() {
                contacts(tx, &Wanted::At(cut(&hits.places, search)))?
            } else {
                let mut all = contacts(tx, &Wanted::At(&hits.places))?;
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
        self.read(|tx| contacts(tx, &Wanted::Anywhere(ids)))
    }

    fn find_contacts_by(&self, scope: &Scope, keys: &[Identifier]) -> Result<Vec<ContactRecord>> {
        self.read(|tx| {
            let places = holders(tx, "contact", scope, keys)?;
            contacts(tx, &Wanted::At(&places))
        })
    }

    fn scan_contacts(&self, scope: &Scope, page: &Page) -> Result<Slice<ContactRecord>> {
        self.read(|tx| {
            let (places, keys) = scan(tx, &CONTACTS, scope, page)?;
            let found = contacts(tx, &Wanted::At(&places))?;
            Ok(slice(found.into_iter().zip(keys).collect(), page.size))
        })
    }

    fn search_organizations(&self, search: &Search) -> Result<Found<OrganizationRecord>> {
        self.read(|tx| {
            let hits = ORGANIZATIONS.find(tx, search, wanted(search))?;
            let entries = if search.sort.is_empty() {
                organizations(tx, &Wanted::At(cut(&hits.places, search)))?
            } else {
                let mut all = organizations(tx, &Wanted::At(&hits.places))?;
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
        self.read(|tx| organizations(tx, &Wanted::Anywhere(ids)))
    }

    fn find_organizations_by(
        &self,
        scope: &Scope,
        keys: &[Identifier],
    ) -> Result<Vec<OrganizationRecord>> {
        self.read(|tx| {
            let places = holders(tx, "organization", scope, keys)?;
            organizations(tx, &Wanted::At(&places))
        })
    }

    fn scan_organizations(&self, scope: &Scope, page: &Page) -> Result<Slice<OrganizationRecord>> {
        self.read(|tx| {
            let (places, keys) = scan(tx, &ORGANIZATIONS, scope, page)?;
            let found = organizations(tx, &Wanted::At(&places))?;
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
) -> Result<Vec<Place>> {
    let sql = format!(
        "SELECT r.division, r.id FROM {table}_identifier i
         JOIN {table} r ON r.division = i.division AND r.id = i.{table}
         WHERE i.division = ANY ($1)
         AND i.kind = $2 AND i.key = $3 ORDER BY r.created, r.id"
    );
    let divisions = divisions(connection, scope)?;
    let mut found = Vec::new();
    for key in keys {
        let kind = i16::from(key.kind.number());
        for row in connection.query(&sql, &[&divisions, &kind, &plain(&key.key)])? {
            let place = place(&row)?;
            if !found.contains(&place) {
                found.push(place);
            }
        }
    }
    Ok(found)
}

/// The records of a page with their cursors, and one more where there are more.
fn scan(
    connection: &mut Connection,
    index: &Index,
    scope: &Scope,
    page: &Page,
) -> Result<(Vec<Place>, Vec<String>)> {
    let sql = format!(
        "SELECT r.division, r.id FROM {} r WHERE (r.division, r.id) > ($1, $2) AND {}
         AND r.division = ANY ($3)
         ORDER BY r.division, r.id LIMIT $4",
        index.table, index.live
    );
    let after = pair_cursor(page.after.as_deref())?;
    let (after, id) = after.unwrap_or((-1_i64, Uuid::nil()));
    let divisions = divisions(connection, scope)?;
    let found = connection.query(&sql, &[&after, &id, &divisions, &one_more(page.size)])?;
    let mut places = Vec::with_capacity(found.len());
    let mut keys = Vec::with_capacity(found.len());
    for row in &found {
        let place = place(row)?;
        places.push(place);
        keys.push(format!("{}-{}", place.division, place.id.simple()));
    }
    Ok((places, keys))
}

/// The key of a record in a row of division and id.
fn place(row: &Row) -> Result<Place> {
    Ok(Place {
        division: get(row, 0)?,
        id: get(row, 1)?,
    })
}

/// How many records have to be known: those to the end of the page, all where they are put in another order.
fn wanted(search: &Search) -> usize {
    if search.sort.is_empty() {
        search.offset.saturating_add(search.limit)
    } else {
        usize::MAX
    }
}

fn cut<'a>(places: &'a [Place], search: &Search) -> &'a [Place] {
    let start = search.offset.min(places.len());
    let end = search.offset.saturating_add(search.limit);
    &places[start..end.min(places.len())]
}

/// Which records are to be loaded.
enum Wanted<'a> {
    /// By their keys, each once.
    At(&'a [Place]),
    /// By their ids alone. Every key begins with a division, so each id is looked for in all of them.
    Anywhere(&'a [Uuid]),
}

fn contacts(connection: &mut Connection, wanted: &Wanted<'_>) -> Result<Vec<ContactRecord>> {
    let more = format!("{}, r.merged_to, division.id", records::CONTACT);
    load(connection, &more, "contact", wanted, |row| {
        Ok(ContactRecord {
            stored: records::contact(row)?,
            merged_to: get(row, 7)?,
            division: get(row, 8)?,
        })
    })
}

fn organizations(
    connection: &mut Connection,
    wanted: &Wanted<'_>,
) -> Result<Vec<OrganizationRecord>> {
    let more = format!("{}, division.id", records::ORGANIZATION);
    load(connection, &more, "organization", wanted, |row| {
        Ok(OrganizationRecord {
            stored: records::organization(row)?,
            division: get(row, 5)?,
        })
    })
}

/// Loads records in the order in which they are wanted.
fn load<T>(
    connection: &mut Connection,
    columns: &str,
    table: &str,
    wanted: &Wanted<'_>,
    read: fn(&Row) -> Result<T>,
) -> Result<Vec<T>> {
    let select =
        format!("SELECT {columns} FROM {table} r JOIN division ON division.number = r.division");
    let (ids, found) = match wanted {
        Wanted::At([]) | Wanted::Anywhere([]) => return Ok(Vec::new()),
        Wanted::At(places) => {
            let divisions: Vec<i64> = places.iter().map(|place| place.division).collect();
            let ids: Vec<Uuid> = places.iter().map(|place| place.id).collect();
            let sql = format!(
                "{select} JOIN unnest($1::bigint[], $2::uuid[]) wanted (division, id)
                 ON r.division = wanted.division AND r.id = wanted.id"
            );
            let found = connection.query(&sql, &[&divisions, &ids])?;
            (ids, found)
        }
        Wanted::Anywhere(ids) => {
            let all = "ARRAY(SELECT number FROM division)";
            let sql = format!("{select} WHERE r.division = ANY ({all}) AND r.id = ANY ($1)");
            (ids.to_vec(), connection.query(&sql, &[ids])?)
        }
    };
    let order: HashMap<Uuid, usize> = ids.into_iter().zip(0..).collect();
    let mut records = Vec::with_capacity(found.len());
    for row in &found {
        records.push((order.get(&get(row, 0)?).copied(), read(row)?));
    }
    records.sort_by_key(|(place, _)| *place);
    Ok(records.into_iter().map(|(_, record)| record).collect())
}
