//! Asks who makes a request, and whether they may, before any handler runs: the one place where it is asked.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use super::cookie::session_token;
use super::{ApiError, AppState};
use crate::auth::{Actor, Grants, Needs, SESSION, SESSION_RENEWAL};
use crate::store::{StoreError, User};

/// Lets a request pass whose maker may do somewhere what its route needs. In which divisions, only the handler
/// can ask ([`Actor::scope`]), because it knows the records.
pub(super) async fn check(
    State((state, needs)): State<(AppState, Needs)>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let (user, grants) = authenticate(&state, request.headers()).await?;
    let actor = Actor::new(user, grants, needs)?;
    request.extensions_mut().insert(actor);
    Ok(next.run(request).await)
}

impl FromRequestParts<AppState> for Actor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let actor = parts.extensions.get::<Self>().cloned();
        // A route that needs nothing has no actor.
        actor.ok_or_else(ApiError::unauthorized)
    }
}

async fn authenticate(state: &AppState, headers: &HeaderMap) -> Result<(User, Grants), ApiError> {
    let token = session_token(headers).ok_or_else(ApiError::unauthorized)?;
    let now = state.environment.now();
    let found = state
        .store(move |store| {
            let token = token.hash();
            let Some((user, expires)) = store.find_session(&token, now)? else {
                return Ok(None);
            };
            if expires - now < SESSION_RENEWAL {
                store.extend_session(&token, now + SESSION)?;
            }
            Ok::<_, StoreError>(Some(user))
        })
        .await?;
    let user = found.ok_or_else(ApiError::unauthorized)?;
    Ok((user, Grants::of_administrators()))
}
