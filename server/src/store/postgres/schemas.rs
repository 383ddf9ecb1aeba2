//! The schemas of custom fields.

use import_core::columns::Subject;
use tokio_postgres::Row;
use uuid::Uuid;

use super::PostgresStore;
use super::convert::{big, get, json};
use crate::store::listing::to_json;
use crate::store::schemas::kind;
use crate::store::{DataSchemas, Result, SchemaRecord};

impl DataSchemas for PostgresStore {
    fn newest_schema(&self, subject: Subject) -> Result<Option<SchemaRecord>> {
        self.read(|tx| {
            let found = tx.query(
                "SELECT v.document, v.author, v.created FROM data_schema s
                 JOIN data_schema_version v ON v.schema = s.id AND v.version = s.version
                 WHERE s.kind = $1",
                &[&i16::from(kind(subject))],
            )?;
            let first = found.first();
            first.map(|row| record(subject, row)).transpose()
        })
    }

    fn list_schema_versions(&self, subject: Subject, id: Uuid) -> Result<Vec<SchemaRecord>> {
        self.read(|tx| {
            let found = tx.query(
                "SELECT v.document, v.author, v.created FROM data_schema s
                 JOIN data_schema_version v ON v.schema = s.id
                 WHERE s.id = $1 AND s.kind = $2 ORDER BY v.version",
                &[&id, &i16::from(kind(subject))],
            )?;
            found.iter().map(|row| record(subject, row)).collect()
        })
    }

    fn create_schema(&self, record: &SchemaRecord) -> Result<bool> {
        let sql = "INSERT INTO data_schema (id, kind, version) VALUES ($1, $2, $3)
                   ON CONFLICT (kind) DO NOTHING";
        self.put_schema(sql, record)
    }

    fn update_schema(&self, record: &SchemaRecord) -> Result<bool> {
        let sql = "UPDATE data_schema SET version = $3
                   WHERE id = $1 AND kind = $2 AND version + 1 = $3";
        self.put_schema(sql, record)
    }

    fn delete_schema(&self, subject: Subject, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            let sql = "DELETE FROM data_schema WHERE id = $1 AND kind = $2";
            Ok(tx.execute(sql, &[&id, &i16::from(kind(subject))])? > 0)
        })
    }
}

impl PostgresStore {
    /// Adds a version where `sql` finds its schema as it should be.
    fn put_schema(&self, sql: &str, record: &SchemaRecord) -> Result<bool> {
        let reference = record.schema.reference;
        let (id, version) = (reference.id, big(reference.version));
        let document = to_json(&record.schema)?;
        self.write(|tx| {
            if tx.execute(sql, &[&id, &i16::from(kind(record.subject)), &version])? == 0 {
                return Ok(false);
            }
            tx.execute(
                "INSERT INTO data_schema_version (schema, version, author, created, document)
                 VALUES ($1, $2, $3, $4, $5)",
                &[&id, &version, &record.author, &record.created, &document],
            )?;
            Ok(true)
        })
    }
}

fn record(subject: Subject, row: &Row) -> Result<SchemaRecord> {
    Ok(SchemaRecord {
        subject,
        schema: json(row, 0)?,
        author: get(row, 1)?,
        created: get(row, 2)?,
    })
}
