//! API clients and their tokens.

use import_core::record::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::PostgresStore;
use super::convert::{get, plain};
use super::roles::{delete_grants, insert_grants};
use crate::store::{Client, Clients, Grant, Result};

const SELECT: &str = "SELECT client.id, client.name, client.description, client.token_seconds,
    client.active, client.created FROM client";

impl Clients for PostgresStore {
    fn list_clients(&self) -> Result<Vec<Client>> {
        self.read(|tx| {
            let sql = format!(r#"{SELECT} ORDER BY client.name COLLATE "C", client.id"#);
            tx.query(&sql, &[])?.iter().map(client).collect()
        })
    }

    fn find_client(&self, id: Uuid) -> Result<Option<Client>> {
        self.read(|tx| {
            let sql = format!("{SELECT} WHERE client.id = $1");
            tx.query_opt(&sql, &[&id])?.as_ref().map(client).transpose()
        })
    }

    fn create_client(&self, client: &Client, secret: &[u8; 32], grants: &[Grant]) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO client (id, name, description, secret, token_seconds, active, created)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                &[
                    &client.id,
                    &plain(&client.name),
                    &plain(&client.description),
                    &secret.as_slice(),
                    &i64::from(client.token_seconds),
                    &client.is_active,
                    &client.created,
                ],
            )?;
            insert_grants(tx, client.id, grants, client.created)
        })
    }

    fn update_client(&self, client: &Client) -> Result<bool> {
        self.write(|tx| {
            let changed = tx.execute(
                "UPDATE client SET name = $2, description = $3, token_seconds = $4, active = $5
                 WHERE id = $1",
                &[
                    &client.id,
                    &plain(&client.name),
                    &plain(&client.description),
                    &i64::from(client.token_seconds),
                    &client.is_active,
                ],
            )?;
            Ok(changed > 0)
        })
    }

    fn set_client_secret(&self, id: Uuid, secret: &[u8; 32]) -> Result<bool> {
        self.write(|tx| {
            let sql = "UPDATE client SET secret = $2 WHERE id = $1";
            let changed = tx.execute(sql, &[&id, &secret.as_slice()])?;
            tx.execute("DELETE FROM client_token WHERE client = $1", &[&id])?;
            Ok(changed > 0)
        })
    }

    fn delete_client(&self, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            if tx.execute("DELETE FROM client WHERE id = $1", &[&id])? == 0 {
                return Ok(false);
            }
            delete_grants(tx, id)?;
            Ok(true)
        })
    }

    fn find_client_by_secret(&self, id: Uuid, secret: &[u8; 32]) -> Result<Option<Client>> {
        self.read(|tx| {
            let sql =
                format!("{SELECT} WHERE client.id = $1 AND client.secret = $2 AND client.active");
            let found = tx.query_opt(&sql, &[&id, &secret.as_slice()])?;
            found.as_ref().map(client).transpose()
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
            tx.execute("DELETE FROM client_token WHERE expires <= $1", &[&now])?;
            tx.execute(
                "INSERT INTO client_token (token, client, expires) VALUES ($1, $2, $3)",
                &[&token.as_slice(), &client, &expires],
            )?;
            Ok(())
        })
    }

    fn find_token(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<Client>> {
        self.read(|tx| {
            let sql = format!(
                "{SELECT} JOIN client_token ON client_token.client = client.id
                 WHERE client_token.token = $1 AND client_token.expires > $2 AND client.active"
            );
            let found = tx.query_opt(&sql, &[&token.as_slice(), &now])?;
            found.as_ref().map(client).transpose()
        })
    }

    fn close_token(&self, token: &[u8; 32]) -> Result<()> {
        self.write(|tx| {
            let sql = "DELETE FROM client_token WHERE token = $1";
            tx.execute(sql, &[&token.as_slice()])?;
            Ok(())
        })
    }
}

fn client(row: &Row) -> Result<Client> {
    let seconds: i64 = get(row, 3)?;
    Ok(Client {
        id: get(row, 0)?,
        name: get(row, 1)?,
        description: get(row, 2)?,
        token_seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
        is_active: get(row, 4)?,
        created: get(row, 5)?,
    })
}
