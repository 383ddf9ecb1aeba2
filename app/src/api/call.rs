//! A request that can be sent.

use import_core::api::{Listing, Paged};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ApiError;
use super::transport::{fetch, fetch_pages};

/// A request to the server, and how its answer is read.
pub struct Call<T> {
    method: &'static str,
    url: String,
    body: Option<String>,
    answer: Answer<T>,
}

/// How an answer is read.
enum Answer<T> {
    /// From the text of one answer.
    Whole(fn(&str) -> Result<T, ApiError>),
    /// From the texts of all pages of a list.
    Pages(fn(&[String]) -> Result<T, ApiError>),
}

impl Call<()> {
    /// A request that is answered by nothing but success.
    pub fn tell(method: &'static str, url: String) -> Self {
        Self {
            method,
            url,
            body: None,
            answer: Answer::Whole(|_| Ok(())),
        }
    }
}

impl<T: DeserializeOwned> Call<T> {
    /// A request that is answered by JSON.
    pub fn ask(method: &'static str, url: String) -> Self {
        Self {
            method,
            url,
            body: None,
            answer: Answer::Whole(read),
        }
    }

    /// A look at something.
    pub fn get(url: String) -> Self {
        Self::ask("GET", url)
    }
}

impl<T: DeserializeOwned> Call<Vec<T>> {
    /// A look at every entry of a list that goes on from a cursor.
    pub fn everything(url: String) -> Self {
        Self::pages(url, read_entries)
    }
}

impl<T: DeserializeOwned> Call<Paged<T>> {
    /// The same as one long page.
    pub fn one_page(url: String) -> Self {
        let read_pages: fn(&[String]) -> Result<Paged<T>, ApiError> = |pages| {
            let entities = read_entries(pages)?;
            let total = entities.len() as u64;
            Ok(Paged {
                entities,
                page_size: total,
                page_number: 1,
                total,
                partial_results: false,
                page_count: 1,
                self_uri: None,
                first_uri: None,
                last_uri: None,
                next_uri: None,
                previous_uri: None,
            })
        };
        Self::pages(url, read_pages)
    }
}

impl<T> Call<T> {
    fn pages(url: String, read: fn(&[String]) -> Result<T, ApiError>) -> Self {
        Self {
            method: "GET",
            url,
            body: None,
            answer: Answer::Pages(read),
        }
    }

    /// Gives the request a body.
    #[must_use]
    pub fn with(mut self, body: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_string(body).expect("these types always have a JSON form"));
        self
    }

    /// Sends it.
    pub async fn send(self) -> Result<T, ApiError> {
        match self.answer {
            Answer::Whole(read) => read(&fetch(self.method, self.url, self.body).await?),
            Answer::Pages(read) => read(&fetch_pages(self.url).await?),
        }
    }

    /// Sends it, and hands over the answer. Of the code for this there is one for all requests.
    pub fn send_to(self, hear: impl FnOnce(Result<T, ApiError>) + 'static)
    where
        T: 'static,
    {
        let Self {
            method,
            url,
            body,
            answer,
        } = self;
        match answer {
            Answer::Whole(read) => super::transport::send(
                method,
                url,
                body,
                Box::new(move |text| hear(text.and_then(|text| read(&text)))),
            ),
            Answer::Pages(read) => super::transport::send_pages(
                url,
                Box::new(move |texts| hear(texts.and_then(|texts| read(&texts)))),
            ),
        }
    }
}

fn read_entries<T: DeserializeOwned>(pages: &[String]) -> Result<Vec<T>, ApiError> {
    let mut entries = Vec::new();
    for page in pages {
        entries.extend(read::<Listing<T>>(page)?.entities);
    }
    Ok(entries)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::Unreadable)
}
