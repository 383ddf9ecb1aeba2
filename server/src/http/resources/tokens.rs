//! The credential that a request shows.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use import_core::api::{TokenClient, TokenInfo};

use crate::auth::{Actor, SubjectKind};
use crate::http::credential::Credential;
use crate::http::{ApiError, AppState};

/// What the token of the request stands for.
pub(in crate::http) async fn read_token(actor: Actor) -> Answer<TokenInfo> {
    let subject = actor.subject;
    let client = (subject.kind == SubjectKind::Client).then(|| TokenClient {
        id: subject.id.to_string(),
        name: subject.name,
    });
    Answer(TokenInfo { client })
}

/// Ends the token of the request, or the session.
pub(in crate::http) async fn delete_token(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    if let Some(credential) = Credential::of(&headers) {
        state
            .store(move |store| match credential {
                Credential::Session(token) => store.close_session(&token.hash()),
                // A ticket does not come here: it opens no other address than its upload's.
                Credential::Bearer(token) | Credential::Ticket(token) => {
                    store.close_token(&token.hash())
                }
            })
            .await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
