use import_core::api::{CsvSettings, ImportField, ImportSettings, MappingEntry};
use import_core::columns::Field;
use import_core::settings::Policy;
use uuid::Uuid;

use super::*;
use crate::state::choices::{Blocker, Choices};
use crate::worker::messages::Column;

/// A profile of these columns and fields, the first of which fills.
fn profile(columns: &[(&str, Field)]) -> (ImportSettings, CsvSettings) {
    let fields = columns.iter().take(1).map(|(_, field)| ImportField {
        name: field.path().to_owned(),
        included: true,
        policy: Policy::Fill,
        format: None,
    });
    let profile = ImportSettings {
        id: Some(Uuid::nil()),
        name: "Monthly".to_owned(),
        matching_criteria: Vec::new(),
        merge_contacts: false,
        external_source_id: Uuid::nil(),
        import_fields: fields.collect(),
        default_country: None,
        date_created: None,
        self_uri: None,
    };
    let mapping = CsvSettings {
        id: Some(Uuid::nil()),
        external_settings_id: None,
        mappings: columns
            .iter()
            .map(|(source, field)| MappingEntry {
                source_field: (*source).to_owned(),
                target_field: field.path().to_owned(),
            })
            .collect(),
        ignored_fields: Vec::new(),
        self_uri: None,
    };
    (profile, mapping)
}

/// A file of these columns to which a profile was applied.
fn applied(headers: &[&str], saved: &[(&str, Field)]) -> Choices {
    let (profile, mapping) = profile(saved);
    applied_to(headers, &profile, &mapping)
}

fn applied_to(headers: &[&str], profile: &ImportSettings, mapping: &CsvSettings) -> Choices {
    let headers = headers.iter().enumerate();
    let columns: Vec<Column> = headers
        .map(|(index, header)| Column {
            index,
            header: (*header).to_owned(),
            samples: Vec::new(),
        })
        .collect();
    let mut choices = Choices::default();
    choices.suggest(&columns);
    choices.apply(profile, Some(mapping));
    choices
}

const SAVED: &[(&str, Field)] = &[
    ("Mail", Field::WorkEmail),
    ("Town", Field::City),
    ("Name", Field::LastName),
];

fn fields(choices: &Choices) -> Vec<Option<Field>> {
    let columns = choices.columns.iter();
    columns
        .map(|column| match column.target {
            Some(Target::Field(field)) => Some(field),
            _ => None,
        })
        .collect()
}

fn mapped(choices: &Choices) -> Vec<(String, String)> {
    let mappings = choices.to_mapping().mappings.into_iter();
    mappings
        .map(|entry| (entry.source_field, entry.target_field))
        .collect()
}

#[test]
fn the_same_columns_in_another_order_are_no_drift() {
    let choices = applied(&["NAME", " mail ", "Town"], SAVED);
    assert!(choices.drift.is_none());
    let [name, mail, town] = [Field::LastName, Field::WorkEmail, Field::City];
    assert_eq!(fields(&choices), [Some(name), Some(mail), Some(town)]);
    assert_eq!(choices.columns[1].policy, Policy::Fill);
}

#[test]
fn next_months_file_says_what_is_missing_new_and_renamed_and_maps_nothing_of_it() {
    let choices = applied(&["Name", "E-mail", "Fax"], SAVED);
    assert_eq!(fields(&choices), [Some(Field::LastName), None, None]);
    let missing = choices.drift.missing.iter();
    let missing: Vec<_> = missing
        .map(|missing| (missing.header.as_str(), missing.likely))
        .collect();
    assert_eq!(missing, [("Mail", Some(1)), ("Town", None)]);
    let unknown: Vec<_> = choices.drift.unknown.iter().map(|of| of.column).collect();
    assert_eq!(unknown, [1, 2]);
    assert!(choices.blockers().contains(&Blocker::DriftOpen));
}

#[test]
fn every_difference_has_to_be_decided() {
    let mut choices = applied(&["Name", "E-mail", "Fax"], SAVED);
    assert_eq!(choices.drift.open(&choices.columns), 4);
    choices.answer(0, Answer::Take(1));
    // The column that takes its place is decided as well.
    assert_eq!(choices.drift.open(&choices.columns), 2);
    assert_eq!(fields(&choices)[1], Some(Field::WorkEmail));
    assert_eq!(choices.columns[1].policy, Policy::Fill);
    choices.answer(1, Answer::Absent(Absence::LeftOut));
    choices.set_target(2, None);
    assert_eq!(choices.drift.open(&choices.columns), 0);
    assert!(!choices.blockers().contains(&Blocker::DriftOpen));
}

#[test]
fn a_decision_can_be_changed() {
    let mut choices = applied(&["Name", "E-mail", "Fax"], SAVED);
    choices.answer(0, Answer::Take(1));
    choices.answer(0, Answer::Take(2));
    assert_eq!(fields(&choices)[1..], [None, Some(Field::WorkEmail)]);
    choices.answer(0, Answer::Absent(Absence::Forgotten));
    assert_eq!(fields(&choices)[1..], [None, None]);
    choices.answer(0, Answer::Open);
    assert_eq!(choices.drift.open(&choices.columns), 4);
    // Giving the field to a column of the table decides as well.
    choices.set_target(2, Some(Target::Field(Field::WorkEmail)));
    assert_eq!(choices.drift.open(&choices.columns), 2);
}

#[test]
fn what_is_left_out_stays_in_the_profile_and_what_is_forgotten_does_not() {
    let mut choices = applied(&["Name"], SAVED);
    choices.answer(0, Answer::Absent(Absence::LeftOut));
    choices.answer(1, Answer::Absent(Absence::Forgotten));
    let entry = |source: &str, field: Field| (source.to_owned(), field.path().to_owned());
    let expected = [
        entry("Name", Field::LastName),
        entry("Mail", Field::WorkEmail),
    ];
    assert_eq!(mapped(&choices), expected);
    let saved = choices.to_profile().import_fields;
    assert_eq!((saved.len(), saved[1].policy), (2, Policy::Fill));
    // Another column that takes its field takes its place.
    let mut choices = applied(&["Name", "E-mail"], SAVED);
    choices.answer(0, Answer::Absent(Absence::LeftOut));
    choices.set_target(1, Some(Target::Field(Field::WorkEmail)));
    let expected = [
        entry("Name", Field::LastName),
        entry("E-mail", Field::WorkEmail),
    ];
    assert_eq!(mapped(&choices), expected);
}

#[test]
fn of_two_columns_that_may_be_the_renamed_one_neither_is_said_to_be() {
    let choices = applied(&["Name", "Town", "Mail A", "Mail B"], SAVED);
    assert_eq!(choices.drift.missing[0].likely, None);
}

#[test]
fn a_column_that_feeds_nothing_on_purpose_is_no_difference_next_time() {
    let mut first = applied(&["Mail", "Town", "Name", "Fax", "Score", ""], SAVED);
    // What is not decided is asked again.
    assert!(first.to_mapping().ignored_fields.is_empty());
    first.set_target(3, None);
    assert_eq!(first.to_mapping().ignored_fields, ["Fax"]);
    first.leave_out_open();
    let (profile, mapping) = (first.to_profile(), first.to_mapping());
    assert_eq!(mapping.ignored_fields, ["Fax", "Score"]);

    let mut later = applied_to(
        &["Name", "Mail", "Town", " FAX ", "Pet"],
        &profile,
        &mapping,
    );
    let unknown: Vec<_> = later.drift.unknown.iter().map(|of| of.column).collect();
    assert_eq!(unknown, [4]);
    // One that the file lacks is missed by nobody, and known again when it is back.
    assert_eq!(later.to_mapping().ignored_fields, [" FAX ", "Score"]);
    later.set_target(3, Some(Target::Field(Field::OtherPhone)));
    assert_eq!(later.to_mapping().ignored_fields, ["Score"]);
}
