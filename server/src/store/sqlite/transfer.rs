//! This store as one end of a copy.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement, ToSql, params_from_iter};

use super::connection;
use super::records::words;
use super::upgrade::upgrade;
use crate::store::transfer::{Cell, Column, Each, End, Rows, SqliteSchema, Table};
use crate::store::{Result, StoreError};

/// The migrations' own table, which every database has.
const HISTORY: &str = "refinery_schema_history";

/// A file to copy from or into.
#[derive(Debug)]
pub(in crate::store) struct SqliteEnd(Connection);

impl SqliteEnd {
    /// Opens a file and brings it up to date.
    pub(in crate::store) fn open(path: &Path) -> Result<Self> {
        let mut connection = connection::open_writer(path)?;
        upgrade(&mut connection)?;
        Ok(Self(connection))
    }

    /// What every new database holds.
    pub(in crate::store) fn new() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        connection::migrate(&mut connection)?;
        Ok(Self(connection))
    }

    /// The tables that there are.
    pub(in crate::store) fn schema(&self) -> Result<SqliteSchema> {
        let mut schema = SqliteSchema::default();
        let mut statement = self.0.prepare(
            "SELECT name, type FROM pragma_table_list
             WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%' AND name <> ?1",
        )?;
        let mut tables = statement.query([HISTORY])?;
        while let Some(row) = tables.next()? {
            let name: String = row.get(0)?;
            if row.get_ref(1)? == ValueRef::Text(b"virtual") {
                schema.indexes.insert(name);
            } else {
                let columns = self.columns(&name)?;
                schema.tables.insert(name, columns);
            }
        }
        Ok(schema)
    }

    fn columns(&self, table: &str) -> Result<BTreeMap<String, String>> {
        let mut statement = self
            .0
            .prepare("SELECT name, type FROM pragma_table_info(?1)")?;
        let columns = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(columns.collect::<rusqlite::Result<_>>()?)
    }
}

impl End for SqliteEnd {
    fn begin(&mut self) -> Result<()> {
        // Rows may come before those that they refer to.
        self.0
            .execute_batch("BEGIN; PRAGMA defer_foreign_keys = ON")?;
        Ok(())
    }

    fn count(&mut self, table: &str) -> Result<u64> {
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        Ok(self.0.query_row(&sql, [], |row| row.get(0))?)
    }

    fn read(&mut self, table: &Table, each: &mut Each<'_>) -> Result<()> {
        let columns: Vec<String> = table.columns.iter().map(read_column).collect();
        let sql = format!("SELECT {} FROM \"{}\" t", columns.join(", "), table.name);
        let mut statement = self.0.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let cells = (0..columns.len()).map(|column| cell(row.get_ref(column)?));
            each(&cells.collect::<Result<Vec<_>>>()?)?;
        }
        Ok(())
    }

    fn clear(&mut self, table: &str) -> Result<()> {
        self.0.execute(&format!("DELETE FROM \"{table}\""), [])?;
        Ok(())
    }

    fn write<'a>(&'a mut self, table: &'a Table) -> Result<Box<dyn Rows + 'a>> {
        let names: Vec<String> = table
            .columns
            .iter()
            .map(|c| format!("\"{}\"", c.name))
            .collect();
        let values: Vec<String> = (1..).zip(&table.columns).map(write_column).collect();
        let (name, names, values) = (&table.name, names.join(", "), values.join(", "));
        let insert = format!("INSERT INTO \"{name}\" ({names}) VALUES ({values})");
        let index = format!("INSERT INTO {name}_name (rowid, name) VALUES (?1, ?2)");
        let connection = &self.0;
        Ok(Box::new(SqliteRows {
            connection,
            insert: connection.prepare(&insert)?,
            index: table
                .is_named
                .then(|| connection.prepare(&index))
                .transpose()?,
        }))
    }

    fn commit(&mut self) -> Result<()> {
        self.0.execute_batch("COMMIT")?;
        Ok(())
    }
}

/// A column as it is read: the id for a number.
fn read_column(column: &Column) -> String {
    let name = &column.name;
    if column.is_reference {
        format!("(SELECT r.id FROM \"{name}\" r WHERE r.number = t.\"{name}\")")
    } else {
        format!("t.\"{name}\"")
    }
}

/// A column as it is written: the number for an id.
fn write_column((place, column): (usize, &Column)) -> String {
    if column.is_reference {
        format!(
            "(SELECT number FROM \"{}\" WHERE id = ?{place})",
            column.name
        )
    } else {
        format!("?{place}")
    }
}

struct SqliteRows<'a> {
    connection: &'a Connection,
    insert: Statement<'a>,
    /// Writes to the index of names.
    index: Option<Statement<'a>>,
}

impl Rows for SqliteRows<'_> {
    fn add(&mut self, row: &[Cell], name: Option<&str>) -> Result<()> {
        self.insert.execute(params_from_iter(row))?;
        let name = name.filter(|name| !name.is_empty());
        if let (Some(index), Some(name)) = (&mut self.index, name) {
            index.execute((self.connection.last_insert_rowid(), words(name)))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}

fn cell(value: ValueRef<'_>) -> Result<Cell> {
    match value {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(number) => Ok(Cell::Integer(number)),
        ValueRef::Text(_) => Ok(Cell::Text(value.as_str().map_err(unreadable)?.to_owned())),
        ValueRef::Blob(bytes) => Ok(Cell::Bytes(bytes.to_owned())),
        ValueRef::Real(_) => Err(unreadable("a fraction")),
    }
}

fn unreadable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Unreadable {
        what: "value",
        source: source.into(),
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
