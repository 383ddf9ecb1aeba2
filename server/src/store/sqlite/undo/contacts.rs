//! Undoing what an import did to contacts.

use foldhash::HashSet;
use import_core::api::{KeptReason, UndoAction};
use import_core::matching::MAX_RECORDS_BEHIND;
use import_core::record::{Identifier, StoredContact, difference};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::Work;
use crate::store::listing::to_json;
use crate::store::sqlite::changes::{ContactStatements, Ledger};
use crate::store::sqlite::convert::{bytes, join_ids, json, optional_id, split_ids};
use crate::store::sqlite::records;
use crate::store::undo::{Decision, Entry, action_number, reasons_to_keep, regained_ids};
use crate::store::{Result, StoreError};

/// A contact as it is now.
struct Present {
    number: i64,
    stored: StoredContact,
    merged_to: Option<Uuid>,
}

impl Present {
    fn name(&self) -> Option<String> {
        Some(self.stored.contact.full_name()).filter(|name| !name.is_empty())
    }

    /// The contact, if it is live: only then does it hold identifiers and can be found.
    fn live(&self) -> Option<StoredContact> {
        self.merged_to.is_none().then(|| self.stored.clone())
    }
}

impl Work<'_> {
    /// Decides the next contacts; answers whether there were any.
    pub(super) fn decide_contacts(&mut self, most: usize) -> Result<bool> {
        let pending = self.pending(Self::CONTACT, most)?;
        let mut statements = ContactStatements::prepare(self.connection, Ledger::Jobs)?;
        let mut decided = HashSet::default();
        for entry in &pending {
            if decided.contains(&entry.record) {
                continue;
            }
            let group = self.group(entry)?;
            if group.iter().all(|(other, _)| other.record != entry.record) {
                self.keep_alone(entry)?;
                continue;
            }
            let mut unchanged = Vec::with_capacity(group.len());
            for (entry, present) in &group {
                unchanged.push(self.is_unchanged(entry, present.stored.version)?);
                decided.insert(entry.record);
            }
            let mut reasons = reasons_to_keep(&unchanged, KeptReason::Changed);
            let mut formers = Vec::with_capacity(group.len());
            if reasons.is_empty() {
                for (entry, present) in &group {
                    let former = entry.former_batch;
                    let former = former.map(|batch| self.former_contact(present, batch));
                    formers.push(former.transpose()?);
                }
                reasons = self.taken_ids(&group, &formers)?;
            }
            let formers = formers.into_iter().chain(std::iter::repeat(None));
            for (place, ((entry, present), former)) in group.iter().zip(formers).enumerate() {
                let decision = match reasons.get(place) {
                    Some(&reason) => Decision::kept(reason, present.name()),
                    None => self.undo_contact(&mut statements, present, former)?,
                };
                self.decide(Self::CONTACT, entry.record, &decision)?;
            }
        }
        Ok(!pending.is_empty())
    }

    /// The live contact at the end of a contact's merges, and what the import touched of the contacts that it knows
    /// behind it. Empty where the import did not touch that one: then it was merged afterwards.
    fn group(&self, entry: &Entry) -> Result<Vec<(Entry, Present)>> {
        let mut top = self.contact(entry.record)?;
        for _ in 0..MAX_RECORDS_BEHIND {
            let Some(next) = top.as_ref().and_then(|present| present.merged_to) else {
                break;
            };
            top = self.contact(next)?;
        }
        let Some(top) = top else {
            return Ok(Vec::new());
        };
        let Some(entry) = self.entry(Self::CONTACT, top.stored.id)? else {
            return Ok(Vec::new());
        };
        let behind = top.stored.merge_set.clone();
        let mut group = vec![(entry, top)];
        for id in behind {
            if let Some(entry) = self.entry(Self::CONTACT, id)?
                && let Some(present) = self.contact(id)?
            {
                group.push((entry, present));
            }
        }
        Ok(group)
    }

    /// Why a group is kept where another contact has an external ID by now that one of it would get back.
    fn taken_ids(
        &self,
        group: &[(Entry, Present)],
        formers: &[Option<StoredContact>],
    ) -> Result<Vec<KeptReason>> {
        let mut free = Vec::with_capacity(group.len());
        for ((_, present), former) in group.iter().zip(formers) {
            let live = present.live();
            let regained = former
                .as_ref()
                .map(|former| regained_ids(live.as_ref(), former));
            free.push(!self.is_held(&regained.unwrap_or_default())?);
        }
        Ok(reasons_to_keep(&free, KeptReason::IdTaken))
    }

    /// Whether a contact has one of these keys that the import did not touch or that is kept.
    fn is_held(&self, keys: &[Identifier]) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM contact_identifier k JOIN contact c ON c.number = k.contact
             WHERE k.division = ?1 AND k.kind = ?2 AND k.key = ?3 AND NOT EXISTS (
                 SELECT 1 FROM undo_outcome u
                 WHERE u.job = ?4 AND u.kind = ?5 AND u.record = c.id AND u.action IS NOT ?6)",
        )?;
        for key in keys {
            let holder = params![
                self.division,
                key.kind.number(),
                key.key,
                self.job,
                Self::CONTACT,
                action_number(UndoAction::Kept)
            ];
            if statement.exists(holder)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn keep_alone(&mut self, entry: &Entry) -> Result<()> {
        let name = self
            .contact(entry.record)?
            .and_then(|present| present.name());
        let decision = Decision::kept(KeptReason::Changed, name);
        self.decide(Self::CONTACT, entry.record, &decision)
    }

    fn contact(&self, id: Uuid) -> Result<Option<Present>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {}, merged_to FROM contact WHERE id = ?1",
            records::CONTACT
        ))?;
        let found = statement.query_row([bytes(&id)], |row| {
            let (number, stored) = records::contact(row)?;
            Ok(Present {
                number,
                stored,
                merged_to: optional_id(row, 8)?,
            })
        });
        Ok(found.optional()?)
    }

    fn undo_contact(
        &mut self,
        statements: &mut ContactStatements<'_>,
        present: &Present,
        former: Option<StoredContact>,
    ) -> Result<Decision> {
        let name = present.name();
        let Some(former) = former else {
            self.follow_contact(statements, present, None)?;
            let sql = "DELETE FROM contact WHERE number = ?1";
            self.connection
                .prepare_cached(sql)?
                .execute([present.number])?;
            return Ok(Decision::removed(name));
        };
        let version = present.stored.version + 1;
        statements.update.execute(params![
            present.number,
            former.created,
            former.modified,
            version,
            None::<&[u8]>,
            join_ids(&former.merge_set),
            to_json(&former.contact)?
        ])?;
        let organization = former.organization.as_ref().map(bytes);
        statements
            .link
            .execute(params![present.number, organization])?;
        let restored = Some((former.version, version));
        self.follow_contact(statements, present, Some(former))?;
        Ok(Decision {
            action: if present.merged_to.is_some() {
                UndoAction::Separated
            } else {
                UndoAction::Restored
            },
            reason: None,
            name,
            restored,
        })
    }

    /// A contact as it was before the import.
    fn former_contact(&self, present: &Present, batch: u64) -> Result<StoredContact> {
        let mut statement = self.connection.prepare_cached(
            "SELECT former_version, former_modified, former_merge_set, former_document,
             (SELECT id FROM organization WHERE id = former_organization)
             FROM ledger WHERE job = ?1 AND batch = ?2 AND kind = ?3 AND record = ?4",
        )?;
        let id = present.stored.id;
        let key = params![self.import, batch, Self::CONTACT, bytes(&id)];
        let former = statement.query_row(key, |row| {
            Ok(StoredContact {
                id,
                created: present.stored.created,
                version: row.get(0)?,
                modified: row.get(1)?,
                merge_set: split_ids(row, 2)?,
                contact: json(row, 3)?,
                organization: optional_id(row, 4)?,
            })
        });
        former.optional()?.ok_or_else(|| StoreError::Unreadable {
            what: "ledger",
            source: "a former state is missing".into(),
        })
    }

    /// Brings identifiers and names in line with what becomes of a contact: `after`, or nothing.
    fn follow_contact(
        &mut self,
        statements: &mut ContactStatements<'_>,
        present: &Present,
        after: Option<StoredContact>,
    ) -> Result<()> {
        let before = present.live();
        let name = |stored: &StoredContact| stored.contact.full_name();
        let (former, latter) = (before.as_ref().map(name), after.as_ref().map(name));
        self.contact_names
            .change(present.number, former.as_deref(), latter.as_deref());
        let identifiers = |stored: Option<StoredContact>| {
            stored.map_or_else(Vec::new, |stored| stored.contact.identifiers())
        };
        let after = identifiers(after);
        let (removed, added) = difference(&identifiers(before), &after);
        for key in &removed {
            let key = params![self.division, key.kind.number(), key.key, present.number];
            statements.remove_key.execute(key)?;
        }
        let mut add = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO contact_identifier (division, kind, key, contact)
             VALUES (?1, ?2, ?3, ?4)",
        )?;
        for key in &added {
            if let Some(filter) = self.filter.as_deref_mut() {
                filter.insert(filter.hash(key));
            }
            add.execute(params![
                self.division,
                key.kind.number(),
                key.key,
                present.number
            ])?;
        }
        Ok(())
    }
}
