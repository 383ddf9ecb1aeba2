//! What can go wrong between page and server, in plain words.

use import_core::api::ErrorBody;

use crate::i18n::{t, t_known, t_with};

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The server could not be reached at all.
    Offline,
    /// Nobody is signed in, or no longer.
    SignedOut(Box<ErrorBody>),
    /// One may not do this.
    Forbidden(Box<ErrorBody>),
    /// There is no such thing.
    NotFound,
    /// The request itself was wrong; the server says how.
    Refused(Box<ErrorBody>),
    /// The server failed.
    Server(Box<ErrorBody>),
    /// The answer was not what it should be: page and server are of different versions.
    Unreadable,
}

impl ApiError {
    /// The error of an answer to the worker; its status is 0 where there was none.
    pub fn of_status(status: u16, text: &str) -> Self {
        match status {
            0 => Self::Offline,
            _ => Self::of_answer(status, text),
        }
    }

    /// The error of an answer that is none of success.
    pub(super) fn of_answer(status: u16, text: &str) -> Self {
        let body: Box<ErrorBody> = serde_json::from_str(text).unwrap_or_default();
        match status {
            401 => Self::SignedOut(body),
            403 => Self::Forbidden(body),
            404 | 410 => Self::NotFound,
            400..500 => Self::Refused(body),
            _ => Self::Server(body),
        }
    }

    /// What happened and what to do about it.
    pub fn message(&self) -> String {
        match self {
            Self::Offline => t("error.offline"),
            Self::SignedOut(_) => t("error.signed_out"),
            Self::Forbidden(body) => said(body, "error.forbidden"),
            Self::NotFound => t("error.not_found"),
            Self::Refused(body) => said(body, "error.refused"),
            Self::Server(body) if body.context_id.is_empty() => t("error.server"),
            Self::Server(body) => t_with("error.server_named", &[("id", &body.context_id)]),
            Self::Unreadable => t("error.unreadable"),
        }
    }

    /// The stable code of the server's refusal, where it is one.
    pub fn code(&self) -> &str {
        match self {
            Self::SignedOut(body)
            | Self::Forbidden(body)
            | Self::Refused(body)
            | Self::Server(body) => &body.code,
            Self::Offline | Self::NotFound | Self::Unreadable => "",
        }
    }

    /// Whether the same request may well succeed a little later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Offline | Self::Server(_))
    }
}

/// The text of the server's code where the message files know it, else the server's own words.
fn said(body: &ErrorBody, fallback: &str) -> String {
    let values: Vec<_> = body
        .message_params
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    t_known(&format!("error.code.{}", body.code), &values).unwrap_or_else(|| {
        if body.message.is_empty() {
            t(fallback)
        } else {
            t_with("error.said", &[("message", &body.message)])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_a_body_is_an_error_all_the_same() {
        assert_eq!(ApiError::of_answer(404, ""), ApiError::NotFound);
        assert_eq!(
            ApiError::of_answer(502, "<html>"),
            ApiError::Server(Box::default())
        );
        assert!(ApiError::of_answer(503, "").is_passing());
        assert!(!ApiError::of_answer(400, "").is_passing());
    }

    #[test]
    fn a_refusal_keeps_the_servers_words() {
        crate::i18n::activate_english();
        let error = ApiError::of_answer(
            409,
            r#"{"code":"strange","message":"the name `X` is taken"}"#,
        );
        assert_eq!(error.code(), "strange");
        assert!(error.message().contains("the name `X` is taken"));
    }
}
