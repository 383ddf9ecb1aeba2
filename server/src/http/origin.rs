//! Refuses writes that another site makes a browser send.
//!
//! The cookie is `SameSite=Strict` already; this holds where a browser does not, and where another service
//! runs on the same host. Clients that are no browsers send no `Origin` and pass, and so does who shows something
//! else than the cookie.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{ApiError, AppState, TOKEN_PATH};

/// Lets a request pass that reads, that comes from this site, or that no cookie speaks for.
pub(super) async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    // Only a script of this site can set the header; the cookie would come by itself.
    let is_client = request.headers().contains_key(header::AUTHORIZATION);
    let is_token = request.uri().path() == TOKEN_PATH;
    if reads
        || is_client
        || is_token
        || is_own(request.headers(), state.options.public_url.as_deref())
    {
        next.run(request).await
    } else {
        ApiError::new(
            StatusCode::FORBIDDEN,
            "foreign_origin",
            "the request comes from another site",
        )
        .into_response()
    }
}

fn is_own(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name| {
        let value = headers.get(name);
        value.and_then(|value| value.to_str().ok())
    };
    let Some(origin) = text(header::ORIGIN) else {
        let site = headers.get("sec-fetch-site");
        let site = site.and_then(|site| site.to_str().ok());
        return site.is_none_or(|site| matches!(site, "same-origin" | "none"));
    };
    if public_url.is_some_and(|url| url.trim_end_matches('/') == origin) {
        return true;
    }
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && host == text(header::HOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&'static str, &str)], expected: bool) {
        let map: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        assert_eq!(
            is_own(&map, Some("https://muster.example/")),
            expected,
            "{headers:?}"
        );
    }

    #[test]
    fn only_this_sites_pages_may_write() {
        check(&[("host", "a:1"), ("origin", "http://a:1")], true);
        check(
            &[("host", "a:1"), ("origin", "https://muster.example")],
            true,
        );
        check(&[("host", "a:1"), ("origin", "http://a:2")], false);
        check(&[("host", "a:1"), ("origin", "null")], false);
        check(&[("host", "a:1")], true);
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "cross-site")], false);
        check(&[("sec-fetch-site", "same-site")], false);
    }
}
