//! Contacts and organizations, found and read.

use std::cmp::Ordering;

use import_core::record::{Contact, Organization};
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

use super::convert::{bytes, optional_id};
use super::search::{CONTACTS, ORGANIZATIONS};
use super::{SqliteStore, records};
use crate::store::{
    ContactRecord, ContactSort, Directory, Found, OrganizationRecord, Result, Search, SortField,
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
                all.sort_by(|a, b| {
                    compare(&search.sort, |field| {
                        let contact = &a.stored.contact;
                        let other = &b.stored.contact;
                        by_field(field, contact, other, |field| match field {
                            SortField::CreateDate => a.stored.created.cmp(&b.stored.created),
                            _ => a.stored.modified.cmp(&b.stored.modified),
                        })
                    })
                });
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
                all.sort_by(|a, b| {
                    compare(&search.sort, |field| match field {
                        SortField::CreateDate => a.stored.created.cmp(&b.stored.created),
                        SortField::ModifyDate => a.stored.modified.cmp(&b.stored.modified),
                        _ => by_name(&a.stored.organization, &b.stored.organization),
                    })
                });
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

    fn list_divisions(&self) -> Result<Vec<(String, String)>> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached("SELECT id, name FROM division ORDER BY name")?;
            let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
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

fn compare(sort: &[ContactSort], by: impl Fn(SortField) -> Ordering) -> Ordering {
    sort.iter()
        .map(|key| {
            let order = by(key.field);
            if key.descending {
                order.reverse()
            } else {
                order
            }
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn by_field(
    field: SortField,
    a: &Contact,
    b: &Contact,
    by_date: impl Fn(SortField) -> Ordering,
) -> Ordering {
    match field {
        SortField::FirstName => by_text(a.first_name.as_deref(), b.first_name.as_deref()),
        SortField::MiddleName => by_text(a.middle_name.as_deref(), b.middle_name.as_deref()),
        SortField::LastName | SortField::Name => {
            by_text(a.last_name.as_deref(), b.last_name.as_deref())
        }
        SortField::Title => by_text(a.title.as_deref(), b.title.as_deref()),
        SortField::CreateDate | SortField::ModifyDate => by_date(field),
    }
}

fn by_name(a: &Organization, b: &Organization) -> Ordering {
    by_text(a.name.as_deref(), b.name.as_deref())
}

/// Without case; what has no value comes last.
fn by_text(a: Option<&str>, b: Option<&str>) -> Ordering {
    let key = |text: Option<&str>| (text.is_none(), text.map(str::to_lowercase));
    key(a).cmp(&key(b))
}
