//! Users and sessions.

use import_core::record::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::connection::Connection;
use super::convert::{get, plain};
use super::roles::{delete_grants, insert_grants, keep_an_administrator, lock_administrators};
use super::{PostgresStore, name_taken};
use crate::store::listing::name_key;
use crate::store::{NewUser, Result, User, UserRecord, Users};

impl Users for PostgresStore {
    fn has_users(&self) -> Result<bool> {
        self.read(has_users)
    }

    fn create_user(&self, user: &NewUser) -> Result<()> {
        self.write(|tx| insert_user(tx, user))
    }

    fn list_users(&self) -> Result<Vec<UserRecord>> {
        self.read(|tx| {
            let sql = r#"SELECT id, name, active, created FROM "user" ORDER BY name_key"#;
            tx.query(sql, &[])?.iter().map(record).collect()
        })
    }

    fn find_user(&self, id: Uuid) -> Result<Option<UserRecord>> {
        self.read(|tx| {
            let sql = r#"SELECT id, name, active, created FROM "user" WHERE id = $1"#;
            tx.query_opt(sql, &[&id])?.as_ref().map(record).transpose()
        })
    }

    fn update_user(&self, id: Uuid, name: &str, is_active: bool) -> Result<bool> {
        self.write(|tx| {
            if !is_active {
                lock_administrators(tx)?;
            }
            let changed = tx
                .execute(
                    r#"UPDATE "user" SET name = $2, name_key = $3, active = $4 WHERE id = $1"#,
                    &[&id, &plain(name), &plain(&name_key(name)), &is_active],
                )
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
            let sql = r#"UPDATE "user" SET password = $2 WHERE id = $1"#;
            let changed = tx.execute(sql, &[&id, &password])?;
            close_sessions(tx, id)?;
            Ok(changed > 0)
        })
    }

    fn delete_user(&self, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            lock_administrators(tx)?;
            if tx.execute(r#"DELETE FROM "user" WHERE id = $1"#, &[&id])? == 0 {
                return Ok(false);
            }
            delete_grants(tx, id)?;
            keep_an_administrator(tx)?;
            Ok(true)
        })
    }

    fn set_setup_token(&self, token: &[u8; 32]) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO setup (one, token) VALUES (1, $1)
                 ON CONFLICT (one) DO UPDATE SET token = excluded.token",
                &[&token.as_slice()],
            )?;
            Ok(())
        })
    }

    fn create_first_user(&self, token: &[u8; 32], user: &NewUser) -> Result<bool> {
        self.write(|tx| {
            // The row is locked by its removal: of two at once, one finds no token.
            let sql = "DELETE FROM setup WHERE token = $1";
            let removed = tx.execute(sql, &[&token.as_slice()])?;
            if removed == 0 || has_users(tx)? {
                return Ok(false);
            }
            insert_user(tx, user)?;
            Ok(true)
        })
    }

    fn find_password(&self, name: &str) -> Result<Option<(User, String)>> {
        self.read(|tx| {
            let sql = r#"SELECT id, name, password FROM "user" WHERE name_key = $1 AND active"#;
            let found = tx.query_opt(sql, &[&plain(&name_key(name))])?;
            found
                .map(|row| Ok((user(&row)?, get(&row, 2)?)))
                .transpose()
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
            tx.execute("DELETE FROM session WHERE expires <= $1", &[&now])?;
            tx.execute(
                r#"INSERT INTO session (token, "user", created, expires) VALUES ($1, $2, $3, $4)"#,
                &[&token.as_slice(), &user, &now, &expires],
            )?;
            Ok(())
        })
    }

    fn find_session(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<(User, Timestamp)>> {
        self.read(|tx| {
            let found = tx.query_opt(
                r#"SELECT u.id, u.name, s.expires FROM session s JOIN "user" u ON u.id = s."user"
                   WHERE s.token = $1 AND s.expires > $2 AND u.active"#,
                &[&token.as_slice(), &now],
            )?;
            found
                .map(|row| Ok((user(&row)?, get(&row, 2)?)))
                .transpose()
        })
    }

    fn extend_session(&self, token: &[u8; 32], expires: Timestamp) -> Result<()> {
        self.write(|tx| {
            let sql = "UPDATE session SET expires = greatest(expires, $2) WHERE token = $1";
            tx.execute(sql, &[&token.as_slice(), &expires])?;
            Ok(())
        })
    }

    fn close_session(&self, token: &[u8; 32]) -> Result<()> {
        self.write(|tx| {
            let sql = "DELETE FROM session WHERE token = $1";
            tx.execute(sql, &[&token.as_slice()])?;
            Ok(())
        })
    }
}

fn user(row: &Row) -> Result<User> {
    Ok(User {
        id: get(row, 0)?,
        name: get(row, 1)?,
    })
}

fn has_users(connection: &mut Connection) -> Result<bool> {
    let sql = r#"SELECT EXISTS (SELECT 1 FROM "user")"#;
    get(&connection.query_one(sql, &[])?, 0)
}

fn insert_user(connection: &mut Connection, user: &NewUser) -> Result<()> {
    connection
        .execute(
            r#"INSERT INTO "user" (id, name, name_key, password, created) VALUES ($1, $2, $3, $4, $5)"#,
            &[
                &user.id,
                &plain(&user.name),
                &plain(&name_key(&user.name)),
                &user.password,
                &user.created,
            ],
        )
        .map_err(name_taken)?;
    insert_grants(connection, user.id, &user.grants, user.created)
}

fn close_sessions(connection: &mut Connection, user: Uuid) -> Result<()> {
    connection.execute(r#"DELETE FROM session WHERE "user" = $1"#, &[&user])?;
    Ok(())
}

fn record(row: &Row) -> Result<UserRecord> {
    Ok(UserRecord {
        user: user(row)?,
        is_active: get(row, 2)?,
        created: get(row, 3)?,
    })
}
