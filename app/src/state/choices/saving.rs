//! What comes of the choices: what rows are checked by, and what is saved.

use import_core::api::{CsvSettings, Division, ImportField, ImportSettings, MappingEntry};
use import_core::schema::Target;
use import_core::settings::{Criterion, CustomColumn, ImportColumn, Layout, Settings};

use super::{Choices, ColumnChoice};
use crate::state::drift::{Absence, Answer};

impl Choices {
    /// What checking needs. Of two columns on one field the first counts, until the person has chosen; so does a
    /// format of dates.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings {
            source: self.source.unwrap_or_default(),
            layout: Layout::Mapped,
            criteria: self.chosen_criteria(),
            merge: self.merge,
            default_region: self.region.clone(),
            columns: Vec::new(),
            custom: Vec::new(),
        };
        let mut taken: Vec<&Target> = Vec::new();
        for column in self.columns.iter().filter(|column| column.included) {
            let Some(target) = &column.target else {
                continue;
            };
            if taken.contains(&target) {
                continue;
            }
            taken.push(target);
            match target {
                Target::Field(field) => settings.columns.push(ImportColumn {
                    index: column.index,
                    header: column.header.clone(),
                    field: *field,
                    policy: column.policy,
                }),
                Target::Custom { .. } => settings.custom.extend(self.custom_column(column, target)),
            }
        }
        settings
    }

    fn custom_column(&self, column: &ColumnChoice, target: &Target) -> Option<CustomColumn> {
        let (schema, field) = target.custom_field(&self.schemas)?;
        (!column.needs_format() || column.format.is_some()).then(|| CustomColumn {
            index: column.index,
            header: column.header.clone(),
            subject: target.subject(),
            schema: schema.reference,
            field: field.clone(),
            policy: column.policy,
            format: column.format,
        })
    }

    /// The profile as it is saved: with what it says of columns that are only left out this time.
    pub fn to_profile(&self) -> ImportSettings {
        let kept = self.drift.kept(&self.columns).map(|missing| ImportField {
            name: missing.target.path(),
            included: missing.saved.included,
            policy: missing.saved.policy,
            format: missing.saved.format,
        });
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
                        name: column.target.as_ref()?.path(),
                        included: column.included,
                        policy: column.policy,
                        format: column.format,
                    })
                })
                .chain(kept)
                .collect(),
            default_country: Some(self.region.clone()),
            date_created: None,
            self_uri: None,
        }
    }

    /// The mapping as it is saved with the profile.
    pub fn to_mapping(&self) -> CsvSettings {
        let kept = self.drift.kept(&self.columns).map(|missing| MappingEntry {
            source_field: missing.header.clone(),
            target_field: missing.target.path(),
        });
        CsvSettings {
            id: self.mapping,
            external_settings_id: self.profile,
            mappings: self
                .columns
                .iter()
                .filter_map(|column| {
                    Some(MappingEntry {
                        source_field: column.header.clone(),
                        target_field: column.target.as_ref()?.path(),
                    })
                })
                .chain(kept)
                .collect(),
            ignored_fields: self.drift.all_ignored(&self.columns),
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

    /// Whether saving would change nothing of a profile with its mapping that is about the columns of the file. What
    /// the file lacks counts as left out this time until something else is decided. Which columns feed nothing on
    /// purpose may be noted or not: no import goes by that.
    pub fn is_as_saved(
        &self,
        profile: &ImportSettings,
        mapping: &CsvSettings,
        notes_ignored: bool,
    ) -> bool {
        let to_save = |mut choices: Self| {
            for at in choices.drift.open_missing(&choices.columns) {
                choices.answer(at, Answer::Absent(Absence::LeftOut));
            }
            let mut mapping = choices.to_mapping();
            if !notes_ignored {
                mapping.ignored_fields.clear();
            }
            (choices.to_profile(), mapping)
        };
        let mut saved = self.clone();
        saved.apply(profile, Some(mapping));
        to_save(saved) == to_save(self.clone())
    }

    fn chosen_criteria(&self) -> Vec<Criterion> {
        self.criteria
            .iter()
            .filter_map(|(criterion, chosen)| chosen.then_some(*criterion))
            .collect()
    }
}
