//! What the check sees in each row by itself: the part of it that several workers can share.

use std::ops::{ControlFlow, Range};

use import_core::check::RowChecker;
use import_core::duplicates::{Key, each_key};
use import_core::fixing::FixedTable;
use import_core::settings::Settings;

use super::findings::Finding;

/// What was seen in a run of rows. How it repeats other rows is not known yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Looked {
    /// The rows, by their places in the table.
    pub(super) rows: Range<usize>,
    /// How many of them an error keeps out.
    pub(super) rejected: usize,
    /// What is wrong with them, in file order.
    pub(super) findings: Vec<Finding>,
    /// Their identifiers, in file order.
    pub(super) identifiers: Vec<Identifier>,
}

/// An identifier of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identifier {
    /// The row's place in the table.
    pub(super) row: u32,
    /// The column's place in the file.
    pub(super) column: u16,
    pub(super) key: Key,
}

impl Looked {
    /// Checks rows.
    pub(super) fn at(table: &FixedTable, settings: &Settings, rows: Range<usize>) -> Self {
        let checker = RowChecker::new(settings);
        let headers = table.headers();
        let place = |header: &str| headers.iter().position(|name| name == header);
        let mut looked = Self {
            rows: rows.start..rows.start,
            ..Self::default()
        };
        let _ = table.for_each(rows, |record| {
            let at = looked.rows.end;
            let row = checker.check_record(record);
            looked.rejected += usize::from(row.is_rejected());
            looked.findings.extend(row.problems.iter().map(|problem| {
                let column = problem.column.as_deref().and_then(place);
                Finding::new(problem.code, at, column, 0).with_flaw_of(problem)
            }));
            each_key(&row, &mut |field, key| {
                let column = settings.columns.iter().find(|column| column.field == field);
                looked.identifiers.push(Identifier {
                    row: u32::try_from(at).unwrap_or(u32::MAX),
                    column: column
                        .and_then(|column| u16::try_from(column.index).ok())
                        .unwrap_or(Finding::WHOLE_ROW),
                    key,
                });
            });
            looked.rows.end += 1;
            ControlFlow::Continue(())
        });
        looked
    }

    /// As numbers, to be sent.
    pub(super) fn to_numbers(&self) -> Vec<u32> {
        let number = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
        let sizes = [
            self.rows.start,
            self.rows.end,
            self.rejected,
            self.findings.len(),
        ]
        .map(number);
        let mut numbers =
            Vec::with_capacity(4 + 3 * self.findings.len() + 4 * self.identifiers.len());
        numbers.extend(sizes);
        for finding in &self.findings {
            numbers.extend(finding.to_numbers());
        }
        for identifier in &self.identifiers {
            let key = identifier.key.to_bits();
            #[expect(clippy::cast_possible_truncation, reason = "its halves are told apart")]
            let halves = [key as u32, (key >> 32) as u32];
            numbers.extend([identifier.row, identifier.column.into()]);
            numbers.extend(halves);
        }
        numbers
    }

    /// What [`Looked::to_numbers`] gave.
    pub(super) fn from_numbers(numbers: &[u32]) -> Option<Self> {
        let (&[start, end, rejected, findings], numbers) = numbers.split_first_chunk()?;
        let (findings, identifiers) = numbers.split_at_checked(findings as usize * 3)?;
        let findings = findings
            .as_chunks()
            .0
            .iter()
            .map(|words| Finding::from_numbers(*words));
        let identifiers = identifiers
            .as_chunks()
            .0
            .iter()
            .map(|&[row, column, low, high]| {
                Some(Identifier {
                    row,
                    column: u16::try_from(column).ok()?,
                    key: Key::from_bits(u64::from(low) | u64::from(high) << 32),
                })
            });
        Some(Self {
            rows: start as usize..end as usize,
            rejected: rejected as usize,
            findings: findings.collect::<Option<_>>()?,
            identifiers: identifiers.collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use import_core::columns::Field;
    use import_core::table::{Choice, Table};
    use proptest::prelude::*;

    use super::super::inspection::Inspection;
    use super::super::messages::ProblemFilter;
    use super::super::samples;
    use super::*;

    fn settings() -> Settings {
        samples::settings(&[("ID", Field::ExternalId), ("Mail", Field::WorkEmail)])
    }

    /// What a part looks like to another worker, and its answer to this one.
    fn look_elsewhere(table: &FixedTable, settings: &Settings, rows: Range<usize>) -> Looked {
        let part = table.table().part(rows.clone()).unwrap();
        let text = part.text.to_owned();
        let part = Table::of_part(table.layout().clone(), text, &part.places).unwrap();
        let numbers = Looked::at(&FixedTable::new(part), settings, rows).to_numbers();
        Looked::from_numbers(&numbers).unwrap()
    }

    proptest! {
        #[test]
        fn who_looks_and_in_which_order_changes_nothing(
            rows in prop::collection::vec("[1-4]?,([a-c]@x\\.org|b@|),?|\"1", 1..40),
            sizes in prop::collection::vec(1usize..6, 40),
            order in prop::collection::vec(any::<prop::sample::Index>(), 40),
        ) {
            let text = format!("ID,Mail\n{}\n9,z@x.org\n", rows.join("\n"));
            let table = Table::open(text.into_bytes(), &Choice::default()).unwrap();
            let table = FixedTable::new(table);
            let mut alone = Inspection::new(&table, settings());
            while alone.advance(&table, 100) {}

            let mut shared = Inspection::new(&table, settings());
            let mut sizes = sizes.into_iter().cycle();
            let mut parts = Vec::new();
            while let Some(part) = shared.assign(&table, sizes.next().unwrap_or(1)) {
                parts.push(part);
            }
            for at in order {
                if parts.is_empty() { break; }
                let part = parts.remove(at.index(parts.len()));
                if part.start % 3 == 0 {
                    shared.give_back(part);
                } else {
                    shared.take_up(&table, look_elsewhere(&table, &settings(), part));
                }
            }
            for part in parts {
                shared.take_up(&table, look_elsewhere(&table, &settings(), part));
            }
            while shared.advance(&table, 2) {}
            prop_assert!(shared.is_done(&table));
            prop_assert_eq!(shared.summary(&table), alone.summary(&table));
            let every = ProblemFilter::default();
            let problems = |of: &Inspection| of.problems(&table, &every, 0, 1_000).problems;
            prop_assert_eq!(problems(&shared), problems(&alone));
        }
    }

    #[test]
    fn numbers_that_are_none_are_refused() {
        let table = Table::open(b"ID,Mail\n1,a@\n".to_vec(), &Choice::default()).unwrap();
        let looked = Looked::at(&table.into(), &settings(), 0..1);
        let numbers = looked.to_numbers();
        assert_eq!(Looked::from_numbers(&numbers), Some(looked));
        for length in 0..numbers.len().min(6) {
            assert_eq!(Looked::from_numbers(&numbers[..length]), None, "{length}");
        }
    }
}
