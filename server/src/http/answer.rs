//! Shapes of answers that several resources share.

use import_core::api::{Cursors, Listing, Paged, Reference};
use uuid::Uuid;

use super::ApiError;
use super::query::Query;
use crate::store::{Found, Slice};

/// Where the external contacts' part of the API lives.
pub(super) const CONTACTS: &str = "/api/v2/externalcontacts";

/// A record's id and address.
pub(super) fn reference(resource: &str, id: Uuid) -> Reference {
    let id = id.to_string();
    Reference {
        self_uri: Some(format!("{CONTACTS}/{resource}/{id}")),
        id,
    }
}

/// A list that goes on from a cursor; `cursor` is the name of that parameter.
pub(super) fn listing<T, U>(
    query: &Query,
    cursor: &str,
    slice: Slice<T>,
    convert: impl FnMut(T) -> U,
) -> Listing<U> {
    Listing {
        entities: slice.entries.into_iter().map(convert).collect(),
        next_uri: slice.next.as_ref().map(|next| query.uri_with(cursor, next)),
        cursors: slice.next.map(|next| Cursors { after: Some(next) }),
        self_uri: Some(query.self_uri()),
        total: None,
    }
}

/// A numbered page of a list that is short enough to be read whole: those that administrators make.
pub(super) fn whole<T, U>(
    query: &Query,
    entries: Vec<T>,
    convert: impl FnMut(T) -> U,
) -> Result<Paged<U>, ApiError> {
    let size = query.number("pageSize", 25, 200)?;
    let number = query.number("pageNumber", 1, u64::from(u32::MAX))?;
    let total = entries.len();
    let skip = usize::try_from((number - 1) * size).unwrap_or(usize::MAX);
    let take = usize::try_from(size).unwrap_or(usize::MAX);
    let found = Found {
        entries: entries.into_iter().skip(skip).take(take).collect(),
        total,
        is_partial: false,
    };
    Ok(paged(query, size, number, found, convert))
}

/// A numbered page.
pub(super) fn paged<T, U>(
    query: &Query,
    page_size: u64,
    page_number: u64,
    found: Found<T>,
    convert: impl FnMut(T) -> U,
) -> Paged<U> {
    let total = found.total as u64;
    let page_count = total.div_ceil(page_size);
    let address = |number: u64| query.uri_with("pageNumber", &number.to_string());
    Paged {
        entities: found.entries.into_iter().map(convert).collect(),
        page_size,
        page_number,
        total,
        partial_results: found.is_partial,
        page_count,
        self_uri: Some(query.self_uri()),
        first_uri: Some(address(1)),
        last_uri: Some(address(page_count.max(1))),
        next_uri: (page_number < page_count).then(|| address(page_number + 1)),
        previous_uri: (page_number > 1).then(|| address(page_number - 1)),
    }
}
