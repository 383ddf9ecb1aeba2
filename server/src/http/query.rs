//! The query of a request, and addresses with another one.

use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::ApiError;
use crate::store::Page;

/// The query of a request. A parameter without a value counts as one that is not there.
#[derive(Clone, Debug)]
pub(super) struct Query {
    path: String,
    pairs: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Ok(Self::of(&parts.uri))
    }
}

impl Query {
    fn of(uri: &Uri) -> Self {
        let query = uri.query().unwrap_or_default();
        Self {
            path: uri.path().to_owned(),
            pairs: form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        }
    }

    /// The text of a parameter.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// All values of a parameter, be it repeated or with commas between them.
    pub(super) fn list(&self, name: &str) -> Vec<&str> {
        let pairs = self.pairs.iter().filter(|(key, _)| key == name);
        pairs
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// A parameter that is read by its type.
    pub(super) fn parse<T: FromStr>(
        &self,
        name: &str,
        expected: &str,
    ) -> Result<Option<T>, ApiError> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let parsed = text.parse();
        let error = |_| ApiError::field(name, format!("`{text}` is not {expected}"));
        parsed.map(Some).map_err(error)
    }

    /// One of the words that a type knows.
    pub(super) fn word<T: DeserializeOwned>(
        &self,
        name: &str,
        expected: &str,
    ) -> Result<Option<T>, ApiError> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let word = serde_json::from_value(Value::String(text.to_owned()));
        let error = |_| ApiError::field(name, format!("`{text}` is not {expected}"));
        word.map(Some).map_err(error)
    }

    /// An id.
    pub(super) fn id(&self, name: &str) -> Result<Option<Uuid>, ApiError> {
        self.parse(name, "an id")
    }

    /// A number from 1 to `most`; more than that counts as `most`.
    pub(super) fn number(&self, name: &str, default: u64, most: u64) -> Result<u64, ApiError> {
        let number = self
            .parse(name, "a whole number from 1")?
            .unwrap_or(default);
        if number == 0 {
            return Err(ApiError::field(name, "`0` is not a whole number from 1"));
        }
        Ok(number.min(most))
    }

    /// Where a list goes on, and how much of it is wanted.
    pub(super) fn page(
        &self,
        size: &str,
        after: &str,
        default: u64,
        most: u64,
    ) -> Result<Page, ApiError> {
        let size = self.number(size, default, most)?;
        Ok(Page {
            after: self.text(after).map(str::to_owned),
            size: usize::try_from(size).unwrap_or(usize::MAX),
        })
    }

    /// The address of this request.
    pub(super) fn self_uri(&self) -> String {
        self.uri(self.pairs.iter())
    }

    /// The address of this request with another value of one parameter.
    pub(super) fn uri_with(&self, name: &str, value: &str) -> String {
        let changed = (name.to_owned(), value.to_owned());
        let others = self.pairs.iter().filter(|(key, _)| key != name);
        self.uri(others.chain([&changed]))
    }

    fn uri<'a>(&self, pairs: impl Iterator<Item = &'a (String, String)>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs);
        let query = query.finish();
        if query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{query}", self.path)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(uri: &str) -> Query {
        Query::of(&uri.parse().unwrap())
    }

    #[test]
    fn the_next_page_keeps_every_other_parameter() {
        let query = query("/a?name=x%26y&after=3&pageSize=2");
        assert_eq!(
            query.uri_with("after", "5"),
            "/a?name=x%26y&pageSize=2&after=5"
        );
        assert_eq!(query.self_uri(), "/a?name=x%26y&after=3&pageSize=2");
    }

    #[test]
    fn numbers_are_bounded_and_checked() {
        let number = |uri: &str| query(uri).number("n", 25, 100);
        assert_eq!(number("/a").unwrap(), 25);
        assert_eq!(number("/a?n=").unwrap(), 25);
        assert_eq!(number("/a?n=7").unwrap(), 7);
        assert_eq!(number("/a?n=700").unwrap(), 100);
        assert!(number("/a?n=0").is_err());
        assert!(number("/a?n=-1").is_err());
        assert!(number("/a?n=x").is_err());
    }

    #[test]
    fn lists_come_repeated_or_with_commas() {
        assert_eq!(query("/a?d=1,2&d=3&e=4").list("d"), ["1", "2", "3"]);
    }
}
