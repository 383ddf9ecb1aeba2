//! Divisions.

use rusqlite::{OptionalExtension, params};

use super::{SqliteStore, name_taken};
use crate::store::listing::name_key;
use crate::store::{Divisions, Result, StoreError};

impl Divisions for SqliteStore {
    fn list_divisions(&self) -> Result<Vec<(String, String)>> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached("SELECT id, name FROM division ORDER BY name")?;
            let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn create_division(&self, id: &str, name: &str) -> Result<()> {
        self.write(|tx| {
            let sql = "INSERT INTO division (id, name, name_key) VALUES (?1, ?2, ?3)";
            tx.execute(sql, params![id, name, name_key(name)])
                .map_err(name_taken)?;
            Ok(())
        })
    }

    fn rename_division(&self, id: &str, name: &str) -> Result<bool> {
        self.write(|tx| {
            let sql = "UPDATE division SET name = ?2, name_key = ?3 WHERE id = ?1";
            let changed = tx
                .execute(sql, params![id, name, name_key(name)])
                .map_err(name_taken)?;
            Ok(changed > 0)
        })
    }

    fn delete_division(&self, id: &str) -> Result<bool> {
        self.write(|tx| {
            let sql = "SELECT number FROM division WHERE id = ?1";
            let number: Option<i64> = tx.query_row(sql, [id], |row| row.get(0)).optional()?;
            let Some(number) = number else {
                return Ok(false);
            };
            let sql = "SELECT ?1 = 0 OR EXISTS (SELECT 1 FROM contact WHERE division = ?1)
                OR EXISTS (SELECT 1 FROM organization WHERE division = ?1)
                OR EXISTS (SELECT 1 FROM job WHERE division = ?1)";
            if tx.query_row(sql, [number], |row| row.get(0))? {
                return Err(StoreError::InUse);
            }
            tx.execute("DELETE FROM division WHERE number = ?1", [number])?;
            Ok(true)
        })
    }
}
