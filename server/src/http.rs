//! The API: from requests to the store and back.
//!
//! A handler extracts, makes one call and converts the answer; whether it may be called at all was asked before.
//! No rule of an import and no SQL is here. Names are those of the public API; what goes beyond it hangs below
//! the same resources.

mod access;
mod answer;
mod blocking;
mod body;
mod cookie;
mod credential;
mod download;
mod error;
mod extract;
mod middleware;
mod openapi;
mod origin;
mod query;
mod resources;
mod routes;
mod state;

pub use error::ApiError;
pub use resources::routes;
pub use routes::Route;
pub use state::{AppState, HttpOptions};

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler as _;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};

/// Where API clients get their tokens.
const TOKEN_PATH: &str = "/oauth/token";

/// Everything the server answers: the API and, elsewhere, the page.
pub fn router(state: AppState) -> Router {
    // The outermost layer comes last.
    routes::router(&state, resources::routes())
        .fallback(elsewhere)
        .layer(from_fn_with_state(state.clone(), origin::check))
        .layer(from_fn(middleware::finish))
        .with_state(state)
}

/// Where others say how they are: to whoever watches this server, a page would mean that it is well.
const FOREIGN: [&str; 3] = ["/health", "/healthz", "/metrics"];

/// Answers what no route answers: below `/api/` there is nothing else, everywhere else there is the page.
async fn elsewhere(request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") || FOREIGN.contains(&path) {
        resources::unknown(request.uri()).into_response()
    } else {
        crate::page::serve.call(request, ()).await
    }
}
