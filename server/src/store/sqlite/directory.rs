//! Contacts and organizations, found and read.

use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

use super::convert::{bytes, optional_id};
use super::search::{CONTACTS, ORGANIZATIONS};
use super::{SqliteStore, records};
use crate::store::sorting::{sort_contacts, sort_organizations};
use crate::store::{ContactRecord, Directory, Found, OrganizationRecord, Result, Search};

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
