//! Signing in and out.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::AppendHeaders;
use import_core::api::{Me, SignInRequest};

use super::users::me;
use crate::auth::{Grants, SESSION, Token, check_password, verify_nobody};
use crate::http::blocking::{permit, run};
use crate::http::cookie::{clear_session, session_token, set_session};
use crate::http::extract::Json;
use crate::http::{ApiError, AppState};
use crate::store::{StoreError, User};

/// Most characters of a user's name.
const NAME_LIMIT: usize = 100;

/// The header that gives a cookie, or takes it.
type Cookie = AppendHeaders<[(HeaderName, HeaderValue); 1]>;

/// A session's cookie and whose it is.
pub(in crate::http) type SignedIn = (Cookie, Answer<Me>);

/// Signs in: hands out a session's cookie.
pub(in crate::http) async fn create_session(
    State(state): State<AppState>,
    Json(request): Json<SignInRequest>,
) -> Result<SignedIn, ApiError> {
    let wrong = || {
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "sign_in_wrong",
            "the name or the password is wrong",
        )
    };
    if request.name.chars().count() > NAME_LIMIT {
        return Err(wrong());
    }
    let now = state.environment.now();
    state
        .throttle
        .attempt(&request.name, now)
        .map_err(|seconds| ApiError::too_many("sign_in_throttled", "attempts", seconds))?;
    let name = request.name.clone();
    let found = state.store(move |store| store.find_password(&name)).await?;

    let permit = permit(&state.hashing).await;
    let user = run(move || {
        let _permit = permit;
        let Some((user, hash)) = found else {
            verify_nobody(&request.password);
            return Ok::<_, ApiError>(None);
        };
        Ok(check_password(&request.password, &hash).then_some(user))
    })
    .await?;

    let user = user.ok_or_else(wrong)?;
    state.throttle.succeeded(&request.name);
    open_session(&state, user).await
}

/// Opens a session of a user who has shown to be one.
pub(super) async fn open_session(state: &AppState, user: User) -> Result<SignedIn, ApiError> {
    let token = Token::new(state.environment.secret());
    let now = state.environment.now();
    let (hash, id) = (token.hash(), user.id);
    let grants = state
        .store(move |store| {
            store.open_session(&hash, id, now, now + SESSION)?;
            Ok::<_, StoreError>(Grants::of(&store.list_grants(id)?))
        })
        .await?;
    let cookie = set_session(&token, state.options.secure_cookies);
    let answer = Answer(me(&user.into(), grants.permissions()));
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), answer))
}

/// Signs out. Also without a session: afterwards there is none.
pub(in crate::http) async fn delete_session(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<(StatusCode, Cookie), ApiError> {
    if let Some(token) = session_token(&headers) {
        state
            .store(move |store| store.close_session(&token.hash()))
            .await?;
    }
    let cookie = clear_session(state.options.secure_cookies);
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([(SET_COOKIE, cookie)]),
    ))
}

/// A user's name, trimmed.
pub(super) fn check_name(name: &str) -> Result<String, ApiError> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > NAME_LIMIT || name.chars().any(char::is_control) {
        let message = format!("a name has 1 to {NAME_LIMIT} characters, this one has {length}");
        return Err(ApiError::field("name", message));
    }
    Ok(name.to_owned())
}
