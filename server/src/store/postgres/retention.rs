//! Removing the rows of old jobs.

use import_core::record::Timestamp;
use uuid::Uuid;

use super::PostgresStore;
use super::connection::Connection;
use super::convert::get;
use crate::store::{Result, Retention};

/// What one transaction removes: from which table, and how many rows at most. Those with few have large ones.
const PARTS: [(&str, i64); 6] = [
    ("problem", 2_000),
    ("problem_place", 200),
    ("problem_count", 200),
    ("ledger", 2_000),
    ("undo_outcome", 2_000),
    ("batch_outcome", 10),
];

impl Retention for PostgresStore {
    fn remove_rows(&self, before: Timestamp) -> Result<bool> {
        self.write(|tx| {
            // One that another server is at is left to it.
            let sql = "SELECT number, upload FROM job WHERE removal = 1 ORDER BY number LIMIT 1
                       FOR NO KEY UPDATE SKIP LOCKED";
            match tx.query_opt(sql, &[])? {
                Some(row) => {
                    remove_some(tx, get(&row, 0)?, get(&row, 1)?)?;
                    Ok(true)
                }
                None => begin(tx, before),
            }
        })
    }
}

/// Notes that the rows of the oldest such job are to be removed, with those of its undo.
fn begin(connection: &mut Connection, before: Timestamp) -> Result<bool> {
    // Nobody retries or undoes it meanwhile.
    let found = connection.query_opt(
        "SELECT number, upload FROM job WHERE removal = 0 AND ended <= $1 AND undoes IS NULL
         AND NOT EXISTS (
             SELECT 1 FROM job undo WHERE undo.undoes = job.number
             AND (undo.ended IS NULL OR undo.ended > $1))
         ORDER BY ended LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED",
        &[&before],
    )?;
    let Some(row) = found else {
        return Ok(false);
    };
    let (job, upload): (i64, Uuid) = (get(&row, 0)?, get(&row, 1)?);
    // By a statement of its own, which sees the undo that was added or retried just before the job was locked.
    let sql = "SELECT ended FROM job WHERE undoes = $1 FOR NO KEY UPDATE";
    if let Some(undo) = connection.query_opt(sql, &[&job])? {
        let ended: Option<Timestamp> = get(&undo, 0)?;
        if ended.is_none_or(|ended| ended > before) {
            return Ok(true);
        }
    }
    let sql = "UPDATE job SET removal = 1 WHERE number = $1 OR undoes = $1";
    connection.execute(sql, &[&job])?;
    // Whoever makes another job of the upload just now was before, or waits and finds it removed.
    let sql = "SELECT 1 FROM upload WHERE id = $1 FOR UPDATE";
    connection.execute(sql, &[&upload])?;
    connection.execute(
        "UPDATE upload SET removed = true WHERE id = $1
         AND NOT EXISTS (SELECT 1 FROM job WHERE upload = $1 AND removal = 0)",
        &[&upload],
    )?;
    Ok(true)
}

fn remove_some(connection: &mut Connection, job: i64, upload: Uuid) -> Result<()> {
    let mut removed = 0;
    for (table, most) in PARTS {
        let sql = format!(
            "DELETE FROM {table} WHERE ctid = ANY (ARRAY(
                 SELECT ctid FROM {table} WHERE job = $1 LIMIT $2))"
        );
        removed += connection.execute(&sql, &[&job, &most])?;
    }
    removed += connection.execute(
        "DELETE FROM upload_batch WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM upload_batch
             WHERE upload = (SELECT id FROM upload WHERE id = $1 AND removed) LIMIT 10))",
        &[&upload],
    )?;
    if removed == 0 {
        let sql = "UPDATE job SET removal = 2 WHERE number = $1";
        connection.execute(sql, &[&job])?;
    }
    Ok(())
}
