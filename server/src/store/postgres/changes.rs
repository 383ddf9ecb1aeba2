//! Writes what a batch does to contacts and organizations: new ones by `COPY`, changed ones by one statement.

use import_core::engine::{ContactChange, OrganizationChange, Plan};
use import_core::record::{PackedContact, StoredOrganization};
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::convert::{big, join_ids};
use super::copy::Copy;
use super::keys::KeyChanges;
use super::ledger::{Cause, Ledger};
use super::lookup::place;
use super::names::NameChanges;
use super::pipe::{Expected, Owned, Pipe};
use crate::store::listing::to_json;
use crate::store::{Result, StoreError};

/// Where changes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The directory, with the former states in the ledger.
    Directory,
    /// Temporary tables that shadow the directory.
    Scratch,
}

impl Target {
    fn table(self, record: &str) -> String {
        match self {
            Self::Directory => record.to_owned(),
            Self::Scratch => format!("scratch_{record}"),
        }
    }

    /// Where names are written: nobody searches a dry run.
    fn names(self, division: i64) -> Option<NameChanges> {
        match self {
            Self::Directory => Some(NameChanges::new(division)),
            Self::Scratch => None,
        }
    }
}

/// Writes a batch or an edit into one division.
pub(super) struct Changes<'a, 'c> {
    pub(super) pipe: &'a mut Pipe<'c>,
    pub(super) target: Target,
    pub(super) cause: Cause,
    pub(super) division: i64,
}

impl Changes<'_, '_> {
    /// Writes the records of a batch, their identifiers and words, and the ledger.
    pub(super) fn write(&mut self, plan: &Plan) -> Result<()> {
        let mut ledger = Ledger::new(self.cause);
        self.contacts(&plan.contacts, &mut ledger)?;
        self.organizations(&plan.organizations, &mut ledger)?;
        match self.target {
            Target::Directory => ledger.write(self.pipe),
            Target::Scratch => Ok(()),
        }
    }

    fn contacts(&mut self, changes: &[ContactChange], ledger: &mut Ledger) -> Result<()> {
        let table = self.target.table("contact");
        let into = format!("{table} ({CONTACT})");
        let types = vec![
            Type::INT8,
            Type::UUID,
            Type::INT8,
            Type::INT8,
            Type::INT8,
            Type::UUID,
            Type::UUID,
            Type::BYTEA,
            Type::TEXT,
        ];
        let mut new = Copy::new(self.pipe, into, types);
        let mut changed = Contacts::default();
        let mut keys = KeyChanges::default();
        let mut names = self.target.names(self.division);
        for change in changes {
            let after = &change.after;
            let Some(before) = &change.before else {
                keys.of_new(change.held(), after.id);
                if let (Some(names), None) = (&mut names, change.merged_to) {
                    names.of_new(after.id, &after.name)?;
                }
                new.row(&[
                    &self.division,
                    &after.id,
                    &after.created,
                    &after.modified,
                    &big(after.version),
                    &after.organization,
                    &change.merged_to,
                    &join_ids(&after.merge_set),
                    &after.document,
                ])?;
                continue;
            };
            let (removed, added) = match self.target {
                Target::Directory => {
                    ledger.contact(before, after.version)?;
                    change.identifiers()
                }
                // Here with all its keys, and perhaps for the first time.
                Target::Scratch => (before.contact.identifiers(), change.held().iter().collect()),
            };
            keys.of_changed(&removed, &added, after.id);
            if let Some(names) = &mut names {
                if change.merged_to.is_some() {
                    names.of_removed(after.id);
                } else if after.name != before.contact.full_name() {
                    names.of_changed(after.id, &after.name);
                }
            }
            changed.push(after, change.merged_to);
        }
        new.finish()?;
        if let Some(names) = names {
            names.write(self.pipe, "contact")?;
        }
        keys.write(self.pipe, &table, "contact", self.division)?;
        changed.write(self.pipe, self.target, self.division)
    }

    fn organizations(&mut self, changes: &[OrganizationChange], ledger: &mut Ledger) -> Result<()> {
        let table = self.target.table("organization");
        let into = format!("{table} ({ORGANIZATION})");
        let types = vec![
            Type::INT8,
            Type::UUID,
            Type::INT8,
            Type::INT8,
            Type::INT8,
            Type::TEXT,
        ];
        let mut new = Copy::new(self.pipe, into, types);
        let mut changed = Organizations::default();
        let mut keys = KeyChanges::default();
        let mut names = self.target.names(self.division);
        for change in changes {
            let after = &change.after;
            let name = name(after);
            let Some(before) = &change.before else {
                keys.of_new(change.held(), after.id);
                if let Some(names) = &mut names {
                    names.of_new(after.id, name)?;
                }
                new.row(&[
                    &self.division,
                    &after.id,
                    &after.created,
                    &after.modified,
                    &big(after.version),
                    &change.document(),
                ])?;
                continue;
            };
            let (removed, added) = match self.target {
                Target::Directory => {
                    ledger.organization(before, after.version)?;
                    change.identifiers()
                }
                Target::Scratch => (
                    before.organization.identifiers(),
                    change.held().iter().collect(),
                ),
            };
            keys.of_changed(&removed, &added, after.id);
            if let Some(names) = &mut names
                && name != self::name(before)
            {
                names.of_changed(after.id, name);
            }
            changed.push(after)?;
        }
        new.finish()?;
        if let Some(names) = names {
            names.write(self.pipe, "organization")?;
        }
        keys.write(self.pipe, &table, "organization", self.division)?;
        changed.write(self.pipe, self.target, self.division)
    }
}

fn name(stored: &StoredOrganization) -> &str {
    stored.organization.name.as_deref().unwrap_or_default()
}

const CONTACT: &str =
    "division, id, created, modified, version, organization, merged_to, merge_set, document";

const ORGANIZATION: &str = "division, id, created, modified, version, document";

/// Contacts that were there before, column by column.
#[derive(Default)]
pub(super) struct Contacts {
    ids: Vec<Uuid>,
    created: Vec<i64>,
    modified: Vec<i64>,
    versions: Vec<i64>,
    organizations: Vec<Option<Uuid>>,
    merged_to: Vec<Option<Uuid>>,
    merge_sets: Vec<Option<Vec<u8>>>,
    documents: Vec<String>,
}

impl Contacts {
    pub(super) fn push(&mut self, after: &PackedContact, merged_to: Option<Uuid>) {
        self.ids.push(after.id);
        self.created.push(after.created);
        self.modified.push(after.modified);
        self.versions.push(big(after.version));
        self.organizations.push(after.organization);
        self.merged_to.push(merged_to);
        self.merge_sets.push(join_ids(&after.merge_set));
        self.documents.push(after.document.clone());
    }

    pub(super) fn write(self, pipe: &mut Pipe<'_>, target: Target, division: i64) -> Result<()> {
        let from = "unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::uuid[], $7::uuid[],
                    $8::bytea[], $9::text[])
                    c (id, created, modified, version, organization, merged_to, merge_set, document)";
        let sql = match target {
            Target::Directory => format!(
                "UPDATE contact r SET created = c.created, modified = c.modified, version = c.version,
                 organization = c.organization, merged_to = c.merged_to, merge_set = c.merge_set,
                 document = c.document
                 FROM {from}, {} WHERE r.ctid = place.ctid",
                place("contact", "t.division = $1 AND t.id = c.id")
            ),
            Target::Scratch => format!(
                "INSERT INTO scratch_contact ({CONTACT}) SELECT $1, c.* FROM {from}
                 ON CONFLICT (division, id) DO UPDATE SET created = excluded.created,
                 modified = excluded.modified, version = excluded.version,
                 organization = excluded.organization, merged_to = excluded.merged_to,
                 merge_set = excluded.merge_set, document = excluded.document"
            ),
        };
        if self.ids.is_empty() {
            return Ok(());
        }
        let expected = all_of(self.ids.len());
        let values: Owned = vec![
            Box::new(division),
            Box::new(self.ids),
            Box::new(self.created),
            Box::new(self.modified),
            Box::new(self.versions),
            Box::new(self.organizations),
            Box::new(self.merged_to),
            Box::new(self.merge_sets),
            Box::new(self.documents),
        ];
        pipe.execute(&sql, values, expected)
    }
}

/// Organizations that were there before, column by column.
#[derive(Default)]
pub(super) struct Organizations {
    ids: Vec<Uuid>,
    created: Vec<i64>,
    modified: Vec<i64>,
    versions: Vec<i64>,
    documents: Vec<String>,
}

impl Organizations {
    pub(super) fn push(&mut self, after: &StoredOrganization) -> Result<()> {
        self.ids.push(after.id);
        self.created.push(after.created);
        self.modified.push(after.modified);
        self.versions.push(big(after.version));
        self.documents.push(to_json(&after.organization)?);
        Ok(())
    }

    pub(super) fn write(self, pipe: &mut Pipe<'_>, target: Target, division: i64) -> Result<()> {
        let from = "unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
                    c (id, created, modified, version, document)";
        let sql = match target {
            Target::Directory => format!(
                "UPDATE organization r SET created = c.created, modified = c.modified,
                 version = c.version, document = c.document
                 FROM {from}, {} WHERE r.ctid = place.ctid",
                place("organization", "t.division = $1 AND t.id = c.id")
            ),
            Target::Scratch => format!(
                "INSERT INTO scratch_organization ({ORGANIZATION}) SELECT $1, c.* FROM {from}
                 ON CONFLICT (division, id) DO UPDATE SET created = excluded.created,
                 modified = excluded.modified, version = excluded.version,
                 document = excluded.document"
            ),
        };
        if self.ids.is_empty() {
            return Ok(());
        }
        let expected = all_of(self.ids.len());
        let values: Owned = vec![
            Box::new(division),
            Box::new(self.ids),
            Box::new(self.created),
            Box::new(self.modified),
            Box::new(self.versions),
            Box::new(self.documents),
        ];
        pipe.execute(&sql, values, expected)
    }
}

/// Removes records with their names. Their identifiers are gone already.
pub(super) fn remove_records(
    pipe: &mut Pipe<'_>,
    record: &str,
    division: i64,
    ids: Vec<Uuid>,
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut names = NameChanges::new(division);
    for &id in &ids {
        names.of_removed(id);
    }
    names.write(pipe, record)?;
    let sql = format!("DELETE FROM {record} WHERE division = $1 AND id = ANY ($2)");
    pipe.execute(&sql, vec![Box::new(division), Box::new(ids)], None)
}

/// Holds a plan to what is there: every record that it changes.
fn all_of(planned: usize) -> Expected {
    Some((u64::try_from(planned).ok()?, || StoreError::Unreadable {
        what: "plan",
        source: "it changes a record that was not looked up".into(),
    }))
}
