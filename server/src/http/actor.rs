//! Who makes a request: the user of its session.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::cookie::session_token;
use super::{ApiError, AppState};
use crate::auth::{Actor, SESSION, SESSION_RENEWAL};
use crate::store::StoreError;

impl FromRequestParts<AppState> for Actor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let Some(token) = session_token(&parts.headers) else {
            return Err(ApiError::unauthorized());
        };
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
        match found {
            Some(user) => Ok(Self { user }),
            None => Err(ApiError::unauthorized()),
        }
    }
}
