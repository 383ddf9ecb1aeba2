//! Undoing imports.

mod collect;
mod contacts;
mod entries;
mod organizations;

use import_core::api::{
    ExecutionStep, JobStatus, RecordKind, UndoAction, UndoCounts, UndoneRecord,
};
use import_core::record::Timestamp;
use parking_lot::MutexGuard;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use uuid::Uuid;

use self::entries::undone;
use super::convert::bytes;
use super::names::Names;
use super::{SqliteStore, Writer, jobs};
use crate::store::filter::KeyFilter;
use crate::store::listing::{pair_cursor, to_json};
use crate::store::spelling::{status_name, step_name};
use crate::store::undo::{action_number, kind_number};
use crate::store::{
    JobRecord, NewUndo, Page, Result, Slice, StoreError, Undo, UndoChunk, UndoStep,
};

impl Undo for SqliteStore {
    fn create_undo(
        &self,
        undo: &NewUndo,
        may: &mut dyn FnMut(&JobRecord) -> bool,
    ) -> Result<Option<JobRecord>> {
        self.write(|tx| {
            let Some((number, import)) = jobs::find(tx, undo.undoes)? else {
                return Ok(None);
            };
            if may(&import) {
                tx.execute(
                    "INSERT INTO job (id, upload, profile, settings, division, created_by, created, status,
                     step, validation, import, undoes)
                     SELECT ?2, upload, profile, settings, division, ?3, ?4, ?5, ?6, ?7, ?7, number
                     FROM job WHERE number = ?1",
                    params![
                        number,
                        bytes(&undo.id),
                        bytes(&undo.created_by),
                        undo.created,
                        status_name(JobStatus::Running),
                        step_name(ExecutionStep::Importing),
                        to_json(&import_core::outcome::Counts::default())?
                    ],
                )?;
            }
            Ok(Some(import))
        })
    }

    fn begin_undo(&self, job: &JobRecord, now: Timestamp) -> Result<()> {
        self.write(|tx| {
            let number = jobs::held(tx, job)?;
            tx.execute(
                "UPDATE job SET pass_began = ?2, pass_now = ?2, pass_began_rows = ?3 WHERE number = ?1",
                params![number, now, job.undo.total()],
            )?;
            Ok(())
        })
    }

    fn undo_some(&self, job: &JobRecord, chunk: &UndoChunk) -> Result<UndoStep> {
        let mut writer = self.writer();
        let Writer {
            connection,
            filter,
            changes,
        } = &mut *writer;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (mut work, next_batch) = find_work(&tx, job.id)?;
        work.filter = filter
            .as_mut()
            .filter(|filter| filter.division == work.division)
            .map(|filter| &mut filter.keys);
        let step = work.go_on(next_batch, chunk, job.held_by)?;
        tx.commit()?;
        *changes += 1;
        // Others write first who have been waiting.
        MutexGuard::unlock_fair(writer);
        Ok(step)
    }

    fn list_undone(
        &self,
        job: Uuid,
        action: Option<UndoAction>,
        page: &Page,
    ) -> Result<Slice<UndoneRecord>> {
        let after = pair_cursor(page.after.as_deref())?;
        let (kind, after): (u8, Uuid) = after.unwrap_or_default();
        let mut sql = "SELECT kind, record, name, action, reason FROM undo_outcome
                       WHERE job = ? AND (kind, record) > (?, ?)"
            .to_owned();
        let mut values: Vec<Value> = vec![kind.into(), bytes(&after).to_vec().into()];
        if let Some(action) = action {
            sql.push_str(" AND action = ?");
            values.push(action_number(action).into());
        } else {
            sql.push_str(" AND action IS NOT NULL");
        }
        sql.push_str(" ORDER BY kind, record LIMIT ?");
        values.push(i64::try_from(page.size + 1).unwrap_or(i64::MAX).into());
        self.read(|tx| {
            let number: i64 = jobs::number_of(tx, job)?;
            values.insert(0, number.into());
            let mut statement = tx.prepare_cached(&sql)?;
            let found = statement.query_map(rusqlite::params_from_iter(values), undone)?;
            let mut entries = found.collect::<rusqlite::Result<Vec<_>>>()?;
            let more = entries.len() > page.size;
            entries.truncate(page.size);
            let next = entries.last().filter(|_| more);
            let next = next.map(|last| format!("{}-{}", kind_number(last.kind), last.id.simple()));
            Ok(Slice { entries, next })
        })
    }
}

/// Takes back that an undo kept records, so that they are decided again.
pub(super) fn forget_kept(
    connection: &Connection,
    job: i64,
    counts: &mut UndoCounts,
) -> Result<()> {
    counts.kept = 0;
    connection.execute(
        "UPDATE undo_outcome SET action = NULL, reason = NULL, name = NULL WHERE job = ?1 AND action = ?2",
        params![job, action_number(UndoAction::Kept)],
    )?;
    let sql = "UPDATE job SET undo = ?2 WHERE number = ?1";
    connection.execute(sql, params![job, to_json(counts)?])?;
    Ok(())
}

/// One transaction of an undo.
struct Work<'a> {
    connection: &'a Connection,
    /// The undo.
    job: i64,
    /// The import that it undoes.
    import: i64,
    division: i64,
    counts: UndoCounts,
    /// Told of every key that a contact gets back.
    filter: Option<&'a mut KeyFilter>,
    contact_names: Names,
    organization_names: Names,
}

/// An undo where it stands, and the batch that it collects next.
fn find_work(connection: &Connection, job: Uuid) -> Result<(Work<'_>, u64)> {
    let found = jobs::find(connection, job)?;
    let sql = "SELECT undoes, division FROM job WHERE id = ?1 AND undoes IS NOT NULL";
    let place = connection
        .query_row(sql, [bytes(&job)], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some(((number, record), (import, division))) = found.zip(place) else {
        return Err(StoreError::Unreadable {
            what: "undo",
            source: "it names no import".into(),
        });
    };
    let work = Work {
        connection,
        job: number,
        import,
        division,
        counts: record.undo,
        filter: None,
        contact_names: Names::of_contacts(),
        organization_names: Names::of_organizations(),
    };
    Ok((work, record.next_batch))
}

impl Work<'_> {
    fn go_on(
        &mut self,
        next_batch: u64,
        chunk: &UndoChunk,
        owner: Option<Uuid>,
    ) -> Result<UndoStep> {
        let mut next_batch = next_batch;
        let mut found = 0;
        let mut is_done = false;
        if let Some(batch) = self.next_batch(next_batch)? {
            found = self.collect(batch)?;
            next_batch = batch + 1;
        } else if !self.decide_contacts(chunk.records)? {
            is_done = !self.decide_organizations(chunk.records)?;
        }
        self.contact_names.write(self.connection)?;
        self.organization_names.write(self.connection)?;
        let saved = self.connection.query_row(
            "UPDATE job SET next_batch = ?2, undo = ?3, undo_total = undo_total + ?4, pass_now = ?5,
             lease_until = ?6 WHERE number = ?1 AND lease_owner IS ?7 RETURNING cancel_requested",
            params![
                self.job,
                next_batch,
                to_json(&self.counts)?,
                found,
                chunk.now,
                chunk.lease_until,
                owner.as_ref().map(bytes)
            ],
            |row| row.get(0),
        );
        Ok(UndoStep {
            is_done,
            is_cancelled: saved.optional()?.ok_or(StoreError::NotHeld)?,
        })
    }

    /// The numbers of the kinds of record in the tables of undos and of former states.
    const CONTACT: u8 = kind_number(RecordKind::Contact);
    const ORGANIZATION: u8 = kind_number(RecordKind::Organization);
}
