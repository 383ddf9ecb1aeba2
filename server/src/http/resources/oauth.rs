//! Tokens for API clients: the client credentials grant of RFC 6749.

use std::convert::Infallible;

use axum::Json as Answer;
use axum::body::Body;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use import_core::record::SECOND;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use uuid::Uuid;

use crate::auth::Token;
use crate::http::credential::basic;
use crate::http::extract::{content_type, read};
use crate::http::{ApiError, AppState};

/// Most bytes of a form.
const FORM_LIMIT: usize = 16 << 10;

/// Why there is no token, in the words of RFC 6749, section 5.2.
pub(in crate::http) enum Refused {
    /// The form is wrong.
    Request(String),
    /// Another grant is asked for than there is.
    GrantType(String),
    /// The client, its secret, or both are wrong.
    Client,
    /// Too many wrong secrets: how many seconds to wait.
    Throttled(u64),
    /// Something else, which has nothing to do with the grant.
    Other(ApiError),
}

/// What a client sends as a form, to be given a token.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is described; the form is read name by name")]
struct TokenRequest {
    /// `client_credentials`; nothing else is supported.
    grant_type: String,
    /// The client's id, unless it comes by the scheme `Basic`.
    client_id: Option<String>,
    /// The client's secret, unless it comes by the scheme `Basic`.
    client_secret: Option<String>,
}

/// The bytes of a [`TokenRequest`].
#[derive(Debug)]
pub(in crate::http) struct TokenForm(Body);

impl TokenForm {
    /// What it looks like.
    pub(in crate::http) fn schema(schemas: &mut SchemaGenerator) -> Schema {
        schemas.subschema_for::<TokenRequest>()
    }
}

impl<S: Sync> FromRequest<S> for TokenForm {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        Ok(Self(request.into_body()))
    }
}

/// A token for a client.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::http) struct IssuedToken {
    /// Goes into the header `Authorization`, after `Bearer`.
    access_token: String,
    /// Always `bearer`.
    token_type: &'static str,
    /// Seconds until it ends.
    expires_in: u32,
}

/// Why there is no token: RFC 6749, section 5.2.
#[derive(Debug, Serialize, JsonSchema)]
struct TokenError {
    /// Stable.
    error: &'static str,
    /// In plain words.
    error_description: String,
}

impl Refused {
    /// What it looks like.
    pub(in crate::http) fn schema(schemas: &mut SchemaGenerator) -> Schema {
        schemas.subschema_for::<TokenError>()
    }
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::Other(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let wait = match self {
            Self::Throttled(seconds) => Some(seconds),
            _ => None,
        };
        let (status, error, error_description) = match self {
            Self::Request(why) => (StatusCode::BAD_REQUEST, "invalid_request", why),
            Self::GrantType(found) => (
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                format!("the grant type is `{found}`, `client_credentials` was expected"),
            ),
            Self::Client => (
                StatusCode::UNAUTHORIZED,
                "invalid_client",
                "there is no active client with this id and secret".to_owned(),
            ),
            Self::Throttled(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                "temporarily_unavailable",
                format!("too many wrong secrets; try again in {seconds} seconds"),
            ),
            Self::Other(error) => return error.into_response(),
        };
        let body = TokenError {
            error,
            error_description,
        };
        let mut response = (status, Answer(body)).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Basic realm=\"muster\"");
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Gives a client a token for its id and secret, which come by the scheme `Basic` or in the form.
pub(in crate::http) async fn create_token(
    State(state): State<AppState>,
    headers: HeaderMap,
    TokenForm(body): TokenForm,
) -> Result<Answer<IssuedToken>, Refused> {
    let found = content_type(&headers);
    if found != "application/x-www-form-urlencoded" {
        let message = format!("the content type is `{found}`, a form was expected");
        return Err(Refused::Request(message));
    }
    let body = read(&headers, body, FORM_LIMIT).await?;
    let form = Form::parse(&body)?;
    match form.get("grant_type") {
        Some("client_credentials") => {}
        Some(other) => return Err(Refused::GrantType(other.to_owned())),
        None => return Err(Refused::Request("there is no `grant_type`".to_owned())),
    }
    let (id, secret) = client_of(&headers, &form)?;
    let id: Uuid = id.parse().map_err(|_| Refused::Client)?;
    let name = id.to_string();
    let now = state.environment.now();
    let throttle = &state.client_throttle;
    throttle.check(&name, now).map_err(Refused::Throttled)?;

    let token = Token::new(state.environment.secret());
    let hash = token.hash();
    let found = state
        .store(move |store| {
            let secret = Token::received(&secret).hash();
            let Some(client) = store.find_client_by_secret(id, &secret)? else {
                return Ok(None);
            };
            let expires = now + i64::from(client.token_seconds) * SECOND;
            store.open_token(&hash, id, now, expires)?;
            Ok::<_, ApiError>(Some(client))
        })
        .await?;
    let Some(client) = found else {
        throttle.failed(&name, now);
        return Err(Refused::Client);
    };
    Ok(Answer(IssuedToken {
        access_token: token.text().to_owned(),
        token_type: "bearer",
        expires_in: client.token_seconds,
    }))
}

/// A client says who it is in one way, not in both.
fn client_of(headers: &HeaderMap, form: &Form) -> Result<(String, String), Refused> {
    let in_form = form.get("client_secret");
    if headers.contains_key(header::AUTHORIZATION) {
        if in_form.is_some() {
            let message = "the secret is in the header and in the form".to_owned();
            return Err(Refused::Request(message));
        }
        return basic(headers).ok_or(Refused::Client);
    }
    match (form.get("client_id"), in_form) {
        (Some(id), Some(secret)) => Ok((id.to_owned(), secret.to_owned())),
        _ => Err(Refused::Client),
    }
}

/// The fields of a form, each there once.
struct Form(Vec<(String, String)>);

impl Form {
    fn parse(body: &[u8]) -> Result<Self, Refused> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        for (index, (name, _)) in fields.iter().enumerate() {
            if fields[..index].iter().any(|(other, _)| other == name) {
                return Err(Refused::Request(format!("`{name}` is there twice")));
            }
        }
        Ok(Self(fields))
    }

    /// A field; one without a value counts as one that is not there.
    fn get(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(found, _)| found == name);
        field
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}
