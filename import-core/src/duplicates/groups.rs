//! Groups: rows that belong together because they share identifiers, be it by way of others.

use super::Key;

/// A row has an identifier of an earlier one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    row: u32,
    first: u32,
    kind: u8,
}

impl Link {
    pub(super) fn new(row: u32, first: u32, key: Key) -> Self {
        let kind = key.kind();
        Self { row, first, kind }
    }
}

/// Rows that belong together, in groups of two at least, ordered by their first rows; a row is in one group.
///
/// Four bytes for a row and six for a group: a file of millions of rows may consist of nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// The rows of one group behind those of the other, each group's in file order.
    rows: Vec<u32>,
    /// Where the rows of each group end.
    ends: Vec<u32>,
    kinds: Vec<Kinds>,
}

/// Kinds of identifiers, by their [numbers](crate::record::IdentifierKind::number).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// Whether a kind is among them.
    pub const fn has(self, kind: u8) -> bool {
        self.0 & (1 << (kind & 15)) != 0
    }

    /// Adds those of another set.
    pub const fn add(&mut self, others: Self) {
        self.0 |= others.0;
    }

    /// Their numbers, ascending.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..16).filter(move |kind| self.has(*kind))
    }
}

impl Groups {
    /// What these links come to.
    pub(super) fn of(links: &[Link]) -> Self {
        let mut numbers: Vec<u32> = links
            .iter()
            .flat_map(|link| [link.row, link.first])
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let place = |row: u32| numbers.binary_search(&row).unwrap_or_default();
        // Each place leads to an earlier one of its group, the first to itself.
        let mut earlier: Vec<usize> = (0..numbers.len()).collect();
        for link in links {
            let one = first_of(&mut earlier, place(link.row));
            let other = first_of(&mut earlier, place(link.first));
            earlier[one.max(other)] = one.min(other);
        }
        // Groups are numbered as their first rows come.
        let mut group_of: Vec<usize> = Vec::with_capacity(numbers.len());
        let mut sizes: Vec<u32> = Vec::new();
        for at in 0..numbers.len() {
            let first = first_of(&mut earlier, at);
            let group = if first == at {
                sizes.push(0);
                sizes.len() - 1
            } else {
                group_of[first]
            };
            sizes[group] += 1;
            group_of.push(group);
        }
        let mut ends = Vec::with_capacity(sizes.len());
        let mut next = Vec::with_capacity(sizes.len());
        let mut end = 0;
        for size in sizes {
            next.push(end as usize);
            end += size;
            ends.push(end);
        }
        let mut rows = vec![0; numbers.len()];
        for (number, group) in numbers.iter().zip(&group_of) {
            rows[next[*group]] = *number;
            next[*group] += 1;
        }
        let mut kinds = vec![Kinds::default(); ends.len()];
        for link in links {
            kinds[group_of[place(link.row)]].add(Kinds(1 << link.kind));
        }
        Self { rows, ends, kinds }
    }

    /// How many groups there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many rows are in groups.
    pub const fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The numbers of the rows of a group, in file order; none where there is no such group.
    pub fn rows(&self, group: usize) -> &[u32] {
        let end = |group: usize| self.ends.get(group).map_or(0, |end| *end as usize);
        let start = group.checked_sub(1).map_or(0, end);
        self.rows.get(start..end(group)).unwrap_or_default()
    }

    /// The rows of each group, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len()).map(|group| self.rows(group))
    }

    /// What the rows of a group share.
    pub fn kinds(&self, group: usize) -> Kinds {
        self.kinds.get(group).copied().unwrap_or_default()
    }

    /// The group that begins with a row.
    pub fn beginning_with(&self, row: u32) -> Option<usize> {
        let before = |group: usize| self.rows(group).first().is_some_and(|first| *first < row);
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (self.rows(low).first() == Some(&row)).then_some(low)
    }

    /// The group that a row is in.
    pub fn with(&self, row: u32) -> Option<usize> {
        let at = self.rows.iter().position(|of| *of == row)?;
        Some(self.ends.partition_point(|end| *end as usize <= at))
    }
}

/// The first place of a group as far as it is known; what leads there is made shorter on the way.
fn first_of(earlier: &mut [usize], mut at: usize) -> usize {
    while earlier[at] != at {
        earlier[at] = earlier[earlier[at]];
        at = earlier[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn link(row: u32, first: u32, kind: u8) -> Link {
        Link { row, first, kind }
    }

    #[test]
    fn groups_come_in_the_order_of_their_first_rows() {
        let groups = Groups::of(&[link(9, 3, 2), link(5, 2, 1), link(7, 5, 3)]);
        assert!(groups.iter().eq([&[2, 5, 7][..], &[3, 9]]));
        assert_eq!((groups.len(), groups.row_count()), (2, 5));
        assert!(groups.kinds(0).iter().eq([1, 3]));
        assert!(groups.kinds(1).has(2));
        assert_eq!(groups.with(7), Some(0));
        assert_eq!(groups.with(9), Some(1));
        assert_eq!(groups.with(4), None);
        assert_eq!(groups.beginning_with(3), Some(1));
        assert_eq!(groups.beginning_with(9), None);
        assert!(groups.rows(2).is_empty());
    }

    #[test]
    fn no_links_make_no_groups() {
        let groups = Groups::of(&[]);
        assert!(groups.is_empty());
        assert_eq!(groups.with(2), None);
        assert_eq!(groups.beginning_with(2), None);
    }

    proptest! {
        #[test]
        fn rows_are_together_as_far_as_links_reach(
            pairs in prop::collection::vec((2_u32..30, 2_u32..30), 0..40),
        ) {
            let links: Vec<Link> = pairs.iter().map(|(row, first)| link(*row, *first, 1)).collect();
            let groups = Groups::of(&links);
            // Whatever is linked joins, until nothing does any more.
            let mut naive: Vec<Vec<u32>> = Vec::new();
            for (one, other) in &pairs {
                let touches = |group: &Vec<u32>| group.contains(one) || group.contains(other);
                let (joined, apart): (Vec<_>, Vec<_>) = naive.into_iter().partition(touches);
                let mut joined = joined.concat();
                joined.extend([*one, *other]);
                joined.sort_unstable();
                joined.dedup();
                naive = apart;
                naive.push(joined);
            }
            naive.sort();
            prop_assert!(groups.iter().eq(naive.iter().map(Vec::as_slice)));
            for (at, rows) in naive.iter().enumerate() {
                prop_assert_eq!(groups.beginning_with(rows[0]), Some(at));
                prop_assert!(rows.iter().all(|row| groups.with(*row) == Some(at)));
            }
        }
    }
}
