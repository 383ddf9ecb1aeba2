//! Undoing imports, chunk by chunk and each chunk by a few statements.

mod collect;
mod contacts;
mod entries;
mod organizations;

use import_core::api::{ExecutionStep, JobStatus, UndoAction, UndoCounts, UndoneRecord};
use import_core::outcome::Counts;
use import_core::record::Timestamp;
use uuid::Uuid;

use self::entries::undone;
use super::connection::Connection;
use super::convert::{big, get, one_more};
use super::pass::lock_division;
use super::{PostgresStore, jobs, notices};
use crate::store::listing::{pair_cursor, to_json};
use crate::store::spelling::{status_name, step_name};
use crate::store::undo::{action_number, kind_number};
use crate::store::{
    JobRecord, NewUndo, Page, Result, Slice, StoreError, Undo, UndoChunk, UndoStep,
};

/// The statements go from keys to rows, as those of a pass do.
const SETTINGS: &str =
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
    SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL idle_in_transaction_session_timeout = '60s'";

impl Undo for PostgresStore {
    fn create_undo(
        &self,
        undo: &NewUndo,
        may: &mut dyn FnMut(&JobRecord) -> bool,
    ) -> Result<Option<JobRecord>> {
        let counts = to_json(&Counts::default())?;
        self.write(|tx| {
            let Some((number, import)) = jobs::find_to_change(tx, undo.undoes)? else {
                return Ok(None);
            };
            if may(&import) {
                tx.execute(
                    "INSERT INTO job (id, upload, profile, settings, division, created_by, created, status,
                     step, validation, import, undoes)
                     SELECT $2, upload, profile, settings, division, $3, $4, $5, $6, $7, $7, number
                     FROM job WHERE number = $1",
                    &[
                        &number,
                        &undo.id,
                        &undo.created_by,
                        &undo.created,
                        &status_name(JobStatus::Running),
                        &step_name(ExecutionStep::Importing),
                        &counts,
                    ],
                )?;
                notices::tell(tx)?;
            }
            Ok(Some(import))
        })
    }

    fn begin_undo(&self, job: &JobRecord, now: Timestamp) -> Result<()> {
        self.write(|tx| {
            let (number, _) = jobs::held(tx, job)?;
            tx.execute(
                "UPDATE job SET pass_began = $2, pass_now = $2, pass_began_rows = $3 WHERE number = $1",
                &[&number, &now, &big(job.undo.total())],
            )?;
            Ok(())
        })
    }

    fn undo_some(&self, job: &JobRecord, chunk: &UndoChunk) -> Result<UndoStep> {
        self.write_division(|tx| {
            tx.batch(SETTINGS)?;
            let (mut work, next_batch) = find_work(tx, job.id)?;
            work.go_on(next_batch, chunk, job.held_by)
        })
    }

    fn list_undone(
        &self,
        job: Uuid,
        action: Option<UndoAction>,
        page: &Page,
    ) -> Result<Slice<UndoneRecord>> {
        let after = pair_cursor(page.after.as_deref())?;
        let (kind, after): (i16, Uuid) = after.unwrap_or_default();
        let (which, action) = match action {
            Some(action) => ("action = $4", Some(i16::from(action_number(action)))),
            None => ("action IS NOT NULL AND $4::smallint IS NULL", None),
        };
        let sql = format!(
            "SELECT kind, record, name, action, reason FROM undo_outcome
             WHERE job = $1 AND (kind, record) > ($2, $3) AND {which} ORDER BY kind, record LIMIT $5"
        );
        self.read(|tx| {
            let number = jobs::number_of(tx, job)?;
            let found = tx.query(
                &sql,
                &[&number, &kind, &after, &action, &one_more(page.size)],
            )?;
            let mut entries = found.iter().map(undone).collect::<Result<Vec<_>>>()?;
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
    connection: &mut Connection,
    job: i64,
    counts: &mut UndoCounts,
) -> Result<()> {
    counts.kept = 0;
    connection.execute(
        "UPDATE undo_outcome SET action = NULL, reason = NULL, name = NULL WHERE job = $1 AND action = $2",
        &[&job, &i16::from(action_number(UndoAction::Kept))],
    )?;
    let sql = "UPDATE job SET undo = $2 WHERE number = $1";
    connection.execute(sql, &[&job, &to_json(counts)?])?;
    Ok(())
}

/// One transaction of an undo.
struct Work<'a> {
    connection: &'a mut Connection,
    /// The undo.
    job: i64,
    /// The import that it undoes.
    import: i64,
    division: i64,
    counts: UndoCounts,
}

/// An undo where it stands, with its division locked, and the batch that it collects next.
fn find_work(connection: &mut Connection, job: Uuid) -> Result<(Work<'_>, u64)> {
    let sql = "SELECT undoes, division FROM job WHERE id = $1 AND undoes IS NOT NULL";
    let no_import = || StoreError::Unreadable {
        what: "undo",
        source: "it names no import".into(),
    };
    let place = connection.query_opt(sql, &[&job])?.ok_or_else(no_import)?;
    let (import, division) = (get(&place, 0)?, get(&place, 1)?);
    lock_division(connection, division)?;
    let (number, record) = jobs::find(connection, job)?.ok_or_else(no_import)?;
    let work = Work {
        connection,
        job: number,
        import,
        division,
        counts: record.undo,
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
        let saved = self.connection.query_opt(
            "UPDATE job SET next_batch = $2, undo = $3, undo_total = undo_total + $4, pass_now = $5,
             lease_until = $6 WHERE number = $1 AND lease_owner IS NOT DISTINCT FROM $7
             RETURNING cancel_requested",
            &[
                &self.job,
                &big(next_batch),
                &to_json(&self.counts)?,
                &big(found),
                &chunk.now,
                &chunk.lease_until,
                &owner,
            ],
        )?;
        Ok(UndoStep {
            is_done,
            is_cancelled: get(&saved.ok_or(StoreError::NotHeld)?, 0)?,
        })
    }
}
