//! Custom fields: what a schema says of them, and how their values are read.
//!
//! There is one schema for contacts and one for organizations. A schema changes by new versions; none of its
//! fields ever goes: one that is not wanted any more is retired, so that what records hold keeps its name.

mod core_type;
mod document;
mod guess;
mod target;
mod value;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use core_type::{Bounds, CoreType};
pub use document::{
    DESCRIPTION_LIMIT, FIELD_LIMIT, FIELD_NAME_LIMIT, NAME_LIMIT, SchemaFault, TITLE_LIMIT,
    read_document, write_document,
};
pub use guess::{Guess, guess};
pub use target::Target;
pub use value::{Wrong, read_json, read_text};

use crate::columns::Subject;

/// A version of a schema, as records and jobs name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SchemaRef {
    /// The schema's id.
    pub id: Uuid,
    /// Counts the changes of the schema, from 1.
    pub version: u64,
}

/// One version of a schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// Which schema, which version.
    #[serde(flatten)]
    pub reference: SchemaRef,
    /// What it is called, at most [`NAME_LIMIT`] characters.
    pub name: String,
    /// Says more; empty where there is nothing to say.
    pub description: String,
    /// Whether values can be written. What records hold stays, either way.
    pub enabled: bool,
    /// Its fields, retired ones among them, ordered by key; at most [`FIELD_LIMIT`].
    pub fields: Vec<CustomField>,
}

/// A field of a schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// Where its value stands in a record's `customFields`: name and type, as in `shoe_size_integer`.
    pub key: String,
    /// What people call it, and its column's name in a file.
    pub title: String,
    /// Says more; empty where there is nothing to say.
    pub description: String,
    /// What its values are.
    pub kind: CoreType,
    /// What its values have to keep to: characters of a text or of one tag, or the size of a number.
    pub bounds: Bounds,
    /// How many tags there are.
    pub items: Bounds,
    /// The values of an enumeration.
    pub options: Vec<FieldOption>,
    /// Whether it takes no values any more.
    pub retired: bool,
}

/// One value of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOption {
    /// What records hold.
    pub value: String,
    /// What people see.
    pub title: String,
    /// Whether it cannot be chosen any more.
    pub retired: bool,
}

impl Schema {
    /// The field of a key, retired or not.
    pub fn field(&self, key: &str) -> Option<&CustomField> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The fields that take values; none while the schema is not enabled.
    pub fn open_fields(&self) -> impl Iterator<Item = &CustomField> {
        let is_open = self.enabled;
        self.fields
            .iter()
            .filter(move |field| is_open && !field.retired)
    }

    /// Takes over as retired the fields that an earlier version had and this one lacks.
    pub fn retire_missing(&mut self, earlier: &Self) {
        for field in &earlier.fields {
            if self.field(&field.key).is_none() {
                let retired = true;
                self.fields.push(CustomField {
                    retired,
                    ..field.clone()
                });
            }
        }
        self.fields.sort_by(|one, other| one.key.cmp(&other.key));
    }
}

/// The schemas of both kinds of record, where there are any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schemas {
    /// That of contacts.
    pub contact: Option<Schema>,
    /// That of organizations.
    pub organization: Option<Schema>,
}

impl Schemas {
    /// That of one kind of record.
    pub fn of(&self, subject: Subject) -> Option<&Schema> {
        match subject {
            Subject::Contact => self.contact.as_ref(),
            Subject::Organization => self.organization.as_ref(),
        }
    }

    /// Every field that takes values, those of contacts first.
    pub fn open_fields(&self) -> impl Iterator<Item = (Subject, &CustomField)> {
        let fields = |subject| {
            let fields = self.of(subject).into_iter().flat_map(Schema::open_fields);
            fields.map(move |field| (subject, field))
        };
        fields(Subject::Contact).chain(fields(Subject::Organization))
    }
}

/// A schema of these properties, for tests.
#[cfg(test)]
pub(crate) fn of_properties(properties: &serde_json::Value) -> Schema {
    let document = serde_json::json!({"properties": properties});
    Schema {
        reference: SchemaRef {
            id: Uuid::from_u128(5),
            version: 2,
        },
        name: "Schema".to_owned(),
        description: String::new(),
        enabled: true,
        fields: read_document(document.as_object().unwrap()).unwrap(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of_properties;

    #[test]
    fn a_field_that_a_new_version_lacks_is_retired() {
        let earlier = of_properties(&json!({"b_text": {"title": "B"}, "a_text": {"title": "A"}}));
        let mut later =
            of_properties(&json!({"c_text": {"title": "B"}, "a_text": {"title": "A2"}}));
        later.retire_missing(&earlier);
        let fields = later.fields.iter();
        let fields: Vec<_> = fields
            .map(|field| (field.key.as_str(), field.title.as_str(), field.retired))
            .collect();
        assert_eq!(
            fields,
            [
                ("a_text", "A2", false),
                ("b_text", "B", true),
                ("c_text", "B", false)
            ]
        );
        let open: Vec<_> = later.open_fields().map(|field| &field.key).collect();
        assert_eq!(open, ["a_text", "c_text"]);
        later.enabled = false;
        assert_eq!(later.open_fields().count(), 0);
    }
}
