//! The first administrator.

use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::SetupRequest;

use super::session::{SignedIn, check_name, open_session};
use super::users::hash;
use crate::auth::Token;
use crate::http::extract::Json;
use crate::http::{ApiError, AppState};
use crate::store::{Grant, NewUser, User};

/// Creates the first user with the token of the link that the server printed, and signs in.
pub(in crate::http) async fn create_first_user(
    State(state): State<AppState>,
    Json(request): Json<SetupRequest>,
) -> Result<SignedIn, ApiError> {
    let name = check_name(&request.name)?;
    let hashed = hash(&state, request.password).await?;
    let new = NewUser {
        id: state.environment.new_id(),
        name,
        password: hashed,
        created: state.environment.now(),
        grants: vec![Grant::of_administrator()],
    };
    let user = User {
        id: new.id,
        name: new.name.clone(),
    };
    let token = Token::received(&request.token).hash();
    let created = state
        .store(move |store| store.create_first_user(&token, &new))
        .await?;
    if !created {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "setup_token_invalid",
            "the link is not the one that the server printed last, or it was used",
        ));
    }
    open_session(&state, user).await
}
