//! What handlers take and give, told by their types: a handler cannot be routed without it, and nobody writes it down
//! a second time.

use axum::Json as Answer;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{AppendHeaders, Sse};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::auth::Actor;
use crate::http::download::CsvFile;
use crate::http::extract::{Id, IdAndNumber, Json, SubjectRole, Text};
use crate::http::origin::Origin;
use crate::http::query::Query;
use crate::http::resources::{OauthRefusal, Versioned};
use crate::http::{ApiError, AppState};

/// What a handler takes and gives.
#[derive(Debug, Default)]
pub(in crate::http) struct Shape {
    /// The kind and the schema of the body.
    pub(super) body: Option<(&'static str, Schema)>,
    /// The headers that it looks at.
    pub(super) takes_headers: bool,
    /// Whether the id of the path is any text.
    pub(super) id_is_text: bool,
    /// The answers where all is well, by their status.
    pub(super) answers: Vec<(StatusCode, Value)>,
    /// The schema of the refusal, where it is not that of all others.
    pub(super) refusal: Option<Schema>,
}

/// What a handler takes.
pub(in crate::http) trait Input {
    fn describe(_: &mut Shape, _: &mut SchemaGenerator) {}
}

impl Input for State<AppState> {}
impl Input for Actor {}
impl Input for Origin {}
impl Input for Uri {}
impl Input for Id {}
impl Input for IdAndNumber {}
impl Input for SubjectRole {}
/// Its parameters are in the table of operations.
impl Input for Query {}

impl Input for Text {
    fn describe(shape: &mut Shape, _: &mut SchemaGenerator) {
        shape.id_is_text = true;
    }
}

impl Input for HeaderMap {
    fn describe(shape: &mut Shape, _: &mut SchemaGenerator) {
        shape.takes_headers = true;
    }
}

impl<T: JsonSchema> Input for Json<T> {
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator) {
        let schema = schemas.subschema_for::<T>();
        shape.body = Some(("application/json", schema));
    }
}

/// Bytes whose kind is in the table of operations.
impl Input for Body {
    fn describe(shape: &mut Shape, _: &mut SchemaGenerator) {
        shape.body = Some(("application/octet-stream", json_schema!({"type": "string"})));
    }
}

/// What a handler gives where all is well.
pub(in crate::http) trait Output {
    /// Status and content.
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator);
}

fn content(kind: &str, schema: &Schema) -> Value {
    json!({"content": {kind: {"schema": schema}}})
}

impl<T: JsonSchema> Output for Answer<T> {
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator) {
        let schema = schemas.subschema_for::<T>();
        let answer = content("application/json", &schema);
        shape.answers.push((StatusCode::OK, answer));
    }
}

impl Output for StatusCode {
    fn describe(shape: &mut Shape, _: &mut SchemaGenerator) {
        shape.answers.push((StatusCode::NO_CONTENT, json!({})));
    }
}

/// A status beside an answer says whether something was created.
impl<T: Output> Output for (StatusCode, T) {
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator) {
        T::describe(shape, schemas);
        for (status, _) in &mut shape.answers {
            *status = StatusCode::CREATED;
        }
    }
}

impl<H> Output for (StatusCode, AppendHeaders<H>) {
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator) {
        <StatusCode as Output>::describe(shape, schemas);
    }
}

impl<H, T: Output> Output for (AppendHeaders<H>, T) {
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator) {
        T::describe(shape, schemas);
    }
}

impl<T: JsonSchema> Output for Versioned<T> {
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator) {
        let schema = schemas.subschema_for::<T>();
        let mut answer = content("application/json", &schema);
        let description = "The version of the record, for `If-Match`.";
        answer["headers"] = json!({
            "ETag": {"description": description, "schema": {"type": "string"}},
        });
        shape.answers.push((StatusCode::OK, answer));
    }
}

impl Output for CsvFile {
    fn describe(shape: &mut Shape, _: &mut SchemaGenerator) {
        let answer = content("text/csv", &json_schema!({"type": "string"}));
        shape.answers.push((StatusCode::OK, answer));
    }
}

impl<S> Output for Sse<S> {
    fn describe(shape: &mut Shape, _: &mut SchemaGenerator) {
        let answer = content("text/event-stream", &json_schema!({"type": "string"}));
        shape.answers.push((StatusCode::OK, answer));
    }
}

impl<T: Output> Output for Result<T, ApiError> {
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator) {
        T::describe(shape, schemas);
    }
}

impl<T: Output> Output for Result<T, OauthRefusal> {
    fn describe(shape: &mut Shape, schemas: &mut SchemaGenerator) {
        T::describe(shape, schemas);
        shape.refusal = Some(OauthRefusal::schema(schemas));
    }
}

/// A handler whose arguments, told by `T`, and whose answer are known.
pub(in crate::http) trait Described<T> {
    /// What it takes and gives.
    fn shape(schemas: &mut SchemaGenerator) -> Shape;
}

macro_rules! described {
    ($(($($input:ident),*);)*) => {
        $(
            impl<F, R, Answered, Way, $($input,)*> Described<(Way, $($input,)*)> for F
            where
                F: FnOnce($($input,)*) -> R,
                R: Future<Output = Answered>,
                Answered: Output,
                $($input: Input,)*
            {
                fn shape(schemas: &mut SchemaGenerator) -> Shape {
                    let mut shape = Shape::default();
                    $($input::describe(&mut shape, schemas);)*
                    Answered::describe(&mut shape, schemas);
                    shape
                }
            }
        )*
    };
}

described! {
    ();
    (A);
    (A, B);
    (A, B, C);
    (A, B, C, D);
    (A, B, C, D, E);
}

/// An object all of whose fields may be left out.
pub(in crate::http) fn all_optional<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Schema {
    let mut schema = T::json_schema(schemas);
    schema.remove("required");
    schema
}
