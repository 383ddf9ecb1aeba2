//! How much rows that belong together are alike, column by column.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

use crate::columns::Field;
use crate::field::text;
use crate::row::{Row, Value};
use crate::settings::Settings;

/// How much rows are alike in the columns that are imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Likeness {
    /// All say the same.
    Same,
    /// Some say what others are silent about; nothing is said against it.
    Complementary,
    /// They say different things of the same field.
    Contradictory,
}

/// Compares rows one after the other; of each column it keeps a hash. Values are compared as identifiers are, not by
/// their spelling; those of columns that are not imported as texts.
#[derive(Debug)]
pub struct Comparing {
    columns: Vec<Column>,
}

/// What was seen of a column of the file.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    feeds: Feeds,
    value: Option<u64>,
    is_missing: bool,
    differs: bool,
}

#[derive(Clone, Copy, Debug, Default)]
enum Feeds {
    #[default]
    Nothing,
    Field(Field),
    /// By its place among the custom columns.
    Custom(usize),
}

impl Comparing {
    /// Has seen no row yet of a file of so many columns.
    pub fn new(settings: &Settings, columns: usize) -> Self {
        let mut columns = vec![Column::default(); columns];
        for column in &settings.columns {
            if let Some(seen) = columns.get_mut(column.index) {
                seen.feeds = Feeds::Field(column.field);
            }
        }
        for (place, column) in settings.custom.iter().enumerate() {
            if let Some(seen) = columns.get_mut(column.index) {
                seen.feeds = Feeds::Custom(place);
            }
        }
        Self { columns }
    }

    /// Takes up a checked row; `cell` gives the text of a column.
    pub fn add<'c>(&mut self, row: &Row, cell: impl Fn(usize) -> &'c str) {
        for (index, column) in self.columns.iter_mut().enumerate() {
            match said(column.feeds, row, text::trim(cell(index))) {
                None => column.is_missing = true,
                Some(value) => match column.value {
                    None => column.value = Some(value),
                    Some(known) => column.differs |= known != value,
                },
            }
        }
    }

    /// How much the rows are alike that were seen.
    pub fn likeness(&self) -> Likeness {
        let imported = || {
            let columns = self.columns.iter();
            columns.filter(|column| !matches!(column.feeds, Feeds::Nothing))
        };
        if imported().any(|column| column.differs) {
            Likeness::Contradictory
        } else if imported().any(|column| column.is_missing && column.value.is_some()) {
            Likeness::Complementary
        } else {
            Likeness::Same
        }
    }

    /// How much they are alike in one column, imported or not.
    pub fn of_column(&self, index: usize) -> Likeness {
        match self.columns.get(index) {
            Some(column) if column.differs => Likeness::Contradictory,
            Some(column) if column.is_missing && column.value.is_some() => Likeness::Complementary,
            _ => Likeness::Same,
        }
    }

    /// Whether any row says something in a column.
    pub fn has_value(&self, index: usize) -> bool {
        let column = self.columns.get(index);
        column.is_some_and(|column| column.value.is_some())
    }
}

/// The hash of what a cell says; none where it is silent.
fn said(feeds: Feeds, row: &Row, found: &str) -> Option<u64> {
    if found.is_empty() {
        return None;
    }
    let mut hasher = FixedState::default().build_hasher();
    let value = match feeds {
        Feeds::Field(field) => row.value(field),
        Feeds::Custom(place) => {
            let mut cells = row.custom.iter();
            let cell = cells.find(|cell| cell.column == place);
            if let Some(value) = cell.and_then(|cell| cell.value.as_ref()) {
                hasher.write(value.to_string().as_bytes());
                return Some(hasher.finish());
            }
            None
        }
        Feeds::Nothing => None,
    };
    match value {
        Some(Value::List(parts)) => {
            for part in parts {
                hasher.write(part.as_bytes());
                hasher.write_u8(0);
            }
        }
        Some(Value::Bool(value)) => hasher.write_u8(u8::from(*value)),
        Some(Value::Integer(value)) => hasher.write_i64(*value),
        Some(value) => hasher.write(value.key().unwrap_or(found).as_bytes()),
        // A part of a phone, a value that is left out, a column that is not imported.
        None => hasher.write(found.as_bytes()),
    }
    Some(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::RowChecker;

    /// Rows of an e-mail, a first name and a column that is not imported.
    #[track_caller]
    fn check(rows: &[[&str; 3]], expected: Likeness, by_column: [Likeness; 3]) {
        let fields = [Field::WorkEmail, Field::FirstName];
        let settings = Settings::of_columns(fields.map(|field| (field.header(), field)));
        let checker = RowChecker::new(&settings);
        let mut comparing = Comparing::new(&settings, 3);
        for (cells, number) in rows.iter().zip(2..) {
            let row = checker.check(|index| cells[index], number, &[]);
            comparing.add(&row, |index| cells[index]);
        }
        assert_eq!(comparing.likeness(), expected);
        assert_eq!(
            [0, 1, 2].map(|column| comparing.of_column(column)),
            by_column
        );
    }

    use Likeness::{Complementary, Contradictory, Same};

    #[test]
    fn values_are_compared_and_not_their_spelling() {
        check(
            &[["Ann@X.org", " Ann ", ""], ["ann@x.org", "Ann", ""]],
            Same,
            [Same; 3],
        );
    }

    #[test]
    fn a_value_that_others_lack_completes_them() {
        check(
            &[["a@x.org", "", ""], ["a@x.org", "Ann", ""]],
            Complementary,
            [Same, Complementary, Same],
        );
    }

    #[test]
    fn two_values_contradict_each_other_whatever_else_is_missing() {
        check(
            &[
                ["a@x.org", "Ann", ""],
                ["", "", ""],
                ["a@x.org", "Anna", ""],
            ],
            Contradictory,
            [Complementary, Contradictory, Same],
        );
    }

    #[test]
    fn what_is_not_imported_makes_no_difference() {
        check(
            &[["a@x.org", "Ann", "1"], ["a@x.org", "Ann", "2"]],
            Same,
            [Same, Same, Contradictory],
        );
    }
}
