//! Whether the server works, for those who watch it.

use axum::extract::State;
use axum::http::StatusCode;

use crate::http::{ApiError, AppState};

/// Answers once the database does.
pub(in crate::http) async fn read_health(
    State(state): State<AppState>,
) -> Result<StatusCode, ApiError> {
    state.store(|store| store.has_users()).await?;
    Ok(StatusCode::NO_CONTENT)
}
