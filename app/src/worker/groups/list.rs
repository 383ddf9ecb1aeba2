//! The groups that are shown, in their order.

use import_core::duplicates::Likeness;
use import_core::fixing::FixedTable;
use import_core::table::Record;

use super::Known;
use crate::worker::messages::groups::{GroupOrder, GroupState, GroupView};
use crate::worker::search::Needle;

/// How many rows a step searches.
const SEARCHED_ROWS: usize = 16 * 1024;

/// The groups that are shown: four bytes each.
#[derive(Default)]
pub(super) struct List {
    view: GroupView,
    needle: Needle,
    groups: Vec<u32>,
    /// How many rows they have.
    rows: usize,
    /// Groups before this one were looked at.
    next: usize,
    is_whole: bool,
}

impl List {
    /// Has looked at no group yet.
    pub(super) fn new(view: &GroupView) -> Self {
        Self {
            needle: Needle::new(&view.text),
            view: view.clone(),
            ..Self::default()
        }
    }

    pub(super) fn view(&self) -> &GroupView {
        &self.view
    }

    pub(super) fn groups(&self) -> &[u32] {
        &self.groups
    }

    /// How many groups and rows are shown.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.groups.len(), self.rows)
    }

    /// Whether every group was looked at, and all are in their order.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Where a group is.
    pub(super) fn place(&self, group: usize) -> Option<usize> {
        self.groups.iter().position(|of| *of as usize == group)
    }

    /// Looks at some more groups, as far as they were compared if that matters.
    pub(super) fn advance(&mut self, table: &FixedTable, known: &Known) {
        if self.is_whole {
            return;
        }
        let view = &self.view;
        let needs_likeness = view.likeness.is_some() || view.order == GroupOrder::Different;
        let end = if needs_likeness {
            known.next
        } else {
            known.groups.len()
        };
        let mut searched = 0;
        while self.next < end && searched < SEARCHED_ROWS {
            let rows = known.groups.rows(self.next);
            if self.lets_through(table, known, rows, &mut searched) {
                self.groups.extend(u32::try_from(self.next));
                self.rows += rows.len();
            }
            self.next += 1;
        }
        if self.next == known.groups.len() {
            self.is_whole = true;
            let order = self.view.order;
            self.groups.sort_by_key(|group| {
                let group = *group as usize;
                let size = || known.groups.rows(group).len();
                let weight = match order {
                    GroupOrder::File => 0,
                    GroupOrder::Largest => size(),
                    GroupOrder::Different => {
                        known.likeness[group].unwrap_or(Likeness::Same) as usize
                    }
                };
                std::cmp::Reverse(weight)
            });
        }
    }

    fn lets_through(
        &self,
        table: &FixedTable,
        known: &Known,
        rows: &[u32],
        searched: &mut usize,
    ) -> bool {
        let (view, group) = (&self.view, self.next);
        let fits = view
            .kind
            .is_none_or(|kind| known.groups.kinds(group).has(kind))
            && view
                .likeness
                .is_none_or(|wanted| known.likeness[group] == Some(wanted))
            && view.state.is_none_or(|wanted| state(table, rows) == wanted);
        if !fits || self.needle.is_empty() {
            return fits;
        }
        let mut record = Record::default();
        rows.iter().any(|number| {
            *searched += 1;
            let row = table.find_row(u64::from(*number));
            row.is_some_and(|row| table.record(row, &mut record))
                && record.cells().any(|cell| self.needle.is_in(cell))
        })
    }
}

fn state(table: &FixedTable, rows: &[u32]) -> GroupState {
    let mut applied = rows.iter().filter(|row| !table.skips(u64::from(**row)));
    // A large group needs no count.
    match applied.nth(1) {
        Some(_) => GroupState::Open,
        None => GroupState::Settled,
    }
}
