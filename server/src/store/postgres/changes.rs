//! Writes what a batch does to contacts and organizations: new ones by `COPY`, changed ones by one statement.

use import_core::engine::{ContactChange, OrganizationChange, Plan};
use import_core::record::{PackedContact, StoredOrganization};
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::connection::Connection;
use super::convert::{big, join_ids};
use super::copy::Copy;
use super::keys::KeyChanges;
use super::ledger::{Cause, Ledger};
use super::words::Words;
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
}

/// Writes a batch or an edit into one division.
pub(super) struct Changes<'a> {
    pub(super) connection: &'a mut Connection,
    pub(super) target: Target,
    pub(super) cause: Cause,
    pub(super) division: i64,
}

impl Changes<'_> {
    /// Writes the records of a batch, their identifiers and words, and the ledger.
    pub(super) fn write(&mut self, plan: &Plan) -> Result<()> {
        let mut ledger = Ledger::new(self.cause);
        self.contacts(&plan.contacts, &mut ledger)?;
        self.organizations(&plan.organizations, &mut ledger)?;
        match self.target {
            Target::Directory => ledger.write(self.connection),
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
            Type::TS_VECTOR,
            Type::TEXT,
        ];
        let mut new = Copy::new(self.connection, into, types);
        let mut changed = Contacts::default();
        let mut keys = KeyChanges::default();
        for change in changes {
            let after = &change.after;
            let words = match (self.target, change.merged_to) {
                (Target::Directory, None) => Words::of(&after.name),
                _ => None,
            };
            let Some(before) = &change.before else {
                let (_, added) = change.identifiers();
                keys.of_new(&added, after.id);
                new.row(&[
                    &self.division,
                    &after.id,
                    &after.created,
                    &after.modified,
                    &big(after.version),
                    &after.organization,
                    &change.merged_to,
                    &join_ids(&after.merge_set),
                    &words,
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
            changed.push(after, change.merged_to, words)?;
        }
        new.finish()?;
        changed.write(self.connection, self.target, self.division)?;
        keys.write(self.connection, &table, "contact", self.division)
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
            Type::TS_VECTOR,
            Type::TEXT,
        ];
        let mut new = Copy::new(self.connection, into, types);
        let mut changed = Organizations::default();
        let mut keys = KeyChanges::default();
        for change in changes {
            let after = &change.after;
            let name = after.organization.name.as_deref();
            let words = match self.target {
                Target::Directory => name.and_then(Words::of),
                Target::Scratch => None,
            };
            let Some(before) = &change.before else {
                let (_, added) = change.identifiers();
                keys.of_new(&added, after.id);
                new.row(&[
                    &self.division,
                    &after.id,
                    &after.created,
                    &after.modified,
                    &big(after.version),
                    &words,
                    &to_json(&after.organization)?,
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
            changed.push(after, words)?;
        }
        new.finish()?;
        changed.write(self.connection, self.target, self.division)?;
        keys.write(self.connection, &table, "organization", self.division)
    }
}

const CONTACT: &str =
    "division, id, created, modified, version, organization, merged_to, merge_set, words, document";

const ORGANIZATION: &str = "division, id, created, modified, version, words, document";

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
    words: Vec<Option<Words>>,
    documents: Vec<String>,
}

impl Contacts {
    pub(super) fn push(
        &mut self,
        after: &PackedContact,
        merged_to: Option<Uuid>,
        words: Option<Words>,
    ) -> Result<()> {
        self.ids.push(after.id);
        self.created.push(after.created);
        self.modified.push(after.modified);
        self.versions.push(big(after.version));
        self.organizations.push(after.organization);
        self.merged_to.push(merged_to);
        self.merge_sets.push(join_ids(&after.merge_set));
        self.words.push(words);
        self.documents.push(after.document.clone());
        Ok(())
    }

    pub(super) fn write(
        &self,
        connection: &mut Connection,
        target: Target,
        division: i64,
    ) -> Result<()> {
        let from = "unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::uuid[], $7::uuid[],
                    $8::bytea[], $9::tsvector[], $10::text[])
                    c (id, created, modified, version, organization, merged_to, merge_set, words, document)";
        let sql = match target {
            Target::Directory => format!(
                "UPDATE contact r SET created = c.created, modified = c.modified, version = c.version,
                 organization = c.organization, merged_to = c.merged_to, merge_set = c.merge_set,
                 words = c.words, document = c.document
                 FROM {from} WHERE r.division = $1 AND r.id = c.id"
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
        let changed = connection.execute(
            &sql,
            &[
                &division,
                &self.ids,
                &self.created,
                &self.modified,
                &self.versions,
                &self.organizations,
                &self.merged_to,
                &self.merge_sets,
                &self.words,
                &self.documents,
            ],
        )?;
        all_of(changed, self.ids.len())
    }
}

/// Organizations that were there before, column by column.
#[derive(Default)]
pub(super) struct Organizations {
    ids: Vec<Uuid>,
    created: Vec<i64>,
    modified: Vec<i64>,
    versions: Vec<i64>,
    words: Vec<Option<Words>>,
    documents: Vec<String>,
}

impl Organizations {
    pub(super) fn push(&mut self, after: &StoredOrganization, words: Option<Words>) -> Result<()> {
        self.ids.push(after.id);
        self.created.push(after.created);
        self.modified.push(after.modified);
        self.versions.push(big(after.version));
        self.words.push(words);
        self.documents.push(to_json(&after.organization)?);
        Ok(())
    }

    pub(super) fn write(
        &self,
        connection: &mut Connection,
        target: Target,
        division: i64,
    ) -> Result<()> {
        let from = "unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::tsvector[], $7::text[])
                    c (id, created, modified, version, words, document)";
        let sql = match target {
            Target::Directory => format!(
                "UPDATE organization r SET created = c.created, modified = c.modified,
                 version = c.version, words = c.words, document = c.document
                 FROM {from} WHERE r.division = $1 AND r.id = c.id"
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
        let changed = connection.execute(
            &sql,
            &[
                &division,
                &self.ids,
                &self.created,
                &self.modified,
                &self.versions,
                &self.words,
                &self.documents,
            ],
        )?;
        all_of(changed, self.ids.len())
    }
}

/// Holds a plan to what is there: every record that it changes.
fn all_of(changed: u64, planned: usize) -> Result<()> {
    if u64::try_from(planned) == Ok(changed) {
        return Ok(());
    }
    Err(StoreError::Unreadable {
        what: "plan",
        source: "it changes a record that was not looked up".into(),
    })
}
