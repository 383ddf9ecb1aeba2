//! Between Rust values and those of `PostgreSQL`.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;
use uuid::Uuid;

use crate::store::{Result, StoreError};

/// The value in a column.
pub(super) fn get<'a, T: FromSql<'a>>(row: &'a Row, column: usize) -> Result<T> {
    Ok(row.try_get(column)?)
}

/// The count in a column.
pub(super) fn count(row: &Row, column: usize) -> Result<u64> {
    Ok(get::<i64>(row, column)?.cast_unsigned())
}

/// A count as it is kept.
pub(super) fn big(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A size as the limit of a query that looks one further.
pub(super) fn one_more(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1)
}

/// The JSON value in a text column.
pub(super) fn json<T: DeserializeOwned>(row: &Row, column: usize) -> Result<T> {
    parse(get(row, column)?)
}

/// A value from its JSON text.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable {
        what: "document",
        source: Box::new(error),
    })
}

/// A text from outside. NUL, which no text of `PostgreSQL` can hold, becomes the sign for it.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{2400}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Ids one after the other; `None` where there is none.
pub(super) fn join_ids(ids: &[Uuid]) -> Option<Vec<u8>> {
    (!ids.is_empty()).then(|| ids.iter().flat_map(Uuid::as_bytes).copied().collect())
}

/// The ids that [`join_ids`] put together.
pub(super) fn split_ids(bytes: Option<&[u8]>) -> Result<Vec<Uuid>> {
    let ids = bytes.unwrap_or_default().chunks(16).map(Uuid::from_slice);
    ids.collect::<std::result::Result<_, _>>()
        .map_err(|error| StoreError::Unreadable {
            what: "list of ids",
            source: Box::new(error),
        })
}
