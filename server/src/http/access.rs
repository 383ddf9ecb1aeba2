//! Asks who makes a request, and whether they may, before any handler runs: the one place where it is asked.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use import_core::record::Timestamp;

use super::credential::Credential;
use super::{ApiError, AppState};
use crate::auth::{Actor, Grants, Needs, SESSION, SESSION_RENEWAL, Subject, TICKET, Token};
use crate::store::{Result, Store};

/// Lets a request pass whose maker may do somewhere what its route needs. In which divisions, only the handler
/// can ask ([`Actor::scope`]), because it knows the records.
pub(super) async fn check(
    State((state, needs)): State<(AppState, Needs)>,
    mut request: Request,
    next: Next,
) -> std::result::Result<Response, ApiError> {
    let (subject, grants) = authenticate(&state, request.headers(), request.uri().path()).await?;
    let now = state.environment.now();
    let taken = state.rate.take(subject.id, now);
    taken.map_err(|seconds| ApiError::too_many("rate_limited", "requests", seconds))?;
    let actor = Actor::new(subject, grants, needs)?;
    request.extensions_mut().insert(actor);
    Ok(next.run(request).await)
}

impl FromRequestParts<AppState> for Actor {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &AppState,
    ) -> std::result::Result<Self, ApiError> {
        let actor = parts.extensions.get::<Self>().cloned();
        // A route that needs nothing has no actor.
        actor.ok_or_else(ApiError::unauthorized)
    }
}

async fn authenticate(
    state: &AppState,
    headers: &HeaderMap,
    path: &str,
) -> std::result::Result<(Subject, Grants), ApiError> {
    let credential = Credential::of(headers).ok_or_else(ApiError::unauthorized)?;
    let refusal = match credential {
        Credential::Session(_) => ApiError::unauthorized(),
        Credential::Bearer(_) | Credential::Ticket(_) => ApiError::token_invalid(),
    };
    let path = path.to_owned();
    let now = state.environment.now();
    let found = state
        .store(move |store| {
            let subject = match credential {
                Credential::Session(token) => user(store, &token, now)?,
                Credential::Bearer(token) => store.find_token(&token.hash(), now)?.map(Into::into),
                Credential::Ticket(token) => holder(store, &token, &path, now)?,
            };
            subject
                .map(|subject| {
                    let grants = Grants::of(&store.list_grants(subject.id)?);
                    Result::Ok((subject, grants))
                })
                .transpose()
        })
        .await?;
    found.ok_or(refusal)
}

/// The user of a session, which lives as long as it is used.
fn user(store: &dyn Store, token: &Token, now: Timestamp) -> Result<Option<Subject>> {
    let token = token.hash();
    let Some((user, expires)) = store.find_session(&token, now)? else {
        return Ok(None);
    };
    if expires - now < SESSION_RENEWAL {
        store.extend_session(&token, now + SESSION)?;
    }
    Ok(Some(user.into()))
}

/// Whom the holder of a ticket acts for: the author of the upload, as long as they may act themselves, and at no
/// other address than those of the upload.
fn holder(
    store: &dyn Store,
    ticket: &Token,
    path: &str,
    now: Timestamp,
) -> Result<Option<Subject>> {
    let Some((upload, author)) = store.find_ticket(&ticket.hash(), now - TICKET)? else {
        return Ok(None);
    };
    let upload = upload.to_string();
    if !path.split('/').any(|step| step == upload) {
        return Ok(None);
    }
    if let Some(found) = store.find_user(author)? {
        return Ok(found.is_active.then(|| found.user.into()));
    }
    let client = store.find_client(author)?;
    Ok(client.filter(|client| client.is_active).map(Into::into))
}
