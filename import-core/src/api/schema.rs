//! Schemas of custom fields.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Reference;
use crate::columns::Subject;
use crate::schema::{Schema, SchemaFault, SchemaRef, read_document, write_document};

/// One version of a schema: `DataSchema`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DataSchema {
    /// Given by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// At most 100 characters.
    pub name: String,
    /// Counts the changes, from 1. A change names the version that it is made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// `CONTACT` or `EXTERNAL_ORGANIZATION`.
    pub applies_to: Vec<String>,
    /// Whether values can be written; they can where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Who made the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<Reference>,
    /// When the version was made (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_created: Option<String>,
    /// The fields, as JSON Schema.
    pub json_schema: Map<String, Value>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

impl DataSchema {
    /// The schema that this describes, as the version of `reference`. Name and description may stand in the document.
    ///
    /// # Errors
    /// What is wrong with the document.
    pub fn read(&self, reference: SchemaRef) -> Result<Schema, Vec<SchemaFault>> {
        let text = |word: &str| {
            let text = self.json_schema.get(word).and_then(Value::as_str);
            text.unwrap_or_default().trim().to_owned()
        };
        let name = self.name.trim();
        Ok(Schema {
            reference,
            name: if name.is_empty() {
                text("title")
            } else {
                name.to_owned()
            },
            description: text("description"),
            enabled: self.enabled.unwrap_or(true),
            fields: read_document(&self.json_schema)?,
        })
    }

    /// A schema as it is shown; who made it and where it is read are left to be said.
    pub fn of(subject: Subject, schema: &Schema) -> Self {
        let mut document = Map::new();
        let mut say = |word: &str, value: Value| document.insert(word.to_owned(), value);
        say("$schema", "http://json-schema.org/draft-04/schema#".into());
        say("title", schema.name.as_str().into());
        say("description", schema.description.as_str().into());
        say("type", "object".into());
        say("properties", Value::Object(write_document(&schema.fields)));
        say("additionalProperties", json!(false));
        Self {
            id: Some(schema.reference.id),
            name: schema.name.clone(),
            version: Some(schema.reference.version),
            applies_to: vec![applies_to(subject).to_owned()],
            enabled: Some(schema.enabled),
            json_schema: document,
            ..Self::default()
        }
    }
}

const fn applies_to(subject: Subject) -> &'static str {
    match subject {
        Subject::Contact => "CONTACT",
        Subject::Organization => "EXTERNAL_ORGANIZATION",
    }
}

/// A list that has no pages: `DataSchemaListing`, `CoretypeListing`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WholeListing<T> {
    /// How many there are.
    pub total: u64,
    /// All of them.
    pub entities: Vec<T>,
    /// The list's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema::of_properties;

    #[test]
    fn a_schema_that_is_shown_is_read_alike() {
        let schema = Schema {
            description: "Says more".to_owned(),
            enabled: false,
            ..of_properties(&json!({"a_text": {"title": "A"}}))
        };
        let shown = DataSchema::of(Subject::Contact, &schema);
        assert_eq!(shown.applies_to, ["CONTACT"]);
        let text = serde_json::to_string(&shown).unwrap();
        let read: DataSchema = serde_json::from_str(&text).unwrap();
        assert_eq!(read.read(schema.reference), Ok(schema));
    }
}
