//! Why a request is refused, and how that is said. The only place that knows status codes of errors.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use import_core::api::{ErrorBody, ErrorDetail};
use uuid::Uuid;

use crate::auth::{Forbidden, PasswordError};
use crate::exports::ConditionFault;
use crate::jobs::{Refusal, ResolveError, StagingError, UndoRefusal};
use crate::store::StoreError;

/// A refused request. Becomes an [`ErrorBody`] once the request's name is known to it.
#[derive(Clone, Debug)]
pub struct ApiError(Box<Refused>);

/// What is said of it. In a box, since every handler returns it beside much smaller answers.
#[derive(Clone, Debug)]
struct Refused {
    status: StatusCode,
    code: &'static str,
    message: String,
    params: BTreeMap<String, String>,
    details: Vec<ErrorDetail>,
    entity: Option<Uuid>,
    retry_after: Option<u64>,
}

/// Why a file cannot be kept while it is cut.
#[derive(Debug, thiserror::Error)]
#[error("the folder of temporary files is full or cannot be written")]
struct NoRoom(#[source] io::Error);

impl ApiError {
    /// An error of this status with a stable code and a message for people.
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Refused {
            status,
            code,
            message: message.into(),
            params: BTreeMap::new(),
            details: Vec::new(),
            entity: None,
            retry_after: None,
        }))
    }

    /// The request itself is wrong.
    pub(super) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// One field of the request is wrong.
    pub(super) fn field(field: &str, message: impl std::fmt::Display) -> Self {
        let error = Self::bad_request("field_invalid", format!("`{field}`: {message}"));
        error.detail("field_invalid", field).with("field", field)
    }

    /// A parameter says to go on where no page of the list ended.
    pub(super) fn cursor(parameter: &str, found: &str) -> Self {
        Self::field(parameter, format!("`{found}` is not a cursor of this list"))
    }

    /// There is no such thing.
    pub(super) fn not_found(what: &str, id: impl std::fmt::Display) -> Self {
        let message = format!("there is no {what} `{id}`");
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
            .with("kind", what)
            .with("id", &id.to_string())
    }

    /// The request does not fit the state of things.
    pub(super) fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// What is asked for was kept for some time, and is not any more.
    pub(super) fn rows_removed() -> Self {
        Self::new(
            StatusCode::GONE,
            "rows_removed",
            "the rows of this job were removed: the time for which they are kept is over",
        )
    }

    /// Nobody is signed in.
    pub(super) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "signed_out",
            "nobody is signed in",
        )
    }

    /// The bearer token is none, or its time is over.
    pub(super) fn token_invalid() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "token_invalid",
            "the token is not valid, or not any more; ask for another one",
        )
    }

    /// More bytes than are taken.
    pub(super) fn too_large(limit: u64) -> Self {
        let message = format!("the request is over the size limit; maximum bytes: {limit}");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
            .with("limit", &limit.to_string())
    }

    /// A file that is not the announced one, or not all of it.
    pub(super) fn size_mismatch(announced: u64, found: u64) -> Self {
        let message =
            format!("the file has {found} bytes, {announced} were announced; send it again");
        Self::bad_request("size_mismatch", message)
            .with("announced", &announced.to_string())
            .with("found", &found.to_string())
    }

    /// A body that stopped to come.
    pub(super) fn body_late(seconds: u64) -> Self {
        let message = format!("nothing of the body came for {seconds} seconds; send it again");
        Self::new(StatusCode::REQUEST_TIMEOUT, "body_late", message)
            .with("seconds", &seconds.to_string())
    }

    /// A body of another kind than is taken.
    pub(super) fn unsupported_media_type(expected: &str, found: &str) -> Self {
        let message = format!("the content type is `{found}`, `{expected}` was expected");
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content_type_unsupported",
            message,
        )
    }

    /// A body that is compressed.
    pub(super) fn unsupported_encoding(found: &str) -> Self {
        let message =
            format!("the content encoding is `{found}`, none was expected; send it uncompressed");
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content_encoding_unsupported",
            message,
        )
    }

    /// Too often.
    pub(super) fn too_many(code: &'static str, what: &str, seconds: u64) -> Self {
        let message = format!("too many {what}; try again in {seconds} seconds");
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, code, message)
            .with("seconds", &seconds.to_string());
        error.0.retry_after = Some(seconds);
        error
    }

    /// Something failed that the client has no part in: logged here, once, and never told.
    pub(super) fn internal(error: &(dyn Error + 'static)) -> Self {
        tracing::error!(error, "request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the server could not do this; its log says why",
        )
    }

    /// There is no place for the file of an upload.
    pub(super) fn no_room(error: io::Error) -> Self {
        Self::unavailable("storage_full", &NoRoom(error))
    }

    /// Something that passes, or that an operator can mend.
    fn unavailable(code: &'static str, error: &(dyn Error + 'static)) -> Self {
        tracing::error!(error, "request refused");
        let message = format!("{error}; nothing was changed, try again later");
        let mut refused = Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message);
        refused.0.retry_after = Some(30);
        refused
    }

    /// Another version of the record is there than the client saw.
    pub(super) fn version_changed(found: u64) -> Self {
        let message = format!("the record was changed: its version is `{found}`; read it again");
        Self::new(StatusCode::PRECONDITION_FAILED, "version_changed", message)
            .with("version", &found.to_string())
    }

    /// Names the record that stands in the way.
    #[must_use]
    pub(super) fn about(mut self, id: Uuid) -> Self {
        self.0.entity = Some(id);
        self
    }

    /// Names a wrong field.
    #[must_use]
    pub(super) fn detail(mut self, code: &str, field: &str) -> Self {
        self.0.details.push(ErrorDetail {
            error_code: code.to_owned(),
            field_name: field.to_owned(),
        });
        self
    }

    /// Whether the same may work later.
    pub(super) fn is_retryable(&self) -> bool {
        self.0.retry_after.is_some()
    }

    /// Adds a parameter of the message.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.params.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The body of the answer to the request of this name.
    pub(super) fn body(&self, context_id: &str) -> ErrorBody {
        ErrorBody {
            message: self.0.message.clone(),
            code: self.0.code.to_owned(),
            status: self.0.status.as_u16(),
            message_with_params: None,
            message_params: self.0.params.clone(),
            context_id: context_id.to_owned(),
            entity_id: self.0.entity.map(|id| id.to_string()),
            details: self.0.details.clone(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        if self.0.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static(match self.0.code {
                "token_invalid" => "Bearer realm=\"muster\", error=\"invalid_token\"",
                _ => "Bearer realm=\"muster\"",
            });
            let headers = response.headers_mut();
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.0.retry_after {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // The body is written where the request's name is known.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NameTaken => Self::conflict(
                "name_taken",
                "the name is taken; names are compared without case",
            ),
            StoreError::InUse => {
                Self::conflict("in_use", "something else refers to it; remove that first")
            }
            StoreError::LastAdministrator => Self::conflict(
                "last_administrator",
                "nobody would be left who may do everything; make another administrator first",
            ),
            // What most lists call it.
            StoreError::Cursor(found) => Self::cursor("after", &found),
            // Both pass: a client does right to ask again.
            StoreError::Full(_) => Self::unavailable("storage_full", &error),
            StoreError::Busy => Self::unavailable("database_busy", &error),
            error => Self::internal(&error),
        }
    }
}

impl From<Forbidden> for ApiError {
    fn from(error: Forbidden) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "missing_permission",
            error.to_string(),
        )
        .with("permission", error.0.name())
    }
}

impl From<Refusal> for ApiError {
    fn from(error: Refusal) -> Self {
        Self::conflict("job_state", error.to_string()).with("state", error.state)
    }
}

impl From<UndoRefusal> for ApiError {
    fn from(error: UndoRefusal) -> Self {
        let message = error.to_string();
        match error {
            UndoRefusal::NotOver(state) => {
                Self::conflict("job_state", message).with("state", state)
            }
            UndoRefusal::RowsRemoved => Self::rows_removed(),
            UndoRefusal::NothingToUndo => Self::conflict("nothing_to_undo", message),
            UndoRefusal::Undone => Self::conflict("already_undone", message),
            UndoRefusal::IsUndo => Self::conflict("undo_of_undo", message),
        }
    }
}

impl From<ResolveError> for ApiError {
    fn from(error: ResolveError) -> Self {
        Self::bad_request("settings_invalid", error.to_string())
    }
}

impl From<ConditionFault> for ApiError {
    fn from(fault: ConditionFault) -> Self {
        Self::field(&format!("queryConditions.{}", fault.path), fault.message)
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Hash(error) => Self::internal(&error),
            error => Self::field("password", error),
        }
    }
}

impl From<StagingError> for ApiError {
    fn from(error: StagingError) -> Self {
        match error {
            StagingError::Store(error) => error.into(),
            StagingError::File(error) => Self::internal(&error),
            StagingError::NoUpload => {
                Self::new(StatusCode::NOT_FOUND, "not_found", error.to_string())
            }
            StagingError::Complete => Self::conflict("upload_complete", error.to_string()),
            StagingError::TooLarge { limit } => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                error.to_string(),
            )
            .with("limit", &limit.to_string()),
            StagingError::Batch(_) => Self::bad_request("batch_invalid", error.to_string()),
            _ => Self::conflict("upload_incomplete", error.to_string()),
        }
    }
}
