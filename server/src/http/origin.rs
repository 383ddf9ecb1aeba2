//! The address that a request was sent to, and writes that another site makes a browser send, which are refused.
//!
//! The cookie is `SameSite=Strict` already; this holds where a browser does not, and where another service
//! runs on the same host. Clients that are no browsers send no `Origin` and pass, and so does who shows something
//! else than the cookie.

use std::convert::Infallible;
use std::fmt;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
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

/// The address of this server as the client of a request knows it, without a path: the public one where there is
/// one, else the host that was asked. Empty where nothing says it, so that addresses are relative then.
pub(super) struct Origin(String);

impl FromRequestParts<AppState> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let public_url = state.options.public_url.as_deref();
        Ok(Self(origin(parts, public_url)))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn origin(parts: &Parts, public_url: Option<&str>) -> String {
    if let Some(url) = public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let text = |name: &str| {
        let value = parts.headers.get(name);
        value.and_then(|value| value.to_str().ok())
    };
    // A proxy says by which protocol it was asked. Who makes this up only misleads itself.
    // Where several stand in a row, the first was asked by the client.
    let schemes = text("x-forwarded-proto").unwrap_or_default();
    let scheme = schemes.split(',').next().unwrap_or_default();
    let is_https = scheme.trim().eq_ignore_ascii_case("https");
    let scheme = if is_https { "https" } else { "http" };
    let host = text(header::HOST.as_str());
    host.map_or_else(String::new, |host| format!("{scheme}://{host}"))
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
    fn the_address_is_the_one_that_the_client_knows() {
        let check = |headers: &[(&str, &str)], public_url, expected: &str| {
            let request = headers.iter().fold(Request::builder(), |request, header| {
                request.header(header.0, header.1)
            });
            let (parts, ()) = request.body(()).unwrap().into_parts();
            assert_eq!(origin(&parts, public_url), expected, "{headers:?}");
        };
        check(&[], None, "");
        check(&[("host", "a:1")], None, "http://a:1");
        let proxied = [("host", "a"), ("x-forwarded-proto", "https")];
        check(&proxied, None, "https://a");
        for (schemes, expected) in [
            ("https, http", "https://a"),
            ("HTTPS", "https://a"),
            ("http, https", "http://a"),
        ] {
            let proxied = [("host", "a"), ("x-forwarded-proto", schemes)];
            check(&proxied, None, expected);
        }
        check(
            &proxied,
            Some("https://muster.example/"),
            "https://muster.example",
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
