//! Which of a file's columns are shown where there are many.

use super::choices::ColumnChoice;

/// Whether columns feed something, as it is chosen from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Feeding {
    #[default]
    Any,
    Mapped,
    Unmapped,
}

impl Feeding {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Any, Self::Mapped, Self::Unmapped];

    /// Whether a column is one of these.
    pub fn is_of(self, column: &ColumnChoice) -> bool {
        match self {
            Self::Any => true,
            Self::Mapped => column.target.is_some(),
            Self::Unmapped => column.target.is_none(),
        }
    }
}

/// What is looked for among the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnFilter {
    /// Whether they feed something.
    pub feeding: Feeding,
    /// What stands in their names, their first values or the name of their field.
    pub text: String,
}

impl ColumnFilter {
    /// Whether nothing is left out.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a column fits. `field` is what its field is called, for whoever reads it.
    pub fn fits(&self, column: &ColumnChoice, field: &str) -> bool {
        let wanted = self.text.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        self.feeding.is_of(column)
            && (has(&column.header) || has(field) || column.samples.iter().any(|value| has(value)))
    }
}

#[cfg(test)]
mod tests {
    use import_core::columns::Field;
    use import_core::schema::Target;

    use super::*;

    #[track_caller]
    fn check(feeding: Feeding, text: &str, expected: [bool; 2]) {
        let mut mapped = ColumnChoice::new(0, "Straße");
        mapped.feed(Some(Target::Field(Field::Address1)));
        let mut unmapped = ColumnChoice::new(1, "Hobby");
        unmapped.samples = vec!["Chess".to_owned()];
        let text = text.to_owned();
        let filter = ColumnFilter { feeding, text };
        let found = [
            filter.fits(&mapped, "Address 1"),
            filter.fits(&unmapped, ""),
        ];
        assert_eq!(found, expected, "{filter:?}");
    }

    #[test]
    fn columns_are_found_by_name_value_and_field() {
        check(Feeding::Any, "", [true, true]);
        check(Feeding::Any, " straß", [true, false]);
        check(Feeding::Any, "address", [true, false]);
        check(Feeding::Any, "chess", [false, true]);
        check(Feeding::Mapped, "", [true, false]);
        check(Feeding::Unmapped, "", [false, true]);
        check(Feeding::Unmapped, "address", [false, false]);
    }
}
