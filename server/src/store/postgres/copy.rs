//! Rows for a binary `COPY`: the fastest way in, whole batches at a time.

use bytes::{BufMut as _, BytesMut};
use tokio_postgres::types::{IsNull, ToSql, Type};

use super::connection::Values;
use super::pipe::{CopyIn, Pipe};
use crate::store::{Result, StoreError};

/// What every binary `COPY` begins with: its mark, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// Bytes of rows that are gathered before they are sent: the database takes up some while others are made.
const PIECE: usize = 1 << 16;

/// Rows of one table, gathered.
pub(super) struct Rows {
    types: Vec<Type>,
    bytes: BytesMut,
    is_empty: bool,
}

impl Rows {
    /// No rows yet, of columns of these types.
    pub(super) fn new(types: Vec<Type>) -> Self {
        Self {
            types,
            bytes: BytesMut::from(HEADER),
            is_empty: true,
        }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, values: Values<'_>) -> Result<()> {
        debug_assert_eq!(values.len(), self.types.len(), "one value a column");
        let columns = i16::try_from(values.len()).unwrap_or(i16::MAX);
        self.bytes.put_i16(columns);
        for (value, kind) in values.iter().zip(&self.types) {
            put(&mut self.bytes, *value, kind)?;
        }
        self.is_empty = false;
        Ok(())
    }

    /// Their bytes.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Sends them: `into` names the table and its columns.
    pub(super) fn send(self, pipe: &mut Pipe<'_>, into: &str) -> Result<()> {
        let copy = Copy {
            pipe,
            into: into.to_owned(),
            sink: None,
            rows: self,
        };
        copy.finish()
    }
}

/// Rows on their way into one table. Dropped before its end, nothing of them stays.
pub(super) struct Copy<'p, 'c> {
    pipe: &'p mut Pipe<'c>,
    into: String,
    sink: Option<CopyIn>,
    rows: Rows,
}

impl<'p, 'c> Copy<'p, 'c> {
    /// Into a table and columns of these types.
    pub(super) fn new(pipe: &'p mut Pipe<'c>, into: String, types: Vec<Type>) -> Self {
        Self {
            pipe,
            into,
            sink: None,
            rows: Rows::new(types),
        }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, values: Values<'_>) -> Result<()> {
        self.rows.add(values)?;
        if self.rows.bytes.len() >= PIECE {
            self.send()?;
        }
        Ok(())
    }

    /// Sends the rest, if there is any.
    pub(super) fn finish(mut self) -> Result<()> {
        if self.rows.is_empty {
            return Ok(());
        }
        self.rows.bytes.put_i16(-1);
        self.send()?;
        if let Some(sink) = self.sink {
            sink.finish();
        }
        Ok(())
    }

    fn send(&mut self) -> Result<()> {
        let sink = match &mut self.sink {
            Some(sink) => sink,
            none => none.insert(self.pipe.copy_in(&self.into)?),
        };
        sink.send(self.rows.bytes.split().freeze());
        // At once: growing step by step would copy what there is again and again.
        self.rows.bytes.reserve(PIECE + PIECE / 8);
        Ok(())
    }
}

/// A value after its length; -1 stands for none.
fn put(bytes: &mut BytesMut, value: &(dyn ToSql + Sync), kind: &Type) -> Result<()> {
    let refused = |source| StoreError::Unreadable {
        what: "value",
        source,
    };
    let start = bytes.len();
    bytes.put_i32(-1);
    if let IsNull::No = value.to_sql_checked(kind, bytes).map_err(refused)? {
        let length =
            i32::try_from(bytes.len() - start - 4).map_err(|error| refused(Box::new(error)))?;
        bytes[start..start + 4].copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}
