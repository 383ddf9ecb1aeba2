//! Noting what an import touched.

use import_core::api::Phase;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::Work;
use crate::store::spelling::phase_number;
use crate::store::sqlite::convert::{bytes, id};
use crate::store::sqlite::outcomes::batch_rows;
use crate::store::undo::kind_number;
use crate::store::{Result, created_in};

impl Work<'_> {
    /// The first batch that the import did from this one on.
    pub(super) fn next_batch(&self, from: u64) -> Result<Option<u64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT batch FROM batch_outcome WHERE job = ?1 AND phase = ?2 AND batch >= ?3
             ORDER BY batch LIMIT 1",
        )?;
        let phase = phase_number(Phase::Import);
        let batch = statement.query_row(params![self.import, phase, from], |row| row.get(0));
        Ok(batch.optional()?)
    }

    /// Notes the records that a batch created or changed; answers how many are new.
    pub(super) fn collect(&self, batch: u64) -> Result<usize> {
        let mut new = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO undo_outcome (job, kind, record, former_batch, version_left)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let mut again = self.connection.prepare_cached(
            "UPDATE undo_outcome SET version_left = CASE version_left WHEN ?5 THEN ?4 ELSE 0 END
             WHERE job = ?1 AND kind = ?2 AND record = ?3",
        )?;
        let mut found = 0;
        let rows = batch_rows(self.connection, self.import, Phase::Import, batch)?;
        // In the order of the table.
        let mut created: Vec<_> = created_in(&rows.unwrap_or_default()).into_iter().collect();
        created.sort_unstable();
        for ((kind, record), version) in created {
            found += new.execute(params![
                self.job,
                kind_number(kind),
                bytes(&record),
                None::<u64>,
                version
            ])?;
        }
        let mut ledger = self.connection.prepare_cached(
            "SELECT kind, record, version, former_version FROM ledger
             WHERE job = ?1 AND batch = ?2 ORDER BY kind, record",
        )?;
        let mut changed = ledger.query(params![self.import, batch])?;
        while let Some(row) = changed.next()? {
            let kind: u8 = row.get(0)?;
            let record: Uuid = id(row, 1)?;
            let version: u64 = row.get(2)?;
            let is_new = new.execute(params![self.job, kind, bytes(&record), batch, version])?;
            if is_new == 0 {
                let former: u64 = row.get(3)?;
                again.execute(params![self.job, kind, bytes(&record), version, former])?;
            }
            found += is_new;
        }
        Ok(found)
    }
}
