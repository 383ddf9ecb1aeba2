//! Users and sessions.

use import_core::record::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::convert::{bytes, id};
use super::roles::{delete_grants, insert_grants, keep_an_administrator};
use super::{SqliteStore, name_taken};
use crate::store::listing::name_key;
use crate::store::{NewUser, Result, User, UserRecord, Users};

impl Users for SqliteStore {
    fn has_users(&self) -> Result<bool> {
        self.read(|tx| has_users(tx))
    }

    fn create_user(&self, user: &NewUser) -> Result<()> {
        self.write(|tx| insert_user(tx, user))
    }

    fn list_users(&self) -> Result<Vec<UserRecord>> {
        self.read(|tx| {
            let sql = "SELECT id, name, active, created FROM user ORDER BY name_key";
            let mut statement = tx.prepare_cached(sql)?;
            let found = statement.query_map([], record)?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn find_user(&self, id: Uuid) -> Result<Option<UserRecord>> {
        self.read(|tx| {
            let sql = "SELECT id, name, active, created FROM user WHERE id = ?1";
            Ok(tx.query_row(sql, [bytes(&id)], record).optional()?)
        })
    }

    fn update_user(&self, id: Uuid, name: &str, is_active: bool) -> Result<bool> {
        self.write(|tx| {
            let sql = "UPDATE user SET name = ?2, name_key = ?3, active = ?4 WHERE id = ?1";
            let changed = tx
                .execute(sql, params![bytes(&id), name, name_key(name), is_active])
                .map_err(name_taken)?;
            if changed > 0 && !is_active {
                close_sessions(tx, id)?;
                keep_an_administrator(tx)?;
            }
            Ok(changed > 0)
        })
    }

    fn set_password(&self, id: Uuid, password: &str) -> Result<bool> {
        self.write(|tx| {
            close_sessions(tx, id)?;
            let sql = "UPDATE user SET password = ?2 WHERE id = ?1";
            Ok(tx.execute(sql, params![bytes(&id), password])? > 0)
        })
    }

    fn delete_user(&self, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            if tx.execute("DELETE FROM user WHERE id = ?1", [bytes(&id)])? == 0 {
                return Ok(false);
            }
            delete_grants(tx, id)?;
            keep_an_administrator(tx)?;
            Ok(true)
        })
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
            let sql = "SELECT id, name, password FROM user WHERE name_key = ?1 AND active";
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
                 WHERE session.token = ?1 AND session.expires > ?2 AND user.active",
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
    insert_grants(connection, user.id, &user.grants, user.created)
}

fn close_sessions(connection: &Connection, user: Uuid) -> Result<()> {
    connection.execute("DELETE FROM session WHERE user = ?1", [bytes(&user)])?;
    Ok(())
}

fn record(row: &Row<'_>) -> rusqlite::Result<UserRecord> {
    Ok(UserRecord {
        user: User {
            id: id(row, 0)?,
            name: row.get(1)?,
        },
        is_active: row.get(2)?,
        created: row.get(3)?,
    })
}
