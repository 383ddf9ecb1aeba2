//! Undoing what an import did to organizations.

use foldhash::{HashMap, HashSet};
use import_core::api::{KeptReason, RecordKind, UndoAction};
use import_core::record::{Organization, StoredOrganization, difference};
use uuid::Uuid;

use super::Work;
use super::entries::missing;
use crate::store::Result;
use crate::store::postgres::changes::{Organizations, Target, remove_records};
use crate::store::postgres::convert::{big, count, get, json};
use crate::store::postgres::keys::KeyChanges;
use crate::store::postgres::names::NameChanges;
use crate::store::postgres::pipe::Pipe;
use crate::store::postgres::records;
use crate::store::undo::{Decision, Entry, kind_number};

impl Work<'_> {
    /// Decides the next organizations; answers whether there were any.
    pub(super) fn decide_organizations(&mut self, most: usize) -> Result<bool> {
        let pending = self.pending(RecordKind::Organization, most)?;
        if pending.is_empty() {
            return Ok(false);
        }
        let ids: Vec<Uuid> = pending.iter().map(|entry| entry.record).collect();
        let presents = self.organizations(&ids)?;
        let in_use = self.in_use(&ids)?;
        let restored = self.restored(&ids)?;
        let formers = self.former_organizations(&pending)?;

        let mut removed = Vec::new();
        let mut changed = Organizations::default();
        let mut keys = KeyChanges::default();
        let mut names = NameChanges::new(self.division);
        let mut decisions = Vec::with_capacity(pending.len());
        for entry in &pending {
            let id = entry.record;
            let Some(present) = presents.get(&id) else {
                decisions.push((id, Decision::kept(KeptReason::Changed, None)));
                continue;
            };
            let name = present.organization.name.clone();
            let mut after = StoredOrganization {
                organization: Organization::default(),
                version: present.version + 1,
                ..present.clone()
            };
            let decision = if !restored.is_unchanged(entry, present.version) {
                Decision::kept(KeptReason::Changed, name)
            } else if entry.former_batch.is_some() {
                let former = formers.get(&id).ok_or_else(missing)?;
                after.modified = former.modified;
                after.organization = former.organization.clone();
                if after.organization.name != name {
                    let name = after.organization.name.as_deref();
                    names.of_changed(id, name.unwrap_or_default());
                }
                changed.push(&after)?;
                Decision {
                    action: UndoAction::Restored,
                    reason: None,
                    name,
                    restored: Some((former.version, after.version)),
                }
            } else if in_use.contains(&id) {
                Decision::kept(KeptReason::InUse, name)
            } else {
                removed.push(id);
                Decision::removed(name)
            };
            if decision.action != UndoAction::Kept {
                let after = after.organization.identifiers();
                let (removed, added) = difference(&present.organization.identifiers(), &after);
                keys.of_changed(&removed, &added, id);
            }
            decisions.push((id, decision));
        }
        let mut pipe = Pipe::new(self.connection);
        keys.write(&mut pipe, "organization", "organization", self.division)?;
        names.write(&mut pipe, "organization")?;
        changed.write(&mut pipe, Target::Directory, self.division)?;
        remove_records(&mut pipe, "organization", self.division, removed)?;
        pipe.settle()?;
        drop(pipe);
        self.decide(RecordKind::Organization, &decisions)?;
        Ok(true)
    }

    fn organizations(&mut self, ids: &[Uuid]) -> Result<HashMap<Uuid, StoredOrganization>> {
        let sql = format!(
            "SELECT {} FROM organization r WHERE r.division = $1 AND r.id = ANY($2)",
            records::ORGANIZATION
        );
        let found = self.connection.query(&sql, &[&self.division, &ids])?;
        let found = found.iter().map(records::organization);
        found
            .map(|stored| stored.map(|stored| (stored.id, stored)))
            .collect()
    }

    /// Those to which contacts belong.
    fn in_use(&mut self, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
        let found = self.connection.query(
            "SELECT o.id FROM unnest($2::uuid[]) o (id), LATERAL (
                 SELECT 1 FROM contact c WHERE c.division = $1 AND c.organization = o.id LIMIT 1) c",
            &[&self.division, &ids],
        )?;
        found.iter().map(|row| get(row, 0)).collect()
    }

    /// Organizations as they were before the import; none of those that it created.
    fn former_organizations(&mut self, pending: &[Entry]) -> Result<HashMap<Uuid, Former>> {
        let changed = pending
            .iter()
            .filter_map(|entry| Some((big(entry.former_batch?), entry.record)));
        let (batches, ids): (Vec<i64>, Vec<Uuid>) = changed.unzip();
        if ids.is_empty() {
            return Ok(HashMap::default());
        }
        let found = self.connection.query(
            "SELECT l.record, l.former_version, l.former_modified, l.former_document
             FROM unnest($3::bigint[], $4::uuid[]) k (batch, record), LATERAL (
                 SELECT * FROM ledger l
                 WHERE l.job = $1 AND l.batch = k.batch AND l.kind = $2 AND l.record = k.record OFFSET 0) l",
            &[
                &self.import,
                &i16::from(kind_number(RecordKind::Organization)),
                &batches,
                &ids,
            ],
        )?;
        let formers = found.iter().map(|row| {
            let former = Former {
                version: count(row, 1)?,
                modified: get(row, 2)?,
                organization: json(row, 3)?,
            };
            Ok((get(row, 0)?, former))
        });
        formers.collect()
    }
}

/// What the ledger has of an organization.
struct Former {
    version: u64,
    modified: i64,
    organization: Organization,
}
