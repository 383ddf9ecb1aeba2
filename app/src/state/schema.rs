//! Changes of a schema that a person makes on the page.

use import_core::api::DataSchema;
use import_core::schema::{
    CoreType, CustomField, FIELD_NAME_LIMIT, FieldOption, Schema, SchemaRef,
};

use crate::api::ApiError;

/// A schema as the server showed it.
///
/// # Errors
/// Page and server are of different versions: it cannot be read.
pub fn known_schema(shown: &DataSchema) -> Result<Schema, ApiError> {
    let reference = shown.id.zip(shown.version);
    let (id, version) = reference.ok_or(ApiError::Unreadable)?;
    let read = shown.read(SchemaRef { id, version });
    read.map_err(|_| ApiError::Unreadable)
}

/// What is wrong with a field as it was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// It has no title.
    TitleMissing,
    /// Another field has its title.
    TitleTaken,
    /// An enumeration has no options.
    OptionsMissing,
    /// An enumeration has more than 50.
    OptionsTooMany,
    /// Two options are the same but for their case.
    OptionTwice,
}

/// A field as it is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDraft {
    /// The field that is changed; none for a new one.
    pub key: Option<String>,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// Its type, which a field keeps.
    pub kind: CoreType,
    /// The options of an enumeration, one on each line.
    pub options: String,
    /// Whether it takes no values any more.
    pub retired: bool,
}

impl FieldDraft {
    /// A field as it is, or a new one.
    pub fn of(field: Option<&CustomField>) -> Self {
        let Some(field) = field else {
            return Self {
                key: None,
                title: String::new(),
                description: String::new(),
                kind: CoreType::Text,
                options: String::new(),
                retired: false,
            };
        };
        let open = field.options.iter().filter(|option| !option.retired);
        let titles: Vec<&str> = open.map(|option| option.title.as_str()).collect();
        Self {
            key: Some(field.key.clone()),
            title: field.title.clone(),
            description: field.description.clone(),
            kind: field.kind,
            options: titles.join("\n"),
            retired: field.retired,
        }
    }

    /// The schema with this field in it.
    ///
    /// # Errors
    /// What has to be put right first.
    pub fn put_into(&self, schema: &Schema) -> Result<Schema, FieldProblem> {
        let title = self.title.trim();
        if title.is_empty() {
            return Err(FieldProblem::TitleMissing);
        }
        let former = self.key.as_deref().and_then(|key| schema.field(key));
        let mut others = schema
            .fields
            .iter()
            .filter(|other| !other.retired && Some(&other.key) != self.key.as_ref());
        let is_same = |other: &CustomField| other.title.to_lowercase() == title.to_lowercase();
        if !self.retired && others.any(is_same) {
            return Err(FieldProblem::TitleTaken);
        }
        let options = match self.kind {
            CoreType::Enum => self.read_options(former)?,
            _ => Vec::new(),
        };
        let field = CustomField {
            key: self
                .key
                .clone()
                .unwrap_or_else(|| new_key(title, self.kind, schema)),
            title: title.to_owned(),
            description: self.description.trim().to_owned(),
            kind: self.kind,
            bounds: former.map_or(self.kind.bounds(), |former| former.bounds),
            items: former.map_or(self.kind.items(), |former| former.items),
            options,
            retired: self.retired,
        };
        let mut schema = schema.clone();
        schema.fields.retain(|other| other.key != field.key);
        schema.fields.push(field);
        Ok(schema)
    }

    /// One option a line. Those that were there keep their values; those that are gone are retired.
    fn read_options(&self, former: Option<&CustomField>) -> Result<Vec<FieldOption>, FieldProblem> {
        let former = former.map(|field| field.options.as_slice());
        let former = former.unwrap_or_default();
        let lines = self.options.lines().map(str::trim);
        let mut options: Vec<FieldOption> = Vec::new();
        for title in lines.filter(|line| !line.is_empty()) {
            let lower = title.to_lowercase();
            let known = former
                .iter()
                .find(|option| option.title.to_lowercase() == lower);
            let value = known.map_or(title, |option| &option.value);
            let is_same = |option: &FieldOption| {
                option.title.to_lowercase() == lower
                    || option.value.to_lowercase() == value.to_lowercase()
            };
            if options.iter().any(is_same) {
                return Err(FieldProblem::OptionTwice);
            }
            options.push(FieldOption {
                value: value.to_owned(),
                title: title.to_owned(),
                retired: false,
            });
        }
        if options.is_empty() {
            return Err(FieldProblem::OptionsMissing);
        }
        for option in former {
            if options.iter().all(|known| known.value != option.value) {
                let retired = true;
                options.push(FieldOption {
                    retired,
                    ..option.clone()
                });
            }
        }
        if options.len() > CoreType::MOST_OPTIONS {
            return Err(FieldProblem::OptionsTooMany);
        }
        Ok(options)
    }
}

/// A key that no field has: the letters and digits of the title, or a number where it has none that a key may have.
fn new_key(title: &str, kind: CoreType, schema: &Schema) -> String {
    let mut name = String::new();
    for c in title.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    // Room for a number that tells it from others.
    name.truncate(FIELD_NAME_LIMIT - 3);
    let name = match name.trim_end_matches('_') {
        "" => "field",
        name => name,
    };
    let mut names = std::iter::once(name.to_owned())
        .chain((2..).map(|number: u32| format!("{name}_{number}")))
        .map(|name| format!("{name}_{}", kind.name()));
    let free = names.find(|key| schema.field(key).is_none());
    free.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn schema() -> Schema {
        Schema {
            reference: SchemaRef {
                id: Uuid::nil(),
                version: 1,
            },
            name: "s".to_owned(),
            description: String::new(),
            enabled: true,
            fields: Vec::new(),
        }
    }

    fn draft(title: &str, kind: CoreType) -> FieldDraft {
        FieldDraft {
            title: title.to_owned(),
            kind,
            ..FieldDraft::of(None)
        }
    }

    #[test]
    fn keys_come_from_titles_and_are_never_the_same() {
        let add = |schema: &Schema, title: &str| draft(title, CoreType::Text).put_into(schema);
        let mut schema = schema();
        for title in [
            "Shoe size (EU)",
            "Shoe-size EU",
            "鞋码",
            "尺寸",
            &"x".repeat(100),
        ] {
            schema = add(&schema, title).unwrap();
        }
        let keys: Vec<&str> = schema
            .fields
            .iter()
            .map(|field| field.key.as_str())
            .collect();
        let long = format!("{}_text", "x".repeat(47));
        assert_eq!(
            keys,
            [
                "shoe_size_eu_text",
                "shoe_size_eu_2_text",
                "field_text",
                "field_2_text",
                &long
            ]
        );
        // What the page makes, the server reads.
        let shown = DataSchema::of(import_core::columns::Subject::Contact, &schema);
        assert!(known_schema(&shown).is_ok());
    }

    #[test]
    fn a_field_needs_a_title_of_its_own() {
        let first = draft("Size", CoreType::Text).put_into(&schema()).unwrap();
        let problem = |draft: FieldDraft, schema: &Schema| draft.put_into(schema).unwrap_err();
        assert_eq!(
            problem(draft(" ", CoreType::Text), &first),
            FieldProblem::TitleMissing
        );
        assert_eq!(
            problem(draft("SIZE", CoreType::Url), &first),
            FieldProblem::TitleTaken
        );
        // Its own it may keep, and one of a retired field it may have.
        let mut own = FieldDraft::of(Some(&first.fields[0]));
        own.retired = true;
        let retired = own.put_into(&first).unwrap();
        assert!(retired.fields[0].retired);
        let again = draft("size", CoreType::Text).put_into(&retired).unwrap();
        assert_eq!(again.fields.len(), 2);
        own.retired = false;
        assert_eq!(problem(own, &again), FieldProblem::TitleTaken);
    }

    #[test]
    fn options_that_are_taken_away_are_retired_and_can_come_back() {
        let mut draft = draft("Class", CoreType::Enum);
        assert_eq!(draft.put_into(&schema()), Err(FieldProblem::OptionsMissing));
        draft.options = "Gold\ngold".to_owned();
        assert_eq!(draft.put_into(&schema()), Err(FieldProblem::OptionTwice));
        let many: Vec<String> = (0..51).map(|number| number.to_string()).collect();
        draft.options = many.join("\n");
        assert_eq!(draft.put_into(&schema()), Err(FieldProblem::OptionsTooMany));
        draft.options = "Gold\n\n Tin ".to_owned();
        let schema = draft.put_into(&schema()).unwrap();
        let states = |schema: &Schema| -> Vec<(String, bool)> {
            let options = schema.fields[0].options.iter();
            options
                .map(|option| (option.value.clone(), option.retired))
                .collect()
        };
        let mut changed = FieldDraft::of(Some(&schema.fields[0]));
        assert_eq!(changed.options, "Gold\nTin");
        changed.options = "Silver\nGold".to_owned();
        let schema = changed.put_into(&schema).unwrap();
        let expected = [("Silver", false), ("Gold", false), ("Tin", true)];
        assert_eq!(
            states(&schema),
            expected.map(|(value, retired)| (value.to_owned(), retired))
        );
        changed.options = "tin".to_owned();
        let schema = changed.put_into(&schema).unwrap();
        assert_eq!(states(&schema)[0], ("Tin".to_owned(), false));
        assert_eq!(schema.fields[0].options[0].title, "tin");
    }
}
