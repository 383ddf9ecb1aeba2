//! Exports.

use import_core::record::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::SqliteStore;
use super::convert::{bytes, id, json, optional_id, read_as};
use crate::store::exports::with_key;
use crate::store::listing::{cursor, slice, to_json};
use crate::store::spelling::{export_status_name, export_status_named, kind_name, kind_named};
use crate::store::{
    ExportFilter, ExportProgress, ExportRecord, Exports, NewExport, Page, Result, Slice, StoreError,
};

const COLUMNS: &str = "id, kind, plan, created_by, created, status, completed, records, pieces, position, lease_owner";

impl Exports for SqliteStore {
    fn create_export(&self, export: &NewExport) -> Result<()> {
        let plan = to_json(&export.plan)?;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO export (id, kind, plan, created_by, created, status)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'RUNNING')",
                params![
                    bytes(&export.id),
                    kind_name(export.kind),
                    plan,
                    bytes(&export.created_by),
                    export.created
                ],
            )?;
            let sql = "INSERT OR IGNORE INTO export_division (export, division) VALUES (?1, ?2)";
            for division in &export.plan.divisions {
                tx.execute(sql, params![bytes(&export.id), division])?;
            }
            Ok(())
        })
    }

    fn find_export(&self, id: Uuid) -> Result<Option<ExportRecord>> {
        let sql = format!("SELECT {COLUMNS} FROM export WHERE id = ?1");
        self.read(|tx| Ok(tx.query_row(&sql, [bytes(&id)], export).optional()?))
    }

    fn list_exports(&self, filter: &ExportFilter, page: &Page) -> Result<Slice<ExportRecord>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM export WHERE kind = ?1 AND (?2 IS NULL OR id < ?2)
             AND (?3 IS NULL OR NOT EXISTS (SELECT 1 FROM export_division d
                 WHERE d.export = id AND d.division NOT IN (SELECT value FROM json_each(?3))))
             AND (?4 = '[]' OR EXISTS (SELECT 1 FROM export_division d
                 WHERE d.export = id AND d.division IN (SELECT value FROM json_each(?4))))
             ORDER BY id DESC LIMIT ?5"
        );
        let visible = filter.visible.ids().map(|ids| to_json(&ids)).transpose()?;
        let divisions = to_json(&filter.divisions)?;
        let after: Option<Uuid> = cursor(page.after.as_deref())?;
        self.read(|tx| {
            let mut statement = tx.prepare_cached(&sql)?;
            let found = statement.query_map(
                params![
                    kind_name(filter.kind),
                    after.as_ref().map(bytes),
                    visible,
                    divisions,
                    page.size.saturating_add(1)
                ],
                |row| export(row).map(with_key),
            )?;
            Ok(slice(found.collect::<rusqlite::Result<_>>()?, page.size))
        })
    }

    fn claim_export(
        &self,
        owner: Uuid,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ExportRecord>> {
        // A position that is no number is that of another kind of database, which this one was copied from.
        let sql = format!(
            "UPDATE export SET lease_owner = ?1, lease_until = ?3,
             status = CASE WHEN position GLOB '*[^0-9]*' THEN 'FAILED' ELSE status END WHERE id = (
                 SELECT id FROM export WHERE status = 'RUNNING' AND lease_until <= ?2
                 ORDER BY id LIMIT 1)
             RETURNING {COLUMNS}"
        );
        self.write(|tx| {
            let found = tx.query_row(&sql, params![bytes(&owner), now, until], export);
            Ok(found.optional()?)
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
                "UPDATE export SET status = ?3, completed = ?4, records = ?5, pieces = ?6, position = ?7,
                 lease_until = ?8 WHERE id = ?1 AND lease_owner IS ?2 AND status = 'RUNNING'",
                params![
                    bytes(&export.id),
                    export.held_by.as_ref().map(bytes),
                    export_status_name(progress.status),
                    progress.completed,
                    progress.records,
                    progress.pieces,
                    progress.position,
                    until
                ],
            )?;
            if changed == 0 {
                return Err(StoreError::NotHeld);
            }
            if let Some(piece) = piece {
                let sql = "INSERT INTO export_piece (export, piece, bytes) VALUES (?1, ?2, ?3)";
                tx.execute(sql, params![bytes(&export.id), export.progress.pieces, piece])?;
            }
            Ok(())
        })
    }

    fn read_export_piece(&self, export: Uuid, piece: u64) -> Result<Option<Vec<u8>>> {
        self.read(|tx| {
            let sql = "SELECT bytes FROM export_piece WHERE export = ?1 AND piece = ?2";
            let found = tx.query_row(sql, params![bytes(&export), piece], |row| row.get(0));
            Ok(found.optional()?)
        })
    }

    fn remove_exports(&self, before: Timestamp) -> Result<u64> {
        self.write(|tx| {
            let removed = tx.execute("DELETE FROM export WHERE created < ?1", [before])?;
            Ok(removed as u64)
        })
    }
}

fn export(row: &Row<'_>) -> rusqlite::Result<ExportRecord> {
    Ok(ExportRecord {
        id: id(row, 0)?,
        kind: read_as(row, 1, kind_named)?,
        plan: json(row, 2)?,
        created_by: id(row, 3)?,
        created: row.get(4)?,
        progress: ExportProgress {
            status: read_as(row, 5, export_status_named)?,
            completed: row.get(6)?,
            records: row.get(7)?,
            pieces: row.get(8)?,
            position: row.get(9)?,
        },
        held_by: optional_id(row, 10)?,
    })
}
