//! How a file differs from the saved profile that was applied to it, and what is to become of each difference.

use import_core::api::{CsvSettings, ImportSettings};
use import_core::columns::{Advice, are_similar};
use import_core::field::ValueFormat;
use import_core::report;
use import_core::schema::{Schemas, Target};
use import_core::settings::Policy;

use super::choices::ColumnChoice;

/// How a file differs from the profile that was applied to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// Columns that the profile knows and the file lacks.
    pub missing: Vec<Missing>,
    /// Columns that the file has and the profile does not know.
    pub unknown: Vec<Unknown>,
    /// Columns that the profile leaves out and the file lacks: no difference, but the profile keeps them.
    pub ignored: Vec<String>,
}

/// A column that the profile knows and the file lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its name in the profile.
    pub header: String,
    /// What it feeds.
    pub target: Target,
    /// The column of the file, by its place, that probably is the same one under a new name.
    pub likely: Option<usize>,
    /// What was decided, where no column takes its place.
    pub absence: Option<Absence>,
    /// What was saved for it.
    pub saved: SavedColumn,
}

/// What a profile says of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SavedColumn {
    /// Whether it is imported.
    pub included: bool,
    /// What its cells do.
    pub policy: Policy,
    /// How its dates or numbers are written.
    pub format: Option<ValueFormat>,
}

/// What becomes of a missing column whose place no other one takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It is not imported this time, and stays in the profile.
    LeftOut,
    /// It is taken out of the profile.
    Forgotten,
}

/// A column that the profile does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Its place in the file.
    pub column: usize,
    /// Whether it was decided that it is not imported.
    pub is_left_out: bool,
}

/// What is decided about a missing column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The column at this place is the same one under a new name.
    Take(usize),
    /// None is.
    Absent(Absence),
    /// Nothing any more.
    Open,
}

impl Drift {
    /// Whether the file is as the profile has it.
    pub fn is_none(&self) -> bool {
        self.missing.is_empty() && self.unknown.is_empty()
    }

    /// The column that takes the place of a missing one: whichever feeds its field now.
    pub fn taken_by(missing: &Missing, columns: &[ColumnChoice]) -> Option<usize> {
        columns
            .iter()
            .position(|column| column.target.as_ref() == Some(&missing.target))
    }

    /// The missing columns about which nothing is decided, by their places in the list.
    pub fn open_missing(&self, columns: &[ColumnChoice]) -> Vec<usize> {
        let is_open = |missing: &Missing| {
            missing.absence.is_none() && Self::taken_by(missing, columns).is_none()
        };
        let missing = self.missing.iter().enumerate();
        let open = missing.filter(|(_, missing)| is_open(missing));
        open.map(|(at, _)| at).collect()
    }

    /// The unknown columns about which nothing is decided, by their places in the list.
    pub fn open_unknown(&self, columns: &[ColumnChoice]) -> Vec<usize> {
        let is_open = |unknown: &Unknown| {
            !unknown.is_left_out
                && columns
                    .get(unknown.column)
                    .is_some_and(|column| column.target.is_none())
        };
        let unknown = self.unknown.iter().enumerate();
        let open = unknown.filter(|(_, unknown)| is_open(unknown));
        open.map(|(at, _)| at).collect()
    }

    /// How many differences nothing is decided about.
    pub fn open(&self, columns: &[ColumnChoice]) -> usize {
        self.open_missing(columns).len() + self.open_unknown(columns).len()
    }

    /// Decides about a missing column, by its place in the list. A column that had taken its place feeds nothing
    /// any more.
    pub fn answer(&mut self, columns: &mut [ColumnChoice], at: usize, answer: Answer) {
        let Some(missing) = self.missing.get_mut(at) else {
            return;
        };
        for unknown in &self.unknown {
            if let Some(column) = columns.get_mut(unknown.column)
                && column.target.as_ref() == Some(&missing.target)
            {
                column.feed(None);
            }
        }
        missing.absence = match answer {
            Answer::Absent(absence) => Some(absence),
            Answer::Take(_) | Answer::Open => None,
        };
        if let Answer::Take(column) = answer
            && let Some(column) = columns.get_mut(column)
        {
            column.feed(Some(missing.target.clone()));
            column.included = missing.saved.included;
            column.policy = missing.saved.policy;
            column.format = missing.saved.format;
        }
    }

    /// A column was given a field, or taken one, by a person: that decides about it.
    pub fn decide(&mut self, column: usize, is_left_out: bool) {
        for unknown in &mut self.unknown {
            if unknown.column == column {
                unknown.is_left_out = is_left_out;
            }
        }
    }

    /// Columns of these places are unknown, but for those that feed nothing in any file.
    pub fn add_unknown(&mut self, columns: &[ColumnChoice], new: &[usize]) {
        let is_new = |column: &usize| {
            let column = columns.get(*column);
            column.is_some_and(|column| can_feed(&column.header))
        };
        let new = new.iter().copied().filter(is_new);
        self.unknown.extend(new.map(|column| Unknown {
            column,
            is_left_out: false,
        }));
    }

    /// The columns stand at other places now; what is not there any more is no difference.
    pub fn follow(&mut self, moved: impl Fn(usize) -> Option<usize>) {
        self.unknown.retain_mut(|unknown| {
            let place = moved(unknown.column);
            unknown.column = place.unwrap_or_default();
            place.is_some()
        });
        for missing in &mut self.missing {
            missing.likely = missing.likely.and_then(&moved);
        }
    }

    /// Whether it was decided that an unknown column is not imported.
    pub fn is_left_out(&self, column: usize) -> bool {
        let mut unknown = self.unknown.iter();
        unknown.any(|unknown| unknown.column == column && unknown.is_left_out)
    }

    /// The names of the columns that feed nothing, and about which that is decided.
    pub fn all_ignored(&self, columns: &[ColumnChoice]) -> Vec<String> {
        let open = self.open_unknown(columns).into_iter();
        let open: Vec<usize> = open.map(|at| self.unknown[at].column).collect();
        let is_fed = |name: &str| {
            let mut fed = columns.iter().filter(|column| column.target.is_some());
            fed.any(|column| same_name(name, &column.header))
        };
        let here = columns.iter().enumerate();
        let here = here.filter(|(at, column)| column.target.is_none() && !open.contains(at));
        let here = here.map(|(_, column)| &column.header);
        let mut names: Vec<String> = Vec::new();
        for name in here.chain(&self.ignored) {
            let is_listed = names.iter().any(|listed| same_name(listed, name));
            if can_feed(name) && !is_listed && !is_fed(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// The missing columns that stay in the profile.
    pub fn kept<'a>(&'a self, columns: &'a [ColumnChoice]) -> impl Iterator<Item = &'a Missing> {
        self.missing.iter().filter(|missing| {
            missing.absence == Some(Absence::LeftOut) && Self::taken_by(missing, columns).is_none()
        })
    }
}

/// Gives the columns the fields, ticks and policies that were saved, and says what differs. What the profile does not
/// know feeds nothing.
pub fn columns_of_profile(
    columns: &mut [ColumnChoice],
    profile: &ImportSettings,
    mapping: &CsvSettings,
    schemas: &Schemas,
) -> Drift {
    let target = |name: &str| Target::by_name(name, schemas);
    let saved_column = |of: &Target| {
        let mut listed = profile.import_fields.iter();
        let listed = listed.find(|listed| target(&listed.name).as_ref() == Some(of));
        // A mapped field that is not listed is imported.
        SavedColumn {
            included: listed.is_none_or(|listed| listed.included),
            policy: listed.map(|listed| listed.policy).unwrap_or_default(),
            format: listed.and_then(|listed| listed.format),
        }
    };
    let mut drift = Drift::default();
    let mut new = Vec::new();
    for (at, column) in columns.iter_mut().enumerate() {
        let mut saved = mapping.mappings.iter();
        let saved = saved.find(|entry| same_name(&entry.source_field, &column.header));
        column.feed(saved.and_then(|entry| target(&entry.target_field)));
        column.policy = Policy::default();
        let mut ignored = mapping.ignored_fields.iter();
        if let Some(target) = &column.target {
            let saved = saved_column(target);
            column.included = saved.included;
            column.policy = saved.policy;
            column.format = saved.format;
        } else if ignored.any(|name| same_name(name, &column.header)) {
            column.is_declined = true;
        } else {
            new.push(at);
        }
    }
    drift.add_unknown(columns, &new);
    let is_there = |name: &str| columns.iter().any(|column| same_name(name, &column.header));
    let ignored = mapping.ignored_fields.iter();
    drift.ignored = ignored.filter(|name| !is_there(name)).cloned().collect();
    for entry in &mapping.mappings {
        if is_there(&entry.source_field) {
            continue;
        }
        // A custom field that is gone is missed by nobody.
        if let Some(target) = target(&entry.target_field) {
            drift.missing.push(Missing {
                header: entry.source_field.clone(),
                saved: saved_column(&target),
                target,
                likely: None,
                absence: None,
            });
        }
    }
    find_renamed(&mut drift, columns, schemas);
    drift
}

/// Finds out which unknown column may be a missing one under a new name: where two might, neither is said to be.
fn find_renamed(drift: &mut Drift, columns: &[ColumnChoice], schemas: &Schemas) {
    let mut taken = Vec::new();
    for missing in &mut drift.missing {
        let unknown = drift.unknown.iter().map(|unknown| unknown.column);
        let mut ranked: Vec<(u8, usize)> = unknown
            .filter(|column| !taken.contains(column))
            .filter_map(|column| Some((likeness(missing, columns.get(column)?, schemas), column)))
            .filter(|(likeness, _)| *likeness > 0)
            .collect();
        ranked.sort_by_key(|(likeness, column)| (std::cmp::Reverse(*likeness), *column));
        missing.likely = match ranked.as_slice() {
            [(_, column)] => Some(*column),
            [(first, column), (second, _), ..] if first > second => Some(*column),
            _ => None,
        };
        taken.extend(missing.likely);
    }
}

/// How much speaks for it that a column is a missing one under a new name: what it is about, then its name.
fn likeness(missing: &Missing, column: &ColumnChoice, schemas: &Schemas) -> u8 {
    let is_about = match (&missing.target, column.advice) {
        (Target::Field(field), Advice::Suggested(suggestion)) => suggestion.field == *field,
        (custom @ Target::Custom { .. }, _) => {
            Target::suggest(&column.header, schemas).as_ref() == Some(custom)
        }
        _ => false,
    };
    u8::from(is_about) * 2 + u8::from(are_similar(&missing.header, &column.header))
}

/// Whether a column of this name is one of the file's own: it has a name, and none of our reports added it.
pub(super) fn can_feed(name: &str) -> bool {
    !name.is_empty() && !report::is_column(name)
}

/// Headers are compared without case and surrounding space.
fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests;
