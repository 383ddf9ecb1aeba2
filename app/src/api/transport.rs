//! One request and its answer, by the browser's `fetch`.

use std::cell::Cell;

use js_sys::encode_uri_component;
use serde::Serialize;
use serde::de::DeserializeOwned;
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

/// Sends a request whose answer is JSON.
pub(super) async fn call<T: DeserializeOwned>(
    method: &str,
    url: &str,
    body: Option<&impl Serialize>,
) -> Result<T, ApiError> {
    let text = fetch(method, url, json(body)).await?;
    serde_json::from_str(&text).map_err(|_| ApiError::Unreadable)
}

/// Sends a request whose answer says nothing but that it worked.
pub(super) async fn call_for_nothing(
    method: &str,
    url: &str,
    body: Option<&impl Serialize>,
) -> Result<(), ApiError> {
    fetch(method, url, json(body)).await.map(|_| ())
}

fn json(body: Option<&impl Serialize>) -> Option<String> {
    body.map(|body| serde_json::to_string(body).expect("these types always have a JSON form"))
}

async fn fetch(method: &str, url: &str, body: Option<String>) -> Result<String, ApiError> {
    let (status, text) = exchange(method, url, body)
        .await
        .map_err(|_| ApiError::Offline)?;
    if (200..300).contains(&status) {
        return Ok(text);
    }
    let error = ApiError::of_answer(status, &text);
    // A refused sign-in is answered with 401 too, and the form says so itself.
    if matches!(error, ApiError::SignedOut(_)) && !url.starts_with("/api/se") {
        if let Some(hook) = SIGNED_OUT.get() {
            hook();
        }
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
