//! Between Rust values and those of `SQLite`.

use rusqlite::Row;
use rusqlite::types::Type;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::store::Result;

/// An id as it is bound: the bytes that [`id`] reads.
pub(super) fn bytes(id: &Uuid) -> &[u8] {
    id.as_bytes()
}

/// The id in a column.
pub(super) fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    parse_id(row.get_ref(column)?.as_blob()?, column)
}

/// The id in a column that may be empty.
pub(super) fn optional_id(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Uuid>> {
    match row.get_ref(column)?.as_blob_or_null()? {
        Some(bytes) => parse_id(bytes, column).map(Some),
        None => Ok(None),
    }
}

fn parse_id(bytes: &[u8], column: usize) -> rusqlite::Result<Uuid> {
    Uuid::from_slice(bytes).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(error))
    })
}

/// Ids one after the other; `None` where there is none.
pub(super) fn join_ids(ids: &[Uuid]) -> Option<Vec<u8>> {
    (!ids.is_empty()).then(|| ids.iter().flat_map(Uuid::as_bytes).copied().collect())
}

/// The ids that [`join_ids`] put together.
pub(super) fn split_ids(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<Uuid>> {
    let bytes = row.get_ref(column)?.as_blob_or_null()?.unwrap_or_default();
    bytes.chunks(16).map(|id| parse_id(id, column)).collect()
}

/// The JSON value in a text column.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}

/// What the word in a text column stands for.
pub(super) fn read_as<T>(
    row: &Row<'_>,
    column: usize,
    named: fn(&str) -> Result<T>,
) -> rusqlite::Result<T> {
    named(row.get_ref(column)?.as_str()?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}
