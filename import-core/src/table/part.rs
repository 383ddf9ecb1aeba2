//! Some rows of a table, as they travel to another thread that looks at them.

use std::iter;
use std::ops::Range;

use super::encoding::INVALID_LIMIT;
use super::index::Rows;
use super::{Decoded, Layout, Table};

/// A run of a table's rows: their text and where they stand in it.
#[derive(Debug)]
pub struct Part<'t> {
    /// The text of the rows, and of the blank lines between them.
    pub text: &'t str,
    /// The places of rows and of what did not decode, for [`Table::of_part`] alone to read.
    pub places: Vec<u32>,
}

impl Table {
    /// The rows of `range`, to be sent away.
    ///
    /// `None` where they cannot be read apart from the rest of the file: the range is no range of rows, or so much
    /// of the file did not decode that the places are no longer known.
    pub fn part(&self, range: Range<usize>) -> Option<Part<'_>> {
        if self.decoded.invalid.len() >= INVALID_LIMIT {
            return None;
        }
        let span = self.rows.span(range.clone(), self.decoded.text.len())?;
        let text = self.decoded.text.get(span.clone())?;
        let start = u32::try_from(span.start).ok()?;
        let invalid = self.invalid_in(span);
        let mut places = vec![u32::try_from(invalid.len()).ok()?];
        places.extend(invalid.iter().map(|at| at - start));
        self.rows.write(range, start, &mut places);
        Some(Part { text, places })
    }

    /// The table of a [`Part`]. Its rows have the indices and numbers that they have in the whole table; others it
    /// does not have, though they count in [`Table::len`] if they come before. `None` if the places are not such.
    pub fn of_part(layout: Layout, text: String, places: &[u32]) -> Option<Self> {
        let (&count, places) = places.split_first()?;
        let (invalid, places) = places.split_at_checked(count as usize)?;
        Some(Self {
            decoded: Decoded {
                text,
                invalid: invalid.to_vec(),
            },
            layout,
            rows: Rows::read(places)?,
            blank_rows: 0,
            problems: Vec::new(),
        })
    }
}

/// Two numbers at a time; one that is left over is not among them.
pub(super) fn pairs(places: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    let mut rest = places.iter().copied();
    iter::from_fn(move || Some((rest.next()?, rest.next()?)))
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::super::Choice;
    use super::*;

    type Read = (usize, u64, u64, Vec<String>, usize);

    fn read(table: &Table, range: Range<usize>) -> Vec<Read> {
        let mut read = Vec::new();
        let mut index = range.start;
        let _ = table.for_each(range, |record| {
            let cells = record.cells().map(str::to_owned).collect();
            read.push((
                index,
                record.row,
                record.line,
                cells,
                record.problems().len(),
            ));
            index += 1;
            ControlFlow::Continue(())
        });
        read
    }

    proptest! {
        #[test]
        fn a_part_has_the_rows_that_the_table_has(
            rows in prop::collection::vec("[a-c,\"\n\u{e9}]{0,8}", 1..20),
            broken in any::<bool>(),
            cut in any::<prop::sample::Index>(),
            end in any::<prop::sample::Index>(),
        ) {
            let mut bytes = b"A,B\n".to_vec();
            for row in rows {
                bytes.extend(row.as_bytes());
                if broken { bytes.push(0xff); }
                bytes.push(b'\n');
            }
            bytes.extend(b"z,z\n");
            let table = Table::open(bytes, &Choice::default()).unwrap();
            let end = end.index(table.len() + 1);
            let range = cut.index(end + 1)..end;
            let part = table.part(range.clone()).unwrap();
            let places = part.places;
            let apart = Table::of_part(table.layout().clone(), part.text.to_owned(), &places).unwrap();
            prop_assert_eq!(read(&apart, range.clone()), read(&table, range.clone()));
            prop_assert_eq!(apart.len(), range.end.max(range.start));
            if range.start > 0 {
                prop_assert!(!apart.record(range.start - 1, &mut super::super::Record::default()));
            }
        }
    }

    #[test]
    fn places_that_are_none_make_no_table() {
        let table = Table::open(b"A\n1\n2\n".to_vec(), &Choice::default()).unwrap();
        let layout = table.layout();
        let places = table.part(0..2).unwrap().places;
        for length in 0..places.len() {
            let cut = Table::of_part(layout.clone(), "1\n2\n".to_owned(), &places[..length]);
            assert!(cut.is_none(), "{length}");
        }
        assert!(table.part(1..9).is_none());
    }
}
