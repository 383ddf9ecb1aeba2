//! Jobs.

use import_core::api::{CodeCount, ExecutionStep, JobProblem, Phase, Progress};
use import_core::record::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::convert::{bytes, id, json, optional_id, read_as};
use super::dry_run::DryRunPass;
use super::import::ImportPass;
use super::{SqliteStore, outcomes, undo};
use crate::store::listing::{cursor, to_json};
use crate::store::spelling::{progress, status_name, status_named, step_name, step_named};
use crate::store::{
    Checkpoint, JobChange, JobFilter, JobRecord, Jobs, NewJob, Page, Pass, PassKind, ProblemFilter,
    Result, RowFilter, Slice, StoreError, StoredRow,
};

const SELECT: &str = "SELECT job.number, job.id, upload.id, job.profile, job.settings, division.id, division.name,
    upload.file_name, job.created, job.status, job.step, job.details, job.cancel_requested,
    job.lease_owner, job.next_batch, job.validation, job.import,
    job.pass_began, job.pass_began_rows, job.pass_now, upload.rows, job.import_began,
    (SELECT import.id FROM job AS import WHERE import.number = job.undoes),
    (SELECT undo.id FROM job AS undo WHERE undo.undoes = job.number), job.undo, job.undo_total,
    job.removal <> 0
    FROM job JOIN upload ON upload.number = job.upload JOIN division ON division.number = job.division";

impl Jobs for SqliteStore {
    fn create_job(&self, job: &NewJob) -> Result<()> {
        let settings = to_json(&job.settings)?;
        let (status, step) = job.begin();
        let counts = to_json(&import_core::outcome::Counts::default())?;
        self.write(|tx| {
            let created = tx.execute(
                "INSERT INTO job (id, upload, profile, settings, division, created_by, created, status,
                 step, validation, import)
                 SELECT ?1, upload.number, ?3, ?4, division.number, ?6, ?7, ?8, ?9, ?10, ?10
                 FROM upload, division WHERE upload.id = ?2 AND NOT upload.removed AND division.id = ?5",
                params![
                    bytes(&job.id),
                    bytes(&job.upload),
                    bytes(&job.profile),
                    settings,
                    job.division,
                    bytes(&job.created_by),
                    job.created,
                    status_name(status),
                    step.map(step_name),
                    counts
                ],
            )?;
            if created == 0 {
                return Err(StoreError::Unreadable {
                    what: "job",
                    source: "its upload or division does not exist".into(),
                });
            }
            Ok(())
        })
    }

    fn find_job(&self, id: Uuid) -> Result<Option<JobRecord>> {
        self.read(|tx| Ok(find(tx, id)?.map(|(_, job)| job)))
    }

    fn list_jobs(&self, filter: &JobFilter, page: &Page) -> Result<Slice<JobRecord>> {
        let mut sql = format!("{SELECT} WHERE 1");
        let mut values: Vec<Value> = Vec::new();
        if let Some(status) = filter.status {
            sql.push_str(" AND job.status = ?");
            values.push(status_name(status).to_owned().into());
        }
        if let Some(divisions) = filter.divisions.ids() {
            let marks = vec!["?"; divisions.len()].join(", ");
            let condition = format!(" AND division.id IN ({marks})");
            sql.push_str(&condition);
            values.extend(divisions.into_iter().map(|id| Value::from(id.to_owned())));
        }
        if let Some(after) = cursor::<i64>(page.after.as_deref())? {
            sql.push_str(if filter.ascending {
                " AND job.number > ?"
            } else {
                " AND job.number < ?"
            });
            values.push(after.into());
        }
        sql.push_str(if filter.ascending {
            " ORDER BY job.number LIMIT ?"
        } else {
            " ORDER BY job.number DESC LIMIT ?"
        });
        values.push(i64::try_from(page.size + 1).unwrap_or(i64::MAX).into());
        self.read(|tx| {
            let mut statement = tx.prepare_cached(&sql)?;
            let found = statement.query_map(rusqlite::params_from_iter(values), job)?;
            let mut found = found.collect::<rusqlite::Result<Vec<_>>>()?;
            let more = found.len() > page.size;
            found.truncate(page.size);
            let next = found.last().filter(|_| more);
            let next = next.map(|(number, _)| number.to_string());
            let entries = found.into_iter().map(|(_, job)| job).collect();
            Ok(Slice { entries, next })
        })
    }

    fn change_job(
        &self,
        id: Uuid,
        now: Timestamp,
        decide: &mut dyn FnMut(&JobRecord) -> Option<JobChange>,
    ) -> Result<Option<JobRecord>> {
        self.write(|tx| {
            let Some((number, mut job)) = find(tx, id)? else {
                return Ok(None);
            };
            let Some(change) = decide(&job) else {
                return Ok(Some(job));
            };
            let forgets_kept = change.forgets_kept && job.undoes.is_some();
            change.apply(&mut job);
            tx.execute(
                "UPDATE job SET status = ?2, step = ?3, details = ?4, cancel_requested = ?5, next_batch = ?6,
                 settings = ?7, ended = ?8 WHERE number = ?1",
                params![
                    number,
                    status_name(job.status),
                    job.step.map(step_name),
                    job.details,
                    job.cancel_requested,
                    job.next_batch,
                    to_json(&job.settings)?,
                    job.is_over().then_some(now)
                ],
            )?;
            if forgets_kept {
                undo::forget_kept(tx, number, &mut job.undo)?;
            }
            Ok(Some(job))
        })
    }

    fn claim_job(&self, owner: Uuid, now: Timestamp, until: Timestamp) -> Result<Option<Uuid>> {
        self.write(|tx| {
            let found = tx.query_row(
                "UPDATE job SET lease_owner = ?1, lease_until = ?3 WHERE number = (
                     SELECT number FROM job WHERE status = 'Running'
                     AND step IN ('Validating', 'Importing')
                     AND (lease_owner IS NULL OR lease_until <= ?2)
                     AND NOT EXISTS (
                         SELECT 1 FROM job held WHERE held.status = 'Running'
                         AND held.division = job.division AND held.lease_owner IS NOT NULL
                         AND held.lease_until > ?2)
                     ORDER BY number LIMIT 1)
                 RETURNING id",
                params![bytes(&owner), now, until],
                |row| id(row, 0),
            );
            Ok(found.optional()?)
        })
    }

    fn extend_lease(&self, id: Uuid, owner: Uuid, until: Timestamp) -> Result<bool> {
        self.write(|tx| {
            let sql = "UPDATE job SET lease_until = max(lease_until, ?3) WHERE id = ?1 AND lease_owner = ?2";
            Ok(tx.execute(sql, params![bytes(&id), bytes(&owner), until])? > 0)
        })
    }

    fn release_job(&self, id: Uuid, owner: Uuid) -> Result<()> {
        self.write(|tx| {
            let sql = "UPDATE job SET lease_owner = NULL, lease_until = 0
                       WHERE id = ?1 AND lease_owner = ?2";
            tx.execute(sql, [bytes(&id), bytes(&owner)])?;
            Ok(())
        })
    }

    fn release_all_jobs(&self) -> Result<()> {
        self.write(|tx| {
            tx.execute("UPDATE job SET lease_owner = NULL, lease_until = 0", [])?;
            Ok(())
        })
    }

    /// Nothing: there is one server.
    fn watch_jobs(&self, _wake: Box<dyn Fn() + Send + Sync>) {}

    fn begin_pass(
        &self,
        job: &JobRecord,
        kind: PassKind,
        now: Timestamp,
    ) -> Result<Box<dyn Pass + '_>> {
        let (number, division, rows) = self.write(|tx| {
            let number = held(tx, job)?;
            let sql = "SELECT job.division, upload.rows
                       FROM job JOIN upload ON upload.number = job.upload WHERE job.number = ?1";
            let (division, rows): (i64, u64) =
                tx.query_row(sql, [number], |row| Ok((row.get(0)?, row.get(1)?)))?;
            if kind == PassKind::DryRun {
                outcomes::clear(tx, number, Phase::Validation)?;
                tx.execute(
                    "UPDATE job SET validation = ?2, next_batch = 0 WHERE number = ?1",
                    params![number, to_json(&import_core::outcome::Counts::default())?],
                )?;
            }
            let done = match kind {
                PassKind::DryRun => 0,
                PassKind::Import => job.import.rows.total(),
            };
            if kind == PassKind::Import {
                let sql = "UPDATE job SET import_began = coalesce(import_began, ?2) WHERE number = ?1";
                tx.execute(sql, params![number, now])?;
            }
            tx.execute(
                "UPDATE job SET pass_began = ?2, pass_now = ?2, pass_began_rows = ?3 WHERE number = ?1",
                params![number, now, done],
            )?;
            Ok((number, division, rows))
        })?;
        Ok(match kind {
            PassKind::DryRun => {
                Box::new(DryRunPass::new(self, number, job.held_by, division, rows)?)
            }
            PassKind::Import => {
                let left = rows.saturating_sub(job.import.rows.total());
                Box::new(ImportPass::new(self, number, job.held_by, division, left)?)
            }
        })
    }

    fn list_problems(
        &self,
        job: Uuid,
        phase: Phase,
        filter: &ProblemFilter,
        page: &Page,
    ) -> Result<Slice<JobProblem>> {
        self.read(|tx| outcomes::list_problems(tx, number_of(tx, job)?, phase, filter, page))
    }

    fn count_problems(&self, job: Uuid, phase: Phase) -> Result<Vec<CodeCount>> {
        self.read(|tx| outcomes::count_problems(tx, number_of(tx, job)?, phase))
    }

    fn list_rows(
        &self,
        job: Uuid,
        phase: Phase,
        filter: RowFilter,
        page: &Page,
    ) -> Result<Slice<StoredRow>> {
        self.read(|tx| outcomes::list_rows(tx, number_of(tx, job)?, phase, filter, page))
    }

    fn read_batch_rows(
        &self,
        job: Uuid,
        phase: Phase,
        batch: u64,
    ) -> Result<Option<Vec<StoredRow>>> {
        self.read(|tx| {
            let job = number_of(tx, job)?;
            outcomes::batch_rows(tx, job, phase, batch)
        })
    }

    fn read_batch_problems(&self, job: Uuid, phase: Phase, batch: u64) -> Result<Vec<JobProblem>> {
        self.read(|tx| {
            let job = number_of(tx, job)?;
            outcomes::batch_problems(tx, job, phase, batch)
        })
    }
}

/// Saves how far a pass is; answers whether someone asked it to stop.
pub(super) fn save_checkpoint(
    connection: &Connection,
    job: i64,
    owner: Option<Uuid>,
    phase: Phase,
    checkpoint: &Checkpoint,
) -> Result<bool> {
    let counts = match phase {
        Phase::Validation => "validation",
        Phase::Import => "import",
    };
    let sql = format!(
        "UPDATE job SET next_batch = ?2, {counts} = ?3, pass_now = ?4, lease_until = ?5
         WHERE number = ?1 AND lease_owner IS ?6 RETURNING cancel_requested"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let saved = statement.query_row(
        params![
            job,
            checkpoint.next_batch,
            to_json(&checkpoint.counts)?,
            checkpoint.now,
            checkpoint.lease_until,
            owner.as_ref().map(bytes)
        ],
        |row| row.get(0),
    );
    saved.optional()?.ok_or(StoreError::NotHeld)
}

/// The number of a job, unless another holds it by now.
pub(super) fn held(connection: &Connection, job: &JobRecord) -> Result<i64> {
    let sql = "SELECT number FROM job WHERE id = ?1 AND lease_owner IS ?2";
    let owner = job.held_by.as_ref().map(bytes);
    let number = connection.query_row(sql, params![bytes(&job.id), owner], |row| row.get(0));
    number.optional()?.ok_or(StoreError::NotHeld)
}

pub(super) fn find(connection: &Connection, id: Uuid) -> Result<Option<(i64, JobRecord)>> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE job.id = ?1"))?;
    Ok(statement.query_row([bytes(&id)], job).optional()?)
}

/// The number of a job; one that no job has where there is none.
pub(super) fn number_of(connection: &Connection, id: Uuid) -> Result<i64> {
    let mut statement = connection.prepare_cached("SELECT number FROM job WHERE id = ?1")?;
    let number = statement.query_row([bytes(&id)], |row| row.get(0));
    Ok(number.optional()?.unwrap_or(-1))
}

fn job(row: &Row<'_>) -> rusqlite::Result<(i64, JobRecord)> {
    let step: Option<String> = row.get(10)?;
    let mut job = JobRecord {
        id: id(row, 1)?,
        upload: id(row, 2)?,
        profile: id(row, 3)?,
        settings: json(row, 4)?,
        division: row.get(5)?,
        division_name: row.get(6)?,
        file_name: row.get(7)?,
        created: row.get(8)?,
        status: read_as(row, 9, status_named)?,
        step: step.as_deref().and_then(step_named),
        details: row.get(11)?,
        cancel_requested: row.get(12)?,
        import_began: row.get(21)?,
        held_by: optional_id(row, 13)?,
        next_batch: row.get(14)?,
        validation: json(row, 15)?,
        import: json(row, 16)?,
        progress: Progress::default(),
        undoes: optional_id(row, 22)?,
        undone_by: optional_id(row, 23)?,
        undo: json(row, 24)?,
        rows_removed: row.get(26)?,
    };
    let (done, total) = match job.step {
        _ if job.undoes.is_some() => (job.undo.total(), row.get(25)?),
        Some(ExecutionStep::Importing) => (job.import.rows.total(), row.get(20)?),
        _ => (job.validation.rows.total(), row.get(20)?),
    };
    job.progress = progress(
        done,
        total,
        row.get(18)?,
        row.get::<_, Timestamp>(19)? - row.get::<_, Timestamp>(17)?,
    );
    Ok((row.get(0)?, job))
}
