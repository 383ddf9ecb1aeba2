//! The store on `PostgreSQL` 15 or later: for several servers on one database.
//!
//! Calls block like those of `SQLite`. Connections are driven by a thread of the store's own, so that a call may
//! come from any thread. A job is held by a lease, one job of a division at a time, and whoever writes the
//! directory of a division holds its lock until the commit.

mod changes;
mod clients;
mod connection;
mod convert;
mod copy;
mod directory;
mod divisions;
mod edits;
mod exports;
mod jobs;
mod keys;
mod ledger;
mod lookup;
mod memory;
mod names;
mod notices;
mod outcomes;
mod pass;
mod pipe;
mod pool;
mod records;
mod retention;
mod roles;
mod schemas;
mod scratch;
mod search;
mod settings;
mod sources;
mod tls;
mod transfer;
mod undo;
mod uploads;
mod users;
mod words;

use std::fmt;

use thiserror::Error;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::error::SqlState;

use self::connection::{Connection, Connector};
use self::pool::{Pool, Purpose};
pub(super) use self::transfer::PostgresEnd;
use super::{Result, StoreError};

/// A store in a `PostgreSQL` database.
pub struct PostgresStore {
    connector: Connector,
    pool: Pool,
    /// Drives the connections.
    runtime: Option<Runtime>,
}

/// Why a database cannot be used, for the person who starts the server. It never holds the password.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The address cannot be read.
    #[error("the address of the database is not `postgres://user:password@host:port/name`: {0}")]
    Address(String),
    /// What the address asks for of the encryption cannot be had.
    #[error("{0}")]
    Encryption(String),
    /// Nobody answers, or not to us.
    #[error("could not connect to PostgreSQL: {0}")]
    Connect(String),
    /// The server is too old.
    #[error("PostgreSQL is version {0}; version 15 or later is needed")]
    Version(String),
    /// A later version of this program brought it up to date.
    #[error("{0}")]
    Newer(String),
    /// The schema could not be brought up to date.
    #[error("could not bring the database up to date: {0}")]
    Migrate(String),
    /// No thread can be started.
    #[error("could not start the thread of the database")]
    Thread(#[source] std::io::Error),
}

impl PostgresStore {
    /// Opens the database at `url`, which has to exist, and brings it up to date.
    pub fn open(url: &str) -> std::result::Result<Self, OpenError> {
        let runtime = start_runtime()?;
        let connector = Connector::new(url, runtime.handle().clone())?;
        connection::migrate(&mut connector.open()?)?;
        Ok(Self {
            connector,
            pool: Pool::default(),
            runtime: Some(runtime),
        })
    }

    /// Brings the database at `url` up to date; answers the names of the changes that this took. Where several do so
    /// at once, one does it and the others wait.
    pub fn migrate(url: &str) -> std::result::Result<Vec<String>, OpenError> {
        let runtime = start_runtime()?;
        let connector = Connector::new(url, runtime.handle().clone())?;
        connection::migrate(&mut connector.open()?)
    }

    /// Runs `work` in a transaction that is kept if it succeeds.
    fn write<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        self.transact("BEGIN", Purpose::Work, work)
    }

    /// The same for what takes the lock of a division, which an import may hold: it waits as long as a call of `SQLite`
    /// waits for its file.
    fn write_division<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let begin = "BEGIN; SET LOCAL lock_timeout = '10s'";
        self.transact(begin, Purpose::Lock, work)
    }

    /// Runs `work` on a connection that sees one state of the database throughout.
    fn read<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        self.transact(begin, Purpose::Work, work)
    }

    fn transact<T>(
        &self,
        begin: &str,
        purpose: Purpose,
        work: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        let mut connection = self.pool.begin(&self.connector, begin, purpose)?;
        let result = work(connection.get());
        let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
        // Dropped, it is closed; only a connection that ended its transaction is kept.
        let ended = connection.get().batch(end);
        if ended.is_ok() {
            connection.keep();
        }
        let done = result?;
        ended?;
        Ok(done)
    }
}

/// The thread that drives the connections.
fn start_runtime() -> std::result::Result<Runtime, OpenError> {
    Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("postgres")
        .enable_all()
        .build()
        .map_err(OpenError::Thread)
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PostgresStore")
            .finish_non_exhaustive()
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// What went wrong in the database, without the values of any row: it may be logged.
#[derive(Debug, Error)]
#[error("{text}")]
struct Failure {
    text: String,
    code: Option<SqlState>,
    /// Whether the database was not reached, or not any more.
    is_out_of_reach: bool,
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self {
            text: describe(&error),
            code: error.code().cloned(),
            is_out_of_reach: is_out_of_reach(&error),
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match &failure.code {
            Some(code) if FULL.contains(code) => Self::Full(Box::new(failure)),
            Some(code) if BUSY.contains(code) || code.code().starts_with(CONNECTION) => Self::Busy,
            None if failure.is_out_of_reach => {
                tracing::warn!(error = %failure, "the database is out of reach");
                Self::Busy
            }
            _ => Self::Database(Box::new(failure)),
        }
    }
}

/// Whether an error is one of the connection. Others have no code either: a value that cannot be sent, an answer that
/// cannot be read.
fn is_out_of_reach(error: &tokio_postgres::Error) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput};

    let source = std::error::Error::source(error);
    let source = source.and_then(|source| source.downcast_ref::<std::io::Error>());
    error.is_closed()
        || source.is_some_and(|source| !matches!(source.kind(), InvalidData | InvalidInput))
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        Failure::from(error).into()
    }
}

/// The disk does not take what is to be written.
const FULL: [SqlState; 2] = [SqlState::DISK_FULL, SqlState::IO_ERROR];

/// Later it may go: somebody holds a lock or waits for ours, or the database has no place for a further connection,
/// or is not there.
const BUSY: [SqlState; 6] = [
    SqlState::LOCK_NOT_AVAILABLE,
    SqlState::T_R_DEADLOCK_DETECTED,
    SqlState::TOO_MANY_CONNECTIONS,
    SqlState::ADMIN_SHUTDOWN,
    SqlState::CRASH_SHUTDOWN,
    SqlState::CANNOT_CONNECT_NOW,
];

/// What codes of the connection begin with.
const CONNECTION: &str = "08";

/// An error in words. Its details name keys and values, and so do its words where a value is what is wrong.
fn describe(error: &tokio_postgres::Error) -> String {
    let Some(found) = error.as_db_error() else {
        let source = std::error::Error::source(error);
        return source.map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    };
    let code = found.code().code();
    if code.starts_with("22") {
        format!("a value was refused (SQLSTATE {code})")
    } else {
        format!("{} (SQLSTATE {code})", found.message())
    }
}

/// Turns the failure of a unique index into a taken name.
fn name_taken(error: tokio_postgres::Error) -> StoreError {
    if error.code() == Some(&SqlState::UNIQUE_VIOLATION) {
        StoreError::NameTaken
    } else {
        error.into()
    }
}

/// Turns the failure of a reference into a record that is in use.
fn in_use(error: tokio_postgres::Error) -> StoreError {
    if error.code() == Some(&SqlState::FOREIGN_KEY_VIOLATION) {
        StoreError::InUse
    } else {
        error.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_database_says_is_told_by_what_can_be_done_about_it() {
        let told = |code: Option<&str>| {
            let text = "why".to_owned();
            let code = code.map(SqlState::from_code);
            StoreError::from(Failure {
                text,
                code,
                is_out_of_reach: false,
            })
        };
        for full in ["53100", "58030"] {
            assert!(matches!(told(Some(full)), StoreError::Full(_)), "{full}");
        }
        for busy in [
            "55P03", "53300", "57P01", "57P02", "57P03", "40P01", "08001", "08006",
        ] {
            assert!(matches!(told(Some(busy)), StoreError::Busy), "{busy}");
        }
        // A limit that was set, a query that was cancelled, a key that is there, and no answer at all.
        for other in [Some("53400"), Some("57014"), Some("23505"), None] {
            let error = told(other);
            assert!(matches!(error, StoreError::Database(_)), "{other:?}");
        }
    }

    #[test]
    fn a_database_that_is_not_there_is_asked_again_later() {
        let runtime = start_runtime().unwrap();
        let open = |url: &str| {
            let connector = Connector::new(url, runtime.handle().clone()).unwrap();
            StoreError::from(connector.connect().unwrap_err())
        };
        // Nobody listens, and somebody hangs up.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let gone = silent.local_addr().unwrap();
        drop(silent);
        let closing = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let closed = closing.local_addr().unwrap();
        let close = std::thread::spawn(move || drop(closing.accept().unwrap()));
        for address in [gone, closed] {
            let error = open(&format!("postgres://ada@{address}/muster?sslmode=disable"));
            assert!(matches!(error, StoreError::Busy), "{address}: {error:?}");
        }
        close.join().unwrap();
    }
}
