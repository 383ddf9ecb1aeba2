//! The reference: `SQLite` alone, writing the documents and identifiers that an import left behind.
//!
//! It knows everything beforehand: no file is read, no value checked, nothing looked up or matched, no former
//! state, outcome or index of names is kept. Prepared statements, one transaction, the order of the file, the
//! settings of the server's own writer.

use std::path::PathBuf;
use std::time::Instant;

use rusqlite::{Connection, params};
use tempfile::TempDir;

use crate::Result;

/// What there is to write.
pub(crate) struct Content {
    documents: Vec<Document>,
    /// In the order of the documents.
    keys: Vec<Key>,
}

struct Document {
    number: i64,
    id: Vec<u8>,
    text: String,
}

struct Key {
    kind: i64,
    text: String,
    contact: i64,
}

/// What writes new contacts and identifiers.
const INSERT: [&str; 2] = [
    "INSERT INTO contact (number, id, document) VALUES (?1, ?2, ?3)",
    "INSERT INTO identifier (kind, key, contact) VALUES (?1, ?2, ?3)",
];

/// What writes them again: who does not look what was there writes the identifiers, too.
const UPDATE: [&str; 2] = [
    "UPDATE contact SET document = ?3 WHERE id = ?2",
    "INSERT OR REPLACE INTO identifier (kind, key, contact) VALUES (?1, ?2, ?3)",
];

/// Seconds for writing every contact with its identifiers into an empty database.
pub(crate) fn insert(content: &Content) -> Result<f64> {
    let folder = TempDir::new()?;
    write(&open(&folder)?, INSERT, content)
}

/// Seconds for writing every contact with its identifiers over what there was before, each contact found by its id.
pub(crate) fn update(before: &Content, after: &Content) -> Result<f64> {
    let folder = TempDir::new()?;
    let connection = open(&folder)?;
    write(&connection, INSERT, before)?;
    write(&connection, UPDATE, after)
}

fn open(folder: &TempDir) -> Result<Connection> {
    let connection = Connection::open(folder.path().join("bare.db"))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.execute_batch(
        "CREATE TABLE contact (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, document TEXT NOT NULL);
         CREATE TABLE identifier (
             kind INTEGER NOT NULL, key TEXT NOT NULL, contact INTEGER NOT NULL,
             PRIMARY KEY (kind, key, contact)
         ) WITHOUT ROWID;",
    )?;
    Ok(connection)
}

/// Seconds for the statements, contact by contact, each with its identifiers.
fn write(
    connection: &Connection,
    [contact, identifier]: [&str; 2],
    content: &Content,
) -> Result<f64> {
    let began = Instant::now();
    connection.execute_batch("BEGIN")?;
    {
        let mut contact = connection.prepare(contact)?;
        let mut identifier = connection.prepare(identifier)?;
        let mut keys = content.keys.iter().peekable();
        for document in &content.documents {
            contact.execute(params![document.number, document.id, document.text])?;
            while let Some(key) = keys.next_if(|key| key.contact == document.number) {
                identifier.execute(params![key.kind, key.text, key.contact])?;
            }
        }
    }
    connection.execute_batch("COMMIT")?;
    Ok(began.elapsed().as_secs_f64())
}

/// What an import left behind in this database.
pub(crate) fn read(database: PathBuf) -> Result<Content> {
    let connection = Connection::open(database)?;
    let mut statement = connection.prepare(
        "SELECT number, id, document FROM contact WHERE merged_to IS NULL ORDER BY number",
    )?;
    let documents = statement
        .query_map([], |row| {
            Ok(Document {
                number: row.get(0)?,
                id: row.get(1)?,
                text: row.get(2)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut statement = connection.prepare("SELECT kind, key, contact FROM contact_identifier")?;
    let mut keys = statement
        .query_map([], |row| {
            Ok(Key {
                kind: row.get(0)?,
                text: row.get(1)?,
                contact: row.get(2)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    keys.sort_by_key(|key| (key.contact, key.kind));
    Ok(Content { documents, keys })
}
