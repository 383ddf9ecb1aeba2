//! Divisions.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{Division, Paged};

use super::sources::checked_name;
use crate::auth::Actor;
use crate::http::answer::whole;
use crate::http::extract::{Json, Text};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::Scope;

/// Most characters of a name.
const NAME_LIMIT: usize = 200;

/// A page of the divisions that the actor may do something in.
pub(in crate::http) async fn list_divisions(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Paged<Division>>, ApiError> {
    let visible = actor.visible();
    let mut divisions = state.store(|store| store.list_divisions()).await?;
    let name = query.text("name").unwrap_or_default().to_lowercase();
    divisions.retain(|(id, found)| visible.contains(id) && found.to_lowercase().contains(&name));
    Ok(Answer(whole(&query, divisions, |(id, name)| {
        division(&id, &name)
    })?))
}

/// One division.
pub(in crate::http) async fn read_division(
    State(state): State<AppState>,
    actor: Actor,
    Text(id): Text,
) -> Result<Answer<Division>, ApiError> {
    let divisions = state.store(|store| store.list_divisions()).await?;
    let visible = actor.visible();
    let found = divisions.into_iter().find(|(one, _)| *one == id);
    let found = found.filter(|(id, _)| visible.contains(id));
    let (id, name) = found.ok_or_else(|| unknown(&id))?;
    Ok(Answer(division(&id, &name)))
}

/// Adds a division. Only who may do so everywhere, because it is nowhere yet.
pub(in crate::http) async fn create_division(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<Division>,
) -> Result<(StatusCode, Answer<Division>), ApiError> {
    let name = checked_name(&request.name, NAME_LIMIT)?;
    let id = state.environment.new_id().to_string();
    if actor.scope() != Scope::Everywhere {
        actor.require_in(&id)?;
    }
    let made = division(&id, &name);
    state
        .store(move |store| store.create_division(&id, &name))
        .await?;
    Ok((StatusCode::CREATED, Answer(made)))
}

/// Renames a division.
pub(in crate::http) async fn update_division(
    State(state): State<AppState>,
    actor: Actor,
    Text(id): Text,
    Json(request): Json<Division>,
) -> Result<Answer<Division>, ApiError> {
    let name = checked_name(&request.name, NAME_LIMIT)?;
    actor.require_in(&id)?;
    let renamed = division(&id, &name);
    let found = id.clone();
    if state
        .store(move |store| store.rename_division(&found, &name))
        .await?
    {
        Ok(Answer(renamed))
    } else {
        Err(unknown(&id))
    }
}

/// Removes a division without records and jobs.
pub(in crate::http) async fn delete_division(
    State(state): State<AppState>,
    actor: Actor,
    Text(id): Text,
) -> Result<StatusCode, ApiError> {
    actor.require_in(&id)?;
    let found = id.clone();
    if state
        .store(move |store| store.delete_division(&found))
        .await?
    {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(unknown(&id))
    }
}

/// An error that says that there is no such division.
pub(super) fn unknown(id: &str) -> ApiError {
    ApiError::not_found("division", id)
}

/// A division as the API shows it.
pub(super) fn division(id: &str, name: &str) -> Division {
    Division {
        id: id.to_owned(),
        name: name.to_owned(),
        self_uri: Some(format!("/api/v2/authorization/divisions/{id}")),
    }
}
