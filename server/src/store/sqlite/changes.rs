//! Writes what a batch does to the directory.

use foldhash::HashMap;
use import_core::engine::{ContactChange, OrganizationChange, Plan};
use rusqlite::{CachedStatement, Connection, OptionalExtension, ToSql, params};
use uuid::Uuid;

use super::convert::{bytes, join_ids};
use super::names::Names;
use crate::store::cache::OrganizationCache;
use crate::store::filter::KeyFilter;
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

/// Where former states are noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ledger {
    /// Under a job (`?1`) and its batch (`?2`).
    Jobs,
    /// Under an edit (`?1`).
    Edits,
}

impl Ledger {
    /// The statement that notes a record of this table as it stands there, by its number (`?3`), before it gets a
    /// version (`?4`); `kind` is a constant. The former document is copied as it is, not written anew.
    fn insert(self, kind: u8, table: &str) -> String {
        let (ledger, cause, places) = match self {
            Self::Jobs => ("ledger", "job, batch", "?1, ?2"),
            Self::Edits => ("edit_ledger", "edit", "?1"),
        };
        let of_contacts = match table {
            "contact" => "organization, merge_set",
            _ => "NULL, NULL",
        };
        format!(
            "INSERT INTO {ledger} ({cause}, kind, record, version, former_version, former_modified,
             former_organization, former_merge_set, former_document)
             SELECT {places}, {kind}, id, ?4, version, modified, {of_contacts}, document
             FROM {table} WHERE number = ?3"
        )
    }
}

/// Writes batches of one job, or an edit, into one division.
pub(super) struct Changes<'a> {
    pub(super) connection: &'a Connection,
    pub(super) ledger: Ledger,
    /// The number of the job or edit.
    pub(super) cause: i64,
    pub(super) division: i64,
    /// The batch of the job.
    pub(super) batch: u64,
    /// The numbers of the records that were looked up since the last commit.
    pub(super) numbers: &'a HashMap<Uuid, i64>,
    pub(super) next: &'a mut NextNumbers,
    /// Those that are to be written before the commit.
    pub(super) contact_names: &'a mut Names,
    pub(super) organization_names: &'a mut Names,
    /// Told of every new key of a contact.
    pub(super) filter: Option<&'a mut KeyFilter>,
    /// Told of every change of an organization.
    pub(super) organizations: &'a mut OrganizationCache<i64>,
}

/// How many keys one statement takes: what a statement costs by itself is a good part of what a key costs.
const KEYS_AT_ONCE: usize = 16;

/// A key to write, in the order of its table.
type Key<'p> = (u8, &'p str, i64);

impl Changes<'_> {
    /// Writes the records of a batch, their identifiers, and the ledger.
    pub(super) fn write(&mut self, plan: &Plan) -> Result<()> {
        let mut keys = Vec::with_capacity(plan.contacts.len() * 4);
        let mut statements = ContactStatements::prepare(self.connection, self.ledger)?;
        for change in &plan.contacts {
            self.contact(&mut statements, change, &mut keys)?;
        }
        // In the order of the index: neighbours are written while their page is at hand.
        keys.sort_unstable();
        if let Some(filter) = self.filter.as_deref_mut() {
            for (kind, key, _) in &keys {
                filter.insert(filter.hash_parts(*kind, key));
            }
        }
        self.add_keys(
            "INSERT OR IGNORE INTO contact_identifier (division, kind, key, contact)",
            &keys,
        )?;

        keys.clear();
        let mut statements = OrganizationStatements::prepare(self.connection, self.ledger)?;
        for change in &plan.organizations {
            self.organization(&mut statements, change, &mut keys)?;
        }
        keys.sort_unstable();
        self.add_keys(
            "INSERT OR IGNORE INTO organization_identifier (division, kind, key, organization)",
            &keys,
        )
    }

    fn contact<'p>(
        &mut self,
        statements: &mut ContactStatements<'_>,
        change: &'p ContactChange,
        keys: &mut Vec<Key<'p>>,
    ) -> Result<()> {
        let ContactChange {
            before,
            after,
            merged_to,
            ..
        } = change;
        let organization = after.organization.as_ref().map(bytes);
        let merged_to = merged_to.as_ref();
        let merge_set = join_ids(&after.merge_set);
        let number = if let Some(former) = before {
            let number = self.number("contact", former.id)?;
            let noted = params![self.cause, self.batch, number, after.version];
            statements.ledger.execute(noted)?;
            statements.update.execute(params![
                number,
                after.created,
                after.modified,
                after.version,
                merged_to.map(bytes),
                merge_set,
                after.document
            ])?;
            if former.organization != after.organization {
                statements.link.execute(params![number, organization])?;
            }
            number
        } else {
            let number = self.next.contact;
            self.next.contact += 1;
            statements.insert.execute(params![
                number,
                self.division,
                bytes(&after.id),
                organization,
                after.created,
                after.modified,
                after.version,
                merged_to.map(bytes),
                merge_set,
                after.document
            ])?;
            number
        };

        let former = before.as_ref().map(|before| before.contact.full_name());
        let latter = merged_to.is_none().then_some(after.name.as_str());
        self.contact_names.change(number, former.as_deref(), latter);

        let (removed, added) = change.identifiers();
        for key in &removed {
            let key = params![self.division, key.kind.number(), key.key, number];
            statements.remove_key.execute(key)?;
        }
        let added = added.into_iter();
        keys.extend(added.map(|key| (key.kind.number(), &*key.key, number)));
        Ok(())
    }

    fn organization<'p>(
        &mut self,
        statements: &mut OrganizationStatements<'_>,
        change: &'p OrganizationChange,
        keys: &mut Vec<Key<'p>>,
    ) -> Result<()> {
        let OrganizationChange { before, after, .. } = change;
        let document = change.document();
        let number = if let Some(former) = before {
            let number = self.number("organization", former.id)?;
            let noted = params![self.cause, self.batch, number, after.version];
            statements.ledger.execute(noted)?;
            statements.update.execute(params![
                number,
                after.created,
                after.modified,
                after.version,
                document
            ])?;
            number
        } else {
            let number = self.next.organization;
            self.next.organization += 1;
            statements.insert.execute(params![
                number,
                self.division,
                bytes(&after.id),
                after.created,
                after.modified,
                after.version,
                document
            ])?;
            number
        };

        let former = before.as_ref();
        let former = former.and_then(|before| before.organization.name.as_deref());
        let latter = after.organization.name.as_deref();
        self.organization_names.change(number, former, latter);

        let (removed, added) = change.identifiers();
        for key in &removed {
            let key = params![self.division, key.kind.number(), key.key, number];
            statements.remove_key.execute(key)?;
        }
        self.organizations
            .change(number, after, &removed, change.held());
        keys.extend(
            added
                .into_iter()
                .map(|key| (key.kind.number(), key.key.as_str(), number)),
        );
        Ok(())
    }

    /// Adds keys to the table that a statement begins to insert into.
    fn add_keys(&self, insert: &str, keys: &[Key<'_>]) -> Result<()> {
        let (chunks, rest) = keys.as_chunks::<KEYS_AT_ONCE>();
        let rows = vec!["(?, ?, ?, ?)"; KEYS_AT_ONCE].join(", ");
        let sql = format!("{insert} VALUES {rows}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for chunk in chunks {
            let mut place = 0;
            let mut bind = |statement: &mut CachedStatement<'_>, value: &dyn ToSql| {
                place += 1;
                statement.raw_bind_parameter(place, value)
            };
            for (kind, key, number) in chunk {
                bind(&mut statement, &self.division)?;
                bind(&mut statement, kind)?;
                bind(&mut statement, key)?;
                bind(&mut statement, number)?;
            }
            statement.raw_execute()?;
        }
        let sql = format!("{insert} VALUES (?, ?, ?, ?)");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for (kind, key, number) in rest {
            statement.execute(params![self.division, kind, key, number])?;
        }
        Ok(())
    }

    /// The number of a record of a table. Few are not among those that were looked up: what a batch created that was
    /// not written when they were.
    fn number(&self, table: &str, id: Uuid) -> Result<i64> {
        if let Some(&number) = self.numbers.get(&id) {
            return Ok(number);
        }
        let sql = format!("SELECT number FROM {table} WHERE id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let number = statement
            .query_row([bytes(&id)], |row| row.get(0))
            .optional()?;
        number.ok_or_else(|| StoreError::Unreadable {
            what: "plan",
            source: "it changes a record that is not there".into(),
        })
    }
}

/// What writes contacts, prepared once for a batch.
pub(super) struct ContactStatements<'c> {
    insert: CachedStatement<'c>,
    /// All but the organization.
    pub(super) update: CachedStatement<'c>,
    /// The organization, which has an index that is written even where nothing changes.
    pub(super) link: CachedStatement<'c>,
    ledger: CachedStatement<'c>,
    pub(super) remove_key: CachedStatement<'c>,
}

impl<'c> ContactStatements<'c> {
    pub(super) fn prepare(connection: &'c Connection, ledger: Ledger) -> Result<Self> {
        Ok(Self {
            insert: connection.prepare_cached(
                "INSERT INTO contact (number, division, id, organization, created, modified, version,
                 merged_to, merge_set, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
            update: connection.prepare_cached(
                "UPDATE contact SET created = ?2, modified = ?3, version = ?4, merged_to = ?5,
                 merge_set = ?6, document = ?7 WHERE number = ?1",
            )?,
            link: connection
                .prepare_cached("UPDATE contact SET organization = ?2 WHERE number = ?1")?,
            ledger: connection.prepare_cached(&ledger.insert(1, "contact"))?,
            remove_key: connection.prepare_cached(
                "DELETE FROM contact_identifier
                 WHERE division = ?1 AND kind = ?2 AND key = ?3 AND contact = ?4",
            )?,
        })
    }
}

/// What writes organizations, prepared once for a batch.
pub(super) struct OrganizationStatements<'c> {
    insert: CachedStatement<'c>,
    pub(super) update: CachedStatement<'c>,
    ledger: CachedStatement<'c>,
    pub(super) remove_key: CachedStatement<'c>,
}

impl<'c> OrganizationStatements<'c> {
    pub(super) fn prepare(connection: &'c Connection, ledger: Ledger) -> Result<Self> {
        Ok(Self {
            insert: connection.prepare_cached(
                "INSERT INTO organization (number, division, id, created, modified, version, document)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?,
            update: connection.prepare_cached(
                "UPDATE organization SET created = ?2, modified = ?3, version = ?4, document = ?5
                 WHERE number = ?1",
            )?,
            ledger: connection.prepare_cached(&ledger.insert(2, "organization"))?,
            remove_key: connection.prepare_cached(
                "DELETE FROM organization_identifier
                 WHERE division = ?1 AND kind = ?2 AND key = ?3 AND organization = ?4",
            )?,
        })
    }
}
