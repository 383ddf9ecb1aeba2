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

/// The hash of an identifier; two halves, so that an entry of the map is aligned to four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key(u32, u32);

/// The kind under which organizations are told apart from contacts of the same external ID.
const ORGANIZATION: u8 = 0;

impl Duplicates {
    /// Remembers the identifiers of a row and says which earlier row has one of them: of several the
    /// earliest, and of its identifiers there the first in matching order.
    ///
    /// Rows have to come in file order. A rejected row is not noted, since it is not applied; rows of
    /// one organization's people are no duplicates of each other.
    pub fn note(&mut self, row: &Row, settings: &Settings) -> Option<Problem> {
        if row.is_rejected() {
            return None;
        }
        let number = u32::try_from(row.number).unwrap_or(u32::MAX);
        let mut earliest: Option<(u32, Field)> = None;
        for (kind, field, key) in identifiers(row) {
            match self.first_rows.entry(hash(kind, key)) {
                Entry::Vacant(entry) => {
                    entry.insert(number);
                }
                Entry::Occupied(entry) => {
                    let first = *entry.get();
                    if first < number && earliest.is_none_or(|(row, _)| first < row) {
                        earliest = Some((first, field));
                    }
                }
            }
        }
        let (first, field) = earliest?;
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
    let hash = hasher.finish();
    let [a, b, c, d, e, f, g, h] = hash.to_le_bytes();
    Key(
        u32::from_le_bytes([a, b, c, d]),
        u32::from_le_bytes([e, f, g, h]),
    )
}
