//! Holds every answer to the models of the public API: names, types, enumerations, what must be there.
//!
//! The models are data (`contract-data/api.json`). The client of the tests calls this for every answer, so that no
//! test can forget it. Where answers differ on purpose, it is listed here and explained in `docs/api.md`.

use std::collections::HashMap;
use std::sync::OnceLock;

use axum::http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::Value;

/// Fields that go beyond the models.
const BEYOND: &[(&str, &[&str])] = &[
    (
        "ExternalContact",
        &["extraEmails", "extraPhones", "extraIdentifiers"],
    ),
    ("ContactImportSettings", &["defaultCountry"]),
    ("ContactImportField", &["policy", "format"]),
    (
        "ContactImportJobResponse",
        &[
            "validation",
            "import",
            "progress",
            "layout",
            "undoes",
            "undoneBy",
            "undo",
            "rowsRemoved",
        ],
    ),
];

/// Required fields that an answer may leave out, by the end of their place.
const LEFT_OUT: &[&str] = &[
    // An organization that was not asked for is named by its id alone.
    ".externalOrganization.name",
    // A record names its schema by id and version; it is read on its own.
    ".schema.jsonSchema",
    // An account may be known by its name before its number.
    ".whatsAppId.phoneNumber",
];

/// Where an answer repeats what the client sent, be it right or wrong.
const ECHO: &str = ".error.entity";

#[derive(Deserialize)]
struct Contract {
    endpoints: Vec<Endpoint>,
    models: HashMap<String, HashMap<String, Field>>,
}

#[derive(Deserialize)]
struct Endpoint {
    method: String,
    path: String,
    returns: Option<String>,
}

#[derive(Deserialize)]
struct Field {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    required: bool,
    #[serde(default, rename = "enum")]
    words: Vec<String>,
}

fn contract() -> &'static Contract {
    static CONTRACT: OnceLock<Contract> = OnceLock::new();
    CONTRACT.get_or_init(|| serde_json::from_str(include_str!("contract-data/api.json")).unwrap())
}

/// Fails where an answer is not what the API promises.
#[track_caller]
pub(crate) fn check(method: &Method, path: &str, status: StatusCode, body: &[u8]) {
    let path = path.split('?').next().unwrap_or_default();
    let place = format!("{method} {path} {status}");
    let is_refused = status.is_client_error() || status.is_server_error();
    let returned = if is_refused && path.starts_with("/api/") {
        Some("ErrorBody")
    } else {
        let Some(endpoint) = find(method, path) else {
            return;
        };
        endpoint.returns.as_deref()
    };
    let Some(model) = returned else {
        assert!(body.is_empty(), "{place}: a body where none is promised");
        return;
    };
    let answer: Value = serde_json::from_slice(body).unwrap();
    let mut faults = Vec::new();
    check_value(model, &answer, "", &mut faults);
    assert!(
        faults.is_empty(),
        "{place} is no {model}: {faults:#?}\n{answer:#}"
    );
}

/// The endpoint of a path; one that names it outright goes before one with ids.
fn find(method: &Method, path: &str) -> Option<&'static Endpoint> {
    let endpoints = contract().endpoints.iter();
    let fits = endpoints.filter(|endpoint| endpoint.method == method.as_str());
    let fits = fits.filter(|endpoint| {
        let mut steps = path.split('/');
        let same = |step: &str| {
            steps
                .next()
                .is_some_and(|found| is_id(step) || step == found)
        };
        endpoint.path.split('/').all(same) && steps.next().is_none()
    });
    fits.min_by_key(|endpoint| endpoint.path.split('/').filter(|step| is_id(step)).count())
}

fn is_id(step: &str) -> bool {
    step.starts_with('{')
}

fn inner<'a>(kind: &'a str, before: &str, after: char) -> Option<&'a str> {
    kind.strip_prefix(before)?.strip_suffix(after)
}

fn check_value(kind: &str, value: &Value, place: &str, faults: &mut Vec<String>) {
    if let Some(item) = inner(kind, "list[", ']') {
        match value {
            Value::Array(items) => {
                for item_value in items {
                    check_value(item, item_value, &format!("{place}[]"), faults);
                }
            }
            _ => faults.push(format!("{place} is no list")),
        }
        return;
    }
    if let Some(item) = inner(kind, "dict(str, ", ')') {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    check_value(item, field, &format!("{place}.{name}"), faults);
                }
            }
            _ => faults.push(format!("{place} is no object")),
        }
        return;
    }
    let fits = match kind {
        "object" => true,
        "str" => value.is_string(),
        "bool" => value.is_boolean(),
        "int" => value.is_i64() || value.is_u64(),
        "float" => value.is_number(),
        "datetime" => value
            .as_str()
            .is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok() && text.ends_with('Z')),
        model => return check_model(model, value, place, faults),
    };
    if !fits {
        faults.push(format!("{place} is no {kind}: {value}"));
    }
}

fn check_model(model: &str, value: &Value, place: &str, faults: &mut Vec<String>) {
    let fields = contract().models.get(model);
    let fields = fields.unwrap_or_else(|| panic!("there is no model `{model}`"));
    let Value::Object(found) = value else {
        faults.push(format!("{place} is no {model}: {value}"));
        return;
    };
    let is_beyond = |name: &str| {
        let mut beyond = BEYOND.iter();
        beyond.any(|(of, names)| *of == model && names.contains(&name))
    };
    for (name, value) in found {
        let place = format!("{place}.{name}");
        if place.ends_with(ECHO) {
            continue;
        }
        let Some(field) = fields.get(name) else {
            if !is_beyond(name) {
                faults.push(format!("{place}: {model} has no such field"));
            }
            continue;
        };
        check_value(&field.kind, value, &place, faults);
        let is_open =
            field.words.is_empty() || field.words.iter().any(|word| word == "(open list)");
        if !is_open
            && !value
                .as_str()
                .is_some_and(|word| field.words.iter().any(|known| known == word))
        {
            faults.push(format!("{place} is none of {:?}: {value}", field.words));
        }
    }
    for (name, field) in fields {
        let place = format!("{place}.{name}");
        let may_lack = LEFT_OUT.iter().any(|end| place.ends_with(end));
        if field.required && !found.contains_key(name) && !may_lack {
            faults.push(format!("{place} is missing"));
        }
    }
}

#[test]
fn an_answer_that_breaks_a_promise_is_told() {
    let faults = |body: &str| {
        let mut faults = Vec::new();
        let value = serde_json::from_str(body).unwrap();
        check_value("ExternalContact", &value, "", &mut faults);
        faults.len()
    };
    assert_eq!(
        faults(r#"{"id": "1", "type": "Curated", "createDate": "2026-01-01T00:00:00.000Z"}"#),
        0
    );
    assert_eq!(faults(r#"{"id": 1}"#), 1);
    assert_eq!(faults(r#"{"type": "Odd"}"#), 1);
    assert_eq!(faults(r#"{"createDate": "yesterday"}"#), 1);
    assert_eq!(faults(r#"{"shoeSize": 42}"#), 1);
    assert_eq!(faults(r#"{"firstName": null}"#), 1);
    assert_eq!(faults(r#"{"externalIds": [{"value": "1"}]}"#), 1);
    let contacts = "/api/v2/externalcontacts/contacts";
    let returns = |method: Method, path: &str| find(&method, path).and_then(|e| e.returns.clone());
    assert_eq!(
        returns(Method::POST, &format!("{contacts}/merge")).unwrap(),
        "ExternalContact"
    );
    assert_eq!(
        returns(Method::GET, &format!("{contacts}/1/identifiers")).unwrap(),
        "ContactIdentifierListing"
    );
    assert_eq!(returns(Method::DELETE, &format!("{contacts}/1")), None);
}
