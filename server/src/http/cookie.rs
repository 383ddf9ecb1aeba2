//! The cookie of a session.

use axum::http::{HeaderMap, HeaderValue, header};
use import_core::record::SECOND;

use crate::auth::{COOKIE, SESSION, Token};

/// The token that the request's cookie holds.
pub(super) fn session_token(headers: &HeaderMap) -> Option<Token> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    let pairs = cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| Token::received(value))
}

/// Hands a token to the browser: not for scripts, not for other sites, https only where it is.
pub(super) fn set_session(token: &Token, secure: bool) -> HeaderValue {
    value(token.text(), SESSION / SECOND, secure)
}

/// Takes the token away.
pub(super) fn clear_session(secure: bool) -> HeaderValue {
    value("", 0, secure)
}

fn value(token: &str, seconds: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text =
        format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&text).expect("a token is hexadecimal")
}
