//! Rows of one file that have the same identifier.
//!
//! Of a file of millions of rows only hashes are kept: 13 bytes for an identifier. Two different ones
//! share a 64-bit hash with a probability of n²/2⁶⁵, 1 in 4 million for three million identifiers; then
//! one row bears a warning too many.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;

use crate::columns::{Field, Subject};
use crate::problem::{Code, Problem};
use crate::record::IdentifierKind;
use crate::row::{CONTACT_IDENTIFIERS, Row};
use crate::settings::Settings;

/// Remembers for one file which row was the first to have each identifier.
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    first_rows: HashMap<Key, u32, foldhash::fast::FixedState>,
}

/// The hash of an identifier; as bytes, so that an entry of the map is not aligned to eight of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key([u8; 8]);

impl Key {
    /// As a number, to travel.
    pub fn to_bits(self) -> u64 {
        u64::from_le_bytes(self.0)
    }

    /// What [`Key::to_bits`] gave.
    pub fn from_bits(bits: u64) -> Self {
        Self(bits.to_le_bytes())
    }
}

/// The kind under which organizations are told apart from contacts of the same external ID.
const ORGANIZATION: u8 = 0;

impl Duplicates {
    /// Remembers the identifiers of a row and says which earlier row has one of them: of several the
    /// earliest, and of its identifiers there the first in matching order.
    ///
    /// Rows have to come in file order. A rejected row is not noted, since it is not applied; rows of
    /// one organization's people are no duplicates of each other.
    pub fn note(&mut self, row: &Row, settings: &Settings) -> Option<Problem> {
        let number = u32::try_from(row.number).unwrap_or(u32::MAX);
        let (first, field) = self.note_keys(number, keys(row))?;
        let column = settings.columns.iter().find(|column| column.field == field);
        let found = row.key(field).unwrap_or_default();
        let problem = match column {
            Some(column) => {
                Problem::of_cell(Code::DuplicateInFile, row.number, &column.header, found)
            }
            None => Problem::of_row(Code::DuplicateInFile, row.number),
        };
        Some(problem.with("first_row", first))
    }

    /// The same by the [`keys`] of a row, each with what to answer if it is the one that was there before.
    pub fn note_keys<T>(
        &mut self,
        number: u32,
        keys: impl IntoIterator<Item = (T, Key)>,
    ) -> Option<(u32, T)> {
        let mut earliest: Option<(u32, T)> = None;
        for (of, key) in keys {
            match self.first_rows.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(number);
                }
                Entry::Occupied(entry) => {
                    let first = *entry.get();
                    if first < number && earliest.as_ref().is_none_or(|(row, _)| first < *row) {
                        earliest = Some((first, of));
                    }
                }
            }
        }
        earliest
    }
}

/// The keys of a row's identifiers, with their fields, in matching order; none of a rejected row.
pub fn keys(row: &Row) -> impl Iterator<Item = (Field, Key)> {
    let is_applied = !row.is_rejected();
    let identifiers = is_applied.then(|| identifiers(row)).into_iter().flatten();
    identifiers.map(|(kind, field, key)| (field, hash(kind, key)))
}

/// The identifiers of the record that the row is about. The source of external IDs is left out: a file
/// has only one.
fn identifiers(row: &Row) -> impl Iterator<Item = (u8, Field, &str)> {
    let contact = CONTACT_IDENTIFIERS
        .iter()
        .map(|&(kind, field)| (IdentifierKind::number(kind), field));
    let is_organization = !row.has(Subject::Contact);
    let organization = is_organization.then_some((ORGANIZATION, Field::OrganizationExternalId));
    contact
        .chain(organization)
        .filter_map(|(kind, field)| Some((kind, field, row.key(field)?)))
}

fn hash(kind: u8, key: &str) -> Key {
    let mut hasher = FixedState::default().build_hasher();
    hasher.write_u8(kind);
    hasher.write(key.as_bytes());
    Key(hasher.finish().to_le_bytes())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Duplicates;
    use crate::check::RowChecker;
    use crate::columns::Field;
    use crate::settings::{ImportColumn, Layout, Policy, Settings};

    const FIELDS: &[Field] = &[
        Field::ExternalId,
        Field::CellPhone,
        Field::WorkEmail,
        Field::OrganizationExternalId,
    ];

    /// Rows of cells, from row 2 on; `expected` are row, header and first row of each warning.
    #[track_caller]
    fn check(rows: &[[&str; 4]], expected: &[(u64, &str, &str)]) {
        let columns = FIELDS
            .iter()
            .enumerate()
            .map(|(index, &field)| ImportColumn {
                index,
                header: field.header().to_owned(),
                field,
                policy: Policy::Overwrite,
            });
        let settings = Settings {
            source: Uuid::nil(),
            layout: Layout::Mapped,
            criteria: Vec::new(),
            merge: false,
            default_region: "US".into(),
            columns: columns.collect(),
            custom: Vec::new(),
        };
        let checker = RowChecker::new(&settings);
        let mut duplicates = Duplicates::default();
        let rows = (2..)
            .zip(rows)
            .map(|(number, cells)| checker.check(|index| cells[index], number, &[]));
        let problems: Vec<_> = rows
            .filter_map(|row| duplicates.note(&row, &settings))
            .collect();
        let found: Vec<_> = problems
            .iter()
            .map(|problem| {
                (
                    problem.row,
                    problem.column.as_deref().unwrap(),
                    problem.args["first_row"].as_str(),
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_first_row_of_an_identifier_is_named() {
        check(
            &[
                ["7", "", "", ""],
                ["8", "", "", ""],
                ["7", "", "", ""],
                ["7", "", "", ""],
            ],
            &[(4, "External ID", "2"), (5, "External ID", "2")],
        );
    }

    #[test]
    fn spelling_does_not_hide_a_repetition() {
        check(
            &[
                ["", "", "Ann@X.org", ""],
                ["", "", "ann@x.ORG", ""],
                ["", "415-555-0102", "", ""],
                ["", "+14155550102", "", ""],
            ],
            &[(3, "Work Email", "2"), (5, "Cell Phone", "4")],
        );
    }

    #[test]
    fn of_several_the_earliest_row_is_named_once() {
        check(
            &[
                ["", "", "a@x.org", ""],
                ["7", "", "", ""],
                ["7", "", "a@x.org", ""],
            ],
            &[(4, "Work Email", "2")],
        );
    }

    #[test]
    fn a_rejected_row_is_not_noted() {
        check(&[["7", "", "ann@", ""], ["7", "", "", ""]], &[]);
    }

    #[test]
    fn the_people_of_one_organization_are_no_duplicates() {
        check(
            &[["7", "", "", "E1"], ["8", "", "", "E1"], ["", "", "", "E1"]],
            &[],
        );
    }

    #[test]
    fn two_rows_of_one_organization_are() {
        check(
            &[["", "", "", "E1"], ["", "", "", "E1"]],
            &[(3, "External Organization External ID", "2")],
        );
        // A contact of the same ID is another record.
        check(&[["E1", "", "", ""], ["", "", "", "E1"]], &[]);
    }
}
