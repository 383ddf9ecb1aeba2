//! What custom fields can be, and how many and how long things may be.

use axum::Json as Answer;
use import_core::api::WholeListing;
use import_core::schema::{
    Bounds, CoreType, DESCRIPTION_LIMIT, FIELD_LIMIT, FIELD_NAME_LIMIT, NAME_LIMIT, TITLE_LIMIT,
};
use serde_json::{Map, Value, json};

use super::{address, whole};
use crate::http::ApiError;
use crate::http::extract::Text;
use crate::http::query::Query;
use crate::http::resources::records::Kind;

/// Every type that a field can have.
pub(in crate::http) async fn list_core_types<K: Kind>(
    query: Query,
) -> Answer<WholeListing<Map<String, Value>>> {
    let all = CoreType::ALL.iter().map(|&kind| show::<K>(kind)).collect();
    Answer(whole(&query, all))
}

/// One type.
pub(in crate::http) async fn read_core_type<K: Kind>(
    Text(name): Text,
) -> Result<Answer<Map<String, Value>>, ApiError> {
    let kind = CoreType::by_name(&name);
    let kind = kind.ok_or_else(|| ApiError::not_found("core type", &name))?;
    Ok(Answer(show::<K>(kind)))
}

/// `Coretype`. Each bound that a field can set has a range of its own.
fn show<K: Kind>(kind: CoreType) -> Map<String, Value> {
    let range = |bounds: Bounds| json!({"min": bounds.min, "max": bounds.max});
    let both = |bounds: Bounds, (least, most): (&str, &str)| json!({least: range(bounds), most: range(bounds)});
    let mut shown = Map::new();
    let mut say = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    say("id", kind.name().into());
    say("name", kind.name().into());
    say("version", 1.into());
    say("current", true.into());
    let mut schema = json!({"title": kind.name(), "type": [json_type(kind), "null"]});
    if kind == CoreType::Tag {
        schema["items"] = json!({"type": "string"});
        let words = ("minItems", "maxItems");
        say("validationFields", json!([words.0, words.1]));
        say("validationLimits", both(kind.items(), words));
        if let Some(words) = kind.bound_words() {
            say("itemValidationFields", json!([words.0, words.1]));
            say("itemValidationLimits", both(kind.bounds(), words));
        }
    } else if let Some(words) = kind.bound_words() {
        say("validationFields", json!([words.0, words.1]));
        say("validationLimits", both(kind.bounds(), words));
    }
    say("schema", schema);
    let address = format!("{}/coretypes/{}", address(K::SUBJECT), kind.name());
    say("selfUri", address.into());
    shown
}

const fn json_type(kind: CoreType) -> &'static str {
    match kind {
        CoreType::Integer => "integer",
        CoreType::Number => "number",
        CoreType::Checkbox => "boolean",
        CoreType::Tag => "array",
        _ => "string",
    }
}

/// `SchemaQuantityLimits`.
pub(in crate::http) async fn read_limits<K: Kind>() -> Answer<Value> {
    Answer(json!({
        "minFieldNameCharacters": 1,
        "maxFieldNameCharacters": FIELD_NAME_LIMIT,
        "minFieldTitleCharacters": 1,
        "maxFieldTitleCharacters": TITLE_LIMIT,
        "minFieldDescriptionCharacters": 0,
        "maxFieldDescriptionCharacters": DESCRIPTION_LIMIT,
        "minSchemaNameCharacters": 1,
        "maxSchemaNameCharacters": NAME_LIMIT,
        "minSchemaDescriptionCharacters": 0,
        "maxSchemaDescriptionCharacters": DESCRIPTION_LIMIT,
        "maxNumberOfSchemasPerOrg": 1,
        "maxNumberOfFieldsPerSchema": FIELD_LIMIT,
        "maxNumberOfFieldsPerOrg": FIELD_LIMIT,
        "selfUri": format!("{}/limits", address(K::SUBJECT)),
    }))
}
