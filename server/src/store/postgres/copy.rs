//! Rows for a binary `COPY`: the fastest way in, whole batches at a time.

use bytes::{BufMut as _, Bytes, BytesMut};
use tokio_postgres::types::{IsNull, ToSql, Type};

use super::connection::{Connection, Values};
use crate::store::{Result, StoreError};

/// What every binary `COPY` begins with: its mark, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// Rows of one table, gathered.
pub(super) struct Copy {
    types: Vec<Type>,
    bytes: BytesMut,
    rows: usize,
}

impl Copy {
    /// No rows yet, of columns of these types.
    pub(super) fn new(types: Vec<Type>) -> Self {
        Self {
            types,
            bytes: BytesMut::from(HEADER),
            rows: 0,
        }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, values: Values<'_>) -> Result<()> {
        debug_assert_eq!(values.len(), self.types.len(), "one value a column");
        let columns = i16::try_from(values.len()).unwrap_or(i16::MAX);
        self.bytes.put_i16(columns);
        for (value, kind) in values.iter().zip(&self.types) {
            put(&mut self.bytes, *value, kind)?;
        }
        self.rows += 1;
        Ok(())
    }

    /// Sends the rows: `into` names the table and its columns.
    pub(super) fn send(mut self, connection: &mut Connection, into: &str) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut sink = connection.copy_in(into)?;
        sink.send(self.end())?;
        Ok(sink.finish()?)
    }

    /// Bytes of the rows that were gathered and not taken.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Takes the rows that were gathered.
    pub(super) fn take(&mut self) -> Bytes {
        self.bytes.split().freeze()
    }

    /// Takes the rest, and the end of all.
    pub(super) fn end(&mut self) -> Bytes {
        self.bytes.put_i16(-1);
        self.take()
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
