//! Divisions.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{Division, Paged};

use crate::http::answer::paged;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::Found;

/// The divisions that the actor sees something of.
pub(in crate::http) async fn list_divisions(
    State(state): State<AppState>,
    query: Query,
) -> Result<Answer<Paged<Division>>, ApiError> {
    let size = query.number("pageSize", 25, 200)?;
    let number = query.number("pageNumber", 1, u64::from(u32::MAX))?;
    let mut divisions = state.store(|store| store.list_divisions()).await?;
    let name = query.text("name").unwrap_or_default().to_lowercase();
    divisions.retain(|(_, found)| found.to_lowercase().contains(&name));
    let total = divisions.len();
    let skip = usize::try_from((number - 1) * size).unwrap_or(usize::MAX);
    let take = usize::try_from(size).unwrap_or(usize::MAX);
    let found = Found {
        entries: divisions.into_iter().skip(skip).take(take).collect(),
        total,
        is_partial: false,
    };
    Ok(Answer(paged(&query, size, number, found, |(id, name)| {
        division(&id, &name)
    })))
}

/// A division as the API shows it.
pub(super) fn division(id: &str, name: &str) -> Division {
    Division {
        id: id.to_owned(),
        name: name.to_owned(),
        self_uri: Some(format!("/api/v2/authorization/divisions/{id}")),
    }
}
