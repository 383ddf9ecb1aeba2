//! Jobs.

use std::borrow::Cow;

use import_core::api::{CodeCount, ExecutionStep, JobProblem, JobStatus, Phase, Progress};
use import_core::outcome::Counts;
use import_core::record::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::connection::{Connection, Values};
use super::convert::{big, count, get, json, one_more, plain};
use super::pass::{DirectoryPass, Held};
use super::{PostgresStore, notices, outcomes, undo};
use crate::store::listing::{cursor, to_json};
use crate::store::spelling::{progress, status_name, status_named, step_name, step_named};
use crate::store::{
    JobChange, JobFilter, JobRecord, Jobs, NewJob, Page, Pass, PassKind, ProblemFilter, Result,
    RowFilter, Slice, StoreError, StoredRow,
};

const SELECT: &str =
    "SELECT job.number, job.id, job.upload, job.profile, job.settings, division.id, division.name,
    upload.file_name, job.created, job.status, job.step, job.details, job.cancel_requested,
    job.lease_owner, job.next_batch, job.validation, job.import,
    job.pass_began, job.pass_began_rows, job.pass_now, upload.rows, job.import_began,
    (SELECT import.id FROM job AS import WHERE import.number = job.undoes),
    (SELECT undo.id FROM job AS undo WHERE undo.undoes = job.number), job.undo, job.undo_total,
    job.removal <> 0
    FROM job JOIN upload ON upload.id = job.upload JOIN division ON division.number = job.division";

/// Held while a job is chosen: two servers must not choose two jobs of one division at once.
const CLAIM_LOCK: i64 = 0x6d75_7374_0000_0002;

impl Jobs for PostgresStore {
    fn create_job(&self, job: &NewJob) -> Result<()> {
        let settings = to_json(&job.settings)?;
        let (status, step) = job.begin();
        let counts = to_json(&Counts::default())?;
        self.write(|tx| {
            // Whoever removes the rows of an upload looks for its jobs meanwhile.
            let created = tx.execute(
                "INSERT INTO job (id, upload, profile, settings, division, created_by, created, status,
                 step, validation, import)
                 SELECT $1, upload.id, $3, $4, division.number, $6, $7, $8, $9, $10, $10
                 FROM upload, division WHERE upload.id = $2 AND NOT upload.removed AND division.id = $5
                 FOR SHARE OF upload",
                &[
                    &job.id,
                    &job.upload,
                    &job.profile,
                    &settings,
                    &job.division,
                    &job.created_by,
                    &job.created,
                    &status_name(status),
                    &step.map(step_name),
                    &counts,
                ],
            )?;
            if created == 0 {
                return Err(StoreError::Unreadable {
                    what: "job",
                    source: "its upload or division does not exist".into(),
                });
            }
            notices::tell(tx)
        })
    }

    fn find_job(&self, id: Uuid) -> Result<Option<JobRecord>> {
        self.read(|tx| Ok(find(tx, id)?.map(|(_, job)| job)))
    }

    fn list_jobs(&self, filter: &JobFilter, page: &Page) -> Result<Slice<JobRecord>> {
        let (after, order) = if filter.ascending {
            ("job.number > $2", "job.number")
        } else {
            ("job.number < $2", "job.number DESC")
        };
        let sql = format!(
            "{SELECT} WHERE ($1::text IS NULL OR job.status = $1) AND ($2::bigint IS NULL OR {after})
             AND ($4::text[] IS NULL OR division.id = ANY ($4)) ORDER BY {order} LIMIT $3"
        );
        let status = filter.status.map(status_name);
        let after: Option<i64> = cursor(page.after.as_deref())?;
        let divisions = filter.divisions.ids();
        self.read(|tx| {
            let found = tx.query(&sql, &[&status, &after, &one_more(page.size), &divisions])?;
            let mut found = found.iter().map(job).collect::<Result<Vec<_>>>()?;
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
            let Some((number, mut job)) = find_to_change(tx, id)? else {
                return Ok(None);
            };
            let Some(change) = decide(&job) else {
                return Ok(Some(job));
            };
            let forgets_kept = change.forgets_kept && job.undoes.is_some();
            change.apply(&mut job);
            let details = job.details.as_deref().map(plain);
            job.details = details.map(Cow::into_owned);
            tx.execute(
                "UPDATE job SET status = $2, step = $3, details = $4, cancel_requested = $5, next_batch = $6,
                 settings = $7, ended = $8 WHERE number = $1",
                &[
                    &number,
                    &status_name(job.status),
                    &job.step.map(step_name),
                    &job.details,
                    &job.cancel_requested,
                    &big(job.next_batch),
                    &to_json(&job.settings)?,
                    &job.is_over().then_some(now),
                ],
            )?;
            if forgets_kept {
                undo::forget_kept(tx, number, &mut job.undo)?;
            }
            if job.status == JobStatus::Running && job.step != Some(ExecutionStep::Validated) {
                notices::tell(tx)?;
            }
            Ok(Some(job))
        })
    }

    fn claim_job(&self, owner: Uuid, now: Timestamp, until: Timestamp) -> Result<Option<Uuid>> {
        self.write(|tx| {
            tx.execute("SELECT pg_advisory_xact_lock($1)", &[&CLAIM_LOCK])?;
            let found = tx.query_opt(
                "UPDATE job SET lease_owner = $1, lease_until = $3 WHERE number = (
                     SELECT job.number FROM job WHERE job.status = 'Running'
                     AND job.step IN ('Validating', 'Importing')
                     AND (job.lease_owner IS NULL OR job.lease_until <= $2)
                     AND NOT EXISTS (
                         SELECT 1 FROM job other WHERE other.status = 'Running'
                         AND other.division = job.division AND other.number <> job.number
                         AND other.lease_owner IS NOT NULL AND other.lease_until > $2)
                     ORDER BY job.number LIMIT 1 FOR NO KEY UPDATE OF job SKIP LOCKED)
                 RETURNING id",
                &[&owner, &now, &until],
            )?;
            found.map(|row| get(&row, 0)).transpose()
        })
    }

    fn extend_lease(&self, id: Uuid, owner: Uuid, until: Timestamp) -> Result<bool> {
        self.write(|tx| {
            let changed = tx.execute(
                "UPDATE job SET lease_until = greatest(lease_until, $3) WHERE id = $1 AND lease_owner = $2",
                &[&id, &owner, &until],
            )?;
            Ok(changed > 0)
        })
    }

    fn release_job(&self, id: Uuid, owner: Uuid) -> Result<()> {
        self.write(|tx| {
            // Where the lease ran out, the job may be another server's by now.
            tx.execute(
                "UPDATE job SET lease_owner = NULL, lease_until = 0 WHERE id = $1 AND lease_owner = $2",
                &[&id, &owner],
            )?;
            // For this job where it is not over, and for the others of its division.
            notices::tell(tx)
        })
    }

    /// Nothing: other servers may be at work, and the lease of one that is gone runs out.
    fn release_all_jobs(&self) -> Result<()> {
        Ok(())
    }

    fn watch_jobs(&self, wake: Box<dyn Fn() + Send + Sync>) {
        self.connector.listen(wake);
    }

    fn begin_pass(
        &self,
        job: &JobRecord,
        kind: PassKind,
        now: Timestamp,
    ) -> Result<Box<dyn Pass + '_>> {
        let held = self.write(|tx| {
            let (number, division) = held(tx, job)?;
            let sql = "SELECT rows FROM upload WHERE id = $1";
            let rows = count(&tx.query_one(sql, &[&job.upload])?, 0)?;
            match kind {
                PassKind::DryRun => {
                    outcomes::clear(tx, number, Phase::Validation)?;
                    tx.execute(
                        "UPDATE job SET validation = $2, next_batch = 0 WHERE number = $1",
                        &[&number, &to_json(&Counts::default())?],
                    )?;
                }
                PassKind::Import => {
                    let sql = "UPDATE job SET import_began = coalesce(import_began, $2) WHERE number = $1";
                    tx.execute(sql, &[&number, &now])?;
                }
            }
            let done = match kind {
                PassKind::DryRun => 0,
                PassKind::Import => job.import.rows.total(),
            };
            tx.execute(
                "UPDATE job SET pass_began = $2, pass_now = $2, pass_began_rows = $3 WHERE number = $1",
                &[&number, &now, &big(done)],
            )?;
            Ok(Held {
                number,
                division,
                rows,
                owner: job.held_by,
            })
        })?;
        let pass = DirectoryPass::new(&self.connector, held, kind)?;
        Ok(Box::new(pass))
    }

    fn list_problems(
        &self,
        job: Uuid,
        phase: Phase,
        filter: &ProblemFilter,
        page: &Page,
    ) -> Result<Slice<JobProblem>> {
        self.read(|tx| {
            let job = number_of(tx, job)?;
            outcomes::list_problems(tx, job, phase, filter, page)
        })
    }

    fn count_problems(&self, job: Uuid, phase: Phase) -> Result<Vec<CodeCount>> {
        self.read(|tx| {
            let job = number_of(tx, job)?;
            outcomes::count_problems(tx, job, phase)
        })
    }

    fn list_rows(
        &self,
        job: Uuid,
        phase: Phase,
        filter: RowFilter,
        page: &Page,
    ) -> Result<Slice<StoredRow>> {
        self.read(|tx| {
            let job = number_of(tx, job)?;
            outcomes::list_rows(tx, job, phase, filter, page)
        })
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

/// A job that nobody else changes until the end of the transaction.
pub(super) fn find_to_change(
    connection: &mut Connection,
    id: Uuid,
) -> Result<Option<(i64, JobRecord)>> {
    // By a statement of its own, so that the next one sees the undo that another transaction added meanwhile.
    connection.execute("SELECT 1 FROM job WHERE id = $1 FOR NO KEY UPDATE", &[&id])?;
    find(connection, id)
}

/// The numbers of a job and of its division, unless another holds it by now. Nobody else changes it until the end of
/// the transaction.
pub(super) fn held(connection: &mut Connection, job: &JobRecord) -> Result<(i64, i64)> {
    let found = connection.query_opt(
        "SELECT number, division FROM job WHERE id = $1 AND lease_owner IS NOT DISTINCT FROM $2
         FOR NO KEY UPDATE",
        &[&job.id, &job.held_by],
    )?;
    let row = found.ok_or(StoreError::NotHeld)?;
    Ok((get(&row, 0)?, get(&row, 1)?))
}

pub(super) fn find(connection: &mut Connection, id: Uuid) -> Result<Option<(i64, JobRecord)>> {
    let sql = format!("{SELECT} WHERE job.id = $1");
    let values: Values<'_> = &[&id];
    let found = connection.query_opt(&sql, values)?;
    found.as_ref().map(job).transpose()
}

/// The number of a job; one that no job has where there is none.
pub(super) fn number_of(connection: &mut Connection, id: Uuid) -> Result<i64> {
    let found = connection.query_opt("SELECT number FROM job WHERE id = $1", &[&id])?;
    found.map_or(Ok(-1), |row| get(&row, 0))
}

fn job(row: &Row) -> Result<(i64, JobRecord)> {
    let step: Option<&str> = get(row, 10)?;
    let mut job = JobRecord {
        id: get(row, 1)?,
        upload: get(row, 2)?,
        profile: get(row, 3)?,
        settings: json(row, 4)?,
        division: get(row, 5)?,
        division_name: get(row, 6)?,
        file_name: get(row, 7)?,
        created: get(row, 8)?,
        status: status_named(get(row, 9)?)?,
        step: step.and_then(step_named),
        details: get(row, 11)?,
        cancel_requested: get(row, 12)?,
        import_began: get(row, 21)?,
        held_by: get(row, 13)?,
        next_batch: count(row, 14)?,
        validation: json(row, 15)?,
        import: json(row, 16)?,
        progress: Progress::default(),
        undoes: get(row, 22)?,
        undone_by: get(row, 23)?,
        undo: json(row, 24)?,
        rows_removed: get(row, 26)?,
    };
    let (done, total) = match job.step {
        _ if job.undoes.is_some() => (job.undo.total(), count(row, 25)?),
        Some(ExecutionStep::Importing) => (job.import.rows.total(), count(row, 20)?),
        _ => (job.validation.rows.total(), count(row, 20)?),
    };
    job.progress = progress(
        done,
        total,
        count(row, 18)?,
        get::<Timestamp>(row, 19)? - get::<Timestamp>(row, 17)?,
    );
    Ok((get(row, 0)?, job))
}
