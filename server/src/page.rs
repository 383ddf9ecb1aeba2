//! The built page, inside of the binary.
//!
//! Files come as they were compressed when the page was built. Names under `assets/` hold a hash of their
//! content, so browsers keep them for good; everything else is asked for again by its tag.

use std::fmt::Write as _;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../app/dist"]
struct Files;

const INDEX: &str = "index.html";

/// Answers a request that is not the API's: with a file, or with the page itself, which finds its own way.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    // Only what is served compressed has these names as well.
    let is_variant = matches!(suffix(path), "br" | "gz");
    if !path.is_empty() && !is_variant {
        if let Some(response) = file(path, &headers) {
            return response;
        }
        // The last part of a route of the page has no dot; that of a file has one.
        if path
            .rsplit('/')
            .next()
            .is_some_and(|name| name.contains('.'))
        {
            return (StatusCode::NOT_FOUND, "there is no such file\n").into_response();
        }
    } else if is_variant {
        return (StatusCode::NOT_FOUND, "there is no such file\n").into_response();
    }
    file(INDEX, &headers).unwrap_or_else(not_built)
}

fn not_built() -> Response {
    let text = "Muster is running, but this binary was built without its page.\n\
                Build the page (`make`), then the server. The API is at /api/v2.\n";
    (StatusCode::OK, text).into_response()
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = Files::get(path)?;
    let tag = tag(&plain);
    let wanted = headers.get(header::IF_NONE_MATCH);
    let is_known = wanted
        .and_then(|tags| tags.to_str().ok())
        .is_some_and(|tags| {
            tags.split(',')
                .any(|one| one.trim().trim_start_matches("W/") == tag)
        });
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let (encoding, content) = compressed(path, headers).unwrap_or(("", plain));
        let mut response = Body::from(Bytes::from(content.data.into_owned())).into_response();
        if !encoding.is_empty() {
            let value = HeaderValue::from_static(encoding);
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, value);
        }
        response
    };
    let answer = response.headers_mut();
    answer.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type(path)),
    );
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    answer.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if path.starts_with("assets/") {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }),
    );
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    Some(response)
}

/// The smallest form of a file that the browser takes.
fn compressed(path: &str, headers: &HeaderMap) -> Option<(&'static str, EmbeddedFile)> {
    let accepted = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let accepts = |name: &str| {
        accepted.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            let is_refused = |quality: &str| matches!(quality, "q=0" | "q=0.0");
            parts.next() == Some(name) && !parts.any(is_refused)
        })
    };
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(name, _)| accepts(name))
        .find_map(|(name, suffix)| Some((name, Files::get(&format!("{path}.{suffix}"))?)))
}

fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let mut hex = String::with_capacity(32);
    for byte in hash.iter().take(16) {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    format!("\"{hex}\"")
}

/// What follows the last dot.
fn suffix(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

fn content_type(path: &str) -> &'static str {
    match suffix(path) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
