//! What a pass knows of its division without asking: it spares a file of new contacts most look-ups.
//!
//! It is right as long as nobody else writes the division: while the pass holds its lock, and across a commit where
//! nobody made an edit meanwhile. Undos and other imports do not run beside it. What a dry run knows is as old as its
//! beginning: it foretells, and the import looks again.

use std::mem;
use std::sync::Arc;

use import_core::engine::{ContactChange, Keys, OrganizationChange, Plan};
use import_core::record::{Identifier, StoredOrganization};
use uuid::Uuid;

use super::connection::Connection;
use super::convert::{big, count, get};
use crate::store::Result;
use crate::store::cache::OrganizationCache;
use crate::store::filter::KeyFilter;

/// What a pass knows of its division.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The keys that there are, where it is worth knowing them beforehand.
    keys: Option<Filters>,
    organizations: OrganizationCache<Uuid>,
    /// What a batch that is being written changes.
    written: Vec<Changed>,
    /// What was saved since the last look-up. A look-up that goes on beside a write may see the state before it, and
    /// must not put that over what is known since: so changes are taken up between two.
    saved: Vec<Changed>,
}

#[derive(Debug)]
struct Filters {
    contacts: KeyFilter,
    organizations: KeyFilter,
}

/// A change of an organization.
#[derive(Debug)]
struct Changed {
    after: Arc<StoredOrganization>,
    removed: Vec<Identifier>,
    held: Vec<Identifier>,
}

impl Memory {
    /// For a file of so many rows.
    pub(super) fn of(connection: &mut Connection, division: i64, rows: u64) -> Result<Self> {
        Ok(Self {
            keys: keys_of(connection, division, rows)?,
            ..Self::default()
        })
    }

    /// The known ones of the organizations, and what has to be asked for.
    pub(super) fn find(&mut self, keys: &Keys) -> (Vec<Arc<StoredOrganization>>, Keys) {
        for change in self.saved.drain(..) {
            let after = &change.after;
            self.organizations
                .change(after.id, after, &change.removed, &change.held);
        }
        let (mut known, mut unknown) = self.organizations.find(&keys.organizations, |_, _| {});
        let filters = self.keys.as_ref();
        let is_possible =
            |key: &&Identifier| filters.is_none_or(|filters| may_be_held(&filters.contacts, key));
        let contacts = keys.contacts.iter().filter(is_possible).cloned().collect();
        if let Some(filters) = filters {
            let is_nowhere = |key: &mut Identifier| !may_be_held(&filters.organizations, key);
            let nowhere = unknown.extract_if(.., is_nowhere).collect();
            self.keep(nowhere, Vec::new(), &mut known);
        }
        let unknown = Keys {
            contacts,
            organizations: unknown,
        };
        (known, unknown)
    }

    /// Remembers which organizations hold these keys, and adds them to those that were known.
    pub(super) fn keep(
        &mut self,
        keys: Vec<Identifier>,
        found: Vec<Arc<StoredOrganization>>,
        known: &mut Vec<Arc<StoredOrganization>>,
    ) {
        self.organizations.keep(keys, found, Some, known);
    }

    /// Follows what a batch writes, from before it does so to when it is saved.
    pub(super) fn follow(&mut self, plan: &Plan) {
        if let Some(filters) = &mut self.keys {
            let held = plan.contacts.iter().flat_map(ContactChange::held);
            note(&mut filters.contacts, held);
            let held = plan.organizations.iter().flat_map(OrganizationChange::held);
            note(&mut filters.organizations, held);
        }
        let changes = plan.organizations.iter().map(|change| {
            let (removed, _) = change.identifiers();
            Changed {
                after: Arc::clone(&change.after),
                removed,
                held: change.held().to_vec(),
            }
        });
        self.written.extend(changes);
    }

    /// Look-ups that begin from now on see what was written.
    pub(super) fn save(&mut self) {
        let written = mem::take(&mut self.written);
        self.saved.extend(written);
    }
}

fn may_be_held(filter: &KeyFilter, key: &Identifier) -> bool {
    filter.may_contain(filter.hash(key))
}

fn note<'k>(filter: &mut KeyFilter, keys: impl Iterator<Item = &'k Identifier>) {
    for key in keys {
        filter.insert(filter.hash(key));
    }
}

/// The keys of a division, where reading them all costs less than the look-ups it spares: for a file that is large
/// beside the directory.
fn keys_of(connection: &mut Connection, division: i64, rows: u64) -> Result<Option<Filters>> {
    let most = rows / 4;
    let sql = "SELECT count(*) FROM (SELECT 1 FROM contact WHERE division = $1 LIMIT $2) found";
    let contacts = count(&connection.query_one(sql, &[&division, &big(most + 1)])?, 0)?;
    if contacts > most {
        return Ok(None);
    }
    let records = contacts + rows;
    Ok(Some(Filters {
        contacts: filter_of(connection, "contact", division, records * 3)?,
        organizations: filter_of(connection, "organization", division, records)?,
    }))
}

/// The keys of one kind of record; there will be about `size`.
fn filter_of(
    connection: &mut Connection,
    record: &str,
    division: i64,
    size: u64,
) -> Result<KeyFilter> {
    let mut filter = KeyFilter::new(usize::try_from(size).unwrap_or(usize::MAX));
    let sql = format!("SELECT kind, key FROM {record}_identifier WHERE division = {division}");
    connection.stream(&sql, &mut |row| {
        let (kind, key): (i16, &str) = (get(row, 0)?, get(row, 1)?);
        // Whatever is no kind of this version is asked for by none of its keys.
        if let Ok(kind) = u8::try_from(kind) {
            filter.insert(filter.hash_parts(kind, key));
        }
        Ok(())
    })?;
    Ok(filter)
}

/// The number of the last edit of any division.
pub(super) fn last_edit(connection: &mut Connection) -> Result<i64> {
    let sql = "SELECT coalesce(max(number), 0) FROM edit";
    get(&connection.query_one(sql, &[])?, 0)
}

/// Whether a division was edited after this edit.
pub(super) fn is_edited(connection: &mut Connection, division: i64, after: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM edit WHERE number > $2 AND division = $1)";
    get(&connection.query_one(sql, &[&division, &after])?, 0)
}
