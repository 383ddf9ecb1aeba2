//! Users and sessions.

use import_core::record::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::connection::Connection;
use super::convert::{get, plain};
use super::{PostgresStore, name_taken};
use crate::store::listing::name_key;
use crate::store::{NewUser, Result, User, Users};

impl Users for PostgresStore {
    fn has_users(&self) -> Result<bool> {
        self.read(has_users)
    }

    fn create_user(&self, user: &NewUser) -> Result<()> {
        self.write(|tx| insert_user(tx, user))
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
            let sql = r#"SELECT id, name, password FROM "user" WHERE name_key = $1"#;
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
                   WHERE s.token = $1 AND s.expires > $2"#,
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
    Ok(())
}
