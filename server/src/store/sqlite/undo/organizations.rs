//! Undoing what an import did to organizations.

use import_core::api::{KeptReason, UndoAction};
use import_core::record::{Organization, StoredOrganization, difference};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::Work;
use crate::store::listing::to_json;
use crate::store::sqlite::changes::{Ledger, OrganizationStatements};
use crate::store::sqlite::convert::{bytes, json};
use crate::store::sqlite::records;
use crate::store::undo::{Decision, Entry};
use crate::store::{Result, StoreError};

impl Work<'_> {
    /// Decides the next organizations; answers whether there were any.
    pub(super) fn decide_organizations(&mut self, most: usize) -> Result<bool> {
        let pending = self.pending(Self::ORGANIZATION, most)?;
        let mut statements = OrganizationStatements::prepare(self.connection, Ledger::Jobs)?;
        for entry in &pending {
            let decision = match self.organization(entry.record)? {
                None => Decision::kept(KeptReason::Changed, None),
                Some((number, present)) => {
                    self.undo_organization(&mut statements, entry, number, &present)?
                }
            };
            self.decide(Self::ORGANIZATION, entry.record, &decision)?;
        }
        Ok(!pending.is_empty())
    }

    fn organization(&self, id: Uuid) -> Result<Option<(i64, StoredOrganization)>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {} FROM organization WHERE id = ?1",
            records::ORGANIZATION
        ))?;
        let found = statement.query_row([bytes(&id)], records::organization);
        Ok(found.optional()?)
    }

    fn undo_organization(
        &mut self,
        statements: &mut OrganizationStatements<'_>,
        entry: &Entry,
        number: i64,
        present: &StoredOrganization,
    ) -> Result<Decision> {
        let name = present.organization.name.clone();
        if !self.is_unchanged(entry, present.version)? {
            return Ok(Decision::kept(KeptReason::Changed, name));
        }
        let Some(batch) = entry.former_batch else {
            if self.has_contacts(entry.record)? {
                return Ok(Decision::kept(KeptReason::InUse, name));
            }
            let nothing = StoredOrganization {
                organization: Organization::default(),
                ..present.clone()
            };
            self.follow_organization(statements, number, present, &nothing)?;
            let sql = "DELETE FROM organization WHERE number = ?1";
            self.connection.prepare_cached(sql)?.execute([number])?;
            return Ok(Decision::removed(name));
        };
        let former = self.former_organization(present, batch)?;
        let version = present.version + 1;
        statements.update.execute(params![
            number,
            former.created,
            former.modified,
            version,
            to_json(&former.organization)?
        ])?;
        let restored = Some((former.version, version));
        self.follow_organization(statements, number, present, &former)?;
        Ok(Decision {
            action: UndoAction::Restored,
            reason: None,
            name,
            restored,
        })
    }

    fn has_contacts(&self, id: Uuid) -> Result<bool> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 FROM contact WHERE organization = ?1 LIMIT 1")?;
        Ok(statement.exists([bytes(&id)])?)
    }

    /// An organization as it was before the import.
    fn former_organization(
        &self,
        present: &StoredOrganization,
        batch: u64,
    ) -> Result<StoredOrganization> {
        let mut statement = self.connection.prepare_cached(
            "SELECT former_version, former_modified, former_document
             FROM ledger WHERE job = ?1 AND batch = ?2 AND kind = ?3 AND record = ?4",
        )?;
        let key = params![self.import, batch, Self::ORGANIZATION, bytes(&present.id)];
        let former = statement.query_row(key, |row| {
            Ok(StoredOrganization {
                id: present.id,
                created: present.created,
                version: row.get(0)?,
                modified: row.get(1)?,
                organization: json(row, 2)?,
            })
        });
        former.optional()?.ok_or_else(|| StoreError::Unreadable {
            what: "ledger",
            source: "a former state is missing".into(),
        })
    }

    /// Brings identifiers and names in line with what becomes of an organization.
    fn follow_organization(
        &mut self,
        statements: &mut OrganizationStatements<'_>,
        number: i64,
        before: &StoredOrganization,
        after: &StoredOrganization,
    ) -> Result<()> {
        self.organization_names.change(
            number,
            before.organization.name.as_deref(),
            after.organization.name.as_deref(),
        );
        let after = after.organization.identifiers();
        let (removed, added) = difference(&before.organization.identifiers(), &after);
        for key in &removed {
            let key = params![self.division, key.kind.number(), key.key, number];
            statements.remove_key.execute(key)?;
        }
        let mut add = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO organization_identifier (division, kind, key, organization)
             VALUES (?1, ?2, ?3, ?4)",
        )?;
        for key in &added {
            add.execute(params![self.division, key.kind.number(), key.key, number])?;
        }
        Ok(())
    }
}
