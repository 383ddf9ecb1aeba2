//! A schema's fields as the API has them: the properties of a JSON Schema document, each keyed by its name and
//! type and refined by the words of JSON Schema.
//!
//! Beyond JSON Schema, `_enumProperties` says more of options, and `_disabled` retires an option or a field.

use serde_json::{Map, Value as Json, json};

use super::{Bounds, CoreType, CustomField, FieldOption};

/// Most characters of a schema's name.
pub const NAME_LIMIT: usize = 100;
/// Most characters of a field's name, which is its key without the type.
pub const FIELD_NAME_LIMIT: usize = 50;
/// Most characters of a field's title.
pub const TITLE_LIMIT: usize = 100;
/// Most characters of the description of a schema or field.
pub const DESCRIPTION_LIMIT: usize = 500;
/// Most fields of a schema; retired ones count.
pub const FIELD_LIMIT: usize = 50;

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFault {
    /// The path within the document, for instance `properties.shoe_size_integer.title`.
    pub path: String,
    /// What was found and what is expected, in plain words.
    pub message: String,
}

/// Reads the fields of a document, ordered by key.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_document(document: &Map<String, Json>) -> Result<Vec<CustomField>, Vec<SchemaFault>> {
    let mut reader = Reader::default();
    if !matches!(document.get("required"), None | Some(Json::Null))
        && document.get("required") != Some(&json!([]))
    {
        reader.fault("required", "no custom field can be required; leave it out");
    }
    let mut fields = Vec::new();
    match document.get("properties") {
        None | Some(Json::Null) => {}
        Some(Json::Object(properties)) => {
            for (key, property) in properties {
                let path = format!("properties.{key}");
                match property {
                    Json::Object(property) => fields.extend(reader.field(key, property, &path)),
                    _ => reader.fault(&path, "an object was expected"),
                }
            }
        }
        Some(_) => reader.fault("properties", "an object was expected"),
    }
    if fields.len() > FIELD_LIMIT {
        let message = format!(
            "{} fields, at most {FIELD_LIMIT} are allowed; retired ones count",
            fields.len()
        );
        reader.fault("properties", &message);
    }
    fields.sort_by(|one, other| one.key.cmp(&other.key));
    reader.check_titles(&fields);
    if reader.faults.is_empty() {
        Ok(fields)
    } else {
        Err(reader.faults)
    }
}

#[derive(Default)]
struct Reader {
    faults: Vec<SchemaFault>,
}

impl Reader {
    fn fault(&mut self, path: &str, message: &str) {
        self.faults.push(SchemaFault {
            path: path.to_owned(),
            message: message.to_owned(),
        });
    }

    fn field(
        &mut self,
        key: &str,
        property: &Map<String, Json>,
        path: &str,
    ) -> Option<CustomField> {
        let Some((name, kind)) = CoreType::of_key(key) else {
            let types: Vec<&str> = CoreType::ALL.iter().map(|kind| kind.name()).collect();
            let message = format!(
                "a key is `<name>_<type>`, where the type is one of {}",
                types.join(", ")
            );
            self.fault(path, &message);
            return None;
        };
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_name || name.is_empty() || name.len() > FIELD_NAME_LIMIT {
            let message =
                format!("a name is 1 to {FIELD_NAME_LIMIT} of the letters a to z, digits and `_`");
            self.fault(path, &message);
        }
        self.check_type(kind, property, path);
        let title = self.text(property, "title", TITLE_LIMIT, path);
        if title.is_empty() {
            self.fault(&format!("{path}.title"), "a title is required");
        }
        let description = self.text(property, "description", DESCRIPTION_LIMIT, path);
        let nothing = Map::new();
        let (of_bounds, bounds_path) = match kind {
            CoreType::Tag => (
                property.get("items").and_then(Json::as_object),
                format!("{path}.items"),
            ),
            _ => (Some(property), path.to_owned()),
        };
        let of_bounds = of_bounds.unwrap_or(&nothing);
        let bounds = self.bounds(of_bounds, kind.bound_words(), kind.bounds(), &bounds_path);
        let item_words = (kind == CoreType::Tag).then_some(("minItems", "maxItems"));
        let items = self.bounds(property, item_words, kind.items(), path);
        let options = match kind {
            CoreType::Enum => self.options(property, path),
            _ => Vec::new(),
        };
        Some(CustomField {
            key: key.to_owned(),
            title,
            description,
            kind,
            bounds,
            items,
            options,
            retired: self.flag(property, "_disabled", path),
        })
    }

    /// The type that a property refers to has to be that of its key.
    fn check_type(&mut self, kind: CoreType, property: &Map<String, Json>, path: &str) {
        let expected = json!([{"$ref": reference(kind)}]);
        if property
            .get("allOf")
            .is_some_and(|found| *found != expected)
        {
            let message = format!(
                "`{expected}` was expected, as the key says `{}`",
                kind.name()
            );
            self.fault(&format!("{path}.allOf"), &message);
        }
    }

    fn text(&mut self, from: &Map<String, Json>, word: &str, limit: usize, path: &str) -> String {
        let text = match from.get(word) {
            None | Some(Json::Null) => "",
            Some(Json::String(text)) => text.trim(),
            Some(_) => {
                self.fault(&format!("{path}.{word}"), "a string was expected");
                ""
            }
        };
        let found = text.chars().count();
        if found > limit || text.contains('\0') {
            let message = format!("{found} characters, at most {limit} are allowed and no NUL");
            self.fault(&format!("{path}.{word}"), &message);
        }
        text.to_owned()
    }

    fn flag(&mut self, from: &Map<String, Json>, word: &str, path: &str) -> bool {
        match from.get(word) {
            None | Some(Json::Null) => false,
            Some(Json::Bool(flag)) => *flag,
            Some(_) => {
                self.fault(&format!("{path}.{word}"), "`true` or `false` was expected");
                false
            }
        }
    }

    /// Bounds within those of the type, which hold where the document says nothing.
    fn bounds(
        &mut self,
        from: &Map<String, Json>,
        words: Option<(&str, &str)>,
        widest: Bounds,
        path: &str,
    ) -> Bounds {
        let Some((least, most)) = words else {
            return widest;
        };
        let mut number = |word: &str, otherwise: i64| match from.get(word) {
            None | Some(Json::Null) => otherwise,
            Some(number) => number.as_i64().unwrap_or_else(|| {
                self.fault(&format!("{path}.{word}"), "a whole number was expected");
                otherwise
            }),
        };
        let bounds = Bounds {
            min: number(least, widest.min),
            max: number(most, widest.max),
        };
        if !widest.contain(bounds) {
            let message = format!(
                "`{least}` and `{most}` are {} to {}, and the least is not above the most",
                widest.min, widest.max
            );
            self.fault(path, &message);
        }
        bounds
    }

    fn options(&mut self, property: &Map<String, Json>, path: &str) -> Vec<FieldOption> {
        let place = format!("{path}.enum");
        let Some(values) = property.get("enum").and_then(Json::as_array) else {
            self.fault(&place, "a list of the options was expected");
            return Vec::new();
        };
        let most = CoreType::MOST_OPTIONS;
        if values.is_empty() || values.len() > most {
            let message = format!("{} options, 1 to {most} were expected", values.len());
            self.fault(&place, &message);
        }
        let mut options: Vec<FieldOption> = Vec::with_capacity(values.len());
        for value in values {
            let limit = CoreType::OPTION_LIMIT;
            let text = value.as_str().map(str::trim).unwrap_or_default();
            let is_short = (1..=limit).contains(&text.chars().count()) && !text.contains('\0');
            let lower = text.to_lowercase();
            if !is_short {
                let message = format!("`{value}` is no text of 1 to {limit} characters");
                self.fault(&place, &message);
            } else if options.iter().any(|one| one.value.to_lowercase() == lower) {
                let message = format!("the option `{text}` is there twice");
                self.fault(&place, &message);
            } else {
                options.push(self.option(text, property, path));
            }
        }
        options
    }

    /// What `_enumProperties` says of an option; without it, the option is its own title.
    fn option(&mut self, value: &str, property: &Map<String, Json>, path: &str) -> FieldOption {
        let more = property.get("_enumProperties");
        let more = more.and_then(|more| more.get(value)?.as_object());
        let nothing = Map::new();
        let (more, path) = (
            more.unwrap_or(&nothing),
            format!("{path}._enumProperties.{value}"),
        );
        let title = self.text(more, "title", CoreType::OPTION_LIMIT, &path);
        FieldOption {
            value: value.to_owned(),
            title: if title.is_empty() {
                value.to_owned()
            } else {
                title
            },
            retired: self.flag(more, "_disabled", &path),
        }
    }

    /// A column of a file is found by a field's title, so no two of them have the same.
    fn check_titles(&mut self, fields: &[CustomField]) {
        let open: Vec<&CustomField> = fields.iter().filter(|field| !field.retired).collect();
        for (place, field) in open.iter().enumerate() {
            let title = field.title.to_lowercase();
            let mut earlier = open[..place].iter();
            if let Some(other) = earlier.find(|other| other.title.to_lowercase() == title) {
                let message = format!("`{}` has this title already", other.key);
                self.fault(&format!("properties.{}.title", field.key), &message);
            }
        }
    }
}

fn reference(kind: CoreType) -> String {
    format!("#/definitions/{}", kind.name())
}

/// The properties of a document with these fields.
pub fn write_document(fields: &[CustomField]) -> Map<String, Json> {
    fields
        .iter()
        .map(|field| (field.key.clone(), Json::Object(property(field))))
        .collect()
}

fn property(field: &CustomField) -> Map<String, Json> {
    let mut property = Map::new();
    let mut say = |word: &str, value: Json| property.insert(word.to_owned(), value);
    say("allOf", json!([{"$ref": reference(field.kind)}]));
    say("title", field.title.as_str().into());
    if !field.description.is_empty() {
        say("description", field.description.as_str().into());
    }
    if let Some((least, most)) = field.kind.bound_words() {
        let bounds = [(least, field.bounds.min), (most, field.bounds.max)];
        if field.kind == CoreType::Tag {
            say(
                "items",
                json!({least: field.bounds.min, most: field.bounds.max}),
            );
            say("minItems", field.items.min.into());
            say("maxItems", field.items.max.into());
            say("uniqueItems", true.into());
        } else {
            for (word, bound) in bounds {
                say(word, bound.into());
            }
        }
    }
    if field.kind == CoreType::Enum {
        let values = field.options.iter().map(|option| option.value.as_str());
        say("enum", values.collect::<Vec<_>>().into());
        let more = field.options.iter().map(|option| {
            let more = json!({"title": option.title, "_disabled": option.retired});
            (option.value.clone(), more)
        });
        say("_enumProperties", Json::Object(more.collect()));
    }
    if field.retired {
        say("_disabled", true.into());
    }
    property
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(properties: &Json) -> Result<Vec<CustomField>, Vec<SchemaFault>> {
        let document = json!({"type": "object", "properties": properties});
        read_document(document.as_object().unwrap())
    }

    #[track_caller]
    fn check_fault(properties: &Json, path: &str) {
        let faults = read(properties).unwrap_err();
        let found: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(found, [path], "{faults:?}");
    }

    #[test]
    fn a_document_that_was_written_is_read_alike() {
        let properties = json!({
            "nick_name_text": {"title": "Nick name", "description": "d", "maxLength": 10},
            "class_enum": {
                "allOf": [{"$ref": "#/definitions/enum"}], "title": "Class",
                "enum": ["gold", "tin"], "_enumProperties": {"tin": {"title": "Tin", "_disabled": true}},
            },
            "hobbies_tag": {"title": "Hobbies", "maxItems": 3, "items": {"minLength": 2}},
            "age_integer": {"title": "Age", "minimum": 0, "maximum": 150, "_disabled": true},
            "seen_datetime": {"title": "Seen"},
        });
        let fields = read(&properties).unwrap();
        let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "age_integer",
                "class_enum",
                "hobbies_tag",
                "nick_name_text",
                "seen_datetime"
            ]
        );
        assert!(fields[0].retired && fields[1].options[1].retired);
        assert_eq!(fields[1].options[0].title, "gold");
        assert_eq!(fields[2].bounds, Bounds { min: 2, max: 100 });
        assert_eq!(fields[2].items, Bounds { min: 0, max: 3 });
        assert_eq!(fields[3].bounds.max, 10);
        let written = Json::Object(write_document(&fields));
        assert_eq!(read(&written).unwrap(), fields);
    }

    #[test]
    fn what_is_wrong_is_named() {
        check_fault(
            &json!({"shoe_size": {"title": "x"}}),
            "properties.shoe_size",
        );
        check_fault(&json!({"a b_text": {"title": "x"}}), "properties.a b_text");
        check_fault(&json!({"a_text": {}}), "properties.a_text.title");
        check_fault(&json!({"a_text": []}), "properties.a_text");
        check_fault(
            &json!({"a_text": {"title": "x", "maxLength": 101}}),
            "properties.a_text",
        );
        check_fault(
            &json!({"a_text": {"title": "x", "maxLength": "9"}}),
            "properties.a_text.maxLength",
        );
        check_fault(
            &json!({"a_text": {"title": "x", "allOf": [{"$ref": "#/definitions/url"}]}}),
            "properties.a_text.allOf",
        );
        check_fault(&json!({"a_enum": {"title": "x"}}), "properties.a_enum.enum");
        check_fault(
            &json!({"a_enum": {"title": "x", "enum": ["a", "A"]}}),
            "properties.a_enum.enum",
        );
        let many: Vec<String> = (0..51).map(|number| number.to_string()).collect();
        check_fault(
            &json!({"a_enum": {"title": "x", "enum": many}}),
            "properties.a_enum.enum",
        );
        check_fault(
            &json!({"a_text": {"title": "x"}, "b_text": {"title": "X"}}),
            "properties.b_text.title",
        );
        let fields: Map<String, Json> = (0..51)
            .map(|number| {
                (
                    format!("f{number}_text"),
                    json!({"title": number.to_string()}),
                )
            })
            .collect();
        check_fault(&Json::Object(fields), "properties");
        let required = json!({"required": ["a_text"]});
        assert!(read_document(required.as_object().unwrap()).is_err());
    }
}
