//! Rows of one file that have the same identifier.
//!
//! Of a file of millions of rows only hashes are kept: 13 bytes for an identifier. Two different ones of a kind share
//! their 60 bits with a probability of n²/2⁶¹, 1 in 2 million for a million identifiers of the kind; then one row bears
//! a warning too many.

mod first_rows;
mod groups;
mod likeness;
mod merged;
mod person;
mod settling;

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;

use self::first_rows::FirstRows;
use self::groups::Link;
pub use self::groups::{Groups, Kinds};
pub use self::likeness::{Comparing, Likeness};
pub use self::merged::{Merged, MergedRecord, merge};
pub use self::person::other_person;
pub use self::settling::{Keep, Settlement};
use crate::columns::{Field, Subject};
use crate::problem::{Code, Problem};
use crate::record::IdentifierKind;
use crate::row::{CONTACT_IDENTIFIERS, Row};
use crate::settings::Settings;

/// Remembers for one file which row was the first to have each identifier.
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    first_rows: FirstRows,
    /// The further rows of each identifier that has several, in order; none where rows never change.
    further: Option<HashMap<Key, Vec<u32>, foldhash::fast::FixedState>>,
}

/// The hash of an identifier, with its kind in the lowest four bits; as bytes, so that an entry of the map is not
/// aligned to eight of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key([u8; 8]);

impl Key {
    fn new(kind: u8, hash: u64) -> Self {
        Self((hash << KIND_BITS | u64::from(kind)).to_le_bytes())
    }

    /// The [number](IdentifierKind::number) of its kind, or [`ORGANIZATION`].
    pub fn kind(self) -> u8 {
        self.0[0] & ((1 << KIND_BITS) - 1)
    }

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
pub const ORGANIZATION: u8 = 0;

/// How many bits the number of a kind takes.
const KIND_BITS: u32 = 4;

impl Duplicates {
    /// For rows that may change later: 16 more bytes for each repetition.
    pub fn of_changing_rows() -> Self {
        Self {
            further: Some(HashMap::default()),
            ..Self::default()
        }
    }

    /// Remembers the identifiers of a row and says which earlier row has one of them: of several the
    /// earliest, and of its identifiers there the first in matching order.
    ///
    /// Rows have to come in file order. A rejected row is not noted, since it is not applied; rows of
    /// one organization's people are no duplicates of each other.
    pub fn note(&mut self, row: &Row, settings: &Settings) -> Option<Problem> {
        let earliest = self.note_keys(number(row), keys(row))?;
        Some(problem(row, settings, earliest))
    }

    /// The same by the [`keys`] of a row, each with what to answer if it is the one that was there before.
    pub fn note_keys<T>(
        &mut self,
        number: u32,
        keys: impl IntoIterator<Item = (T, Key)>,
    ) -> Option<(u32, T)> {
        let mut earliest: Option<(u32, T)> = None;
        for (of, key) in keys {
            let Some(first) = self.note_key(number, key) else {
                continue;
            };
            if first < number && earliest.as_ref().is_none_or(|(row, _)| first < *row) {
                earliest = Some((first, of));
            }
        }
        earliest
    }

    /// The row that had the key first, if there was one. By itself, so that it is compiled here and for speed.
    fn note_key(&mut self, number: u32, key: Key) -> Option<u32> {
        match self.first_rows.of_mut(key).entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(number);
                None
            }
            Entry::Occupied(entry) => {
                let first = *entry.get();
                if let Some(further) = &mut self.further {
                    let (earlier, later) = (first.min(number), first.max(number));
                    *entry.into_mut() = earlier;
                    if earlier < later {
                        add(further.entry(key).or_default(), later);
                    }
                }
                Some(first)
            }
        }
    }

    /// What [`Duplicates::note`] says of a row whose identifiers are remembered already, or are not to be.
    pub fn find(&self, row: &Row, settings: &Settings) -> Option<Problem> {
        let number = number(row);
        let mut earliest: Option<(u32, Field)> = None;
        for (field, key) in keys(row) {
            let first = self.first_rows.of(key).get(&key).copied();
            let first = first.filter(|first| *first < number);
            if let Some(first) = first
                && earliest.is_none_or(|(row, _)| first < row)
            {
                earliest = Some((first, field));
            }
        }
        Some(problem(row, settings, earliest?))
    }

    /// Forgets the identifiers of a row that was noted; only for rows that may change.
    pub fn forget(&mut self, row: &Row) {
        let Some(further) = &mut self.further else {
            return;
        };
        let number = number(row);
        for (_, key) in keys(row) {
            let Some(first) = self.first_rows.of_mut(key).get_mut(&key) else {
                continue;
            };
            let rest = further.get_mut(&key);
            match (*first == number, rest) {
                (true, Some(rest)) if !rest.is_empty() => *first = rest.remove(0),
                (true, _) => drop(self.first_rows.of_mut(key).remove(&key)),
                (false, Some(rest)) => rest.retain(|other| *other != number),
                (false, None) => {}
            }
            if further.get(&key).is_some_and(Vec::is_empty) {
                further.remove(&key);
            }
        }
    }

    /// Adds the numbers of the rows that have an identifier of this one.
    pub fn sharing(&self, row: &Row, found: &mut BTreeSet<u32>) {
        for (_, key) in keys(row) {
            found.extend(self.first_rows.of(key).get(&key));
            let further = self.further.as_ref().and_then(|further| further.get(&key));
            found.extend(further.into_iter().flatten());
        }
    }

    /// How many rows have an identifier; only for rows that may change.
    pub fn rows_with(&self, key: Key) -> usize {
        let further = self.further.as_ref().and_then(|further| further.get(&key));
        usize::from(self.first_rows.of(key).contains_key(&key)) + further.map_or(0, Vec::len)
    }

    /// The rows that belong together, be it by way of others; only for rows that may change. Rows of `left_out` belong
    /// to them as well: those that would be noted, had not a person left them out.
    pub fn groups(&self, left_out: &Self) -> Groups {
        let mut links = Vec::new();
        for (key, row) in left_out.first_rows.iter() {
            if let Some(first) = self.first_rows.of(*key).get(key) {
                links.push(Link::new(*row, *first, *key));
            }
        }
        for duplicates in [self, left_out] {
            for (key, rows) in duplicates.further.iter().flatten() {
                if let Some(first) = duplicates.first_rows.of(*key).get(key) {
                    links.extend(rows.iter().map(|row| Link::new(*row, *first, *key)));
                }
            }
        }
        Groups::of(&links)
    }
}

/// Puts a row among others in order, once.
fn add(rows: &mut Vec<u32>, row: u32) {
    if let Err(at) = rows.binary_search(&row) {
        rows.insert(at, row);
    }
}

/// Says that an earlier row has the same in a field.
fn problem(row: &Row, settings: &Settings, (first, field): (u32, Field)) -> Problem {
    let column = settings.columns.iter().find(|column| column.field == field);
    let found = row.key(field).unwrap_or_default();
    let problem = match column {
        Some(column) => Problem::of_cell(Code::DuplicateInFile, row.number, &column.header, found),
        None => Problem::of_row(Code::DuplicateInFile, row.number),
    };
    naming(problem, settings, field, first)
}

/// Says of a repeated value of a field which row has it first, and whether that makes one record of both.
pub fn naming(problem: Problem, settings: &Settings, field: Field, first: u32) -> Problem {
    let problem = problem.with("first_row", first);
    if is_matched_by(settings, field) {
        problem
    } else {
        problem.with("reason", "apart")
    }
}

/// Whether the record of a row is found by the values of this field, which is that of an identifier.
pub fn is_matched_by(settings: &Settings, field: Field) -> bool {
    let mut slots = CONTACT_IDENTIFIERS.iter();
    let kind = slots.find(|(_, of)| *of == field).map(|(kind, _)| *kind);
    let mut criteria = settings.criteria.iter();
    match kind {
        Some(IdentifierKind::ExternalId) | None => true,
        Some(kind) => criteria.any(|criterion| criterion.identifier() == kind),
    }
}

/// The keys of a row's identifiers, with their fields, in matching order; none of a rejected row.
pub fn keys(row: &Row) -> impl Iterator<Item = (Field, Key)> {
    named_keys(row).map(|(_, field, _, key)| (field, key))
}

/// Hands over what [`keys`] gives. That is compiled anew for whoever calls it; this once, and for speed.
pub fn each_key(row: &Row, visit: &mut dyn FnMut(Field, Key)) {
    for (field, key) in keys(row) {
        visit(field, key);
    }
}

/// The identifiers of a row, each with the [number](IdentifierKind::number) of its kind or [`ORGANIZATION`], its field and
/// what is compared of it, beside its key; none of a rejected row.
pub fn named_keys(row: &Row) -> impl Iterator<Item = (u8, Field, &str, Key)> {
    let is_applied = !row.is_rejected();
    let identifiers = is_applied.then(|| identifiers(row)).into_iter().flatten();
    identifiers.map(|(kind, field, key)| (kind, field, key, hash(kind, key)))
}

fn number(row: &Row) -> u32 {
    u32::try_from(row.number).unwrap_or(u32::MAX)
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
    Key::new(kind, hasher.finish())
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::Duplicates;
    use crate::check::RowChecker;
    use crate::columns::Field;
    use crate::row::Row;
    use crate::settings::{Criterion, ImportColumn, Layout, Policy, Settings};

    const FIELDS: &[Field] = &[
        Field::ExternalId,
        Field::CellPhone,
        Field::WorkEmail,
        Field::OrganizationExternalId,
    ];

    fn settings() -> Settings {
        let columns = FIELDS
            .iter()
            .enumerate()
            .map(|(index, &field)| ImportColumn {
                index,
                header: field.header().to_owned(),
                field,
                policy: Policy::Overwrite,
            });
        Settings {
            source: Uuid::nil(),
            layout: Layout::Mapped,
            criteria: Vec::new(),
            merge: false,
            default_region: "US".into(),
            columns: columns.collect(),
            custom: Vec::new(),
        }
    }

    /// Rows of cells, from row 2 on; `expected` are row, header and first row of each warning.
    #[track_caller]
    fn check(rows: &[[&str; 4]], expected: &[(u64, &str, &str)]) {
        let settings = settings();
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
    fn what_contacts_are_not_matched_by_keeps_rows_apart() {
        let reason = |criteria: &[Criterion], cells: [&str; 4]| {
            let settings = Settings {
                criteria: criteria.to_vec(),
                ..settings()
            };
            let mut duplicates = Duplicates::default();
            let mut problems = rows(&[cells, cells], &settings)
                .into_iter()
                .filter_map(|row| duplicates.note(&row, &settings));
            problems.next().unwrap().args.get("reason").cloned()
        };
        let phone = ["", "+14155550102", "", ""];
        assert_eq!(reason(&[Criterion::Phone], phone), None);
        assert_eq!(reason(&[Criterion::Email], phone).as_deref(), Some("apart"));
        assert_eq!(reason(&[], ["7", "", "", ""]), None);
        assert_eq!(reason(&[], ["", "", "", "E1"]), None);
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

    fn rows(cells: &[[&str; 4]], settings: &Settings) -> Vec<Row> {
        let checker = RowChecker::new(settings);
        (2..)
            .zip(cells)
            .map(|(number, cells)| checker.check(|index| cells[index], number, &[]))
            .collect()
    }

    #[test]
    fn rows_that_belong_together_are_found_by_way_of_others() {
        let settings = settings();
        let mut duplicates = Duplicates::of_changing_rows();
        let cells = [
            ["7", "", "", ""],
            ["8", "", "", ""],
            ["7", "", "a@x.org", ""],
            ["9", "", "", ""],
            ["8", "", "", ""],
            ["", "", "a@x.org", ""],
        ];
        for row in rows(&cells, &settings) {
            duplicates.note(&row, &settings);
        }
        let groups = duplicates.groups(&Duplicates::of_changing_rows());
        let rows: Vec<&[u32]> = groups.iter().collect();
        assert_eq!(rows, [&[2, 4, 7][..], &[3, 6]]);
    }

    proptest! {
        #[test]
        fn a_row_that_changed_is_as_if_it_had_always_been_so(
            before in vec([0..3_u8, 0..3, 0..3], 1..8),
            changes in vec((any::<prop::sample::Index>(), [0..3_u8, 0..3, 0..3]), 0..8),
        ) {
            const IDS: [&str; 3] = ["", "1", "2"];
            const MAILS: [&str; 3] = ["", "a@x.org", "nonsense"];
            let settings = settings();
            let cells = |row: [u8; 3]| {
                [IDS[usize::from(row[0])], "", MAILS[usize::from(row[1])], IDS[usize::from(row[2])]]
            };
            let note = |texts: &[[&str; 4]]| {
                let mut duplicates = Duplicates::of_changing_rows();
                for row in rows(texts, &settings) {
                    duplicates.note(&row, &settings);
                }
                duplicates
            };
            let mut now: Vec<[&str; 4]> = before.into_iter().map(cells).collect();
            let mut changing = note(&now);
            for (at, change) in changes {
                let at = at.index(now.len());
                changing.forget(&rows(&now, &settings)[at]);
                now[at] = cells(change);
                changing.note(&rows(&now, &settings)[at], &settings);
            }
            let afresh = note(&now);
            prop_assert_eq!(&changing.first_rows, &afresh.first_rows);
            prop_assert_eq!(&changing.further, &afresh.further);
            for row in rows(&now, &settings) {
                let found = changing.find(&row, &settings);
                prop_assert_eq!(found, afresh.find(&row, &settings));
            }
        }
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
