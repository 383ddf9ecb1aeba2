use import_core::api::{DataSchema, ImportField};
use import_core::columns::Field;
use import_core::field::infer::Candidate;
use import_core::schema::SchemaRef;
use import_core::settings::Policy;
use serde_json::json;

use super::*;

fn columns(names: &[&str]) -> Vec<Column> {
    let columns = names.iter().enumerate();
    columns
        .map(|(index, header)| Column {
            index,
            header: (*header).to_owned(),
            samples: Vec::new(),
        })
        .collect()
}

fn choices() -> Choices {
    let mut choices = Choices::default();
    choices.suggest(&columns(&["ID", "Mail", "Shoe size"]));
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
fn what_was_chosen_stays_when_columns_come_and_go() {
    let mut choices = choices();
    choices.columns[1].policy = Policy::Fill;
    let more = columns(&["Import Row", "ID", "Mail", "Shoe size", "Other ID", "First"]);
    assert!(choices.follow(&more));
    let targets = |choices: &Choices| -> Vec<Option<Target>> {
        choices
            .columns
            .iter()
            .map(|column| column.target.clone())
            .collect()
    };
    let field = |field| Some(Target::Field(field));
    let expected = [
        None,
        field(Field::ExternalId),
        field(Field::WorkEmail),
        None,
        None,
        field(Field::FirstName),
    ];
    assert_eq!(targets(&choices), expected);
    assert_eq!(choices.columns[2].policy, Policy::Fill);
    assert_eq!(choices.columns[2].index, 2);
    assert!(choices.follow(&columns(&["Mail"])));
    assert_eq!(targets(&choices), [field(Field::WorkEmail)]);
    assert!(!choices.follow(&columns(&["Fax"])));
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
    choices.set_target(2, Some(Target::Field(Field::WorkEmail)));
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
    choices.suggest(&columns(&["ID"]));
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
    // What feeds nothing does so on purpose now.
    saved.columns[2].is_declined = true;
    assert_eq!(restored.columns, saved.columns);
}

#[test]
fn nothing_has_to_be_saved_until_something_of_the_profile_is_changed() {
    let mut saved = choices();
    saved.name = "CRM".to_owned();
    saved.source = Some(Uuid::max());
    saved.profile = Some(Uuid::max());
    saved.mapping = Some(Uuid::max());
    let (mut profile, mut mapping) = (saved.to_profile(), saved.to_mapping());
    // What the server adds is no change; nor is what the profile says of fields that no column feeds.
    profile.date_created = Some("2025-01-01T00:00:00Z".to_owned());
    mapping.self_uri = Some("/mapping".to_owned());
    let unfed = profile.import_fields[0].clone();
    profile.import_fields.push(ImportField {
        name: Field::City.path().to_owned(),
        ..unfed
    });
    // Columns at other places, one of another spelling, one that is new.
    let opened = |headers: &[&str]| {
        let mut choices = Choices::default();
        choices.suggest(&columns(headers));
        choices.apply(&profile, Some(&mapping));
        choices
    };
    for headers in [&["ID", "Mail", "Shoe size"][..], &["MAIL", "Hat", "ID"]] {
        let mut choices = opened(headers);
        choices.leave_out_open();
        assert!(
            choices.is_as_saved(&profile, &mapping, false),
            "{headers:?}"
        );
        // That a new column is not imported may be noted.
        let is_noted = headers.contains(&"Shoe size");
        assert_eq!(choices.is_as_saved(&profile, &mapping, true), is_noted);
    }
    let check = |change: fn(&mut Choices)| {
        let mut choices = opened(&["ID", "Mail"]);
        change(&mut choices);
        !choices.is_as_saved(&profile, &mapping, true)
    };
    assert!(check(|choices| choices.merge = true));
    assert!(check(|choices| choices.name.push('!')));
    assert!(check(|choices| choices.columns[0].policy = Policy::Fill));
    assert!(check(|choices| choices.set_target(1, None)));
    assert!(check(Choices::start_new_profile));

    // A column that is missing stays in the profile, unless a person says otherwise.
    let mut lacking = opened(&["ID"]);
    assert!(lacking.is_as_saved(&profile, &mapping, true));
    lacking.leave_out_open();
    assert!(lacking.is_as_saved(&profile, &mapping, true));
    lacking.answer(0, Answer::Absent(Absence::Forgotten));
    assert!(!lacking.is_as_saved(&profile, &mapping, true));
}

/// A schema of contacts with a date, a number and a field that is called like a common name of another one.
fn schemas() -> Schemas {
    let document = json!({"properties": {
        "born_date": {"title": "Born"}, "size_number": {"title": "Shoe size"},
        "customer_number_text": {"title": "Customer number"}, "title_text": {"title": "Title"},
    }});
    let schema = DataSchema {
        name: "s".to_owned(),
        json_schema: document.as_object().cloned().unwrap_or_default(),
        ..DataSchema::default()
    };
    let reference = SchemaRef {
        id: Uuid::nil(),
        version: 3,
    };
    let document = json!({"properties": {"tier_tag": {"title": "Tier"}}});
    let of_organizations = DataSchema {
        json_schema: document.as_object().cloned().unwrap_or_default(),
        ..schema.clone()
    };
    Schemas {
        contact: schema.read(reference).ok(),
        organization: of_organizations.read(reference).ok(),
    }
}

#[test]
fn fields_of_organizations_are_suggested_beside_their_ids_alone() {
    let mut choices = choices();
    choices.learn(schemas());
    choices.suggest(&columns(&["Tier"]));
    assert_eq!(paths(&choices), [""]);
    let id = Field::OrganizationExternalId;
    choices.suggest(&columns(&["Tier", id.header()]));
    assert_eq!(
        paths(&choices)[0],
        "externalOrganization.customFields.tier_tag"
    );
}

fn paths(choices: &Choices) -> Vec<String> {
    let targets = choices.columns.iter().map(|column| column.target.as_ref());
    targets
        .map(|target| target.map(Target::path).unwrap_or_default())
        .collect()
}

#[test]
fn columns_are_given_to_custom_fields_by_their_names() {
    let mut choices = choices();
    choices.suggest(&columns(&[
        "Title",
        "Customer Number",
        "SHOE SIZE",
        "shoe-size",
    ]));
    let before = ["title", "externalIds[0].value", "", ""];
    assert_eq!(paths(&choices), before);
    choices.learn(schemas());
    let customer = "customFields.customer_number_text";
    let after = ["title", customer, "customFields.size_number", ""];
    assert_eq!(paths(&choices), after);
    let settings = choices.settings();
    assert_eq!((settings.columns.len(), settings.custom.len()), (1, 2));
    assert_eq!(settings.custom[1].schema.version, 3);
    choices.learn(Schemas::default());
    assert_eq!(paths(&choices), ["title", "", "", ""]);
}

fn inferred(formats: &[ValueFormat]) -> Inferred {
    let candidate = |&format| Candidate {
        format,
        readings: Vec::new(),
        against: None,
    };
    Inferred {
        certain: match formats {
            [one] => Some(*one),
            _ => None,
        },
        candidates: formats.iter().map(candidate).collect(),
    }
}

#[test]
fn dates_wait_for_their_format() {
    let mut choices = choices();
    choices.learn(schemas());
    choices.suggest(&columns(&["Born"]));
    assert_eq!(choices.unasked_formats(), [(0, Written::Dates)]);
    let (first, second) = (ValueFormat::DayMonthYear, ValueFormat::MonthDayYear);
    choices.hear_formats(0, inferred(&[first, second]));
    assert!(choices.unasked_formats().is_empty());
    assert!(choices.blockers().contains(&Blocker::FormatMissing));
    assert!(choices.settings().custom.is_empty());
    choices.columns[0].format = Some(second);
    assert!(!choices.blockers().contains(&Blocker::FormatMissing));
    assert_eq!(choices.settings().custom[0].format, Some(second));
    // Another file decides anew; what was chosen stays where it may.
    choices.hear_formats(0, inferred(&[first, second]));
    assert_eq!(choices.columns[0].format, Some(second));
    choices.hear_formats(0, inferred(&[first]));
    assert_eq!(choices.columns[0].format, Some(first));
    choices.hear_formats(0, Inferred::default());
    assert_eq!(choices.columns[0].format, Some(first));
}

#[test]
fn numbers_wait_only_where_they_can_be_read_in_two_ways() {
    let mut choices = choices();
    choices.learn(schemas());
    choices.suggest(&columns(&["Shoe size"]));
    assert_eq!(choices.unasked_formats(), [(0, Written::Numbers)]);
    choices.hear_formats(0, Inferred::default());
    assert!(!choices.blockers().contains(&Blocker::FormatMissing));
    assert_eq!(choices.settings().custom[0].format, None);
    choices.hear_formats(0, inferred(ValueFormat::NUMBERS));
    assert!(choices.blockers().contains(&Blocker::FormatMissing));
    assert!(choices.columns[0].lacks_format());
    choices.hear_formats(0, inferred(&[ValueFormat::CommaDecimal]));
    assert_eq!(
        choices.settings().custom[0].format,
        Some(ValueFormat::CommaDecimal)
    );
}

#[test]
fn custom_fields_come_back_with_a_profile() {
    let mut saved = choices();
    saved.learn(schemas());
    let file = columns(&["ID", "When", "Size"]);
    saved.suggest(&file);
    saved.set_target(1, Target::by_name("born", &saved.schemas));
    saved.hear_formats(1, inferred(&[ValueFormat::MonthDayYear]));
    saved.set_target(2, Target::by_name("shoe size", &saved.schemas));
    saved.columns[2].format = Some(ValueFormat::CommaDecimal);
    let mut restored = choices();
    restored.learn(schemas());
    restored.suggest(&file);
    restored.apply(&saved.to_profile(), Some(&saved.to_mapping()));
    assert_eq!(restored.settings().custom, saved.settings().custom);
    // A field that is gone is told like a column that the profile does not know.
    let mut later = choices();
    later.suggest(&file);
    later.apply(&saved.to_profile(), Some(&saved.to_mapping()));
    let unknown: Vec<_> = later.drift.unknown.iter().map(|of| of.column).collect();
    assert_eq!(unknown, [1, 2]);
    assert!(later.drift.missing.is_empty());
}

#[test]
fn columns_with_values_that_nobody_declined_are_overlooked() {
    let overlooked = |choices: &Choices| -> Vec<usize> {
        choices.overlooked().map(|column| column.index).collect()
    };
    let mut file = columns(&["Mail", "Shoe size", "Empty", "", "Import Row", "Hat"]);
    for at in [0, 1, 3, 4, 5] {
        file[at].samples = vec!["7".to_owned()];
    }
    let mut choices = Choices::default();
    choices.suggest(&file);
    assert_eq!(overlooked(&choices), [1, 5]);
    choices.set_target(1, None);
    assert!(choices.follow(&file));
    assert_eq!(overlooked(&choices), [5]);
    choices.set_target(5, Some(Target::Field(Field::Title)));
    choices.columns[5].included = false;
    assert!(overlooked(&choices).is_empty());
    assert!(!choices.feeds_nothing());
    choices.columns[0].included = false;
    assert!(choices.feeds_nothing());
}

#[test]
fn what_a_saved_profile_leaves_out_is_not_overlooked() {
    let mut file = columns(&["Mail", "Shoe size", "Hat"]);
    for column in &mut file {
        column.samples = vec!["7".to_owned()];
    }
    let mut choices = Choices::default();
    choices.suggest(&file);
    let (profile, mut mapping) = (choices.to_profile(), choices.to_mapping());
    mapping.id = Some(Uuid::nil());
    mapping.ignored_fields = vec!["shoe size".to_owned()];
    choices.apply(&profile, Some(&mapping));
    let overlooked: Vec<_> = choices.overlooked().map(|column| column.index).collect();
    assert_eq!(overlooked, [2]);
    choices.leave_out_open();
    assert_eq!(choices.overlooked().count(), 0);
}

#[test]
fn a_split_column_gives_its_field_to_a_better_one_and_has_it_back() {
    let full = ["Full Name", "Email"];
    let split = ["Full Name", "Email", "First Name", "Last Name"];
    let field = |field| Some(Target::Field(field));
    let targets = |choices: &Choices| -> Vec<Option<Target>> {
        let columns = choices.columns.iter();
        columns.map(|column| column.target.clone()).collect()
    };
    let mut choices = Choices::default();
    choices.suggest(&columns(&full));
    choices.columns[0].policy = Policy::Fill;
    assert_eq!(choices.columns[0].target, field(Field::LastName));
    assert!(choices.follow(&columns(&split)));
    let expected = [
        None,
        field(Field::WorkEmail),
        field(Field::FirstName),
        field(Field::LastName),
    ];
    assert_eq!(targets(&choices), expected);
    assert_eq!(choices.columns[3].policy, Policy::Fill);
    assert!(choices.follow(&columns(&full)));
    assert_eq!(
        targets(&choices),
        [field(Field::LastName), field(Field::WorkEmail)]
    );

    // What a person chose stays.
    choices.set_target(0, field(Field::Title));
    choices.set_target(1, field(Field::LastName));
    assert!(choices.follow(&columns(&split)));
    let expected = [
        field(Field::Title),
        field(Field::LastName),
        field(Field::FirstName),
        None,
    ];
    assert_eq!(targets(&choices), expected);
}
