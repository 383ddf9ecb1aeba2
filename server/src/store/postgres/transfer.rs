//! This store as one end of a copy.

use std::error::Error;
use std::mem;

use bytes::BytesMut;
use tokio::runtime::Runtime;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use super::connection::{self, Connection, Connector, PROGRAM, Values};
use super::convert::{count, get, plain};
use super::copy;
use super::names::{NAME, NAME_TYPES};
use super::pipe::{Owned, Pipe};
use super::start_runtime;
use super::words::Words;
use crate::store::transfer::{
    Cell, Column, Each, End, PostgresSchema, PostgresTable, Rows, Table, TransferError,
};
use crate::store::{Result, StoreError};

/// The migrations' own table, which every database has.
const HISTORY: &str = "refinery_schema_history";

/// Bytes of rows that one `COPY` brings.
const PIECE: usize = 1 << 20;

/// How often one looks, a tenth of a second apart, whether those who work on a database are gone: connections
/// stay for a moment when their program ends.
const LOOKS: usize = 20;

/// A database to copy from or into. No server starts on it meanwhile: it waits.
#[derive(Debug)]
pub(in crate::store) struct PostgresEnd {
    connection: Connection,
    /// Drives the connection.
    _runtime: Runtime,
}

impl PostgresEnd {
    /// Opens a database that nobody works on and brings it up to date.
    pub(in crate::store) fn open(url: &str) -> std::result::Result<Self, TransferError> {
        let runtime = start_runtime()?;
        let connector = Connector::new(url, runtime.handle().clone())?;
        let mut connection = connector.open()?;
        connection::migrate(&mut connection)?;
        for look in 1.. {
            let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                       AND application_name = $1 AND pid <> pg_backend_pid()";
            let others = connection
                .query_one(sql, &[&PROGRAM])
                .map_err(StoreError::from)?;
            if count(&others, 0)? == 0 {
                break;
            }
            if look == LOOKS {
                return Err(TransferError::InUse);
            }
            connection
                .batch("SELECT pg_sleep(0.1)")
                .map_err(StoreError::from)?;
        }
        Ok(Self {
            connection,
            _runtime: runtime,
        })
    }
}

impl PostgresEnd {
    /// The tables that there are.
    pub(in crate::store) fn schema(&mut self) -> Result<PostgresSchema> {
        let sql = "SELECT relname::text FROM pg_class
                   WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
                   AND NOT relispartition AND relname <> $1";
        let mut schema = PostgresSchema::default();
        for row in self.connection.query(sql, &[&HISTORY])? {
            let name: String = get(&row, 0)?;
            let table = self.table(&name)?;
            schema.tables.insert(name, table);
        }
        Ok(schema)
    }

    fn table(&mut self, name: &str) -> Result<PostgresTable> {
        let columns = self
            .connection
            .columns(&format!("SELECT * FROM \"{name}\""))?;
        let key = "SELECT a.attname::text FROM pg_index i
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                   WHERE i.indrelid = quote_ident($1)::regclass AND i.indisprimary
                   ORDER BY array_position(i.indkey::smallint[], a.attnum)";
        let refers_to = "SELECT DISTINCT r.relname::text FROM pg_constraint c
                         JOIN pg_class r ON r.oid = c.confrelid
                         WHERE c.conrelid = quote_ident($1)::regclass AND c.contype = 'f'";
        Ok(PostgresTable {
            columns,
            key: self.names(key, name)?,
            refers_to: self.names(refers_to, name)?,
        })
    }

    fn names<C: FromIterator<String>>(&mut self, sql: &str, table: &str) -> Result<C> {
        let rows = self.connection.query(sql, &[&table])?;
        rows.iter().map(|row| get(row, 0)).collect()
    }
}

impl End for PostgresEnd {
    fn begin(&mut self) -> Result<()> {
        Ok(self
            .connection
            .batch("BEGIN ISOLATION LEVEL REPEATABLE READ")?)
    }

    fn count(&mut self, table: &str) -> Result<u64> {
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        count(&self.connection.query_one(&sql, &[])?, 0)
    }

    fn read(&mut self, table: &Table, each: &mut Each<'_>) -> Result<()> {
        let columns = quoted(table.columns.iter().map(|column| &column.name));
        let mut sql = format!("SELECT {columns} FROM \"{}\"", table.name);
        if !table.order.is_empty() {
            sql = format!("{sql} ORDER BY {}", quoted(&table.order));
        }
        self.connection.stream(&sql, &mut |row: &Row| {
            let cells = (0..row.len()).map(|column| get(row, column));
            each(&cells.collect::<Result<Vec<Cell>>>()?)
        })
    }

    fn clear(&mut self, table: &str) -> Result<()> {
        self.connection.batch(&format!("DELETE FROM \"{table}\""))?;
        Ok(())
    }

    fn write<'a>(&'a mut self, table: &'a Table) -> Result<Box<dyn Rows + 'a>> {
        let columns = quoted(table.columns.iter().map(|column| &column.name));
        let types: Vec<Type> = table.columns.iter().map(|c| c.kind.clone()).collect();
        let gathered = Gathered {
            rows: copy::Rows::new(types.clone()),
            names: copy::Rows::new(NAME_TYPES.to_vec()),
        };
        Ok(Box::new(PostgresRows {
            pipe: Pipe::new(&mut self.connection),
            table,
            into: format!("\"{}\" ({columns})", table.name),
            types,
            gathered,
        }))
    }

    fn commit(&mut self) -> Result<()> {
        self.connection.batch("COMMIT")?;
        // Everything is new to the planner.
        Ok(self.connection.batch("ANALYZE")?)
    }
}

/// Names of columns, one after the other.
fn quoted<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let names = names.into_iter().map(|name| format!("\"{name}\""));
    names.collect::<Vec<_>>().join(", ")
}

struct PostgresRows<'a> {
    pipe: Pipe<'a>,
    table: &'a Table,
    into: String,
    types: Vec<Type>,
    gathered: Gathered,
}

/// What one `COPY` brings into a table, and another the names of its records.
struct Gathered {
    rows: copy::Rows,
    names: copy::Rows,
}

impl PostgresRows<'_> {
    fn send(&mut self) -> Result<()> {
        let next = Gathered {
            rows: copy::Rows::new(self.types.clone()),
            names: copy::Rows::new(NAME_TYPES.to_vec()),
        };
        let Gathered { rows, names } = mem::replace(&mut self.gathered, next);
        rows.send(&mut self.pipe, &self.into)?;
        let into = format!("{}_name ({NAME})", self.table.name);
        names.send(&mut self.pipe, &into)
    }
}

impl Rows for PostgresRows<'_> {
    fn add(&mut self, row: &[Cell], name: Option<&str>) -> Result<()> {
        let values: Vec<&(dyn ToSql + Sync)> = row.iter().map(|cell| cell as _).collect();
        self.gathered.rows.add(&values)?;
        let cell = |name: &str| self.table.cell(row, name).unwrap_or(&Cell::Null);
        if let Some(name) = name {
            let words = Words::of(name);
            let values: Values<'_> = &[cell("division"), cell("id"), &words];
            self.gathered.names.add(values)?;
        }
        if self.gathered.rows.size() >= PIECE {
            self.send()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.send()?;
        // Where the database itself numbers the rows, it goes on after those that came.
        if let [column] = self.table.order.as_slice() {
            // A sequence begins with 1, also where a row has a smaller number.
            let sql = format!(
                "SELECT setval(sequence, greatest(last, 1), last >= 1)
                 FROM (SELECT coalesce(max(\"{column}\")::bigint, 0) AS last FROM \"{table}\") numbers,
                 pg_get_serial_sequence(quote_ident($1), $2) sequence WHERE sequence IS NOT NULL",
                table = self.table.name
            );
            let of_numbers = |c: &Column| c.name == *column && c.kind == Type::INT8;
            if self.table.columns.iter().any(of_numbers) {
                let values: Owned =
                    vec![Box::new(self.table.name.clone()), Box::new(column.clone())];
                self.pipe.execute(&sql, values, None)?;
            }
        }
        self.pipe.settle()
    }
}

impl ToSql for Cell {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Conversion<IsNull> {
        match (self, kind) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Integer(number), &Type::BOOL) => (*number != 0).to_sql(kind, out),
            (Self::Integer(number), &Type::INT2) => i16::try_from(*number)?.to_sql(kind, out),
            (Self::Integer(number), &Type::INT8) => number.to_sql(kind, out),
            (Self::Text(text), &Type::TEXT) => plain(text).to_sql(kind, out),
            (Self::Bytes(bytes), &Type::UUID) => Uuid::from_slice(bytes)?.to_sql(kind, out),
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(kind, out),
            _ => Err(format!("a value that is no {kind}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, bytes: &'a [u8]) -> Conversion<Self> {
        match *kind {
            Type::BOOL => Ok(Self::Integer(bool::from_sql(kind, bytes)?.into())),
            Type::INT2 => Ok(Self::Integer(i16::from_sql(kind, bytes)?.into())),
            Type::INT8 => Ok(Self::Integer(i64::from_sql(kind, bytes)?)),
            Type::TEXT => Ok(Self::Text(String::from_sql(kind, bytes)?)),
            Type::UUID | Type::BYTEA => Ok(Self::Bytes(bytes.to_owned())),
            _ => Err(format!("a value of the type {kind}").into()),
        }
    }

    fn from_sql_null(_: &Type) -> Conversion<Self> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

type Conversion<T> = std::result::Result<T, Box<dyn Error + Sync + Send>>;
