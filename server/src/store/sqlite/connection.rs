//! Opening connections and bringing the schema up to date.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::store::{Result, StoreError, check_known, names_of};

mod embedded {
    refinery::embed_migrations!("src/store/sqlite/migrations");
}

/// Statements kept prepared on each connection.
const PREPARED: usize = 96;

/// The connection that writes. Its cache holds the upper part of every index and the hot leaves, so that
/// a batch of new keys does not read the file; 64 MB leave the server far below its limit.
pub(super) fn open_writer(path: &Path) -> Result<Connection> {
    let connection = open(path, OpenFlags::default())?;
    check_origin(&connection)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    // 256 MB: pages that many batches change are then copied to the database once, not once a batch, and
    // beside an import another connection has copied most of them before.
    connection.pragma_update(None, "wal_autocheckpoint", 65_536)?;
    connection.pragma_update(None, "journal_size_limit", 67_108_864)?;
    Ok(connection)
}

/// Errs where a file is another program's or a later version's, before anything of it is changed.
fn check_origin(connection: &Connection) -> Result<()> {
    let has_table = |condition: &str| {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE {condition})");
        connection.query_row(&sql, [], |row| row.get::<_, bool>(0))
    };
    if has_table("name = 'refinery_schema_history'")? {
        let sql = "SELECT max(version) FROM refinery_schema_history";
        let found = connection.query_row(sql, [], |row| row.get(0))?;
        check_known(found, embedded::migrations::runner().get_migrations())
    } else if has_table("type = 'table'")? {
        Err(StoreError::Foreign)
    } else {
        Ok(())
    }
}

/// The connection that brings the log into the database.
pub(super) fn open_checkpointer(path: &Path) -> Result<Connection> {
    let connection = open(path, OpenFlags::default())?;
    connection.pragma_update(None, "synchronous", "normal")?;
    Ok(connection)
}

/// A connection that only reads.
pub(super) fn open_reader(path: &Path) -> Result<Connection> {
    let connection = open(path, OpenFlags::default())?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -8_192)?;
    Ok(connection)
}

/// A database of its own that is gone with its connection. It is one transaction from here to there: what is
/// never committed is not written to the file until the cache is full, and with no journal nothing undone. Records
/// are appended and few are read again, so that a small cache does.
pub(super) fn open_scratch() -> Result<Connection> {
    let connection = open(Path::new(""), OpenFlags::default())?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.pragma_update(None, "journal_mode", "off")?;
    connection.execute_batch("BEGIN")?;
    Ok(connection)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    Ok(connection)
}

/// Applies the migrations that the database does not have yet; answers their names.
pub(in crate::store) fn migrate(connection: &mut Connection) -> Result<Vec<String>> {
    let report = embedded::migrations::runner()
        .run(connection)
        .map_err(|error| StoreError::Database(Box::new(error)))?;
    Ok(names_of(&report))
}
