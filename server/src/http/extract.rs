//! Parts of a request: ids, JSON bodies, raw bodies. Each says what it found and what it expected.

use std::collections::HashMap;
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::{HeaderMap, header, request::Parts};
use import_core::api::RoleDivision;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::timeout;
use tokio_stream::StreamExt as _;
use uuid::Uuid;

use super::{ApiError, body};

/// Most bytes of a JSON body.
const JSON_LIMIT: usize = 1 << 20;

/// How long the next piece of a body may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The one id of a route.
pub(super) struct Id(pub(super) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let segments = segments(parts, state).await?;
        let mut ids = segments.iter().filter(|(name, _)| name.ends_with("id"));
        match ids.next() {
            Some((_, text)) => parse_id(text).map(Self),
            None => Err(ApiError::bad_request("id_missing", "the path has no id")),
        }
    }
}

/// The one id of a route that is a text: that of a division.
pub(super) struct Text(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Text {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let segments = segments(parts, state).await?;
        Ok(Self(segments.get("id").cloned().unwrap_or_default()))
    }
}

/// The subject of a route, and the role in a division that comes after it.
pub(super) struct SubjectRole(pub(super) Uuid, pub(super) RoleDivision);

impl<S: Send + Sync> FromRequestParts<S> for SubjectRole {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let segments = segments(parts, state).await?;
        let text = |name| segments.get(name).map_or("", String::as_str);
        let role = RoleDivision {
            role_id: parse_id(text("role"))?,
            division_id: text("division").to_owned(),
        };
        Ok(Self(parse_id(text("id"))?, role))
    }
}

/// The id of a route and the number after it.
pub(super) struct IdAndNumber(pub(super) Uuid, pub(super) u64);

impl<S: Send + Sync> FromRequestParts<S> for IdAndNumber {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Id(id) = Id::from_request_parts(parts, state).await?;
        let segments = segments(parts, state).await?;
        let number = segments.get("number").map_or("", String::as_str);
        let parsed = number.parse().ok().filter(|&number: &u64| number < 1 << 32);
        let number = parsed.ok_or_else(|| {
            let message = format!("`{number}` is not a number from 0 to 4294967295");
            ApiError::bad_request("number_invalid", message)
        })?;
        Ok(Self(id, number))
    }
}

async fn segments<S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
) -> Result<HashMap<String, String>, ApiError> {
    let found = Path::<HashMap<String, String>>::from_request_parts(parts, state).await;
    let Path(segments) =
        found.map_err(|error| ApiError::bad_request("path_invalid", error.body_text()))?;
    Ok(segments)
}

fn parse_id(text: &str) -> Result<Uuid, ApiError> {
    text.parse()
        .map_err(|_| ApiError::bad_request("id_invalid", format!("`{text}` is not an id")))
}

/// A JSON body.
pub(super) struct Json<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let (parts, bytes) = request.into_parts();
        let found = content_type(&parts.headers);
        let is_json = found == "application/json" || found.ends_with("+json");
        if !is_json {
            return Err(ApiError::unsupported_media_type("application/json", &found));
        }
        check_encoding(&parts.headers)?;
        let bytes = read(&parts.headers, bytes, JSON_LIMIT).await?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|error| {
            ApiError::bad_request("json_invalid", format!("the body is no JSON: {error}"))
        })?;
        Ok(Self(body::read(&value, "the body")?))
    }
}

/// The kind of a body in lower case, without its parameters.
pub(super) fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE);
    let text = value.and_then(|value| value.to_str().ok());
    let text = text.unwrap_or_default();
    let kind = text.split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

/// Errs where a body is compressed: none is unpacked here.
fn check_encoding(headers: &HeaderMap) -> Result<(), ApiError> {
    let value = headers.get(header::CONTENT_ENCODING);
    let found = value.map_or("", |value| value.to_str().unwrap_or("?"));
    if found.is_empty() || found.eq_ignore_ascii_case("identity") {
        return Ok(());
    }
    Err(ApiError::unsupported_encoding(found))
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, ApiError> {
    check_length(headers, limit as u64)?;
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(piece) = next_piece(&mut stream).await? {
        if piece.len() > limit - bytes.len() {
            return Err(ApiError::too_large(limit as u64));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.into())
}

/// The next piece of a body, as long as it comes within reason.
pub(super) async fn next_piece(stream: &mut BodyDataStream) -> Result<Option<Bytes>, ApiError> {
    match timeout(PATIENCE, stream.next()).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(piece))) => Ok(Some(piece)),
        Ok(Some(Err(_))) => Err(ApiError::bad_request("body_broken", "the body broke off")),
        Err(_) => Err(ApiError::body_late(PATIENCE.as_secs())),
    }
}

/// What is announced to be too large is not read at all.
pub(super) fn check_length(headers: &HeaderMap, limit: u64) -> Result<(), ApiError> {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit) {
        return Err(ApiError::too_large(limit));
    }
    Ok(())
}
