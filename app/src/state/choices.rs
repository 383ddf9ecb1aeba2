//! The choices of one import, from the file's columns to what is saved and checked.

use import_core::api::{CsvSettings, Division, ImportField, ImportSettings, MappingEntry};
use import_core::columns::Field;
use import_core::settings::{Criterion, ImportColumn, Layout, Policy, Settings};
use uuid::Uuid;

use super::mapping::{Drift, columns_of_profile, fields_taken_twice};
use crate::worker::messages::Column;

/// What is chosen for one column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its name in the file.
    pub header: String,
    /// What it feeds.
    pub field: Option<Field>,
    /// Whether it is imported.
    pub included: bool,
    /// What its cells do.
    pub policy: Policy,
}

/// The choices of one import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// The saved profile in use; none for a new one.
    pub profile: Option<Uuid>,
    /// The saved mapping in use.
    pub mapping: Option<Uuid>,
    /// The profile's name.
    pub name: String,
    /// The source of the file's external IDs.
    pub source: Option<Uuid>,
    /// Every criterion, in the chosen order, and whether contacts are matched by it.
    pub criteria: Vec<(Criterion, bool)>,
    /// Whether all matched contacts become one, or only the first is updated.
    pub merge: bool,
    /// Where the records go.
    pub division: String,
    /// The region of phones without a country.
    pub region: String,
    /// The columns of the file.
    pub columns: Vec<ColumnChoice>,
    /// How the file differs from the profile.
    pub drift: Drift,
}

/// Why one cannot go on yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// A new profile needs a name.
    NameMissing,
    /// No external source is chosen.
    SourceMissing,
    /// Two columns feed one field.
    FieldTwice,
    /// No column is imported.
    NothingTicked,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            profile: None,
            mapping: None,
            name: String::new(),
            source: None,
            criteria: criteria_in_order(&[Criterion::Email, Criterion::Phone]),
            merge: false,
            division: "*".to_owned(),
            region: "US".to_owned(),
            columns: Vec::new(),
            drift: Drift::default(),
        }
    }
}

impl Choices {
    /// Takes up the columns of a file with what was suggested for them. The choices that are not about
    /// columns stay.
    pub fn suggest(&mut self, columns: &[Column]) {
        self.drift = Drift::default();
        self.columns = columns
            .iter()
            .map(|column| ColumnChoice {
                index: column.index,
                header: column.header.clone(),
                field: column.suggestion,
                included: column.suggestion.is_some(),
                policy: Policy::default(),
            })
            .collect();
    }

    /// Whether the columns are those that the choices are about.
    pub fn knows(&self, columns: &[Column]) -> bool {
        let ours = self.columns.iter().map(|column| &column.header);
        ours.eq(columns.iter().map(|column| &column.header))
    }

    /// Takes everything from a saved profile; what it does not know of the file is not imported.
    pub fn apply(&mut self, profile: &ImportSettings, mapping: Option<&CsvSettings>) {
        self.profile = profile.id;
        self.mapping = mapping.and_then(|mapping| mapping.id);
        self.name.clone_from(&profile.name);
        self.source = Some(profile.external_source_id);
        self.criteria = criteria_in_order(&profile.matching_criteria);
        self.merge = profile.merge_contacts;
        self.region = profile
            .default_country
            .clone()
            .unwrap_or_else(|| "US".to_owned());
        if let Some(mapping) = mapping {
            self.drift = columns_of_profile(&mut self.columns, profile, mapping);
        }
    }

    /// Goes on with a new profile; the choices stay as they are.
    pub fn start_new_profile(&mut self) {
        self.profile = None;
        self.mapping = None;
        self.name.clear();
        self.drift = Drift::default();
    }

    /// Moves a criterion to another place.
    pub fn move_criterion(&mut self, from: usize, to: usize) {
        if from < self.criteria.len() && to < self.criteria.len() {
            let moved = self.criteria.remove(from);
            self.criteria.insert(to, moved);
        }
    }

    /// Feeds another field with a column, or none. A column with a field is imported until it is unticked.
    pub fn set_field(&mut self, index: usize, field: Option<Field>) {
        if let Some(column) = self.columns.get_mut(index) {
            column.field = field;
            column.included = field.is_some();
        }
    }

    /// What checking needs. Of two columns on one field the first counts, until the person has chosen.
    pub fn settings(&self) -> Settings {
        let mut columns: Vec<ImportColumn> = Vec::new();
        for column in self.columns.iter().filter(|column| column.included) {
            let Some(field) = column.field else { continue };
            if columns.iter().all(|other| other.field != field) {
                columns.push(ImportColumn {
                    index: column.index,
                    header: column.header.clone(),
                    field,
                    policy: column.policy,
                });
            }
        }
        Settings {
            source: self.source.unwrap_or_default(),
            layout: Layout::Mapped,
            criteria: self.chosen_criteria(),
            merge: self.merge,
            default_region: self.region.clone(),
            columns,
        }
    }

    /// What keeps one from going on, each once.
    pub fn blockers(&self) -> Vec<Blocker> {
        let found = [
            (self.name.trim().is_empty(), Blocker::NameMissing),
            (self.source.is_none(), Blocker::SourceMissing),
            (
                !fields_taken_twice(&self.columns).is_empty(),
                Blocker::FieldTwice,
            ),
            (self.settings().columns.is_empty(), Blocker::NothingTicked),
        ];
        found
            .into_iter()
            .filter_map(|(is_there, blocker)| is_there.then_some(blocker))
            .collect()
    }

    /// The profile as it is saved.
    pub fn to_profile(&self) -> ImportSettings {
        ImportSettings {
            id: self.profile,
            name: self.name.trim().to_owned(),
            matching_criteria: self.chosen_criteria(),
            merge_contacts: self.merge,
            external_source_id: self.source.unwrap_or_default(),
            import_fields: self
                .columns
                .iter()
                .filter_map(|column| {
                    Some(ImportField {
                        name: column.field?.path().to_owned(),
                        included: column.included,
                        policy: column.policy,
                    })
                })
                .collect(),
            default_country: Some(self.region.clone()),
            date_created: None,
            self_uri: None,
        }
    }

    /// The mapping as it is saved with the profile.
    pub fn to_mapping(&self) -> CsvSettings {
        CsvSettings {
            id: self.mapping,
            external_settings_id: self.profile,
            mappings: self
                .columns
                .iter()
                .filter_map(|column| {
                    Some(MappingEntry {
                        source_field: column.header.clone(),
                        target_field: column.field?.path().to_owned(),
                    })
                })
                .collect(),
            self_uri: None,
        }
    }

    /// The division as a job takes it.
    pub fn to_division(&self) -> Division {
        Division {
            id: self.division.clone(),
            ..Division::default()
        }
    }

    fn chosen_criteria(&self) -> Vec<Criterion> {
        self.criteria
            .iter()
            .filter_map(|(criterion, chosen)| chosen.then_some(*criterion))
            .collect()
    }
}

/// The chosen criteria in their order, then the others.
fn criteria_in_order(chosen: &[Criterion]) -> Vec<(Criterion, bool)> {
    let others = Criterion::ALL
        .iter()
        .filter(|criterion| !chosen.contains(criterion));
    let chosen = chosen.iter().map(|criterion| (*criterion, true));
    chosen
        .chain(others.map(|criterion| (*criterion, false)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[(&str, Option<Field>)]) -> Vec<Column> {
        let columns = names.iter().enumerate();
        columns
            .map(|(index, (header, suggestion))| Column {
                index,
                header: (*header).to_owned(),
                suggestion: *suggestion,
            })
            .collect()
    }

    fn choices() -> Choices {
        let mut choices = Choices::default();
        choices.suggest(&columns(&[
            ("ID", Some(Field::ExternalId)),
            ("Mail", Some(Field::WorkEmail)),
            ("Shoe size", None),
        ]));
        choices
    }

    #[test]
    fn suggested_columns_are_imported_and_others_are_not() {
        let settings = choices().settings();
        let fields: Vec<_> = settings
            .columns
            .iter()
            .map(|column| (column.index, column.field))
            .collect();
        assert_eq!(fields, [(0, Field::ExternalId), (1, Field::WorkEmail)]);
        assert_eq!(settings.criteria, [Criterion::Email, Criterion::Phone]);
    }

    #[test]
    fn an_unticked_column_is_saved_but_not_checked() {
        let mut choices = choices();
        choices.columns[1].included = false;
        assert_eq!(choices.settings().columns.len(), 1);
        assert!(!choices.to_profile().import_fields[1].included);
        assert_eq!(choices.to_mapping().mappings.len(), 2);
    }

    #[test]
    fn two_columns_on_one_field_block_and_only_the_first_is_checked() {
        let mut choices = choices();
        choices.set_field(2, Some(Field::WorkEmail));
        assert!(choices.blockers().contains(&Blocker::FieldTwice));
        assert_eq!(choices.settings().columns.len(), 2);
    }

    #[test]
    fn a_new_profile_needs_name_source_and_columns() {
        let mut choices = Choices::default();
        assert_eq!(
            choices.blockers(),
            [
                Blocker::NameMissing,
                Blocker::SourceMissing,
                Blocker::NothingTicked
            ]
        );
        choices.suggest(&columns(&[("ID", Some(Field::ExternalId))]));
        choices.name = "CRM".to_owned();
        choices.source = Some(Uuid::nil());
        assert!(choices.blockers().is_empty());
    }

    #[test]
    fn the_order_of_criteria_is_kept_in_the_profile() {
        let mut choices = choices();
        choices.move_criterion(1, 0);
        choices.move_criterion(9, 0);
        assert_eq!(
            choices.to_profile().matching_criteria,
            [Criterion::Phone, Criterion::Email]
        );
        let mut other = self::choices();
        other.apply(&choices.to_profile(), None);
        assert_eq!(other.criteria, choices.criteria);
    }

    #[test]
    fn a_saved_profile_comes_back_as_it_was() {
        let mut saved = choices();
        saved.name = "CRM".to_owned();
        saved.source = Some(Uuid::max());
        saved.merge = true;
        saved.region = "DE".to_owned();
        saved.columns[0].policy = Policy::Fill;
        saved.columns[1].included = false;
        let mut restored = choices();
        restored.apply(&saved.to_profile(), Some(&saved.to_mapping()));
        assert_eq!(restored.settings(), saved.settings());
        assert_eq!(restored.columns, saved.columns);
    }
}
