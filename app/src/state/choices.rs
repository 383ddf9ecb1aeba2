//! The choices of one import, from the file's columns to what is saved and checked.

use import_core::api::{CsvSettings, Division, ImportField, ImportSettings, MappingEntry};
use import_core::columns::{self, Advice, Field, Sample, Subject, System};
use import_core::field::ValueFormat;
use import_core::field::infer::{Inferred, Written};
use import_core::schema::{CoreType, Schemas, Target};
use import_core::settings::{Criterion, CustomColumn, ImportColumn, Layout, Policy, Settings};
use uuid::Uuid;

use super::drift::{Absence, Answer, Drift, columns_of_profile};
use super::mapping::fields_taken_twice;
use crate::worker::messages::Column;

/// What is chosen for one column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its name in the file.
    pub header: String,
    /// What it feeds.
    pub target: Option<Target>,
    /// Whether it is imported.
    pub included: bool,
    /// What its cells do.
    pub policy: Policy,
    /// How its dates or numbers are written.
    pub format: Option<ValueFormat>,
    /// What its values say of how they are written; none where that was not asked yet.
    pub inferred: Option<Inferred>,
    /// Some of its values.
    pub samples: Vec<String>,
    /// What can be said of it beforehand.
    pub advice: Advice,
}

impl ColumnChoice {
    /// A column that feeds nothing.
    pub fn new(index: usize, header: &str) -> Self {
        Self {
            index,
            header: header.to_owned(),
            target: None,
            included: false,
            policy: Policy::default(),
            format: None,
            inferred: None,
            samples: Vec::new(),
            advice: Advice::Unknown,
        }
    }

    /// Feeds another field, or none. A column with a field is imported until it is unticked.
    pub fn feed(&mut self, target: Option<Target>) {
        self.included = target.is_some();
        self.target = target;
        self.format = None;
        self.inferred = None;
    }

    /// The type of the custom field that it feeds.
    pub fn custom_type(&self) -> Option<CoreType> {
        match &self.target {
            Some(Target::Custom { key, .. }) => CoreType::of_key(key).map(|(_, kind)| kind),
            _ => None,
        }
    }

    /// What its values are to be, where they may be written in several ways.
    pub fn written(&self) -> Option<Written> {
        match self.custom_type()? {
            CoreType::Date | CoreType::DateTime => Some(Written::Dates),
            CoreType::Integer => Some(Written::Integers),
            CoreType::Number => Some(Written::Numbers),
            _ => None,
        }
    }

    /// Whether its format has to be known: that of dates always, that of numbers where they can be read in two ways.
    pub fn needs_format(&self) -> bool {
        match self.written() {
            Some(Written::Dates) => true,
            Some(Written::Integers | Written::Numbers) => {
                let inferred = self.inferred.as_ref();
                inferred
                    .is_some_and(|found| found.certain.is_none() && !found.candidates.is_empty())
            }
            None => false,
        }
    }

    /// Whether its values can be read in several ways, and nobody has chosen one.
    pub fn lacks_format(&self) -> bool {
        self.needs_format() && self.inferred.is_some() && self.format.is_none()
    }
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
    /// The program whose export the file looks like.
    pub system: Option<System>,
    /// How the file differs from the profile.
    pub drift: Drift,
    /// The custom fields that there are.
    pub schemas: Schemas,
}

/// Why one cannot go on yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// A new profile needs a name.
    NameMissing,
    /// No external source is chosen.
    SourceMissing,
    /// The file differs from the profile, and not all of that is decided.
    DriftOpen,
    /// Two columns feed one field.
    FieldTwice,
    /// A column of dates or numbers could be read in several ways.
    FormatMissing,
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
            system: None,
            drift: Drift::default(),
            schemas: Schemas::default(),
        }
    }
}

impl Choices {
    /// Takes up the columns of a file with what was suggested for them. The choices that are not about
    /// columns stay.
    pub fn suggest(&mut self, columns: &[Column]) {
        self.drift = Drift::default();
        (self.columns, self.system) = advise(columns);
        for column in &mut self.columns {
            column.feed(column.advice.beforehand().map(Target::Field));
        }
        suggest_custom(&mut self.columns, &self.schemas);
    }

    /// Takes up the columns of a file that has all columns of the one before, or nothing but columns of it: what was
    /// chosen stays, be it that columns were split or joined, or that the failed rows of a file come back corrected.
    /// Says whether it is such a file.
    ///
    /// What is new is mapped as it is suggested; where a profile is applied, it is to be decided.
    pub fn follow(&mut self, columns: &[Column]) -> bool {
        let known = |header: &String| self.columns.iter().find(|column| column.header == *header);
        let place = |header: &String| columns.iter().position(|column| column.header == *header);
        let has_all = self
            .columns
            .iter()
            .all(|column| place(&column.header).is_some());
        let has_no_other = columns.iter().all(|column| known(&column.header).is_some());
        if self.columns.is_empty() || !(has_all || has_no_other) {
            return false;
        }
        let is_taken = |target: &Target| {
            let mut columns = self.columns.iter();
            columns.any(|column| column.target.as_ref() == Some(target))
        };
        let is_applied = self.mapping.is_some();
        let (mut followed, system) = advise(columns);
        let mut new = Vec::new();
        for column in &mut followed {
            if let Some(choice) = known(&column.header) {
                column.target.clone_from(&choice.target);
                column.included = choice.included;
                column.policy = choice.policy;
                column.format = choice.format;
            } else {
                new.push(column.index);
                let suggested = column.advice.beforehand().map(Target::Field);
                column.feed(suggested.filter(|target| !is_applied && !is_taken(target)));
            }
        }
        let moved = |at: usize| place(&self.columns.get(at)?.header);
        self.drift.follow(moved);
        if is_applied {
            self.drift.add_unknown(&followed, &new);
        }
        self.columns = followed;
        self.system = system;
        true
    }

    /// Takes up the custom fields that there are. Columns of those that are gone feed nothing any more; columns
    /// that are called like one feed it, unless a person or a profile has had a say already.
    pub fn learn(&mut self, schemas: Schemas) {
        if self.schemas == schemas {
            return;
        }
        let is_first = self.schemas == Schemas::default() && self.mapping.is_none();
        self.schemas = schemas;
        for column in &mut self.columns {
            let target = column.target.as_ref();
            let is_gone = target.is_some_and(|target| {
                matches!(target, Target::Custom { .. })
                    && target.custom_field(&self.schemas).is_none()
            });
            if is_gone {
                column.feed(None);
            }
        }
        if is_first {
            suggest_custom(&mut self.columns, &self.schemas);
        }
    }

    /// Takes up what the values of a column say of their format. Where only one fits it is chosen; of several the one
    /// that was chosen stays, if it is among them. Where no value is a date in any, each shows what is wrong.
    pub fn hear_formats(&mut self, index: usize, found: Inferred) {
        let Some(column) = self.columns.get_mut(index) else {
            return;
        };
        let is_candidate = |format: &ValueFormat| {
            let mut candidates = found.candidates.iter();
            candidates.any(|candidate| candidate.format == *format)
        };
        column.format = match (found.certain, column.written()) {
            (Some(certain), _) => Some(certain),
            (None, _) if !found.candidates.is_empty() => column.format.filter(is_candidate),
            (None, Some(Written::Dates)) => column.format.or(Some(ValueFormat::YearMonthDay)),
            (None, _) => column.format,
        };
        column.inferred = Some(found);
    }

    /// The columns whose formats have to be asked for, and what their values are to be.
    pub fn unasked_formats(&self) -> Vec<(usize, Written)> {
        let unasked = self
            .columns
            .iter()
            .filter(|column| column.inferred.is_none());
        unasked
            .filter_map(|column| Some((column.index, column.written()?)))
            .collect()
    }

    /// Forgets what was known of the values of an earlier file with the same columns.
    pub fn take_values(&mut self, columns: &[Column]) {
        for (column, now) in self.columns.iter_mut().zip(columns) {
            column.inferred = None;
            column.samples.clone_from(&now.samples);
        }
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
            let schemas = &self.schemas;
            self.drift = columns_of_profile(&mut self.columns, profile, mapping, schemas);
        }
    }

    /// Goes on with a new profile; the choices stay as they are.
    pub fn start_new_profile(&mut self) {
        self.profile = None;
        self.mapping = None;
        self.name.clear();
        self.drift = Drift::default();
    }

    /// Decides about a column that the profile knows and the file lacks, by its place in the list of those.
    pub fn answer(&mut self, missing: usize, answer: Answer) {
        self.drift.answer(&mut self.columns, missing, answer);
    }

    /// Moves a criterion to another place.
    pub fn move_criterion(&mut self, from: usize, to: usize) {
        if from < self.criteria.len() && to < self.criteria.len() {
            let moved = self.criteria.remove(from);
            self.criteria.insert(to, moved);
        }
    }

    /// Feeds another field with a column, or none, since a person says so.
    pub fn set_target(&mut self, index: usize, target: Option<Target>) {
        self.drift.decide(index, target.is_none());
        if let Some(column) = self.columns.get_mut(index) {
            column.feed(target);
        }
    }

    /// The missing columns about which nothing is decided, by their places in the list of those, with the columns
    /// that probably are the same under new names.
    pub fn likely_renamed(&self) -> Vec<(usize, usize)> {
        let open = self.drift.open_missing(&self.columns).into_iter();
        let likely = open.filter_map(|at| Some((at, self.drift.missing[at].likely?)));
        likely
            .filter(|(_, column)| self.columns[*column].target.is_none())
            .collect()
    }

    /// Leaves out every difference about which nothing is decided: this time, not for good.
    pub fn leave_out_open(&mut self) {
        for at in self.drift.open_missing(&self.columns) {
            self.answer(at, Answer::Absent(Absence::LeftOut));
        }
        for at in self.drift.open_unknown(&self.columns) {
            self.drift.unknown[at].is_left_out = true;
        }
    }

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

    /// What keeps one from going on, each once.
    pub fn blockers(&self) -> Vec<Blocker> {
        let found = [
            (self.name.trim().is_empty(), Blocker::NameMissing),
            (self.source.is_none(), Blocker::SourceMissing),
            (self.drift.open(&self.columns) > 0, Blocker::DriftOpen),
            (
                !fields_taken_twice(&self.columns).is_empty(),
                Blocker::FieldTwice,
            ),
            (
                self.columns.iter().any(|column| {
                    column.included && column.needs_format() && column.format.is_none()
                }),
                Blocker::FormatMissing,
            ),
            (
                !self.columns.iter().any(|column| column.included),
                Blocker::NothingTicked,
            ),
        ];
        found
            .into_iter()
            .filter_map(|(is_there, blocker)| is_there.then_some(blocker))
            .collect()
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

/// Columns that feed nothing yet, with what can be said of them; and the program whose export they look like.
fn advise(columns: &[Column]) -> (Vec<ColumnChoice>, Option<System>) {
    let samples: Vec<Sample<'_>> = columns
        .iter()
        .map(|column| Sample {
            header: &column.header,
            values: &column.samples,
        })
        .collect();
    let advised = columns::suggest(&samples);
    let columns = columns
        .iter()
        .zip(advised.columns)
        .map(|(column, advice)| ColumnChoice {
            samples: column.samples.clone(),
            advice,
            ..ColumnChoice::new(column.index, &column.header)
        });
    (columns.collect(), advised.system)
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

/// Feeds custom fields with the columns that are called like them, unless a column has a standard field's own name
/// or another one feeds the custom field already. Those of organizations need a column of their external IDs, without
/// which rows are refused.
fn suggest_custom(columns: &mut [ColumnChoice], schemas: &Schemas) {
    let organization = Target::Field(Field::OrganizationExternalId);
    let has_organizations = columns
        .iter()
        .any(|column| column.target.as_ref() == Some(&organization));
    for at in 0..columns.len() {
        let column = &columns[at];
        let has_own_name = match &column.target {
            Some(Target::Field(field)) => Field::by_name(&column.header) == Some(*field),
            Some(Target::Custom { .. }) => true,
            None => false,
        };
        if has_own_name {
            continue;
        }
        let suggested = Target::suggest(&column.header, schemas);
        let is_free = |target: &Target| {
            let mut others = columns.iter();
            let is_allowed = has_organizations || target.subject() == Subject::Contact;
            is_allowed && others.all(|other| other.target.as_ref() != Some(target))
        };
        if let Some(target) = suggested.filter(is_free) {
            columns[at].feed(Some(target));
        }
    }
}

#[cfg(test)]
mod tests {
    use import_core::api::DataSchema;
    use import_core::field::infer::Candidate;
    use import_core::schema::SchemaRef;
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
        assert_eq!(restored.columns, saved.columns);
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
}
