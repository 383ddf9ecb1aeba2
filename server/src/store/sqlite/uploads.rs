//! Uploads and their batches.

use import_core::api::FileValidation;
use import_core::record::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::SqliteStore;
use super::convert::{bytes, id, json};
use crate::store::listing::to_json;
use crate::store::uploads::{Close, Summary};
use crate::store::{BatchSummary, NewUpload, Result, Staged, UploadRecord, Uploads};

impl Uploads for SqliteStore {
    /// As few as stay in the caches of the processor: nothing else costs by the batch.
    fn batch_rows(&self) -> usize {
        1_000
    }

    fn create_upload(&self, upload: &NewUpload) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO upload (id, file_name, file_size, author, ticket, created)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    bytes(&upload.id),
                    upload.file_name,
                    upload.file_size,
                    bytes(&upload.author),
                    upload.ticket,
                    upload.created,
                ],
            )?;
            Ok(())
        })
    }

    fn find_ticket(&self, ticket: &[u8; 32], since: Timestamp) -> Result<Option<(Uuid, Uuid)>> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT id, author FROM upload WHERE ticket = ?1 AND created >= ?2",
            )?;
            let found =
                statement.query_row(params![ticket, since], |row| Ok((id(row, 0)?, id(row, 1)?)));
            Ok(found.optional()?)
        })
    }

    fn find_upload(&self, id: Uuid) -> Result<Option<UploadRecord>> {
        self.read(|tx| find_upload(tx, id))
    }

    fn stage_batch(
        &self,
        upload: Uuid,
        summary: &BatchSummary,
        bytes: &[u8],
        limit: u64,
    ) -> Result<Staged> {
        let document = to_json(&Summary::from(summary))?;
        self.write(|tx| {
            let Some((upload, complete, staged)) = find(tx, upload)? else {
                return Ok(Staged::NoUpload);
            };
            let batch = summary.number;
            if complete {
                let sql = "SELECT bytes FROM upload_batch WHERE upload = ?1 AND number = ?2";
                let same = tx
                    .query_row(sql, params![upload, batch], |row| {
                        Ok(row.get_ref(0)?.as_blob()? == bytes)
                    })
                    .optional()?;
                return Ok(if same == Some(true) {
                    Staged::Repeated
                } else {
                    Staged::Refused
                });
            }
            let sql = "SELECT octet_length(bytes) + octet_length(summary) FROM upload_batch
                       WHERE upload = ?1 AND number = ?2";
            let former = tx.query_row(sql, params![upload, batch], |row| row.get::<_, u64>(0));
            let former = former.optional()?.unwrap_or_default();
            let staged = staged.saturating_sub(former) + (bytes.len() + document.len()) as u64;
            if staged > limit {
                return Ok(Staged::TooMuch);
            }
            tx.execute(
                "INSERT OR REPLACE INTO upload_batch (upload, number, summary, bytes)
                 VALUES (?1, ?2, ?3, ?4)",
                params![upload, batch, document, bytes],
            )?;
            let sql = "UPDATE upload SET staged = ?2 WHERE number = ?1";
            tx.execute(sql, params![upload, staged])?;
            Ok(Staged::Kept)
        })
    }

    fn clear_batches(&self, upload: Uuid) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "DELETE FROM upload_batch WHERE upload =
                 (SELECT number FROM upload WHERE id = ?1 AND NOT complete)",
                [bytes(&upload)],
            )?;
            let sql = "UPDATE upload SET staged = 0 WHERE id = ?1 AND NOT complete";
            tx.execute(sql, [bytes(&upload)])?;
            Ok(())
        })
    }

    fn list_batches(&self, upload: Uuid) -> Result<Vec<BatchSummary>> {
        self.read(|tx| list_batches(tx, upload))
    }

    fn read_batch(&self, upload: Uuid, number: u64) -> Result<Option<Vec<u8>>> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT batch.bytes FROM upload JOIN upload_batch batch ON batch.upload = upload.number
                 WHERE upload.id = ?1 AND batch.number = ?2",
            )?;
            let found = statement.query_row(params![bytes(&upload), number], |row| {
                row.get(0)
            });
            Ok(found.optional()?)
        })
    }

    fn complete_upload(&self, id: Uuid, close: &mut Close<'_>) -> Result<Option<UploadRecord>> {
        self.write(|tx| {
            let Some(upload) = find_upload(tx, id)? else {
                return Ok(None);
            };
            if upload.complete {
                return Ok(Some(upload));
            }
            let Some(closed) = close(upload.clone(), list_batches(tx, id)?) else {
                return Ok(Some(upload));
            };
            tx.execute(
                "UPDATE upload SET complete = 1, headers = ?2, rows = ?3, batches = ?4, validation = ?5
                 WHERE id = ?1",
                params![
                    bytes(&id),
                    to_json(&closed.headers)?,
                    closed.rows,
                    closed.batches,
                    to_json(&closed.validation)?
                ],
            )?;
            Ok(Some(closed))
        })
    }

    fn remove_uploads(&self, before: Timestamp) -> Result<u64> {
        self.write(|tx| {
            let sql =
                "DELETE FROM upload WHERE created < ?1 AND number NOT IN (SELECT upload FROM job)";
            Ok(tx.execute(sql, [before])? as u64)
        })
    }
}

fn find_upload(connection: &Connection, id: Uuid) -> Result<Option<UploadRecord>> {
    let mut statement = connection.prepare_cached(
        "SELECT file_name, file_size, complete, headers, rows, batches, validation
         FROM upload WHERE id = ?1 AND NOT removed",
    )?;
    let found = statement.query_row([bytes(&id)], |row| {
        Ok(UploadRecord {
            id,
            file_name: row.get(0)?,
            file_size: row.get(1)?,
            complete: row.get(2)?,
            headers: json(row, 3)?,
            rows: row.get(4)?,
            batches: row.get(5)?,
            validation: match row.get_ref(6)?.as_str_or_null()? {
                Some(_) => json(row, 6)?,
                None => FileValidation::default(),
            },
        })
    });
    Ok(found.optional()?)
}

fn list_batches(connection: &Connection, upload: Uuid) -> Result<Vec<BatchSummary>> {
    let mut statement = connection.prepare_cached(
        "SELECT batch.number, batch.summary FROM upload_batch batch
         JOIN upload ON upload.number = batch.upload
         WHERE upload.id = ?1 ORDER BY batch.number",
    )?;
    let found = statement.query_map([bytes(&upload)], |row| {
        let summary: Summary = json(row, 1)?;
        Ok(summary.batch(row.get(0)?))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The number of an upload, whether it is complete, and how many bytes its batches have.
fn find(connection: &Connection, id: Uuid) -> Result<Option<(i64, bool, u64)>> {
    let sql = "SELECT number, complete, staged FROM upload WHERE id = ?1";
    let found = connection.query_row(sql, [bytes(&id)], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    });
    Ok(found.optional()?)
}
