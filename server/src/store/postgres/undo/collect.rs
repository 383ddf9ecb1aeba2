//! Noting what an import touched.

use import_core::api::Phase;
use uuid::Uuid;

use super::Work;
use crate::store::postgres::convert::{big, count};
use crate::store::postgres::lookup::place;
use crate::store::postgres::outcomes::batch_rows;
use crate::store::spelling::phase_number;
use crate::store::undo::kind_number;
use crate::store::{Result, created_in};

impl Work<'_> {
    /// The first batch that the import did from this one on.
    pub(super) fn next_batch(&mut self, from: u64) -> Result<Option<u64>> {
        let found = self.connection.query_opt(
            "SELECT batch FROM batch_outcome WHERE job = $1 AND phase = $2 AND batch >= $3
             ORDER BY batch LIMIT 1",
            &[
                &self.import,
                &i16::from(phase_number(Phase::Import)),
                &big(from),
            ],
        )?;
        found.map(|row| count(&row, 0)).transpose()
    }

    /// Notes the records that a batch created or changed; answers how many are new.
    pub(super) fn collect(&mut self, batch: u64) -> Result<u64> {
        let rows = batch_rows(self.connection, self.import, Phase::Import, batch)?;
        // In the order of the table.
        let mut created: Vec<_> = created_in(&rows.unwrap_or_default()).into_iter().collect();
        created.sort_unstable();
        let mut kinds: Vec<i16> = Vec::with_capacity(created.len());
        let mut records: Vec<Uuid> = Vec::with_capacity(created.len());
        let mut versions: Vec<i64> = Vec::with_capacity(created.len());
        for ((kind, record), version) in created {
            kinds.push(i16::from(kind_number(kind)));
            records.push(record);
            versions.push(big(version));
        }
        let created = self.connection.execute(
            "INSERT INTO undo_outcome (job, kind, record, version_left)
             SELECT $1, c.* FROM unnest($2::smallint[], $3::uuid[], $4::bigint[]) c
             ON CONFLICT DO NOTHING",
            &[&self.job, &kinds, &records, &versions],
        )?;
        let batch = big(batch);
        let sql = format!(
            "UPDATE undo_outcome u
             SET version_left = CASE u.version_left WHEN l.former_version THEN l.version ELSE 0 END
             FROM ledger l, {} WHERE l.job = $2 AND l.batch = $3 AND u.ctid = place.ctid",
            place(
                "undo_outcome",
                "t.job = $1 AND t.kind = l.kind AND t.record = l.record"
            )
        );
        self.connection
            .execute(&sql, &[&self.job, &self.import, &batch])?;
        let changed = self.connection.execute(
            "INSERT INTO undo_outcome (job, kind, record, former_batch, version_left)
             SELECT $1, kind, record, batch, version FROM ledger WHERE job = $2 AND batch = $3
             ORDER BY kind, record ON CONFLICT DO NOTHING",
            &[&self.job, &self.import, &batch],
        )?;
        Ok(created + changed)
    }
}
