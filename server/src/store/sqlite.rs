//! The store on `SQLite`: the embedded default, one server to a file.
//!
//! One connection writes, behind a mutex, and every write begins with `BEGIN IMMEDIATE`; a few others
//! read. `synchronous = NORMAL` in WAL mode: after a power failure the last commits may be gone, never a
//! part of one. A batch and its checkpoint are one commit, so a job then does the lost batches again.

mod changes;
mod checkpointer;
mod clients;
mod connection;
mod convert;
mod directory;
mod divisions;
mod dry_run;
mod edits;
mod exports;
mod import;
mod jobs;
mod key_index;
mod lookup;
mod names;
mod outcomes;
mod records;
mod retention;
mod roles;
mod schemas;
mod scratch;
mod search;
mod settings;
mod sources;
mod transfer;
mod undo;
mod upgrade;
mod uploads;
mod users;
mod walk;

use std::path::{Path, PathBuf};

use parking_lot::{Mutex, MutexGuard};
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub(super) use self::transfer::SqliteEnd;
use super::filter::KeyFilter;
use super::{Result, StoreError};

/// Readers kept open while nobody uses them.
const IDLE_READERS: usize = 4;

/// A store in one `SQLite` file.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Connection>>,
}

/// The one connection that writes, and what is known of the identifiers that went through it.
#[derive(Debug)]
struct Writer {
    connection: Connection,
    /// Keys of contacts of one division, complete while it is there: everyone who adds identifiers tells it.
    filter: Option<DivisionFilter>,
    /// Goes up with every change of the directory, so that a pass can tell whether someone else made one.
    changes: u64,
}

/// A filter of the keys of one division.
#[derive(Debug)]
struct DivisionFilter {
    division: i64,
    keys: KeyFilter,
}

impl SqliteStore {
    /// Opens the database at `path`, creates it where there is none and brings it up to date.
    pub fn open(path: &Path) -> Result<Self> {
        let mut writer = connection::open_writer(path)?;
        upgrade::upgrade(&mut writer)?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(Writer {
                connection: writer,
                filter: None,
                changes: 0,
            }),
            readers: Mutex::default(),
        })
    }

    /// Brings the database at `path` up to date, creates it where there is none; answers the names of the changes
    /// that this took.
    pub fn migrate(path: &Path) -> Result<Vec<String>> {
        upgrade::upgrade(&mut connection::open_writer(path)?)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock()
    }

    /// Runs `work` in a transaction that is kept if it succeeds.
    fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut writer = self.writer();
        let transaction = writer
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }

    /// Runs `work` on a connection that sees one state of the database throughout.
    fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let idle = self.readers.lock().pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => connection::open_reader(&self.path)?,
        };
        let transaction = reader.transaction()?;
        let result = work(&transaction);
        transaction.finish()?;
        let mut readers = self.readers.lock();
        if readers.len() < IDLE_READERS {
            readers.push(reader);
        }
        result
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull, SystemIoFailure};

        match error.sqlite_error_code() {
            Some(DiskFull | SystemIoFailure) => Self::Full(Box::new(error)),
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy,
            _ => Self::Database(Box::new(error)),
        }
    }
}

/// Turns the failure of a unique index into a taken name.
fn name_taken(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => StoreError::NameTaken,
        _ => error.into(),
    }
}
