//! What lists and documents of every database have in common.

use serde::Serialize;
use uuid::Uuid;

use super::{Result, Slice, StoreError};

/// What names are compared by: without case and surrounding space.
pub(super) fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Cuts what was read to a page: one entry more than asked for tells that there is a next one.
pub(super) fn slice<T>(mut found: Vec<(T, String)>, size: usize) -> Slice<T> {
    let more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| more).map(|(_, key)| key.clone());
    let entries = found.into_iter().map(|(entry, _)| entry).collect();
    Slice { entries, next }
}

/// A cursor is the last key of a page; one that is not a number is as good as none.
pub(super) fn cursor(after: Option<&str>) -> Option<i64> {
    after?.parse().ok()
}

/// The same where the keys are ids.
pub(super) fn id_cursor(after: Option<&str>) -> Option<Uuid> {
    after?.parse().ok()
}

/// A value as JSON text.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable {
        what: "value",
        source: Box::new(error),
    })
}
