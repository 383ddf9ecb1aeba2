//! Uploads and their batches.

use import_core::api::FileValidation;
use import_core::record::Timestamp;
use uuid::Uuid;

use super::PostgresStore;
use super::connection::Connection;
use super::convert::{big, count, get, json, parse, plain};
use crate::store::listing::to_json;
use crate::store::uploads::{Close, Summary};
use crate::store::{BatchSummary, NewUpload, Result, Staged, UploadRecord, Uploads};

impl Uploads for PostgresStore {
    /// Each batch is a transaction, of a dozen statements, and the database answers each.
    fn batch_rows(&self) -> usize {
        4_000
    }

    fn create_upload(&self, upload: &NewUpload) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO upload (id, file_name, file_size, author, ticket, created)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    &upload.id,
                    &upload.file_name.as_deref().map(plain),
                    &big(upload.file_size),
                    &upload.author,
                    &upload.ticket.as_slice(),
                    &upload.created,
                ],
            )?;
            Ok(())
        })
    }

    fn find_ticket(&self, ticket: &[u8; 32], since: Timestamp) -> Result<Option<(Uuid, Uuid)>> {
        self.read(|tx| {
            let found = tx.query_opt(
                "SELECT id, author FROM upload WHERE ticket = $1 AND created >= $2",
                &[&ticket.as_slice(), &since],
            )?;
            found
                .map(|row| Ok((get(&row, 0)?, get(&row, 1)?)))
                .transpose()
        })
    }

    fn find_upload(&self, id: Uuid) -> Result<Option<UploadRecord>> {
        self.read(|tx| find_upload(tx, id, ""))
    }

    fn stage_batch(
        &self,
        upload: Uuid,
        summary: &BatchSummary,
        bytes: &[u8],
        limit: u64,
    ) -> Result<Staged> {
        let document = to_json(&Summary::from(summary))?;
        let batch = big(summary.number);
        self.write(|tx| {
            // None comes while the upload is being completed. They come one after the other, since each adds to the sum.
            let sql = "SELECT complete, staged FROM upload WHERE id = $1 FOR NO KEY UPDATE";
            let Some(row) = tx.query_opt(sql, &[&upload])? else {
                return Ok(Staged::NoUpload);
            };
            if get(&row, 0)? {
                let sql = "SELECT bytes = $3 FROM upload_batch WHERE upload = $1 AND number = $2";
                let same = tx.query_opt(sql, &[&upload, &batch, &bytes])?;
                return Ok(match same {
                    Some(row) if get(&row, 0)? => Staged::Repeated,
                    _ => Staged::Refused,
                });
            }
            let sql =
                "SELECT (octet_length(bytes) + octet_length(summary))::bigint FROM upload_batch
                       WHERE upload = $1 AND number = $2";
            let former = match tx.query_opt(sql, &[&upload, &batch])? {
                Some(row) => count(&row, 0)?,
                None => 0,
            };
            let staged = count(&row, 1)?.saturating_sub(former);
            let staged = staged + (bytes.len() + document.len()) as u64;
            if staged > limit {
                return Ok(Staged::TooMuch);
            }
            tx.execute(
                "INSERT INTO upload_batch (upload, number, summary, bytes) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (upload, number)
                 DO UPDATE SET summary = excluded.summary, bytes = excluded.bytes",
                &[&upload, &batch, &document, &bytes],
            )?;
            let sql = "UPDATE upload SET staged = $2 WHERE id = $1";
            tx.execute(sql, &[&upload, &big(staged)])?;
            Ok(Staged::Kept)
        })
    }

    fn clear_batches(&self, upload: Uuid) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "DELETE FROM upload_batch WHERE upload =
                 (SELECT id FROM upload WHERE id = $1 AND NOT complete FOR NO KEY UPDATE)",
                &[&upload],
            )?;
            let sql = "UPDATE upload SET staged = 0 WHERE id = $1 AND NOT complete";
            tx.execute(sql, &[&upload])?;
            Ok(())
        })
    }

    fn list_batches(&self, upload: Uuid) -> Result<Vec<BatchSummary>> {
        self.read(|tx| list_batches(tx, upload))
    }

    fn read_batch(&self, upload: Uuid, number: u64) -> Result<Option<Vec<u8>>> {
        self.read(|tx| {
            let sql = "SELECT bytes FROM upload_batch WHERE upload = $1 AND number = $2";
            let found = tx.query_opt(sql, &[&upload, &big(number)])?;
            found.map(|row| get(&row, 0)).transpose()
        })
    }

    fn complete_upload(&self, id: Uuid, close: &mut Close<'_>) -> Result<Option<UploadRecord>> {
        self.write(|tx| {
            // No batch comes meanwhile.
            let Some(upload) = find_upload(tx, id, "FOR UPDATE")? else {
                return Ok(None);
            };
            if upload.complete {
                return Ok(Some(upload));
            }
            let Some(closed) = close(upload.clone(), list_batches(tx, id)?) else {
                return Ok(Some(upload));
            };
            tx.execute(
                "UPDATE upload SET complete = true, headers = $2, rows = $3, batches = $4,
                 validation = $5 WHERE id = $1",
                &[
                    &id,
                    &to_json(&closed.headers)?,
                    &big(closed.rows),
                    &big(closed.batches),
                    &to_json(&closed.validation)?,
                ],
            )?;
            Ok(Some(closed))
        })
    }

    fn remove_uploads(&self, before: Timestamp) -> Result<u64> {
        self.write(|tx| {
            let sql = "DELETE FROM upload WHERE created < $1
                       AND NOT EXISTS (SELECT 1 FROM job WHERE job.upload = upload.id)";
            Ok(tx.execute(sql, &[&before])?)
        })
    }
}

/// An upload, with its row locked as `lock` says.
fn find_upload(connection: &mut Connection, id: Uuid, lock: &str) -> Result<Option<UploadRecord>> {
    let sql = format!(
        "SELECT file_name, file_size, complete, headers, rows, batches, validation
         FROM upload WHERE id = $1 AND NOT removed {lock}"
    );
    let Some(row) = connection.query_opt(&sql, &[&id])? else {
        return Ok(None);
    };
    Ok(Some(UploadRecord {
        id,
        file_name: get(&row, 0)?,
        file_size: count(&row, 1)?,
        complete: get(&row, 2)?,
        headers: json(&row, 3)?,
        rows: count(&row, 4)?,
        batches: count(&row, 5)?,
        validation: match get(&row, 6)? {
            Some(text) => parse(text)?,
            None => FileValidation::default(),
        },
    }))
}

fn list_batches(connection: &mut Connection, upload: Uuid) -> Result<Vec<BatchSummary>> {
    let sql = "SELECT number, summary FROM upload_batch WHERE upload = $1 ORDER BY number";
    let found = connection.query(sql, &[&upload])?;
    let batches = found.iter().map(|row| {
        let summary: Summary = json(row, 1)?;
        Ok(summary.batch(count(row, 0)?))
    });
    batches.collect()
}
