//! What lists and documents of every database have in common.

use std::str::FromStr;

use serde::Serialize;

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

/// A cursor is the last key of a page. One that is no key of its list is refused: to begin anew would give twice what
/// was there before.
pub(super) fn cursor<T: FromStr>(after: Option<&str>) -> Result<Option<T>> {
    let key = |text: &str| text.parse().map_err(|_| wrong_cursor(text));
    after.map(key).transpose()
}

/// The same where a key has two parts with a hyphen between them.
pub(super) fn pair_cursor<A: FromStr, B: FromStr>(after: Option<&str>) -> Result<Option<(A, B)>> {
    let key = |text: &str| {
        let parts = text.split_once('-');
        let parts = parts.and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        parts.ok_or_else(|| wrong_cursor(text))
    };
    after.map(key).transpose()
}

fn wrong_cursor(text: &str) -> StoreError {
    StoreError::Cursor(text.to_owned())
}

/// A value as JSON text.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable {
        what: "value",
        source: Box::new(error),
    })
}
