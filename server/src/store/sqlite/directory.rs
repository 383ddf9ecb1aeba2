//! Contacts and organizations, found and read.

use import_core::record::Identifier;
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

use super::convert::{bytes, optional_id};
use super::lookup::{self, Lookup};
use super::search::{CONTACTS, Index, ORGANIZATIONS, divisions};
use super::walk::{Way, walk};
use super::{SqliteStore, records};
use crate::store::listing::{cursor, slice};
use crate::store::sorting::{sort_contacts, sort_organizations};
use crate::store::{
    ContactRecord, Directory, Found, OrganizationRecord, Page, Result, Scope, Search, Slice,
};

impl Directory for SqliteStore {
    fn search_contacts(&self, search: &Search) -> Result<Found<ContactRecord>> {
        self.read(|tx| {
            let (numbers, is_partial) = CONTACTS.find(tx, search)?;
            let total = numbers.len();
            let entries = if search.sort.is_empty() {
                load(
                    tx,
                    &select_contact("number"),
                    cut(&numbers, search),
                    contact,
                )?
            } else {
                let mut all = load(tx, &select_contact("number"), &numbers, contact)?;
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
        let ids = ids.iter().map(bytes);
        self.read(|tx| load(tx, &select_contact("id"), ids, contact))
    }

    fn find_contacts_by(&self, scope: &Scope, keys: &[Identifier]) -> Result<Vec<ContactRecord>> {
        self.read(|tx| {
            let numbers = holders(tx, &lookup::contacts(), scope, keys)?;
            load(tx, &select_contact("number"), numbers, contact)
        })
    }

    fn scan_contacts(&self, scope: &Scope, page: &Page) -> Result<Slice<ContactRecord>> {
        self.read(|tx| {
            let numbers = scan(tx, &CONTACTS, scope, page)?;
            let found = load(tx, &select_contact("number"), &numbers, contact)?;
            let keys = numbers.iter().map(ToString::to_string);
            Ok(slice(found.into_iter().zip(keys).collect(), page.size))
        })
    }

    fn search_organizations(&self, search: &Search) -> Result<Found<OrganizationRecord>> {
        self.read(|tx| {
            let (numbers, is_partial) = ORGANIZATIONS.find(tx, search)?;
            let total = numbers.len();
            let sql = select_organization("number");
            let entries = if search.sort.is_empty() {
                load(tx, &sql, cut(&numbers, search), organization)?
            } else {
                let mut all = load(tx, &sql, &numbers, organization)?;
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
        let ids = ids.iter().map(bytes);
        self.read(|tx| load(tx, &select_organization("id"), ids, organization))
    }

    fn find_organizations_by(
        &self,
        scope: &Scope,
        keys: &[Identifier],
    ) -> Result<Vec<OrganizationRecord>> {
        self.read(|tx| {
            let numbers = holders(tx, &lookup::organizations(), scope, keys)?;
            load(tx, &select_organization("number"), numbers, organization)
        })
    }

    fn scan_organizations(&self, scope: &Scope, page: &Page) -> Result<Slice<OrganizationRecord>> {
        self.read(|tx| {
            let numbers = scan(tx, &ORGANIZATIONS, scope, page)?;
            let found = load(tx, &select_organization("number"), &numbers, organization)?;
            let keys = numbers.iter().map(ToString::to_string);
            Ok(slice(found.into_iter().zip(keys).collect(), page.size))
        })
    }
}

/// The numbers of the records that hold one of the keys: key by key, for each oldest first, each once.
fn holders<T>(
    connection: &Connection,
    lookup: &Lookup<T>,
    scope: &Scope,
    keys: &[Identifier],
) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    let all = divisions(connection, scope)?;
    for key in keys {
        let mut holders = Vec::new();
        for &division in &all {
            let key = std::slice::from_ref(key);
            holders.extend(lookup.holders(connection, division, key, None)?);
        }
        holders.sort_unstable();
        holders.retain(|number| !found.contains(number));
        found.append(&mut holders);
    }
    Ok(found)
}

/// The numbers of the records of a page, and one more where there are more.
fn scan(connection: &Connection, index: &Index, scope: &Scope, page: &Page) -> Result<Vec<i64>> {
    let after = cursor(page.after.as_deref())?.unwrap_or_default();
    let most = page.size.saturating_add(1);
    walk(connection, index, scope, Way::After(after), most)
}

fn cut<'a>(numbers: &'a [i64], search: &Search) -> &'a [i64] {
    let start = search.offset.min(numbers.len());
    let end = (search.offset + search.limit).min(numbers.len());
    &numbers[start..end]
}

fn select_contact(key: &str) -> String {
    format!(
        "SELECT {}, merged_to, (SELECT division.id FROM division WHERE division.number = division)
         FROM contact WHERE {key} = ?1",
        records::CONTACT
    )
}

fn select_organization(key: &str) -> String {
    format!(
        "SELECT {}, (SELECT division.id FROM division WHERE division.number = division)
         FROM organization WHERE {key} = ?1",
        records::ORGANIZATION
    )
}

fn load<T>(
    connection: &Connection,
    sql: &str,
    keys: impl IntoIterator<Item = impl rusqlite::ToSql>,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = Vec::new();
    for key in keys {
        found.extend(statement.query_row([key], read).optional()?);
    }
    Ok(found)
}

fn contact(row: &Row<'_>) -> rusqlite::Result<ContactRecord> {
    Ok(ContactRecord {
        stored: records::contact(row)?.1,
        merged_to: optional_id(row, 8)?,
        division: row.get(9)?,
    })
}

fn organization(row: &Row<'_>) -> rusqlite::Result<OrganizationRecord> {
    Ok(OrganizationRecord {
        stored: records::organization(row)?.1,
        division: row.get(6)?,
    })
}
