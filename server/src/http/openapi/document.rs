//! The description as a document.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::Json as Answer;
use axum::http::Method;
use import_core::api::ErrorBody;
use import_core::permission::Permission;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::operations::{SECTIONS, find};
use super::parameters::of_path;
use super::shape::Shape;
use crate::auth::{COOKIE, Needs};
use crate::http::TOKEN_PATH;
use crate::http::routes::Route;

/// The description of every route. It is the same for everybody and says nothing of any data.
pub(super) static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| document(&crate::http::resources::routes()));

/// The description of the API.
pub(in crate::http) async fn read_document() -> Answer<&'static Value> {
    Answer(&DOCUMENT)
}

/// What all errors look like, in the components.
const ERROR: &str = "Error";

/// Describes routes.
fn document(routes: &[Route]) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut schemas = SchemaGenerator::new(settings);
    let error = schemas.subschema_for::<ErrorBody>();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in routes {
        let operation = describe(route, &mut schemas);
        let path = paths.entry(&route.path).or_default();
        path.insert(route.method.as_str().to_lowercase(), operation);
    }
    let tags = SECTIONS.iter().map(|section| json!({"name": section.name}));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Muster",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Contacts and organizations from spreadsheets in one deduplicated directory.",
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": tags.collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "responses": {ERROR: refusal(&error, "The request was refused; `code` says why.")},
            "securitySchemes": {
                "session": {
                    "type": "apiKey", "in": "cookie", "name": COOKIE,
                    "description": "The session of a user, from `POST /api/session`.",
                },
                "client": {
                    "type": "oauth2",
                    "description": "The bearer token of an API client. What it may do, its roles say.",
                    "flows": {"clientCredentials": {"tokenUrl": TOKEN_PATH, "scopes": {}}},
                },
            },
        },
    })
}

fn refusal(schema: &Schema, description: &str) -> Value {
    json!({"description": description, "content": {"application/json": {"schema": schema}}})
}

fn describe(route: &Route, schemas: &mut SchemaGenerator) -> Value {
    let method = route.method.as_str();
    let (section, said) = find(method, &route.path).unwrap_or_else(|| {
        panic!(
            "`{method} {}` is a route that nobody has described",
            route.path
        )
    });
    let shape = (route.shape)(schemas);
    let mut parameters = of_path(&route.path, shape.id_is_text);
    parameters.extend(said.query.iter().map(|parameter| parameter.show()));
    let changes = [Method::PUT, Method::PATCH, Method::DELETE].contains(&route.method);
    // What takes a whole file looks at its length alone.
    let is_record = route.path.contains('{') && said.body.is_none();
    if shape.takes_headers && changes && is_record {
        parameters.push(json!({
            "name": "If-Match", "in": "header",
            "description": "The version that the client saw: another one is not changed (412).",
            "schema": {"type": "string"},
        }));
    }
    let mut operation = json!({
        "tags": [section],
        "operationId": operation_id(method, &route.path),
        "summary": said.summary,
        "responses": responses(route, &shape),
    });
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    if let Some((kind, schema)) = &shape.body {
        let kind = said.body.unwrap_or(kind);
        operation["requestBody"] = json!({
            "required": true,
            "content": {kind: {"schema": schema}},
        });
    }
    if route.needs == Needs::Nothing {
        operation["security"] = json!([]);
    } else {
        operation["security"] = json!([{"session": []}, {"client": []}]);
    }
    if let Some(needs) = in_words(route.needs) {
        operation["description"] = needs.into();
        let names = route.needs.permissions().iter().map(|one| one.name());
        operation["x-permissions"] = names.collect();
    }
    operation
}

/// What a request needs, for people.
fn in_words(needs: Needs) -> Option<String> {
    let names = |permissions: &[Permission], between: &str| {
        let names: Vec<_> = permissions.iter().map(|one| format!("`{one}`")).collect();
        names.join(between)
    };
    match needs {
        Needs::Nothing | Needs::Somebody => None,
        Needs::All(all) => Some(format!("Needs {}.", names(all, " and "))),
        Needs::Any(any) => Some(format!("Needs {}.", names(any, " or "))),
    }
}

fn responses(route: &Route, shape: &Shape) -> Value {
    let mut responses = Map::new();
    for (status, answer) in &shape.answers {
        let mut answer = answer.clone();
        let text = status.canonical_reason().unwrap_or_default();
        answer["description"] = text.into();
        responses.insert(status.as_u16().to_string(), answer);
    }
    let error = shape.refusal.as_ref().map_or_else(
        || json!({"$ref": format!("#/components/responses/{ERROR}")}),
        |schema| refusal(schema, "The request was refused."),
    );
    if route.needs != Needs::Nothing {
        responses.insert("401".to_owned(), error.clone());
        responses.insert("403".to_owned(), error.clone());
    }
    if route.path.contains('{') {
        responses.insert("404".to_owned(), error.clone());
    }
    responses.insert("default".to_owned(), error);
    responses.into()
}

/// `getExternalcontactsContactsById`
fn operation_id(method: &str, path: &str) -> String {
    let mut id = method.to_lowercase();
    let path = path.strip_prefix("/api").unwrap_or(path);
    let path = path.strip_prefix("/v2").unwrap_or(path);
    for step in path.split(['/', '.']).filter(|step| !step.is_empty()) {
        let name = step
            .strip_prefix('{')
            .map(|name| name.trim_end_matches('}'));
        if name.is_some() {
            id.push_str("By");
        }
        let mut letters = name.unwrap_or(step).chars();
        id.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        id.push_str(letters.as_str());
    }
    id
}
