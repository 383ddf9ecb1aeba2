//! The schemas of custom fields.

use import_core::columns::Subject;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::SqliteStore;
use super::convert::{bytes, id, json};
use crate::store::listing::to_json;
use crate::store::schemas::kind;
use crate::store::{DataSchemas, Result, SchemaRecord};

impl DataSchemas for SqliteStore {
    fn newest_schema(&self, subject: Subject) -> Result<Option<SchemaRecord>> {
        self.read(|tx| {
            let sql = "SELECT v.document, v.author, v.created FROM data_schema s
                       JOIN data_schema_version v ON v.schema = s.id AND v.version = s.version
                       WHERE s.kind = ?1";
            let mut statement = tx.prepare_cached(sql)?;
            let found = statement.query_row([kind(subject)], |row| record(subject, row));
            Ok(found.optional()?)
        })
    }

    fn list_schema_versions(&self, subject: Subject, id: Uuid) -> Result<Vec<SchemaRecord>> {
        self.read(|tx| {
            let sql = "SELECT v.document, v.author, v.created FROM data_schema s
                       JOIN data_schema_version v ON v.schema = s.id
                       WHERE s.id = ?1 AND s.kind = ?2 ORDER BY v.version";
            let mut statement = tx.prepare_cached(sql)?;
            let found = statement.query_map(params![bytes(&id), kind(subject)], |row| {
                record(subject, row)
            })?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn create_schema(&self, record: &SchemaRecord) -> Result<bool> {
        let sql = "INSERT INTO data_schema (id, kind, version) VALUES (?1, ?2, ?3)
                   ON CONFLICT (kind) DO NOTHING";
        self.put_schema(sql, record)
    }

    fn update_schema(&self, record: &SchemaRecord) -> Result<bool> {
        let sql = "UPDATE data_schema SET version = ?3
                   WHERE id = ?1 AND kind = ?2 AND version + 1 = ?3";
        self.put_schema(sql, record)
    }

    fn delete_schema(&self, subject: Subject, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            let sql = "DELETE FROM data_schema WHERE id = ?1 AND kind = ?2";
            Ok(tx.execute(sql, params![bytes(&id), kind(subject)])? > 0)
        })
    }
}

impl SqliteStore {
    /// Adds a version where `sql` finds its schema as it should be.
    fn put_schema(&self, sql: &str, record: &SchemaRecord) -> Result<bool> {
        let reference = record.schema.reference;
        let (id, version) = (bytes(&reference.id), reference.version.cast_signed());
        let document = to_json(&record.schema)?;
        self.write(|tx| {
            if tx.execute(sql, params![id, kind(record.subject), version])? == 0 {
                return Ok(false);
            }
            let sql = "INSERT INTO data_schema_version (schema, version, author, created, document)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            let author = bytes(&record.author);
            tx.execute(sql, params![id, version, author, record.created, document])?;
            Ok(true)
        })
    }
}

fn record(subject: Subject, row: &Row<'_>) -> rusqlite::Result<SchemaRecord> {
    Ok(SchemaRecord {
        subject,
        schema: json(row, 0)?,
        author: id(row, 1)?,
        created: row.get(2)?,
    })
}
