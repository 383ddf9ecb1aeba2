//! What a request shows to say who makes it: a bearer token, a ticket, or the cookie of a session.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::cookie::session_token;
use crate::auth::Token;

/// What a request shows.
pub(super) enum Credential {
    /// A user's session, from the cookie.
    Session(Token),
    /// An API client's token, from the header.
    Bearer(Token),
    /// The ticket of one upload, from the header.
    Ticket(Token),
}

/// The scheme of a ticket.
pub(super) const TICKET_SCHEME: &str = "Upload";

impl Credential {
    /// What the request shows. The header decides where there is one: a request with it does not come from a page
    /// that another site opened, because only scripts of this site can set it.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        if headers.contains_key(header::AUTHORIZATION) {
            if let Some(ticket) = authorization(headers, TICKET_SCHEME) {
                return Some(Self::Ticket(Token::received(ticket)));
            }
            let token = authorization(headers, "bearer")?;
            return Some(Self::Bearer(Token::received(token)));
        }
        session_token(headers).map(Self::Session)
    }
}

/// The name and the password of the scheme `Basic`, each decoded as RFC 6749, section 2.3.1, wants it.
pub(super) fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let bytes = STANDARD.decode(authorization(headers, "basic")?).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (name, password) = text.split_once(':')?;
    Some((decode(name), decode(password)))
}

fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (found, rest) = value.split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

fn decode(text: &str) -> String {
    let mut pairs = form_urlencoded::parse(text.as_bytes());
    pairs
        .next()
        .map_or_else(String::new, |(text, _)| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(authorization: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, authorization.parse().unwrap());
        headers.insert(header::COOKIE, "muster_session=abc".parse().unwrap());
        headers
    }

    #[test]
    fn a_header_is_never_mended_by_a_cookie() {
        let bearer = Credential::of(&headers("bearer  t0ken"));
        assert!(matches!(bearer, Some(Credential::Bearer(token)) if token.text() == "t0ken"));
        let ticket = Credential::of(&headers("upload t1cket"));
        assert!(matches!(ticket, Some(Credential::Ticket(token)) if token.text() == "t1cket"));
        assert!(Credential::of(&headers("Basic eDp5")).is_none());
        assert!(Credential::of(&headers("Bearer")).is_none());
    }

    #[test]
    fn basic_is_decoded_twice() {
        let check = |header: &str, name: &str, password: &str| {
            let found = basic(&headers(header)).unwrap();
            assert_eq!(found, (name.to_owned(), password.to_owned()));
        };
        check("Basic eDp5", "x", "y");
        check("basic eCUyQjp5OnorMQ==", "x+", "y:z 1");
        assert_eq!(basic(&headers("Basic !")), None);
        assert_eq!(basic(&headers("Basic eA==")), None);
    }
}
