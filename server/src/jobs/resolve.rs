//! From a profile, a mapping and a file's columns to the choices of one import.

use std::collections::HashMap;

use import_core::api::{CsvSettings, ImportField, ImportSettings, MappingEntry};
use import_core::schema::{Schemas, Target};
use import_core::settings::{CustomColumn, ImportColumn, Layout, Settings};
use thiserror::Error;

/// Why a profile and a mapping do not fit a file or each other.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// A name that is no field's.
    #[error("no target field is named `{0}`")]
    UnknownField(String),
    /// Two columns would write one field.
    #[error("the columns `{first}` and `{second}` both feed `{field}`; a field has one column")]
    FieldRepeated {
        /// The field's path.
        field: String,
        /// The first column.
        first: String,
        /// The other one.
        second: String,
    },
    /// Nothing would be imported.
    #[error("none of the file's columns is imported: no mapped and ticked column is in the file")]
    NoColumns,
}

/// Resolves the choices for a file with these columns.
///
/// A mapped column that the file does not have changes nothing. A field that the profile does not list is
/// imported; one that it lists as not included is not. Custom fields are taken as the schemas have them now.
pub fn resolve(
    profile: &ImportSettings,
    mapping: &CsvSettings,
    headers: &[String],
    schemas: &Schemas,
) -> Result<Settings, ResolveError> {
    let choices = choices(&profile.import_fields, schemas)?;
    let mut taken: Vec<(Target, usize)> = Vec::new();
    let mut settings = without_columns(profile);
    for entry in &mapping.mappings {
        let target = target(&entry.target_field, schemas)?;
        let name = key(&entry.source_field);
        let Some(index) = headers.iter().position(|header| key(header) == name) else {
            continue;
        };
        let choice = choices.get(&target);
        if choice.is_some_and(|choice| !choice.included) {
            continue;
        }
        let header = headers[index].clone();
        if let Some((_, first)) = taken.iter().find(|(known, _)| *known == target) {
            if *first == index {
                continue;
            }
            return Err(ResolveError::FieldRepeated {
                field: target.path(),
                first: headers[*first].clone(),
                second: header,
            });
        }
        let policy = choice.map(|choice| choice.policy).unwrap_or_default();
        match &target {
            Target::Field(field) => settings.columns.push(ImportColumn {
                index,
                header,
                field: *field,
                policy,
            }),
            Target::Custom { subject, .. } => {
                let unknown = || ResolveError::UnknownField(entry.target_field.clone());
                let (schema, field) = target.custom_field(schemas).ok_or_else(unknown)?;
                settings.custom.push(CustomColumn {
                    index,
                    header,
                    subject: *subject,
                    schema: schema.reference,
                    field: field.clone(),
                    policy,
                    format: choice.and_then(|choice| choice.format),
                });
            }
        }
        taken.push((target, index));
    }
    if taken.is_empty() {
        return Err(ResolveError::NoColumns);
    }
    settings.columns.sort_by_key(|column| column.index);
    settings.custom.sort_by_key(|column| column.index);
    Ok(settings)
}

/// Resolves the choices for a file whose columns have the names of the fields that they feed; others are not imported.
pub fn resolve_by_name(
    profile: &ImportSettings,
    headers: &[String],
    schemas: &Schemas,
) -> Result<Settings, ResolveError> {
    let named = headers.iter().filter(|name| target(name, schemas).is_ok());
    let mapping = CsvSettings {
        id: None,
        external_settings_id: None,
        mappings: named
            .map(|name| MappingEntry {
                source_field: name.clone(),
                target_field: name.clone(),
            })
            .collect(),
        ignored_fields: Vec::new(),
        self_uri: None,
    };
    resolve(profile, &mapping, headers, schemas)
}

/// The choices for a file of which nothing is known yet: none of its columns is imported.
pub fn without_columns(profile: &ImportSettings) -> Settings {
    Settings {
        source: profile.external_source_id,
        layout: Layout::Mapped,
        criteria: profile.matching_criteria.clone(),
        merge: profile.merge_contacts,
        default_region: profile
            .default_country
            .clone()
            .unwrap_or_else(|| DEFAULT_REGION.to_owned()),
        columns: Vec::new(),
        custom: Vec::new(),
    }
}

/// Where nothing says how a phone without a country is read.
const DEFAULT_REGION: &str = "US";

/// What a profile says of its fields. The last word on a field counts.
fn choices<'a>(
    listed: &'a [ImportField],
    schemas: &Schemas,
) -> Result<HashMap<Target, &'a ImportField>, ResolveError> {
    listed
        .iter()
        .map(|choice| Ok((target(&choice.name, schemas)?, choice)))
        .collect()
}

fn target(name: &str, schemas: &Schemas) -> Result<Target, ResolveError> {
    Target::by_name(name, schemas).ok_or_else(|| ResolveError::UnknownField(name.to_owned()))
}

fn key(header: &str) -> String {
    header.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use import_core::api::{DataSchema, MappingEntry};
    use import_core::columns::{Field, Subject};
    use import_core::field::ValueFormat;
    use import_core::schema::SchemaRef;
    use import_core::settings::Policy;
    use serde_json::{Map, json};
    use uuid::Uuid;

    use super::*;

    fn profile(fields: &[(&str, bool)]) -> ImportSettings {
        ImportSettings {
            id: None,
            name: "p".to_owned(),
            matching_criteria: Vec::new(),
            merge_contacts: true,
            external_source_id: Uuid::nil(),
            import_fields: fields
                .iter()
                .map(|(name, included)| ImportField {
                    name: (*name).to_owned(),
                    included: *included,
                    policy: Policy::Fill,
                    format: None,
                })
                .collect(),
            default_country: None,
            date_created: None,
            self_uri: None,
        }
    }

    fn mapping(entries: &[(&str, &str)]) -> CsvSettings {
        CsvSettings {
            id: None,
            external_settings_id: None,
            mappings: entries
                .iter()
                .map(|(source, target)| MappingEntry {
                    source_field: (*source).to_owned(),
                    target_field: (*target).to_owned(),
                })
                .collect(),
            ignored_fields: Vec::new(),
            self_uri: None,
        }
    }

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_are_found_without_case_and_keep_the_files_order() {
        let mapping = mapping(&[
            ("TITLE", "title"),
            ("mail", "workEmail"),
            ("gone", "shoeSize"),
        ]);
        let resolved = resolve(
            &profile(&[]),
            &mapping,
            &headers(&["Mail", "x", "Title"]),
            &Schemas::default(),
        );
        let error = resolved.unwrap_err();
        assert_eq!(error, ResolveError::UnknownField("shoeSize".to_owned()));

        let mapping = mapping_of_two();
        let settings = resolve(
            &profile(&[]),
            &mapping,
            &headers(&["Mail", "x", "Title"]),
            &Schemas::default(),
        )
        .unwrap();
        let found: Vec<_> = settings
            .columns
            .iter()
            .map(|c| (c.index, c.field))
            .collect();
        assert_eq!(found, [(0, Field::WorkEmail), (2, Field::Title)]);
        assert_eq!(settings.default_region, "US");
    }

    fn mapping_of_two() -> CsvSettings {
        mapping(&[("TITLE", "title"), ("mail", "workEmail")])
    }

    #[test]
    fn unticked_fields_are_left_out_and_unlisted_ones_are_not() {
        let profile = profile(&[("Title", false), ("Work Email", true)]);
        let settings = resolve(
            &profile,
            &mapping_of_two(),
            &headers(&["mail", "title"]),
            &Schemas::default(),
        )
        .unwrap();
        assert_eq!(settings.columns.len(), 1);
        assert_eq!(settings.columns[0].policy, Policy::Fill);
    }

    #[test]
    fn a_field_with_two_columns_is_an_error() {
        let mapping = mapping(&[("a", "title"), ("b", "Title")]);
        let error = resolve(
            &profile(&[]),
            &mapping,
            &headers(&["a", "b"]),
            &Schemas::default(),
        )
        .unwrap_err();
        assert!(matches!(error, ResolveError::FieldRepeated { .. }));
    }

    #[test]
    fn a_file_without_any_imported_column_is_an_error() {
        let error = resolve(
            &profile(&[]),
            &mapping_of_two(),
            &headers(&["x"]),
            &Schemas::default(),
        )
        .unwrap_err();
        assert_eq!(error, ResolveError::NoColumns);
    }

    fn schemas() -> Schemas {
        let reference = SchemaRef {
            id: Uuid::nil(),
            version: 4,
        };
        let document = json!({"properties": {"born_date": {"title": "Born"}}});
        let schema = DataSchema {
            name: "s".to_owned(),
            json_schema: document.as_object().cloned().unwrap_or_else(Map::new),
            ..DataSchema::default()
        };
        Schemas {
            contact: Some(schema.read(reference).unwrap()),
            organization: None,
        }
    }

    #[test]
    fn custom_fields_are_taken_from_the_newest_schema() {
        let mut profile = profile(&[("born", true)]);
        profile.import_fields[0].format = Some(ValueFormat::DayMonthYear);
        let mapping = mapping(&[("Birthday", "customFields.born_date")]);
        let headers = headers(&["x", "birthday"]);
        let settings = resolve(&profile, &mapping, &headers, &schemas()).unwrap();
        let column = &settings.custom[0];
        assert_eq!((column.index, column.subject), (1, Subject::Contact));
        assert_eq!((column.schema.version, column.policy), (4, Policy::Fill));
        assert_eq!(column.format, Some(ValueFormat::DayMonthYear));
        assert_eq!(column.field.key, "born_date");
        // Without the schema there is no such field.
        let error = resolve(&profile, &mapping, &headers, &Schemas::default()).unwrap_err();
        assert_eq!(error, ResolveError::UnknownField("born".to_owned()));
    }
}
