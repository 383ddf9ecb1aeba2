//! Bringing a file up to date: its schema, and the indexes of names.

use import_core::record::{Contact, Organization};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use serde::de::DeserializeOwned;

use super::connection;
use super::convert::json;
use super::records::words;
use crate::store::Result;

/// Which words the indexes of names hold, as the file says it in its `user_version`. To be raised where
/// [`split`](crate::store::words::split) finds other words in a name than before.
const WORDS: i64 = 1;

/// Brings a database up to date; answers the names of the changes that this took.
pub(super) fn upgrade(connection: &mut Connection) -> Result<Vec<String>> {
    let mut applied = connection::migrate(connection)?;
    if renew_names(connection)? {
        applied.push("the indexes of names".to_owned());
    }
    Ok(applied)
}

/// Makes the indexes of names anew where they hold other words; answers whether there was anything to do.
///
/// A migration cannot: what the words of a name are is not told in SQL.
fn renew_names(connection: &mut Connection) -> Result<bool> {
    if version(connection)? >= WORDS {
        return Ok(false);
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let sql = "SELECT EXISTS (SELECT 1 FROM contact) OR EXISTS (SELECT 1 FROM organization)";
    let is_needed = transaction.query_row(sql, [], |row| row.get(0))?;
    if is_needed {
        tracing::info!("making the indexes of names anew, once: some 20 s for a million contacts");
        let name = |contact: Contact| contact.full_name();
        renew(&transaction, "contact", "r.merged_to IS NULL", name)?;
        let name = |organization: Organization| organization.name.unwrap_or_default();
        renew(&transaction, "organization", "true", name)?;
    }
    transaction.pragma_update(None, "user_version", WORDS)?;
    transaction.commit()?;
    Ok(is_needed)
}

fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Makes the index of the names of one kind of record anew. Live ones have a name there unless it is empty.
fn renew<D: DeserializeOwned>(
    transaction: &Transaction<'_>,
    table: &str,
    live: &str,
    name: impl Fn(D) -> String,
) -> Result<()> {
    let clear = format!("INSERT INTO {table}_name ({table}_name) VALUES ('delete-all')");
    transaction.execute(&clear, [])?;
    let insert = format!("INSERT INTO {table}_name (rowid, name) VALUES (?1, ?2)");
    let mut insert = transaction.prepare(&insert)?;
    let select = format!("SELECT r.number, r.document FROM {table} r WHERE {live}");
    let mut select = transaction.prepare(&select)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let name = name(json(row, 1)?);
        if !name.is_empty() {
            insert.execute(params![row.get::<_, i64>(0)?, words(&name)])?;
        }
    }
    Ok(())
}
