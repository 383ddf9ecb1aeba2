//! Users and sessions.

use import_core::record::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::convert::{bytes, id};
use super::{SqliteStore, name_taken};
use crate::store::listing::name_key;
use crate::store::{NewUser, Result, User, Users};

impl Users for SqliteStore {
    fn has_users(&self) -> Result<bool> {
        self.read(|tx| has_users(tx))
    }

    fn create_user(&self, user: &NewUser) -> Result<()> {
        self.write(|tx| insert_user(tx, user))
    }

    fn set_setup_token(&self, token: &[u8; 32]) -> Result<()> {
        self.write(|tx| {
            let sql = "INSERT OR REPLACE INTO setup (one, token) VALUES (1, ?1)";
            tx.execute(sql, [token])?;
            Ok(())
        })
    }

    fn create_first_user(&self, token: &[u8; 32], user: &NewUser) -> Result<bool> {
        self.write(|tx| {
            let removed = tx.execute("DELETE FROM setup WHERE token = ?1", [token])?;
            if removed == 0 || has_users(tx)? {
                return Ok(false);
            }
            insert_user(tx, user)?;
            Ok(true)
        })
    }

    fn find_password(&self, name: &str) -> Result<Option<(User, String)>> {
        self.read(|tx| {
            let sql = "SELECT id, name, password FROM user WHERE name_key = ?1";
            let found = tx.query_row(sql, [name_key(name)], |row| {
                let user = User {
                    id: id(row, 0)?,
                    name: row.get(1)?,
                };
                Ok((user, row.get(2)?))
            });
            Ok(found.optional()?)
        })
    }

    fn open_session(
        &self,
        token: &[u8; 32],
        user: Uuid,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<()> {
        self.write(|tx| {
            tx.execute("DELETE FROM session WHERE expires <= ?1", [now])?;
            tx.execute(
                "INSERT INTO session (token, user, created, expires) VALUES (?1, ?2, ?3, ?4)",
                params![token, bytes(&user), now, expires],
            )?;
            Ok(())
        })
    }

    fn find_session(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<(User, Timestamp)>> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT user.id, user.name, session.expires
                 FROM session JOIN user ON user.id = session.user
                 WHERE session.token = ?1 AND session.expires > ?2",
            )?;
            let found = statement.query_row(params![token, now], |row| {
                let user = User {
                    id: id(row, 0)?,
                    name: row.get(1)?,
                };
                Ok((user, row.get(2)?))
            });
            Ok(found.optional()?)
        })
    }

    fn extend_session(&self, token: &[u8; 32], expires: Timestamp) -> Result<()> {
        self.write(|tx| {
            let sql = "UPDATE session SET expires = max(expires, ?2) WHERE token = ?1";
            tx.execute(sql, params![token, expires])?;
            Ok(())
        })
    }

    fn close_session(&self, token: &[u8; 32]) -> Result<()> {
        self.write(|tx| {
            tx.execute("DELETE FROM session WHERE token = ?1", [token])?;
            Ok(())
        })
    }
}

fn has_users(connection: &Connection) -> Result<bool> {
    Ok(connection.query_row("SELECT EXISTS (SELECT 1 FROM user)", [], |row| row.get(0))?)
}

fn insert_user(connection: &Connection, user: &NewUser) -> Result<()> {
    let sql =
        "INSERT INTO user (id, name, name_key, password, created) VALUES (?1, ?2, ?3, ?4, ?5)";
    connection
        .execute(
            sql,
            params![
                bytes(&user.id),
                user.name,
                name_key(&user.name),
                user.password,
                user.created
            ],
        )
        .map_err(name_taken)?;
    Ok(())
}
