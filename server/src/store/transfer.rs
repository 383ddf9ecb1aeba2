//! Moves everything from one store into an empty one of the other kind.
//!
//! No list of tables is kept here: what there is to move is read from the schemas of both ([`schema`]), and a table
//! or column that only one of them has stops the copy before it begins. It is one transaction on either side, so
//! that what goes wrong leaves the target as it was; rows pass through one by one.

mod schema;

use std::path::Path;

use thiserror::Error;

pub(super) use self::schema::{Column, PostgresSchema, PostgresTable, SqliteSchema, Table};
use super::postgres::{OpenError, PostgresEnd};
use super::sqlite::SqliteEnd;
use super::{Result, StoreError};

/// Rows of a table between two reports of how far it is.
const STEP: u64 = 100_000;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the file into `PostgreSQL`.
    ToPostgres,
    /// From `PostgreSQL` into the file.
    ToSqlite,
}

/// How far a copy is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// The table that is copied.
    pub table: &'a str,
    /// Its rows that are copied.
    pub done: u64,
    /// Its rows.
    pub total: u64,
}

/// Why nothing was copied.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TransferError {
    /// The database in `PostgreSQL` cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Someone works on the database in `PostgreSQL`.
    #[error("a server works on the PostgreSQL database; stop it first")]
    InUse,
    /// A schema has what the other has not.
    #[error("the two kinds of database do not hold the same: {0}")]
    Schema(String),
    /// The target is not empty.
    #[error(
        "the target holds data already: {rows} rows in the table `{table}`; copy into a new, empty database"
    )]
    NotEmpty {
        /// A table with rows.
        table: String,
        /// How many.
        rows: u64,
    },
    /// Not every row arrived.
    #[error("the table `{table}` has {expected} rows, but {found} arrived; nothing was kept")]
    Counts {
        /// The table.
        table: String,
        /// Rows of the source.
        expected: u64,
        /// Rows of the target.
        found: u64,
    },
    /// A row could not be read or written.
    #[error("could not copy the table `{table}`")]
    Table {
        /// The table.
        table: String,
        /// Why.
        #[source]
        source: StoreError,
    },
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A value between two databases. Ids of records are their 16 bytes, and "yes" is 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Null,
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// One of the two databases of a copy.
pub(super) trait End {
    /// Begins the transaction that sees one state throughout, or keeps all or nothing of what is written.
    fn begin(&mut self) -> Result<()>;

    /// How many rows a table has.
    fn count(&mut self, table: &str) -> Result<u64>;

    /// Calls `each` with every row, in the order of their age or key.
    fn read(&mut self, table: &Table, each: &mut Each<'_>) -> Result<()>;

    /// Removes the rows of a table.
    fn clear(&mut self, table: &str) -> Result<()>;

    /// Begins to write rows of a table.
    fn write<'a>(&'a mut self, table: &'a Table) -> Result<Box<dyn Rows + 'a>>;

    /// Keeps what was written.
    fn commit(&mut self) -> Result<()>;
}

/// What takes a row, column by column.
pub(super) type Each<'a> = dyn FnMut(&[Cell]) -> Result<()> + 'a;

/// Rows on their way into a table.
pub(super) trait Rows {
    /// Takes a row, and the name by which its record is searched.
    fn add(&mut self, row: &[Cell], name: Option<&str>) -> Result<()>;

    /// Sees that all are written.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// Copies everything between the file at `path` and the database at `url`, after bringing both up to date; answers
/// how many rows that is. The caller sees to it that nobody else works on the file.
pub fn copy(
    path: &Path,
    url: &str,
    direction: Direction,
    progress: &mut dyn FnMut(Progress<'_>),
) -> std::result::Result<u64, TransferError> {
    let mut sqlite = SqliteEnd::open(path)?;
    let mut postgres = PostgresEnd::open(url)?;
    let tables = schema::pair(&sqlite.schema()?, &postgres.schema()?)?;
    match direction {
        Direction::ToPostgres => run(&tables, &mut sqlite, &mut postgres, progress),
        Direction::ToSqlite => run(&tables, &mut postgres, &mut sqlite, progress),
    }
}

fn run(
    tables: &[Table],
    source: &mut dyn End,
    target: &mut dyn End,
    progress: &mut dyn FnMut(Progress<'_>),
) -> std::result::Result<u64, TransferError> {
    source.begin()?;
    target.begin()?;
    make_room(tables, target)?;
    let mut all = 0;
    for table in tables {
        let failed = |source| TransferError::Table {
            table: table.name.clone(),
            source,
        };
        let total = source.count(&table.name).map_err(failed)?;
        let mut done = 0;
        let mut tell = |done| {
            progress(Progress {
                table: &table.name,
                done,
                total,
            });
        };
        let mut rows = target.write(table).map_err(failed)?;
        let mut each = |row: &[Cell]| {
            rows.add(row, table.searched_name(row)?.as_deref())?;
            done += 1;
            if done % STEP == 0 && done < total {
                tell(done);
            }
            Ok(())
        };
        source.read(table, &mut each).map_err(failed)?;
        rows.finish().map_err(failed)?;
        let found = target.count(&table.name).map_err(failed)?;
        if found != total {
            return Err(TransferError::Counts {
                table: table.name.clone(),
                expected: total,
                found,
            });
        }
        tell(total);
        all += total;
    }
    target.commit()?;
    Ok(all)
}

/// Refuses a target that holds more than every new database does, and removes that.
fn make_room(tables: &[Table], target: &mut dyn End) -> std::result::Result<(), TransferError> {
    let mut new = SqliteEnd::new()?;
    for table in tables {
        let rows = target.count(&table.name)?;
        if rows > new.count(&table.name)? {
            return Err(TransferError::NotEmpty {
                table: table.name.clone(),
                rows,
            });
        }
    }
    // Those that refer to others come after them.
    for table in tables.iter().rev() {
        target.clear(&table.name)?;
    }
    Ok(())
}
