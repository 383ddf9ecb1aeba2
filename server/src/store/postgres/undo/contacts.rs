//! Undoing what an import did to contacts.

use foldhash::{HashMap, HashSet};
use import_core::api::{KeptReason, RecordKind, UndoAction};
use import_core::matching::MAX_RECORDS_BEHIND;
use import_core::record::{IdentifierKind, PackedContact, StoredContact, difference};
use uuid::Uuid;

use super::Work;
use super::entries::missing;
use crate::store::Result;
use crate::store::postgres::changes::{Contacts, Target, remove_records};
use crate::store::postgres::convert::{big, count, get, json, split_ids};
use crate::store::postgres::keys::KeyChanges;
use crate::store::postgres::names::NameChanges;
use crate::store::postgres::pipe::Pipe;
use crate::store::postgres::records;
use crate::store::undo::{
    Decision, Entry, action_number, kind_number, reasons_to_keep, regained_ids,
};

/// A contact as it is now.
struct Present {
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

type Presents = HashMap<Uuid, Present>;

/// What the import touched of contacts that are merged into one, that one first.
type Group<'a> = Vec<(&'a Entry, &'a Present)>;

/// What becomes of the contacts of a chunk.
#[derive(Default)]
struct Undone {
    removed: Vec<Uuid>,
    changed: Contacts,
    /// Of those that get another name, or are live again.
    names: Vec<(Uuid, String)>,
    keys: KeyChanges<'static>,
    decisions: Vec<(Uuid, Decision)>,
}

impl Work<'_> {
    /// Decides the next contacts; answers whether there were any.
    pub(super) fn decide_contacts(&mut self, most: usize) -> Result<bool> {
        let pending = self.pending(RecordKind::Contact, most)?;
        if pending.is_empty() {
            return Ok(false);
        }
        let mut presents = Presents::default();
        let records: Vec<Uuid> = pending.iter().map(|entry| entry.record).collect();
        self.load(&mut presents, records)?;
        self.load_tops(&mut presents)?;
        let tops: Vec<Option<Uuid>> = pending
            .iter()
            .map(|entry| top(&presents, entry.record))
            .collect();
        let behind = tops
            .iter()
            .flatten()
            .filter_map(|top| presents.get(top))
            .flat_map(|top| top.stored.merge_set.iter().copied());
        let behind: Vec<Uuid> = behind.collect();
        self.load(&mut presents, behind)?;
        let all: Vec<Uuid> = presents.keys().copied().collect();
        let entries = self.entries(RecordKind::Contact, &all)?;
        let restored = self.restored(&all)?;

        let mut undone = Undone::default();
        let mut groups = Vec::new();
        let mut decided = HashSet::default();
        for (pending, top) in pending.iter().zip(tops) {
            if decided.contains(&pending.record) {
                continue;
            }
            let group = group(&presents, &entries, top);
            if group
                .iter()
                .all(|(entry, _)| entry.record != pending.record)
            {
                let name = presents.get(&pending.record).and_then(Present::name);
                let decision = Decision::kept(KeptReason::Changed, name);
                undone.decisions.push((pending.record, decision));
                continue;
            }
            decided.extend(group.iter().map(|(entry, _)| entry.record));
            let unchanged: Vec<bool> = group
                .iter()
                .map(|(entry, present)| restored.is_unchanged(entry, present.stored.version))
                .collect();
            let reasons = reasons_to_keep(&unchanged, KeptReason::Changed);
            if reasons.is_empty() {
                groups.push(group);
            } else {
                undone.keep(&group, reasons);
            }
        }
        self.undo_groups(&groups, &mut undone)?;
        self.write_contacts(undone)?;
        Ok(true)
    }

    /// Undoes groups that are unchanged since, unless another contact has an external ID by now that one would get back.
    fn undo_groups(&mut self, groups: &[Group<'_>], undone: &mut Undone) -> Result<()> {
        let all: Group<'_> = groups.iter().flatten().copied().collect();
        let formers = self.former_contacts(&all)?;
        let regained = |&(entry, present): &(&Entry, &Present)| {
            let former = formers.get(&entry.record);
            former.map_or_else(Vec::new, |former| {
                regained_ids(present.live().as_ref(), former)
            })
        };
        let keys: Vec<String> = all.iter().flat_map(regained).map(|id| id.key).collect();
        let taken = self.held_ids(&keys)?;
        for group in groups {
            let is_free = |member| regained(member).iter().all(|id| !taken.contains(&id.key));
            let free: Vec<bool> = group.iter().map(is_free).collect();
            let reasons = reasons_to_keep(&free, KeptReason::IdTaken);
            if !reasons.is_empty() {
                undone.keep(group, reasons);
                continue;
            }
            for (entry, present) in group {
                undone.contact(entry, present, formers.get(&entry.record))?;
            }
        }
        Ok(())
    }

    /// Which of these external IDs a contact has that the import did not touch or that is kept.
    fn held_ids(&mut self, keys: &[String]) -> Result<HashSet<String>> {
        if keys.is_empty() {
            return Ok(HashSet::default());
        }
        let found = self.connection.query(
            "SELECT k.key FROM unnest($3::text[]) k (key), LATERAL (
                 SELECT contact FROM contact_identifier i
                 WHERE i.division = $1 AND i.kind = $2 AND i.key = k.key OFFSET 0) i
             WHERE NOT EXISTS (
                 SELECT 1 FROM undo_outcome u WHERE u.job = $4 AND u.kind = $5 AND u.record = i.contact
                 AND u.action IS DISTINCT FROM $6 OFFSET 0)",
            &[
                &self.division,
                &i16::from(IdentifierKind::ExternalId.number()),
                &keys,
                &self.job,
                &i16::from(kind_number(RecordKind::Contact)),
                &i16::from(action_number(UndoAction::Kept)),
            ],
        )?;
        found.iter().map(|row| get(row, 0)).collect()
    }

    /// Loads contacts that are not loaded yet.
    fn load(&mut self, presents: &mut Presents, mut ids: Vec<Uuid>) -> Result<()> {
        ids.retain(|id| !presents.contains_key(id));
        if ids.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "SELECT {}, r.merged_to FROM contact r WHERE r.division = $1 AND r.id = ANY($2)",
            records::CONTACT
        );
        for row in &self.connection.query(&sql, &[&self.division, &ids])? {
            let stored = records::contact(row)?;
            let merged_to = get(row, 7)?;
            presents.insert(stored.id, Present { stored, merged_to });
        }
        Ok(())
    }

    /// Loads the contacts that those loaded were merged to.
    fn load_tops(&mut self, presents: &mut Presents) -> Result<()> {
        for _ in 0..MAX_RECORDS_BEHIND {
            let before = presents.len();
            let next = presents.values().filter_map(|present| present.merged_to);
            let next: Vec<Uuid> = next.collect();
            self.load(presents, next)?;
            if presents.len() == before {
                break;
            }
        }
        Ok(())
    }

    /// Contacts as they were before the import; none of those that it created.
    fn former_contacts(
        &mut self,
        groups: &[(&Entry, &Present)],
    ) -> Result<HashMap<Uuid, StoredContact>> {
        let changed = groups
            .iter()
            .filter_map(|(entry, present)| Some((entry.former_batch?, present)));
        let (batches, presents): (Vec<i64>, Vec<_>) = changed
            .map(|(batch, present)| (big(batch), *present))
            .unzip();
        if presents.is_empty() {
            return Ok(HashMap::default());
        }
        let ids: Vec<Uuid> = presents.iter().map(|present| present.stored.id).collect();
        let created: HashMap<Uuid, i64> = presents
            .iter()
            .map(|present| (present.stored.id, present.stored.created))
            .collect();
        let found = self.connection.query(
            "SELECT l.record, l.former_version, l.former_modified, l.former_merge_set, l.former_document,
             (SELECT o.id FROM organization o WHERE o.division = $1 AND o.id = l.former_organization)
             FROM unnest($4::bigint[], $5::uuid[]) k (batch, record), LATERAL (
                 SELECT * FROM ledger l
                 WHERE l.job = $2 AND l.batch = k.batch AND l.kind = $3 AND l.record = k.record OFFSET 0) l",
            &[
                &self.division,
                &self.import,
                &i16::from(kind_number(RecordKind::Contact)),
                &batches,
                &ids,
            ],
        )?;
        let mut formers = HashMap::default();
        for row in &found {
            let id = get(row, 0)?;
            let former = StoredContact {
                id,
                created: created.get(&id).copied().unwrap_or_default(),
                version: count(row, 1)?,
                modified: get(row, 2)?,
                merge_set: split_ids(get(row, 3)?)?,
                contact: json(row, 4)?,
                organization: get(row, 5)?,
            };
            formers.insert(id, former);
        }
        Ok(formers)
    }

    fn write_contacts(&mut self, undone: Undone) -> Result<()> {
        let Undone {
            removed,
            changed,
            names,
            keys,
            decisions,
        } = undone;
        let mut changed_names = NameChanges::new(self.division);
        for (id, name) in &names {
            changed_names.of_changed(*id, name);
        }
        let mut pipe = Pipe::new(self.connection);
        keys.write(&mut pipe, "contact", "contact", self.division)?;
        changed_names.write(&mut pipe, "contact")?;
        changed.write(&mut pipe, Target::Directory, self.division)?;
        remove_records(&mut pipe, "contact", self.division, removed)?;
        pipe.settle()?;
        drop(pipe);
        self.decide(RecordKind::Contact, &decisions)
    }
}

/// The contact at the end of a contact's merges.
fn top(presents: &Presents, id: Uuid) -> Option<Uuid> {
    let mut top = presents.get(&id)?;
    for _ in 0..MAX_RECORDS_BEHIND {
        let Some(next) = top.merged_to else {
            break;
        };
        top = presents.get(&next)?;
    }
    Some(top.stored.id)
}

/// What the import touched of a live contact and of those that it knows behind it, that one first. Empty where the
/// import did not touch that one: then it was merged afterwards.
fn group<'a>(
    presents: &'a Presents,
    entries: &'a HashMap<Uuid, Entry>,
    top: Option<Uuid>,
) -> Group<'a> {
    let one = |id: &Uuid| entries.get(id).zip(presents.get(id));
    let Some((entry, top)) = top.as_ref().and_then(one) else {
        return Vec::new();
    };
    let mut group = vec![(entry, top)];
    group.extend(top.stored.merge_set.iter().filter_map(one));
    group
}

impl Undone {
    /// A group that is kept.
    fn keep(&mut self, group: &[(&Entry, &Present)], reasons: Vec<KeptReason>) {
        for ((entry, present), reason) in group.iter().zip(reasons) {
            let decision = Decision::kept(reason, present.name());
            self.decisions.push((entry.record, decision));
        }
    }

    /// A contact whose group is undone.
    fn contact(
        &mut self,
        entry: &Entry,
        present: &Present,
        former: Option<&StoredContact>,
    ) -> Result<()> {
        let name = present.name();
        if entry.former_batch.is_none() {
            self.follow(present, None);
            self.removed.push(entry.record);
            let decision = Decision::removed(name);
            self.decisions.push((entry.record, decision));
            return Ok(());
        }
        let former = former.ok_or_else(missing)?;
        let version = present.stored.version + 1;
        let decision = Decision {
            action: if present.merged_to.is_some() {
                UndoAction::Separated
            } else {
                UndoAction::Restored
            },
            reason: None,
            name,
            restored: Some((former.version, version)),
        };
        let after = StoredContact {
            version,
            ..former.clone()
        };
        let after = PackedContact::pack(&after, after.contact.identifiers());
        if present.merged_to.is_some() || after.name != present.stored.contact.full_name() {
            self.names.push((entry.record, after.name.clone()));
        }
        self.changed.push(&after, None);
        self.follow(present, Some(after));
        self.decisions.push((entry.record, decision));
        Ok(())
    }

    /// Brings identifiers in line with what becomes of a contact: `after`, or nothing.
    fn follow(&mut self, present: &Present, after: Option<PackedContact>) {
        let before = present.live().map(|stored| stored.contact.identifiers());
        let after = after.map(|packed| packed.identifiers).unwrap_or_default();
        let (removed, added) = difference(&before.unwrap_or_default(), &after);
        self.keys.of_changed(&removed, &added, present.stored.id);
    }
}
