//! API clients and their tokens.

use import_core::record::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::SqliteStore;
use super::convert::{bytes, id};
use super::roles::{delete_grants, insert_grants};
use crate::store::{Client, Clients, Grant, Result};

const SELECT: &str = "SELECT client.id, client.name, client.description, client.token_seconds,
    client.active, client.created FROM client";

impl Clients for SqliteStore {
    fn list_clients(&self) -> Result<Vec<Client>> {
        self.read(|tx| {
            let sql = format!("{SELECT} ORDER BY client.name, client.id");
            let mut statement = tx.prepare_cached(&sql)?;
            let found = statement.query_map([], client)?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn find_client(&self, id: Uuid) -> Result<Option<Client>> {
        self.read(|tx| {
            let sql = format!("{SELECT} WHERE client.id = ?1");
            Ok(tx.query_row(&sql, [bytes(&id)], client).optional()?)
        })
    }

    fn create_client(&self, client: &Client, secret: &[u8; 32], grants: &[Grant]) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO client (id, name, description, secret, token_seconds, active, created)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    bytes(&client.id),
                    client.name,
                    client.description,
                    secret,
                    client.token_seconds,
                    client.is_active,
                    client.created
                ],
            )?;
            insert_grants(tx, client.id, grants, client.created)
        })
    }

    fn update_client(&self, client: &Client) -> Result<bool> {
        self.write(|tx| {
            let changed = tx.execute(
                "UPDATE client SET name = ?2, description = ?3, token_seconds = ?4, active = ?5
                 WHERE id = ?1",
                params![
                    bytes(&client.id),
                    client.name,
                    client.description,
                    client.token_seconds,
                    client.is_active
                ],
            )?;
            Ok(changed > 0)
        })
    }

    fn set_client_secret(&self, id: Uuid, secret: &[u8; 32]) -> Result<bool> {
        self.write(|tx| {
            tx.execute("DELETE FROM client_token WHERE client = ?1", [bytes(&id)])?;
            let sql = "UPDATE client SET secret = ?2 WHERE id = ?1";
            Ok(tx.execute(sql, params![bytes(&id), secret])? > 0)
        })
    }

    fn delete_client(&self, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            if tx.execute("DELETE FROM client WHERE id = ?1", [bytes(&id)])? == 0 {
                return Ok(false);
            }
            delete_grants(tx, id)?;
            Ok(true)
        })
    }

    fn find_client_by_secret(&self, id: Uuid, secret: &[u8; 32]) -> Result<Option<Client>> {
        self.read(|tx| {
            let sql =
                format!("{SELECT} WHERE client.id = ?1 AND client.secret = ?2 AND client.active");
            let found = tx.query_row(&sql, params![bytes(&id), secret], client);
            Ok(found.optional()?)
        })
    }

    fn open_token(
        &self,
        token: &[u8; 32],
        client: Uuid,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<()> {
        self.write(|tx| {
            tx.execute("DELETE FROM client_token WHERE expires <= ?1", [now])?;
            tx.execute(
                "INSERT INTO client_token (token, client, expires) VALUES (?1, ?2, ?3)",
                params![token, bytes(&client), expires],
            )?;
            Ok(())
        })
    }

    fn find_token(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<Client>> {
        self.read(|tx| {
            let sql = format!(
                "{SELECT} JOIN client_token ON client_token.client = client.id
                 WHERE client_token.token = ?1 AND client_token.expires > ?2 AND client.active"
            );
            let mut statement = tx.prepare_cached(&sql)?;
            Ok(statement
                .query_row(params![token, now], client)
                .optional()?)
        })
    }

    fn close_token(&self, token: &[u8; 32]) -> Result<()> {
        self.write(|tx| {
            tx.execute("DELETE FROM client_token WHERE token = ?1", [token])?;
            Ok(())
        })
    }
}

fn client(row: &Row<'_>) -> rusqlite::Result<Client> {
    Ok(Client {
        id: id(row, 0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        token_seconds: row.get(3)?,
        is_active: row.get(4)?,
        created: row.get(5)?,
    })
}
