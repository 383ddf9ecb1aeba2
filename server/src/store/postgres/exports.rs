//! Exports.

use import_core::record::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::convert::{big, count, get, json, one_more, plain};
use super::{PostgresStore, notices};
use crate::store::exports::with_key;
use crate::store::listing::{cursor, slice, to_json};
use crate::store::spelling::{export_status_name, export_status_named, kind_name, kind_named};
use crate::store::{
    ExportFilter, ExportProgress, ExportRecord, Exports, NewExport, Page, Result, Slice, StoreError,
};

const COLUMNS: &str = "id, kind, plan, created_by, created, status, completed, records, pieces, position, lease_owner";

impl Exports for PostgresStore {
    fn create_export(&self, export: &NewExport) -> Result<()> {
        let plan = to_json(&export.plan)?;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO export (id, kind, plan, created_by, created, status)
                 VALUES ($1, $2, $3, $4, $5, 'RUNNING')",
                &[
                    &export.id,
                    &kind_name(export.kind),
                    &plan,
                    &export.created_by,
                    &export.created,
                ],
            )?;
            tx.execute(
                "INSERT INTO export_division (export, division) SELECT DISTINCT $1::uuid, unnest($2::text[])",
                &[&export.id, &export.plan.divisions],
            )?;
            notices::tell(tx)
        })
    }

    fn find_export(&self, id: Uuid) -> Result<Option<ExportRecord>> {
        let sql = format!("SELECT {COLUMNS} FROM export WHERE id = $1");
        self.read(|tx| {
            tx.query_opt(&sql, &[&id])?
                .map(|row| export(&row))
                .transpose()
        })
    }

    fn list_exports(&self, filter: &ExportFilter, page: &Page) -> Result<Slice<ExportRecord>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM export WHERE kind = $1 AND ($2::uuid IS NULL OR id < $2)
             AND ($3::text[] IS NULL OR NOT EXISTS (SELECT 1 FROM export_division d
                 WHERE d.export = id AND d.division <> ALL ($3)))
             AND (cardinality($4::text[]) = 0 OR EXISTS (SELECT 1 FROM export_division d
                 WHERE d.export = id AND d.division = ANY ($4)))
             ORDER BY id DESC LIMIT $5"
        );
        let after: Option<Uuid> = cursor(page.after.as_deref())?;
        let divisions: Vec<_> = filter.divisions.iter().map(|id| plain(id)).collect();
        self.read(|tx| {
            let found = tx.query(
                &sql,
                &[
                    &kind_name(filter.kind),
                    &after,
                    &filter.visible.ids(),
                    &divisions,
                    &one_more(page.size),
                ],
            )?;
            let found = found.iter().map(|row| export(row).map(with_key));
            Ok(slice(found.collect::<Result<_>>()?, page.size))
        })
    }

    fn claim_export(
        &self,
        owner: Uuid,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ExportRecord>> {
        // A position that is a number is that of another kind of database, which this one was copied from.
        let sql = format!(
            "UPDATE export SET lease_owner = $1, lease_until = $3,
             status = CASE WHEN position ~ '^[0-9]+$' THEN 'FAILED' ELSE status END WHERE id = (
                 SELECT id FROM export WHERE status = 'RUNNING' AND lease_until <= $2
                 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING {COLUMNS}"
        );
        self.write(|tx| {
            let found = tx.query_opt(&sql, &[&owner, &now, &until])?;
            found.map(|row| export(&row)).transpose()
        })
    }

    fn advance_export(
        &self,
        export: &ExportRecord,
        piece: Option<&[u8]>,
        progress: &ExportProgress,
        until: Timestamp,
    ) -> Result<()> {
        self.write(|tx| {
            let changed = tx.execute(
                "UPDATE export SET status = $3, completed = $4, records = $5, pieces = $6, position = $7,
                 lease_until = $8
                 WHERE id = $1 AND lease_owner IS NOT DISTINCT FROM $2 AND status = 'RUNNING'",
                &[
                    &export.id,
                    &export.held_by,
                    &export_status_name(progress.status),
                    &progress.completed,
                    &big(progress.records),
                    &big(progress.pieces),
                    &progress.position,
                    &until,
                ],
            )?;
            if changed == 0 {
                return Err(StoreError::NotHeld);
            }
            if let Some(piece) = piece {
                tx.execute(
                    "INSERT INTO export_piece (export, piece, bytes) VALUES ($1, $2, $3)",
                    &[&export.id, &big(export.progress.pieces), &piece],
                )?;
            }
            Ok(())
        })
    }

    fn read_export_piece(&self, export: Uuid, piece: u64) -> Result<Option<Vec<u8>>> {
        self.read(|tx| {
            let sql = "SELECT bytes FROM export_piece WHERE export = $1 AND piece = $2";
            let found = tx.query_opt(sql, &[&export, &big(piece)])?;
            found.map(|row| get(&row, 0)).transpose()
        })
    }

    fn remove_exports(&self, before: Timestamp) -> Result<u64> {
        self.write(|tx| Ok(tx.execute("DELETE FROM export WHERE created < $1", &[&before])?))
    }
}

fn export(row: &Row) -> Result<ExportRecord> {
    Ok(ExportRecord {
        id: get(row, 0)?,
        kind: kind_named(get(row, 1)?)?,
        plan: json(row, 2)?,
        created_by: get(row, 3)?,
        created: get(row, 4)?,
        progress: ExportProgress {
            status: export_status_named(get(row, 5)?)?,
            completed: get(row, 6)?,
            records: count(row, 7)?,
            pieces: count(row, 8)?,
            position: get(row, 9)?,
        },
        held_by: get(row, 10)?,
    })
}
