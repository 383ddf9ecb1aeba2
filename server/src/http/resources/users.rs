//! Users.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{
    AccessState, ChangePassword, CreateUser, Me, Paged, UpdateUser, UserEntity,
};
use import_core::permission::Permission;
use uuid::Uuid;

use super::session::check_name;
use super::subjects::require_to_cover;
use crate::auth::{Actor, Subject, hash_password};
use crate::http::answer::whole;
use crate::http::blocking::{permit, run};
use crate::http::extract::{Id, Json};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{NewUser, User, UserRecord};
use crate::timestamp::rfc3339;

/// Who makes the request, and what they may do.
pub(in crate::http) async fn read_me(actor: Actor) -> Answer<Me> {
    Answer(me(&actor.subject, actor.permissions()))
}

/// Someone and what they may do somewhere.
pub(super) fn me(subject: &Subject, permissions: impl Iterator<Item = Permission>) -> Me {
    Me {
        id: subject.id.to_string(),
        name: subject.name.clone(),
        permissions: permissions.map(|one| one.name().to_owned()).collect(),
    }
}

/// A page of the users.
pub(in crate::http) async fn list_users(
    State(state): State<AppState>,
    query: Query,
) -> Result<Answer<Paged<UserEntity>>, ApiError> {
    let users = state.store(|store| store.list_users()).await?;
    Ok(Answer(whole(&query, users, show)?))
}

/// One user.
pub(in crate::http) async fn read_user(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<UserEntity>, ApiError> {
    let user = state.store(move |store| store.find_user(id)).await?;
    Ok(Answer(show(user.ok_or_else(|| unknown(id))?)))
}

/// Adds a user without any role.
pub(in crate::http) async fn create_user(
    State(state): State<AppState>,
    Json(request): Json<CreateUser>,
) -> Result<(StatusCode, Answer<UserEntity>), ApiError> {
    let new = NewUser {
        id: state.environment.new_id(),
        name: check_name(&request.name)?,
        password: hash(&state, request.password).await?,
        created: state.environment.now(),
        grants: Vec::new(),
    };
    let user = UserRecord {
        user: User {
            id: new.id,
            name: new.name.clone(),
        },
        is_active: true,
        created: new.created,
    };
    state.store(move |store| store.create_user(&new)).await?;
    Ok((StatusCode::CREATED, Answer(show(user))))
}

/// Renames a user, or says whether they may sign in: that only of someone who may do no more than the actor.
pub(in crate::http) async fn update_user(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(request): Json<UpdateUser>,
) -> Result<Answer<UserEntity>, ApiError> {
    let name = request.name.as_deref().map(check_name).transpose()?;
    let user = state
        .store(move |store| {
            let Some(mut user) = store.find_user(id)? else {
                return Ok(None);
            };
            user.user.name = name.unwrap_or(user.user.name);
            let is_active = request.state.map(|state| state == AccessState::Active);
            if let Some(is_active) = is_active.filter(|asked| *asked != user.is_active) {
                require_to_cover(store, &actor, id)?;
                user.is_active = is_active;
            }
            let there = store.update_user(id, &user.user.name, user.is_active)?;
            Ok::<_, ApiError>(there.then_some(user))
        })
        .await?;
    Ok(Answer(show(user.ok_or_else(|| unknown(id))?)))
}

/// Gives a user another password and ends their sessions. Only of someone who may do no more than the actor.
pub(in crate::http) async fn change_password(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(request): Json<ChangePassword>,
) -> Result<StatusCode, ApiError> {
    let password = hash(&state, request.new_password).await?;
    let there = state
        .store(move |store| {
            require_to_cover(store, &actor, id)?;
            Ok::<_, ApiError>(store.set_password(id, &password)?)
        })
        .await?;
    if there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(unknown(id))
    }
}

/// Removes a user, who may do no more than the actor. What they imported stays.
pub(in crate::http) async fn delete_user(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    let there = state
        .store(move |store| {
            require_to_cover(store, &actor, id)?;
            Ok::<_, ApiError>(store.delete_user(id)?)
        })
        .await?;
    if there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(unknown(id))
    }
}

/// Hashes a password; only a few at once.
pub(super) async fn hash(state: &AppState, password: String) -> Result<String, ApiError> {
    let permit = permit(&state.hashing).await;
    run(move || {
        let _permit = permit;
        hash_password(&password)
    })
    .await
}

fn unknown(id: Uuid) -> ApiError {
    ApiError::not_found("user", id)
}

fn show(record: UserRecord) -> UserEntity {
    UserEntity {
        id: record.user.id,
        name: record.user.name,
        state: access_state(record.is_active),
        date_created: rfc3339(record.created),
        self_uri: Some(format!("/api/v2/users/{}", record.user.id)),
    }
}

/// Whether someone may sign in, in the API's words.
pub(super) fn access_state(is_active: bool) -> AccessState {
    if is_active {
        AccessState::Active
    } else {
        AccessState::Inactive
    }
}
