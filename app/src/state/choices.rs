//! The choices of one import, from the file's columns to what is saved and checked.

mod blocker;
mod column;
mod offers;
mod remedy;
mod saving;
mod suggesting;
#[cfg(test)]
mod tests;

use import_core::api::{CsvSettings, ImportSettings};
use import_core::columns::{Field, System};
use import_core::field::ValueFormat;
use import_core::field::infer::{Inferred, Written};
use import_core::schema::{Schemas, Target};
use import_core::settings::Criterion;
use uuid::Uuid;

use self::suggesting::{advise, suggest_custom};
use super::drift::{Absence, Answer, Drift, can_feed, columns_of_profile};
use crate::worker::messages::Column;

pub use self::blocker::Blocker;
pub use self::column::ColumnChoice;
pub use self::remedy::Remedy;

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
    /// What is new is mapped as it is suggested; where a profile is applied, it is to be decided. A column that was only
    /// suggested gives its field to a new one that it is suggested for now, as to the last names split off full names,
    /// and has it back when that one goes.
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
        let is_applied = self.mapping.is_some();
        let (mut followed, system) = advise(columns);
        let mut new = Vec::new();
        for column in &mut followed {
            if let Some(choice) = known(&column.header) {
                column.target.clone_from(&choice.target);
                column.included = choice.included;
                column.is_declined = choice.is_declined;
                column.policy = choice.policy;
                column.format = choice.format;
            } else {
                new.push(column.index);
            }
        }
        if !is_applied {
            let gone = self
                .columns
                .iter()
                .filter(|column| place(&column.header).is_none());
            let orphaned: Vec<_> = gone.filter_map(|column| column.target.clone()).collect();
            for at in 0..followed.len() {
                let Some(field) = followed[at].advice.beforehand() else {
                    continue;
                };
                let target = Target::Field(field);
                if new.contains(&at) {
                    take_field(&mut followed, at, field, &self.columns);
                } else if followed[at].target.is_none() && orphaned.contains(&target) {
                    take_field(&mut followed, at, field, &[]);
                }
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

    /// Forgets what was known of the values before: those of an earlier file with the same columns, or before a fix.
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

    /// Takes the choices for what the person has made of them before: nothing differs from a profile, and a source is
    /// chosen only if it was.
    pub fn settle(&mut self) {
        self.drift = Drift::default();
        self.source = self.source.filter(|source| !source.is_nil());
        if self.mapping.is_none() {
            // What is kept of an import names all columns that feed nothing, whether anybody said so or not.
            for column in &mut self.columns {
                column.is_declined = false;
            }
        }
    }

    /// The columns that have values and feed nothing, though nobody said so. Of each column the first rows count.
    pub fn overlooked(&self) -> impl Iterator<Item = &ColumnChoice> {
        self.columns.iter().filter(|column| {
            column.target.is_none()
                && !column.is_declined
                && !column.samples.is_empty()
                && can_feed(&column.header)
                && !self.drift.is_left_out(column.index)
        })
    }

    /// Whether no column feeds anything that is imported.
    pub fn feeds_nothing(&self) -> bool {
        !self.columns.iter().any(|column| column.included)
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
            let is_declined = target.is_none();
            column.feed(target);
            column.is_declined = is_declined;
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

    /// Leaves out every difference about which nothing is decided. What is missing stays in the profile.
    pub fn leave_out_open(&mut self) {
        for at in self.drift.open_missing(&self.columns) {
            self.answer(at, Answer::Absent(Absence::LeftOut));
        }
        for at in self.drift.open_unknown(&self.columns) {
            self.drift.unknown[at].is_left_out = true;
        }
    }
}

/// Feeds a field with the column at this place, unless another one does so for more than that it was suggested `before`.
fn take_field(columns: &mut [ColumnChoice], at: usize, field: Field, before: &[ColumnChoice]) {
    let target = Target::Field(field);
    let mut policy = columns[at].policy;
    let holder = columns
        .iter_mut()
        .find(|column| column.target.as_ref() == Some(&target));
    if let Some(holder) = holder {
        let was_suggested = before
            .iter()
            .any(|of| of.header == holder.header && of.advice.beforehand() == Some(field));
        if !was_suggested || !holder.included {
            return;
        }
        policy = holder.policy;
        holder.feed(None);
        // Its values are imported by way of the other one.
        holder.is_declined = true;
    }
    columns[at].feed(Some(target));
    columns[at].policy = policy;
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
