//! Import profiles and mappings.

use import_core::api::{CsvSettings, ImportSettings};
use import_core::record::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::convert::{bytes, id, json};
use super::{SqliteStore, name_taken};
use crate::store::listing::{cursor, name_key, slice, to_json};
use crate::store::{Page, Profiles, Result, Slice, StoreError};
use crate::timestamp::rfc3339;

impl Profiles for SqliteStore {
    fn list_settings(
        &self,
        name: Option<&str>,
        descending: bool,
        page: &Page,
    ) -> Result<Slice<ImportSettings>> {
        let sql = if descending {
            "SELECT document, created, name_key FROM import_settings
             WHERE (?1 IS NULL OR name_key < ?1) AND substr(name_key, 1, length(?2)) = ?2
             ORDER BY name_key DESC LIMIT ?3"
        } else {
            "SELECT document, created, name_key FROM import_settings
             WHERE (?1 IS NULL OR name_key > ?1) AND substr(name_key, 1, length(?2)) = ?2
             ORDER BY name_key LIMIT ?3"
        };
        let prefix = name_key(name.unwrap_or_default());
        self.read(|tx| {
            let mut statement = tx.prepare_cached(sql)?;
            let found = statement.query_map(params![page.after, prefix, page.size + 1], |row| {
                Ok((settings(row)?, row.get(2)?))
            })?;
            Ok(slice(found.collect::<rusqlite::Result<_>>()?, page.size))
        })
    }

    fn find_settings(&self, id: Uuid) -> Result<Option<ImportSettings>> {
        self.read(|tx| {
            let sql = "SELECT document, created FROM import_settings WHERE id = ?1";
            Ok(tx.query_row(sql, [bytes(&id)], settings).optional()?)
        })
    }

    fn create_settings(&self, id: Uuid, settings: &ImportSettings, now: Timestamp) -> Result<()> {
        let document = to_json(&with_id(settings, id))?;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO import_settings (id, name_key, source, created, document)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    bytes(&id),
                    name_key(&settings.name),
                    bytes(&settings.external_source_id),
                    now,
                    document
                ],
            )
            .map_err(name_taken)?;
            Ok(())
        })
    }

    fn update_settings(&self, id: Uuid, settings: &ImportSettings) -> Result<bool> {
        let document = to_json(&with_id(settings, id))?;
        self.write(|tx| {
            let changed = tx
                .execute(
                    "UPDATE import_settings SET name_key = ?2, source = ?3, document = ?4 WHERE id = ?1",
                    params![
                        bytes(&id),
                        name_key(&settings.name),
                        bytes(&settings.external_source_id),
                        document
                    ],
                )
                .map_err(name_taken)?;
            Ok(changed > 0)
        })
    }

    fn delete_settings(&self, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            let sql = "SELECT EXISTS (SELECT 1 FROM job WHERE profile = ?1 AND status IN ('Created', 'Running'))";
            if tx.query_row(sql, [bytes(&id)], |row| row.get(0))? {
                return Err(StoreError::InUse);
            }
            let sql = "DELETE FROM import_settings WHERE id = ?1";
            Ok(tx.execute(sql, [bytes(&id)])? > 0)
        })
    }

    fn list_csv_settings(&self, profile: Option<Uuid>, page: &Page) -> Result<Slice<CsvSettings>> {
        // Ids are in the order of creation, so the last id of a page is its cursor.
        let after: Uuid = cursor(page.after.as_deref())?.unwrap_or_default();
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT document, id FROM csv_settings
                 WHERE id > ?1 AND (?2 IS NULL OR profile = ?2)
                 ORDER BY id LIMIT ?3",
            )?;
            let found = statement.query_map(
                params![bytes(&after), profile.as_ref().map(bytes), page.size + 1],
                |row| Ok((json(row, 0)?, id(row, 1)?.to_string())),
            )?;
            Ok(slice(found.collect::<rusqlite::Result<_>>()?, page.size))
        })
    }

    fn find_csv_settings(&self, id: Uuid) -> Result<Option<CsvSettings>> {
        self.read(|tx| {
            let sql = "SELECT document FROM csv_settings WHERE id = ?1";
            let found = tx.query_row(sql, [bytes(&id)], |row| json(row, 0));
            Ok(found.optional()?)
        })
    }

    fn create_csv_settings(&self, id: Uuid, settings: &CsvSettings) -> Result<()> {
        self.put_csv_settings(
            "INSERT INTO csv_settings (id, profile, document) VALUES (?1, ?2, ?3)",
            id,
            settings,
        )?;
        Ok(())
    }

    fn update_csv_settings(&self, id: Uuid, settings: &CsvSettings) -> Result<bool> {
        self.put_csv_settings(
            "UPDATE csv_settings SET profile = ?2, document = ?3 WHERE id = ?1",
            id,
            settings,
        )
    }

    fn delete_csv_settings(&self, id: Uuid) -> Result<bool> {
        let sql = "DELETE FROM csv_settings WHERE id = ?1";
        self.write(|tx| Ok(tx.execute(sql, [bytes(&id)])? > 0))
    }
}

impl SqliteStore {
    fn put_csv_settings(&self, sql: &str, id: Uuid, settings: &CsvSettings) -> Result<bool> {
        let document = to_json(&CsvSettings {
            id: Some(id),
            self_uri: None,
            ..settings.clone()
        })?;
        let profile = settings.external_settings_id;
        self.write(|tx| {
            let changed = tx.execute(
                sql,
                params![bytes(&id), profile.as_ref().map(bytes), document],
            )?;
            Ok(changed > 0)
        })
    }
}

fn settings(row: &Row<'_>) -> rusqlite::Result<ImportSettings> {
    let mut settings: ImportSettings = json(row, 0)?;
    settings.date_created = Some(rfc3339(row.get(1)?));
    Ok(settings)
}

fn with_id(settings: &ImportSettings, id: Uuid) -> ImportSettings {
    ImportSettings {
        id: Some(id),
        date_created: None,
        self_uri: None,
        ..settings.clone()
    }
}
