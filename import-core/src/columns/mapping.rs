//! From saved choices to the columns of one file.

use std::fmt;

use super::Field;
use crate::settings::{ImportColumn, Policy};

/// What a profile says of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldChoice<'a> {
    /// The field's path, or its header without case.
    pub name: &'a str,
    /// Whether it is imported.
    pub included: bool,
    /// What its cells do.
    pub policy: Policy,
}

/// A mapping as it meets a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// What is imported, in the file's order.
    pub columns: Vec<ImportColumn>,
    /// What the mapping knows and the file has not. The fields keep what they have.
    pub missing: Vec<MissingColumn>,
}

/// A mapped column that the file has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingColumn {
    /// Its name in the mapping.
    pub header: String,
    /// What it would feed.
    pub field: Field,
}

/// Why saved choices are no good, whatever the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MappingError {
    /// Two columns feed one field.
    FieldTwice {
        /// The field.
        field: Field,
        /// The first column.
        first: String,
        /// The other one.
        second: String,
    },
    /// No field has this name.
    FieldUnknown {
        /// The name.
        name: String,
    },
}

impl fmt::Display for MappingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FieldTwice {
                field,
                first,
                second,
            } => {
                write!(f, "two columns feed `{field}`: `{first}` and `{second}`")
            }
            Self::FieldUnknown { name } => write!(f, "no target field is named `{name}`"),
        }
    }
}

impl std::error::Error for MappingError {}

/// Finds the columns of a mapping (source header and target field) in a file. A mapped field that
/// `choices` does not list is imported and overwrites; one listed as not included is not imported.
///
/// Headers are compared without case. That the file lacks a column is no error, since next month's file
/// is often a little different; the person is told.
pub fn resolve<'a>(
    headers: &[String],
    mapping: impl IntoIterator<Item = (&'a str, &'a str)>,
    choices: impl IntoIterator<Item = FieldChoice<'a>>,
) -> Result<Resolved, MappingError> {
    let choices = choices
        .into_iter()
        .map(|choice| Ok((field(choice.name)?, choice)))
        .collect::<Result<Vec<_>, _>>()?;
    let keys: Vec<String> = headers.iter().map(|header| key(header)).collect();
    let mut sources: Vec<(Field, &str)> = Vec::new();
    let mut resolved = Resolved::default();
    for (header, target) in mapping {
        let field = field(target)?;
        let choice = choices
            .iter()
            .find(|(of, _)| *of == field)
            .map(|(_, choice)| choice);
        if choice.is_some_and(|choice| !choice.included) {
            continue;
        }
        match sources.iter().find(|(of, _)| *of == field) {
            Some((_, first)) if key(first) == key(header) => continue,
            Some((_, first)) => {
                let (first, second) = ((*first).to_owned(), header.to_owned());
                return Err(MappingError::FieldTwice {
                    field,
                    first,
                    second,
                });
            }
            None => sources.push((field, header)),
        }
        match keys.iter().position(|known| *known == key(header)) {
            Some(index) => resolved.columns.push(ImportColumn {
                index,
                header: headers[index].clone(),
                field,
                policy: choice.map_or(Policy::default(), |choice| choice.policy),
            }),
            None => resolved.missing.push(MissingColumn {
                header: header.trim().to_owned(),
                field,
            }),
        }
    }
    resolved.columns.sort_by_key(|column| column.index);
    Ok(resolved)
}

fn key(header: &str) -> String {
    crate::field::text::clean(header).to_lowercase()
}

fn field(name: &str) -> Result<Field, MappingError> {
    Field::by_name(name).ok_or_else(|| MappingError::FieldUnknown {
        name: name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{FieldChoice, MappingError, resolve};
    use crate::columns::Field;
    use crate::settings::Policy;

    const HEADERS: &[&str] = &["Kundennr", "Vorname", "E-Mail"];

    fn choice(name: &str, included: bool, policy: Policy) -> FieldChoice<'_> {
        FieldChoice {
            name,
            included,
            policy,
        }
    }

    /// `expected`: the columns as `index field policy`, then the missing ones as `header field`.
    #[track_caller]
    fn check(
        mapping: &[(&str, &str)],
        choices: &[FieldChoice<'_>],
        expected: Result<&[&str], MappingError>,
    ) {
        let headers: Vec<String> = HEADERS.iter().map(ToString::to_string).collect();
        let resolved =
            resolve(&headers, mapping.iter().copied(), choices.iter().copied()).map(|resolved| {
                let columns = resolved.columns.iter();
                let columns = columns
                    .map(|column| format!("{} {} {:?}", column.index, column.field, column.policy));
                let missing = resolved
                    .missing
                    .iter()
                    .map(|missing| format!("{} {}", missing.header, missing.field));
                columns.chain(missing).collect::<Vec<_>>()
            });
        let expected = expected.map(|expected| expected.iter().map(ToString::to_string).collect());
        assert_eq!(resolved, expected);
    }

    #[test]
    fn headers_are_compared_without_case_and_columns_stand_in_file_order() {
        let mapping = [
            ("e-mail", "workEmail"),
            (" KUNDENNR ", "externalIds[0].value"),
        ];
        check(
            &mapping,
            &[],
            Ok(&["0 externalIds[0].value Overwrite", "2 workEmail Overwrite"]),
        );
    }

    #[test]
    fn a_field_that_is_not_included_is_not_imported_and_one_not_listed_is() {
        let mapping = [("Vorname", "firstName"), ("E-Mail", "Work Email")];
        let choices = [choice("first name", false, Policy::Overwrite)];
        check(&mapping, &choices, Ok(&["2 workEmail Overwrite"]));
        let choices = [
            choice("First Name", true, Policy::Fill),
            choice("title", true, Policy::Overwrite),
        ];
        check(
            &mapping,
            &choices,
            Ok(&["1 firstName Fill", "2 workEmail Overwrite"]),
        );
    }

    #[test]
    fn a_column_that_the_file_lacks_is_told() {
        let mapping = [("Nachname", "lastName"), ("Vorname", "firstName")];
        check(
            &mapping,
            &[],
            Ok(&["1 firstName Overwrite", "Nachname lastName"]),
        );
    }

    #[test]
    fn two_columns_of_one_field_are_an_error() {
        let mapping = [("Vorname", "firstName"), ("Rufname", "firstName")];
        let (first, second) = ("Vorname".to_owned(), "Rufname".to_owned());
        check(
            &mapping,
            &[],
            Err(MappingError::FieldTwice {
                field: Field::FirstName,
                first,
                second,
            }),
        );
        check(
            &mapping,
            &[choice("firstName", false, Policy::Overwrite)],
            Ok(&[]),
        );
        check(
            &[("Vorname", "firstName"), ("vorname", "firstName")],
            &[],
            Ok(&["1 firstName Overwrite"]),
        );
    }

    #[test]
    fn an_unknown_field_is_an_error() {
        let unknown = || {
            Err(MappingError::FieldUnknown {
                name: "shoeSize".into(),
            })
        };
        check(&[("Vorname", "shoeSize")], &[], unknown());
        check(
            &[],
            &[choice("shoeSize", true, Policy::Overwrite)],
            unknown(),
        );
    }
}
