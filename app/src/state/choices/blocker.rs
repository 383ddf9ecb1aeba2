//! What keeps one from going on.

use super::Choices;
use crate::state::mapping::fields_taken_twice;

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

impl Choices {
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
            (self.feeds_nothing(), Blocker::NothingTicked),
        ];
        found
            .into_iter()
            .filter_map(|(is_there, blocker)| is_there.then_some(blocker))
            .collect()
    }
}
