//! Around every request: its name, its line in the log, the body of its error, and the headers that tell
//! browsers to be careful.

use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;
use uuid::Uuid;

use super::{ApiError, TOKEN_PATH};

/// Scripts and styles from here alone, no inline ones; the one exception is compiling WebAssembly.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Names the request, runs it, logs it and finishes its answer.
///
/// The log has the route, never the address: addresses hold what people search for.
pub(super) async fn finish(request: Request, next: Next) -> Response {
    let context = Uuid::new_v4().to_string();
    let path = request.uri().path();
    let is_api = path.starts_with("/api/") || path == TOKEN_PATH;
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("(none)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %context);
    let began = Instant::now();

    let response = next.run(request).instrument(span.clone()).await;

    let mut response = answer_error(response, is_api, &context);
    let _entered = span.enter();
    let status = response.status().as_u16();
    let millis = began.elapsed().as_millis();
    if is_api {
        tracing::info!(%method, route, status, millis, "answered `{route}`");
    }
    let headers = response.headers_mut();
    for &(name, value) in HEADERS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if is_api {
        let fresh = HeaderValue::from_static("no-store");
        headers.entry(header::CACHE_CONTROL).or_insert(fresh);
        if let Ok(context) = HeaderValue::from_str(&context) {
            headers.insert("x-request-id", context);
        }
    }
    response
}

/// Gives a refused request its body, also where no handler ran (an unknown route, a wrong method).
fn answer_error(mut response: Response, is_api: bool, context: &str) -> Response {
    let status = response.status();
    let error = response.extensions_mut().remove::<ApiError>();
    let error = match error {
        Some(error) => error,
        None if is_api && status == StatusCode::METHOD_NOT_ALLOWED => ApiError::new(
            status,
            "method_not_allowed",
            "the resource does not take this method",
        ),
        None => return response,
    };
    let (mut parts, _) = response.into_parts();
    let body = axum::Json(error.body(context)).into_response();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(
        body.headers()
            .iter()
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    Response::from_parts(parts, Body::new(body.into_body()))
}
