//! JSON as the type that is expected, or what is wrong with it in words for people: which field, what was expected
//! there and what was found.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::ApiError;

/// How much of a text that was found is told.
const SHOWN: usize = 40;

/// What words a field has that holds what nobody is told, not even whoever sent it: answers end up in logs.
const SECRETS: [&str; 3] = ["password", "secret", "token"];

/// Reads `value`; `what` says what it is where all of it is wrong.
pub(super) fn read<T: DeserializeOwned>(value: &Value, what: &str) -> Result<T, ApiError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path();
        let message = error.inner().to_string();
        let field = match path.to_string() {
            whole if whole == "." => String::new(),
            part => part,
        };
        if let Some(name) = part(&message, "missing field `", "`") {
            let dot = if field.is_empty() { "" } else { "." };
            return ApiError::field(&format!("{field}{dot}{name}"), "it is missing");
        }
        let wanted = expected(&message);
        let said = match found(value, path) {
            Some(found) => format!("{wanted}, {found} was found"),
            None => wanted,
        };
        if field.is_empty() {
            ApiError::bad_request("json_invalid", format!("{what}: {said}"))
        } else {
            ApiError::field(&field, said)
        }
    })
}

/// What was expected. Types are named by the programming language in messages of the reader; this is the one place
/// that knows their words.
fn expected(message: &str) -> String {
    if message.starts_with("UUID parsing failed") {
        return said(AN_ID);
    }
    let Some((_, wanted)) = message.split_once(", expected ") else {
        // A message of our own, of a type that reads itself.
        return message.to_owned();
    };
    match wanted {
        "a formatted UUID string" => said(AN_ID),
        "u8" => said("a whole number from 0 to 255"),
        "u16" => said("a whole number from 0 to 65535"),
        "u32" => said("a whole number from 0 to 4294967295"),
        "u64" | "usize" => said("a whole number from 0"),
        "i8" | "i16" | "i32" | "i64" | "isize" => said("a whole number"),
        "f32" | "f64" => said("a number"),
        "a boolean" => said("`true` or `false`"),
        "a character" => said("a single character"),
        "a sequence" => said("a list"),
        "a map" => said("an object"),
        // What has a few words to choose from.
        "string or map" => said("a string"),
        _ if wanted.starts_with("struct ") => said("an object"),
        _ => said(wanted),
    }
}

const AN_ID: &str = "an ID like `019c0000-0000-7000-8000-000000000000`";

fn said(expected: &str) -> String {
    format!("{expected} was expected")
}

/// What stands at the place of a fault, shortened.
fn found(value: &Value, path: &Path) -> Option<String> {
    let mut found = value;
    let mut is_secret = false;
    for segment in path {
        found = match segment {
            Segment::Seq { index } => found.get(index)?,
            Segment::Map { key } => {
                let key_in_lower_case = key.to_ascii_lowercase();
                is_secret |= SECRETS.iter().any(|word| key_in_lower_case.contains(word));
                found.get(key)?
            }
            Segment::Enum { .. } | Segment::Unknown => return None,
        };
    }
    Some(match found {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        _ if is_secret => "something else".to_owned(),
        Value::String(text) => match text.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("`\"{}…\"`", &text[..end]),
            None => format!("`\"{text}\"`"),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => format!("`{found}`"),
    })
}

fn part<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    let (part, _) = text.strip_prefix(begin)?.split_once(end)?;
    Some(part)
}
