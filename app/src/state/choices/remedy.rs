//! What mends a column that cannot be imported as it is, though the file has all that it takes.

use import_core::columns::{Advice, Doubt, Field};
use import_core::fixing::{Fix, Rule};
use import_core::schema::Target;

use super::{Choices, ColumnChoice};

/// What mends a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Whole names are split into first and last names.
    SplitNames(Fix),
    /// Organizations get their names for external IDs, which the file lacks.
    NamesAsIds(Fix),
}

impl Remedy {
    /// What it does to the file.
    pub fn fix(&self) -> &Fix {
        match self {
            Self::SplitNames(fix) | Self::NamesAsIds(fix) => fix,
        }
    }
}

impl Choices {
    /// What mends the column at this place; nothing where there is nothing to mend.
    pub fn remedy(&self, at: usize) -> Option<Remedy> {
        let column = self.columns.get(at)?;
        match field_of(column)? {
            Field::LastName if has_whole_names(column) => {
                let (separator, names) = if is_last_first(&column.samples) {
                    (",", [Field::LastName, Field::FirstName])
                } else {
                    (" ", [Field::FirstName, Field::LastName])
                };
                let fix = self.split(column, separator, &names)?;
                Some(Remedy::SplitNames(fix))
            }
            Field::OrganizationName if !self.feeds(Field::OrganizationExternalId) => {
                // The one part is all of the text.
                let fix = self.split(column, " ", &[Field::OrganizationExternalId])?;
                Some(Remedy::NamesAsIds(fix))
            }
            _ => None,
        }
    }

    fn feeds(&self, field: Field) -> bool {
        let target = Target::Field(field);
        let mut columns = self.columns.iter();
        columns.any(|column| column.target.as_ref() == Some(&target))
    }

    /// Splits a column into new ones that are named by what they feed, if the file can have them.
    fn split(&self, column: &ColumnChoice, separator: &str, fields: &[Field]) -> Option<Fix> {
        let rule = Rule::Split {
            separator: separator.to_owned(),
            names: fields
                .iter()
                .map(|field| field.header().to_owned())
                .collect(),
        };
        let headers: Vec<String> = self.columns.iter().map(|of| of.header.clone()).collect();
        let is_possible = !column.header.is_empty() && rule.fits(&headers);
        is_possible.then(|| Fix::Rule {
            column: column.header.clone(),
            rule,
        })
    }
}

/// The field that a column feeds, or else the one that is suggested for it.
fn field_of(column: &ColumnChoice) -> Option<Field> {
    match (&column.target, column.advice) {
        (Some(Target::Field(field)), _) => Some(*field),
        (None, Advice::Suggested(suggestion)) => Some(suggestion.field),
        _ => None,
    }
}

fn has_whole_names(column: &ColumnChoice) -> bool {
    matches!(column.advice, Advice::Suggested(found) if found.doubt == Some(Doubt::WholeNames))
}

/// Whether names are written as `Lee, Ann`.
fn is_last_first(samples: &[String]) -> bool {
    let with_comma = samples.iter().filter(|sample| sample.contains(','));
    with_comma.count() * 2 > samples.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::messages::Column;

    fn choices(columns: &[(&str, &[&str])]) -> Choices {
        let columns = columns.iter().enumerate();
        let columns: Vec<_> = columns
            .map(|(index, (header, samples))| Column {
                index,
                header: (*header).to_owned(),
                samples: samples.iter().map(ToString::to_string).collect(),
            })
            .collect();
        let mut choices = Choices::default();
        choices.suggest(&columns);
        choices
    }

    fn rule(column: &str, separator: &str, names: &[&str]) -> Fix {
        Fix::Rule {
            column: column.to_owned(),
            rule: Rule::Split {
                separator: separator.to_owned(),
                names: names.iter().map(ToString::to_string).collect(),
            },
        }
    }

    #[test]
    fn whole_names_are_split_where_they_are_no_last_names() {
        let names: &[&str] = &["Ann Lee", "Bo Ray", "Maria García López"];
        let split = rule("Full Name", " ", &["First Name", "Last Name"]);
        let mut known = choices(&[("Full Name", names), ("Email", &[])]);
        assert_eq!(known.remedy(0), Some(Remedy::SplitNames(split)));
        assert_eq!(known.remedy(1), None);
        known.set_target(0, Some(Target::Field(Field::Title)));
        assert_eq!(known.remedy(0), None);

        let turned: &[&str] = &["Lee, Ann", "Ray, Bo", "García López, Maria"];
        let split = rule("Name", ",", &["Last Name", "First Name"]);
        let known = choices(&[("Name", turned)]);
        assert_eq!(known.remedy(0), Some(Remedy::SplitNames(split)));
        assert_eq!(choices(&[("Name", &["Lee", "Ray", "Fox"])]).remedy(0), None);
        // The names of the new columns are taken.
        assert_eq!(
            choices(&[("Name", names), ("last name", &[])]).remedy(0),
            None
        );
    }

    #[test]
    fn companies_without_ids_are_known_by_their_names() {
        let copy = rule("Company", " ", &["External Organization External ID"]);
        let mut known = choices(&[("Company", &["Acme"]), ("Number", &["7"])]);
        assert_eq!(known.remedy(0), Some(Remedy::NamesAsIds(copy.clone())));
        known.set_target(0, Some(Target::Field(Field::OrganizationName)));
        assert_eq!(known.remedy(0), Some(Remedy::NamesAsIds(copy)));
        known.set_target(1, Some(Target::Field(Field::OrganizationExternalId)));
        assert_eq!(known.remedy(0), None);
    }
}
