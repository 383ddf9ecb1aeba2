//! What the server remembers: the contract that a database has to keep.
//!
//! One trait for each group of data. The methods block, because the bulk paths of `SQLite` are synchronous
//! and a thread is the runner's unit of work; requests go through one helper that moves them off the
//! asynchronous threads. "Not there" is `None`, never an error. Nothing here reads a clock or makes an
//! id: times and ids are arguments.

mod access;
mod cache;
mod clients;
mod directory;
mod edits;
mod exports;
mod filter;
mod jobs;
mod listing;
mod outcomes;
mod pass;
pub mod postgres;
mod prefixes;
mod retention;
mod schemas;
mod scope;
mod script;
mod settings;
mod sorting;
mod sources;
mod spelling;
pub mod sqlite;
mod transfer;
mod undo;
mod uploads;
mod users;
mod words;

pub use access::{Divisions, Grant, GrantRecord, Role, Roles};
pub use clients::{Client, Clients};
pub use directory::{
    ContactRecord, ContactSort, Directory, Found, OrganizationRecord, Search, SortField,
};
pub use edits::{EditEntry, Edits, NewEdit, Selection};
pub use exports::{
    ExportCustomField, ExportFilter, ExportPlan, ExportProgress, ExportRecord, ExportSource,
    Exports, NewExport,
};
pub use jobs::{JobChange, JobFilter, JobRecord, Jobs, NewJob, ProblemFilter, RowFilter};
pub use outcomes::{StoredRow, is_real, provisional};
pub(crate) use outcomes::{decode_rows, encode_rows};
pub use pass::{BatchOutcome, Checkpoint, LookUp, LookedUp, Pass, PassKind, UnreadContact};
pub use retention::Retention;
pub use schemas::{DataSchemas, SchemaRecord};
pub use scope::Scope;
pub use settings::Profiles;
pub use sources::{SourceFilter, Sources};
pub use transfer::{Direction, Progress, TransferError, copy};
pub(crate) use undo::created_in;
pub use undo::{NewUndo, Undo, UndoChunk, UndoStep};
pub use uploads::{BatchSummary, Close, NewUpload, Staged, UploadRecord, Uploads};
pub use users::{NewUser, User, UserRecord, Users};

use thiserror::Error;

/// Everything that a database keeps.
pub trait Store:
    Users
    + Clients
    + Roles
    + Divisions
    + Sources
    + Profiles
    + DataSchemas
    + Uploads
    + Jobs
    + Undo
    + Retention
    + Directory
    + Edits
    + Exports
    + Send
    + Sync
{
}

impl Store for sqlite::SqliteStore {}
impl Store for postgres::PostgresStore {}

/// What a store answers.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why a store could not do what it was asked for.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A name that must be unique is taken.
    #[error("the name is taken")]
    NameTaken,
    /// Something else refers to the record.
    #[error("the record is in use")]
    InUse,
    /// Nobody would be left who may do everything.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// There is no room for what is to be written, or the disk does not take it.
    #[error("the disk of the database is full or cannot be written")]
    Full(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Who writes for a job does not hold it any more.
    #[error("another runner has taken the job")]
    NotHeld,
    /// Someone else holds what is needed of the database for longer than one waits, or it is not there: starting,
    /// stopping or out of reach.
    #[error("the database is held by someone else, or is not there just now")]
    Busy,
    /// A cursor that no page of the list gave.
    #[error("`{0}` is not a cursor of this list")]
    Cursor(String),
    /// The database was brought up to date by a later version of this program.
    #[error("the database was made by a newer Muster (version {found}; this one knows {known})")]
    Newer {
        /// The version of its schema.
        found: i64,
        /// The last one that is known here.
        known: i64,
    },
    /// The database holds the tables of another program.
    #[error("the file is the database of another program: it has tables, but none of Muster")]
    Foreign,
    /// The database could not do its work.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database holds something that this version cannot read.
    #[error("the database holds an unreadable {what}")]
    Unreadable {
        /// What was to be read.
        what: &'static str,
        /// Why it could not.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// What the migrations are called that were applied.
fn names_of(report: &refinery::Report) -> Vec<String> {
    let applied = report.applied_migrations().iter();
    applied.map(ToString::to_string).collect()
}

/// Errs where the last migration of a database, of this version, is none of these.
fn check_known(found: Option<i64>, migrations: &[refinery::Migration]) -> Result<()> {
    let known = migrations.iter().map(|one| i64::from(one.version())).max();
    let known = known.unwrap_or_default();
    match found {
        Some(found) if found > known => Err(StoreError::Newer { found, known }),
        _ => Ok(()),
    }
}

/// A page of a list that goes on from a cursor.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    /// The entries.
    pub entries: Vec<T>,
    /// Where the next page goes on; none on the last one.
    pub next: Option<String>,
}

/// Where a list goes on and how much of it is wanted.
#[derive(Clone, Debug)]
pub struct Page {
    /// The cursor that the page before gave; none for the first page.
    pub after: Option<String>,
    /// Most entries to give.
    pub size: usize,
}
