//! The API: from requests to the store and back.
//!
//! A handler extracts, asks the actor for the permission, makes one call and converts the answer. No rule
//! of an import and no SQL is here. Names are those of the public API; what goes beyond it hangs below the
//! same resources.

mod actor;
mod answer;
mod blocking;
mod cookie;
mod error;
mod extract;
mod middleware;
mod origin;
mod query;
mod resources;
mod state;

pub use error::ApiError;
pub use state::{AppState, HttpOptions};

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::any;

/// Everything the server answers: the API and, elsewhere, the page.
pub fn router(state: AppState) -> Router {
    // The outermost layer comes last.
    Router::new()
        .nest("/api", resources::router())
        // The one address below `/api` that a nested router does not see.
        .route("/api/", any(resources::unknown))
        .fallback(crate::page::serve)
        .layer(from_fn_with_state(state.clone(), origin::check))
        .layer(from_fn(middleware::finish))
        .with_state(state)
}
