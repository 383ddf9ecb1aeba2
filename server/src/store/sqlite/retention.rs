//! Removing the rows of old jobs.

use import_core::record::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::SqliteStore;
use crate::store::{Result, Retention};

/// What one transaction removes: from which table, the rows of which key, and how many at most. Those with few
/// have large ones.
const PARTS: [(&str, &str, u32); 7] = [
    ("problem", "job, phase, batch, number", 2_000),
    ("problem_place", "job, phase, batch, code", 200),
    ("problem_count", "job, phase, code", 200),
    ("ledger", "rowid", 2_000),
    ("undo_outcome", "job, kind, record", 2_000),
    ("batch_outcome", "rowid", 10),
    ("upload_batch", "rowid", 10),
];

impl Retention for SqliteStore {
    fn remove_rows(&self, before: Timestamp) -> Result<bool> {
        self.write(|tx| {
            let sql = "SELECT number, upload FROM job WHERE removal = 1 ORDER BY number LIMIT 1";
            let begun = tx.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
            match begun.optional()? {
                Some((job, upload)) => remove_some(tx, job, upload).map(|()| true),
                None => begin(tx, before),
            }
        })
    }
}

/// Notes that the rows of the oldest such job are to be removed, with those of its undo.
fn begin(connection: &Connection, before: Timestamp) -> Result<bool> {
    let found = connection.query_row(
        "SELECT number, upload FROM job WHERE removal = 0 AND ended <= ?1 AND undoes IS NULL
         AND NOT EXISTS (
             SELECT 1 FROM job undo WHERE undo.undoes = job.number
             AND (undo.ended IS NULL OR undo.ended > ?1))
         ORDER BY ended LIMIT 1",
        [before],
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    let Some((job, upload)): Option<(i64, i64)> = found.optional()? else {
        return Ok(false);
    };
    let sql = "UPDATE job SET removal = 1 WHERE number = ?1 OR undoes = ?1";
    connection.execute(sql, [job])?;
    connection.execute(
        "UPDATE upload SET removed = 1 WHERE number = ?1
         AND NOT EXISTS (SELECT 1 FROM job WHERE upload = ?1 AND removal = 0)",
        [upload],
    )?;
    Ok(true)
}

fn remove_some(connection: &Connection, job: i64, upload: i64) -> Result<()> {
    let mut removed = 0;
    for (table, key, most) in PARTS {
        let (owner, of) = match table {
            "upload_batch" => (
                upload,
                "upload = (SELECT number FROM upload WHERE number = ?1 AND removed)",
            ),
            _ => (job, "job = ?1"),
        };
        let sql = format!(
            "DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE {of} LIMIT ?2)"
        );
        removed += connection.execute(&sql, params![owner, most])?;
    }
    if removed == 0 {
        let sql = "UPDATE job SET removal = 2 WHERE number = ?1";
        connection.execute(sql, [job])?;
    }
    Ok(())
}
