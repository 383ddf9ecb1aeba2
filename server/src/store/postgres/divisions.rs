//! Divisions.

use super::convert::{get, plain};
use super::pass::lock_division;
use super::{PostgresStore, in_use, name_taken};
use crate::store::listing::name_key;
use crate::store::{Divisions, Result, StoreError};

impl Divisions for PostgresStore {
    fn list_divisions(&self) -> Result<Vec<(String, String)>> {
        self.read(|tx| {
            let sql = r#"SELECT id, name FROM division ORDER BY name COLLATE "C""#;
            let found = tx.query(sql, &[])?;
            let divisions = found.iter().map(|row| Ok((get(row, 0)?, get(row, 1)?)));
            divisions.collect()
        })
    }

    fn create_division(&self, id: &str, name: &str) -> Result<()> {
        self.write(|tx| {
            let sql = "INSERT INTO division (id, name, name_key) VALUES ($1, $2, $3)";
            tx.execute(sql, &[&plain(id), &plain(name), &plain(&name_key(name))])
                .map_err(name_taken)?;
            Ok(())
        })
    }

    fn rename_division(&self, id: &str, name: &str) -> Result<bool> {
        self.write(|tx| {
            let sql = "UPDATE division SET name = $2, name_key = $3 WHERE id = $1";
            let changed = tx
                .execute(sql, &[&plain(id), &plain(name), &plain(&name_key(name))])
                .map_err(name_taken)?;
            Ok(changed > 0)
        })
    }

    fn delete_division(&self, id: &str) -> Result<bool> {
        self.write_division(|tx| {
            let sql = "SELECT number FROM division WHERE id = $1";
            let Some(row) = tx.query_opt(sql, &[&plain(id)])? else {
                return Ok(false);
            };
            let number: i64 = get(&row, 0)?;
            // Whoever writes records of it has done so, or will find no division.
            lock_division(tx, number)?;
            let sql = "SELECT $1::bigint = 0 OR EXISTS (SELECT 1 FROM contact WHERE division = $1)
                OR EXISTS (SELECT 1 FROM organization WHERE division = $1)
                OR EXISTS (SELECT 1 FROM job WHERE division = $1)";
            if get(&tx.query_one(sql, &[&number])?, 0)? {
                return Err(StoreError::InUse);
            }
            let sql = "DELETE FROM division WHERE number = $1";
            Ok(tx.execute(sql, &[&number]).map_err(in_use)? > 0)
        })
    }
}
