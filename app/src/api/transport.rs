//! One request and its answer, by the browser's `fetch`.

use std::cell::Cell;

use js_sys::encode_uri_component;
use leptos::task::spawn_local;
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, Response};

use super::ApiError;

thread_local! {
    static SIGNED_OUT: Cell<Option<fn()>> = const { Cell::new(None) };
}

/// Says what happens when the server no longer knows who is asking.
pub fn on_signed_out(hook: fn()) {
    SIGNED_OUT.set(Some(hook));
}

/// Sends a request and hands over the text of the answer.
pub(super) fn send(
    method: &'static str,
    url: String,
    body: Option<String>,
    hear: Box<dyn FnOnce(Result<String, ApiError>)>,
) {
    spawn_local(async move { hear(fetch(method, url, body).await) });
}

/// Looks at every page of a list and hands over their texts.
pub(super) fn send_pages(url: String, hear: Box<dyn FnOnce(Result<Vec<String>, ApiError>)>) {
    spawn_local(async move { hear(fetch_pages(url).await) });
}

/// The texts of all pages of a list that goes on from a cursor.
pub(super) async fn fetch_pages(first: String) -> Result<Vec<String>, ApiError> {
    /// What every page says of the next one.
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Page {
        #[serde(default)]
        next_uri: Option<String>,
    }

    let mut pages = Vec::new();
    let mut next = Some(first);
    while let Some(url) = next {
        let text = fetch("GET", url, None).await?;
        let page: Page = serde_json::from_str(&text).map_err(|_| ApiError::Unreadable)?;
        pages.push(text);
        next = page.next_uri;
    }
    Ok(pages)
}

/// The text of an answer of success.
pub(super) async fn fetch(
    method: &'static str,
    url: String,
    body: Option<String>,
) -> Result<String, ApiError> {
    let exchanged = exchange(method, &url, body).await;
    let (status, text) = exchanged.map_err(|_| ApiError::Offline)?;
    if (200..300).contains(&status) {
        return Ok(text);
    }
    let error = ApiError::of_answer(status, &text);
    // A refused sign-in is answered with 401 too, and the form says so itself.
    let is_of_form = url == "/api/session" || url == "/api/setup";
    if matches!(error, ApiError::SignedOut(_))
        && !is_of_form
        && let Some(hook) = SIGNED_OUT.get()
    {
        hook();
    }
    Err(error)
}

async fn exchange(method: &str, url: &str, body: Option<String>) -> Result<(u16, String), JsValue> {
    let options = RequestInit::new();
    options.set_method(method);
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    if let Some(body) = body {
        headers.set("Content-Type", "application/json")?;
        options.set_body(&body.into());
    }
    options.set_headers(&headers);
    let request = Request::new_with_str_and_init(url, &options)?;
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_request(&request))
        .await?
        .dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}

/// The query part of an address, of the parameters that have a value.
pub(super) fn query(parameters: &[(&str, Option<&str>)]) -> String {
    let parts: Vec<String> = parameters
        .iter()
        .filter_map(|(name, value)| {
            let value: String = encode_uri_component((*value)?).into();
            Some(format!("{name}={value}"))
        })
        .collect();
    parts.join("&")
}
