//! Columns and fields: which are taken twice, and how a file differs from a saved profile.

use import_core::api::{CsvSettings, ImportSettings};
use import_core::report;
use import_core::schema::{Schemas, Target};

use super::choices::ColumnChoice;

/// How a file differs from the profile that was applied to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// Columns that the profile knows and the file lacks.
    pub missing: Vec<String>,
    /// Columns that the file has and the profile does not know.
    pub unknown: Vec<String>,
}

/// Gives the columns the fields, ticks and policies that were saved, and says what differs.
pub fn columns_of_profile(
    columns: &mut [ColumnChoice],
    profile: &ImportSettings,
    mapping: &CsvSettings,
    schemas: &Schemas,
) -> Drift {
    let target = |name: &str| Target::by_name(name, schemas);
    let mut drift = Drift::default();
    for column in columns.iter_mut() {
        let saved = mapping
            .mappings
            .iter()
            .find(|entry| same_name(&entry.source_field, &column.header));
        column.target = saved.and_then(|entry| target(&entry.target_field));
        let is_nothing_new = column.header.is_empty() || report::is_column(&column.header);
        if column.target.is_none() && !is_nothing_new {
            drift.unknown.push(column.header.clone());
        }
        let mut listed = profile.import_fields.iter();
        let listed =
            listed.find(|listed| column.target.is_some() && target(&listed.name) == column.target);
        // A mapped field that is not listed is imported.
        column.included = column.target.is_some() && listed.is_none_or(|listed| listed.included);
        column.policy = listed.map(|listed| listed.policy).unwrap_or_default();
        column.format = listed.and_then(|listed| listed.format);
        column.inferred = None;
    }
    let is_there = |name: &str| columns.iter().any(|column| same_name(name, &column.header));
    drift.missing = mapping
        .mappings
        .iter()
        .map(|entry| &entry.source_field)
        .filter(|name| !is_there(name))
        .cloned()
        .collect();
    drift
}

/// Headers are compared without case and surrounding space.
fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Every column whose field an earlier column feeds already, with that column.
pub fn fields_taken_twice(columns: &[ColumnChoice]) -> Vec<(usize, usize)> {
    let taken_before = |at: usize| {
        let target = columns[at].target.as_ref()?;
        columns[..at]
            .iter()
            .position(|other| other.target.as_ref() == Some(target))
    };
    (0..columns.len())
        .filter_map(|at| Some((at, taken_before(at)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use import_core::api::MappingEntry;
    use import_core::columns::Field;
    use import_core::settings::Policy;
    use uuid::Uuid;

    use super::*;

    fn column(index: usize, header: &str, field: Option<Field>) -> ColumnChoice {
        ColumnChoice {
            index,
            header: header.to_owned(),
            target: field.map(Target::Field),
            included: field.is_some(),
            policy: Policy::Overwrite,
            format: None,
            inferred: None,
        }
    }

    #[test]
    fn next_months_file_says_what_is_missing_and_what_is_new() {
        let mut columns = [
            column(0, " MAIL ", None),
            column(1, "Fax", Some(Field::OtherPhone)),
        ];
        let profile = ImportSettings {
            id: None,
            name: String::new(),
            matching_criteria: Vec::new(),
            merge_contacts: false,
            external_source_id: Uuid::nil(),
            import_fields: Vec::new(),
            default_country: None,
            date_created: None,
            self_uri: None,
        };
        let entry = |source: &str, field: Field| MappingEntry {
            source_field: source.to_owned(),
            target_field: field.path().to_owned(),
        };
        let mapping = CsvSettings {
            id: None,
            external_settings_id: None,
            mappings: vec![entry("Mail", Field::WorkEmail), entry("Town", Field::City)],
            self_uri: None,
        };
        let drift = columns_of_profile(&mut columns, &profile, &mapping, &Schemas::default());
        assert_eq!(drift.missing, ["Town"]);
        assert_eq!(drift.unknown, ["Fax"]);
        assert_eq!(columns[0].target, Some(Target::Field(Field::WorkEmail)));
        assert!(columns[0].included);
        assert_eq!(columns[1].target, None);
    }

    #[test]
    fn the_later_of_two_columns_on_one_field_is_named_with_the_first() {
        let columns = [
            column(0, "a", Some(Field::City)),
            column(1, "b", None),
            column(2, "c", Some(Field::City)),
            column(3, "d", None),
        ];
        assert_eq!(fields_taken_twice(&columns), [(2, 0)]);
    }
}
