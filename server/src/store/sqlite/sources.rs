//! External sources.

use import_core::api::ExternalSource;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::convert::{bytes, json};
use super::{SqliteStore, name_taken};
use crate::store::listing::{name_key, slice, to_json};
use crate::store::{Page, Result, Slice, SourceFilter, Sources, StoreError};

impl Sources for SqliteStore {
    fn list_sources(&self, filter: &SourceFilter, page: &Page) -> Result<Slice<ExternalSource>> {
        let prefix = name_key(filter.name.as_deref().unwrap_or_default());
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT document, name_key FROM external_source
                 WHERE name_key > ?1 AND substr(name_key, 1, length(?2)) = ?2
                   AND (?3 IS NULL OR active = ?3)
                 ORDER BY name_key LIMIT ?4",
            )?;
            let after = page.after.as_deref().unwrap_or_default();
            let found = statement.query_map(
                params![after, prefix, filter.active, page.size + 1],
                |row| Ok((json(row, 0)?, row.get(1)?)),
            )?;
            Ok(slice(found.collect::<rusqlite::Result<_>>()?, page.size))
        })
    }

    fn find_sources(&self, ids: &[Uuid]) -> Result<Vec<ExternalSource>> {
        self.read(|tx| {
            let mut statement =
                tx.prepare_cached("SELECT document FROM external_source WHERE id = ?1")?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                found.extend(
                    statement
                        .query_row([bytes(id)], |row| json(row, 0))
                        .optional()?,
                );
            }
            Ok(found)
        })
    }

    fn create_source(&self, id: Uuid, source: &ExternalSource) -> Result<()> {
        let document = to_json(&with_id(source, id))?;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO external_source (id, name_key, active, document) VALUES (?1, ?2, ?3, ?4)",
                params![bytes(&id), name_key(&source.name), source.active, document],
            )
            .map_err(name_taken)?;
            Ok(())
        })
    }

    fn update_source(&self, id: Uuid, source: &ExternalSource) -> Result<bool> {
        let document = to_json(&with_id(source, id))?;
        self.write(|tx| {
            let changed = tx
                .execute(
                    "UPDATE external_source SET name_key = ?2, active = ?3, document = ?4 WHERE id = ?1",
                    params![bytes(&id), name_key(&source.name), source.active, document],
                )
                .map_err(name_taken)?;
            Ok(changed > 0)
        })
    }

    fn delete_source(&self, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            let sql = "SELECT EXISTS (SELECT 1 FROM import_settings WHERE source = ?1)";
            if tx.query_row(sql, [bytes(&id)], |row| row.get(0))? {
                return Err(StoreError::InUse);
            }
            let sql = "DELETE FROM external_source WHERE id = ?1";
            Ok(tx.execute(sql, [bytes(&id)])? > 0)
        })
    }
}

fn with_id(source: &ExternalSource, id: Uuid) -> ExternalSource {
    ExternalSource {
        id: Some(id),
        self_uri: None,
        ..source.clone()
    }
}
