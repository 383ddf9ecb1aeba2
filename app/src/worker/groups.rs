//! The duplicates of the file in groups, those with rows that a person left out among them: else a group would be gone
//! as soon as something is done about it.
//!
//! What the check remembers tells who belongs together; rows that are left out are looked at here, since the check does
//! not note them. Then the rows of each group are compared. All of it goes on with each question, a step at a time.

mod list;
mod shown;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use import_core::check::RowChecker;
use import_core::duplicates::{Comparing, Duplicates, Groups, Kinds, Likeness, Settlement, keys};
use import_core::fixing::FixedTable;
use import_core::settings::Settings;
use import_core::table::Record;

use self::list::List;
use super::grid::Sheet;
use super::inspection::{Inspection, filled_cells};
use super::messages::groups::{GroupPage, GroupPlace, GroupRequest, GroupView, Outlook, Unsettled};

/// How many rows a step looks at.
const STEP_ROWS: usize = 8 * 1024;

/// The duplicates of the file, as far as they were asked for.
#[derive(Default)]
pub struct GroupList {
    /// The identifiers of rows that are left out.
    left_out: Option<LeftOut>,
    groups: Option<Known>,
    /// What was known before rows changed: their numbers, and the groups as they were.
    before: Option<(HashSet<u32>, Known)>,
    list: Option<List>,
}

struct LeftOut {
    duplicates: Duplicates,
    /// The rows that are to be looked at yet, the next one at the end.
    ahead: Vec<u64>,
}

/// The groups, and what is known of them.
struct Known {
    groups: Groups,
    kinds: Kinds,
    /// How much the rows of each are alike, as far as they were compared.
    likeness: Vec<Option<Likeness>>,
    by_likeness: [usize; 3],
    /// Everything before this group was compared, and these rows of it.
    next: usize,
    rows_done: usize,
    comparing: Option<Comparing>,
    /// How many rows were compared, or need not be.
    seen: usize,
}

impl GroupList {
    /// Some of the groups that are shown. It answers with what it has, and goes on when it is asked again; there is
    /// nothing before the check is over.
    pub fn page(&mut self, sheet: Sheet<'_>, request: &GroupRequest) -> GroupPage {
        let Some(inspection) = checked(sheet) else {
            return GroupPage::default();
        };
        self.advance(sheet.table, inspection);
        let (Some(known), Some(left_out)) = (&self.groups, &self.left_out) else {
            return GroupPage {
                seen: (0, 1),
                ..GroupPage::default()
            };
        };
        let list = listed(&mut self.list, &request.view);
        list.advance(sheet.table, known);
        let (from, found) = match request.from {
            GroupPlace::At(place) => (place as usize, None),
            GroupPlace::WithRow(row) => {
                let group = u32::try_from(row).ok();
                let group = group.and_then(|row| known.groups.with(row));
                let place = group.and_then(|group| list.place(group));
                let found = group.filter(|_| place.is_some());
                let page = request.count.max(1) as usize;
                (place.unwrap_or_default() / page * page, found)
            }
        };
        let found = found.and_then(|group| known.groups.rows(group).first().copied());
        let looking = shown::Looking::new(sheet.table, inspection, &left_out.duplicates);
        let groups = list.groups().iter().skip(from).take(request.count as usize);
        let groups = groups.map(|group| {
            let group = *group as usize;
            let rows = known.groups.rows(group);
            looking.group(rows, request.rows_from as usize, known.likeness[group])
        });
        GroupPage {
            groups: groups.collect(),
            from: u32::try_from(from).unwrap_or(u32::MAX),
            found: found.map(u64::from),
            shown: list.counts(),
            all: (known.groups.len(), known.groups.row_count()),
            by_likeness: known.by_likeness,
            kinds: known.kinds.iter().collect(),
            seen: (known.seen, known.groups.row_count()),
            is_whole: known.is_whole() && list.is_whole(),
        }
    }

    /// What settling would change; as far as it is known, like [`GroupList::page`].
    pub fn outlook(
        &mut self,
        sheet: Sheet<'_>,
        unsettled: &Unsettled,
        settlement: Settlement,
    ) -> Outlook {
        let Some(inspection) = checked(sheet) else {
            return Outlook::default();
        };
        self.advance(sheet.table, inspection);
        let Some(known) = &self.groups else {
            return Outlook::default();
        };
        let single;
        let groups = match unsettled {
            Unsettled::Group(first) => {
                let first = u32::try_from(*first).ok();
                let group = first.and_then(|first| known.groups.beginning_with(first));
                single = group.and_then(|group| u32::try_from(group).ok());
                single.as_slice()
            }
            Unsettled::Shown(view) => {
                let list = listed(&mut self.list, view);
                list.advance(sheet.table, known);
                if !known.is_whole() || !list.is_whole() {
                    return Outlook::default();
                }
                list.groups()
            }
        };
        let mut record = Record::default();
        let mut filled = |row| filled_cells(sheet.table, row, &mut record);
        let mut outlook = Outlook {
            is_whole: true,
            ..Outlook::default()
        };
        for group in groups {
            let group = *group as usize;
            let (skipped, taken) = (outlook.skip.len(), outlook.take.len());
            for (row, is_left_out) in settlement.of(known.groups.rows(group), &mut filled) {
                let row = u64::from(row);
                match (is_left_out, sheet.table.skips(row)) {
                    (true, false) => outlook.skip.push(row),
                    (false, true) => outlook.take.push(row),
                    _ => {}
                }
            }
            let skips = outlook.skip.len() > skipped;
            let is_different =
                known.likeness[group].is_none_or(|likeness| likeness != Likeness::Same);
            outlook.groups += usize::from(skips || outlook.take.len() > taken);
            outlook.different += usize::from(skips && is_different);
        }
        outlook.skip.sort_unstable();
        outlook.take.sort_unstable();
        outlook
    }

    /// A fix changed rows, by their places in the table, and the check has taken it up.
    pub fn hear_fix(&mut self, before: &FixedTable, sheet: Sheet<'_>, rows: &[usize]) {
        self.list = None;
        let (Some(left_out), Some(inspection)) = (&mut self.left_out, sheet.inspection) else {
            return;
        };
        if !left_out.ahead.is_empty() {
            *self = Self::default();
            return;
        }
        let settings = inspection.settings();
        let checker = RowChecker::new(settings);
        let mut record = Record::default();
        for row in rows {
            let number = before.row_number(*row);
            if before.skips(number) {
                before.record_taken_in(*row, &mut record);
                left_out.duplicates.forget(&checker.check_record(&record));
            }
        }
        let mut record = Record::default();
        for row in rows {
            left_out.note(sheet.table, &checker, *row, &mut record);
        }
        if let Some(known) = self.groups.take() {
            self.before = Some((HashSet::new(), known));
        }
        if let Some((changed, _)) = &mut self.before {
            let numbers = rows.iter().map(|row| sheet.table.row_number(*row));
            changed.extend(numbers.filter_map(|number| u32::try_from(number).ok()));
        }
    }

    /// One step further.
    fn advance(&mut self, table: &FixedTable, inspection: &Inspection) {
        let settings = inspection.settings();
        let left_out = self.left_out.get_or_insert_with(|| LeftOut {
            duplicates: Duplicates::of_changing_rows(),
            ahead: {
                let mut rows = table.skipped();
                rows.reverse();
                rows
            },
        });
        if !left_out.ahead.is_empty() {
            left_out.advance(table, settings);
            return;
        }
        let before = &mut self.before;
        let known = self.groups.get_or_insert_with(|| {
            let groups = inspection.duplicates().groups(&left_out.duplicates);
            Known::new(groups, before.take())
        });
        known.advance(table, settings);
    }
}

/// The list of what is shown, begun anew where something else was shown.
fn listed<'l>(list: &'l mut Option<List>, view: &GroupView) -> &'l mut List {
    let known = list.take_if(|known| known.view() == view);
    list.insert(known.unwrap_or_else(|| List::new(view)))
}

/// The check, once it is over.
fn checked(sheet: Sheet<'_>) -> Option<&Inspection> {
    let inspection = sheet.inspection;
    inspection.filter(|inspection| inspection.is_done(sheet.table))
}

impl LeftOut {
    fn advance(&mut self, table: &FixedTable, settings: &Settings) {
        let checker = RowChecker::new(settings);
        let mut record = Record::default();
        for _ in 0..STEP_ROWS {
            let Some(number) = self.ahead.pop() else {
                return;
            };
            if let Some(row) = table.find_row(number) {
                self.note(table, &checker, row, &mut record);
            }
        }
    }

    /// Notes a row, if it is left out.
    fn note<'t>(
        &mut self,
        table: &'t FixedTable,
        checker: &RowChecker<'_>,
        row: usize,
        record: &mut Record<'t>,
    ) {
        let number = table.row_number(row);
        if table.skips(number) && table.record_taken_in(row, record) {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let row = checker.check_record(record);
            self.duplicates.note_keys(number, keys(&row));
        }
    }
}

impl Known {
    /// Takes over what was known of groups that are as they were.
    fn new(groups: Groups, before: Option<(HashSet<u32>, Self)>) -> Self {
        let mut kinds = Kinds::default();
        for group in 0..groups.len() {
            kinds.add(groups.kinds(group));
        }
        let mut known = Self {
            likeness: vec![None; groups.len()],
            groups,
            kinds,
            by_likeness: [0; 3],
            next: 0,
            rows_done: 0,
            comparing: None,
            seen: 0,
        };
        let Some((changed, before)) = before else {
            return known;
        };
        for group in 0..known.groups.len() {
            let rows = known.groups.rows(group);
            let same = rows
                .first()
                .and_then(|row| before.groups.beginning_with(*row));
            let same = same.filter(|same| before.groups.rows(*same) == rows);
            let likeness = same.and_then(|same| before.likeness[same]);
            let is_changed = || rows.iter().any(|row| changed.contains(row));
            if let Some(likeness) = likeness
                && !is_changed()
            {
                known.seen += rows.len();
                known.learn(group, likeness);
            }
        }
        known
    }

    fn learn(&mut self, group: usize, likeness: Likeness) {
        self.likeness[group] = Some(likeness);
        self.by_likeness[likeness as usize] += 1;
    }

    /// Whether every group was compared.
    fn is_whole(&self) -> bool {
        self.next == self.groups.len()
    }

    /// Compares some more rows.
    fn advance(&mut self, table: &FixedTable, settings: &Settings) {
        let checker = RowChecker::new(settings);
        let mut record = Record::default();
        let mut left = STEP_ROWS;
        while left > 0 && !self.is_whole() {
            if self.likeness[self.next].is_some() {
                self.next += 1;
                continue;
            }
            let rows = self.groups.rows(self.next);
            let mut comparing = self
                .comparing
                .take()
                .unwrap_or_else(|| Comparing::new(settings, table.headers().len()));
            let end = rows.len().min(self.rows_done + left);
            for number in &rows[self.rows_done..end] {
                let row = table.find_row(u64::from(*number));
                if row.is_some_and(|row| table.record_taken_in(row, &mut record)) {
                    comparing.add(&checker.check_record(&record), |index| record.cell(index));
                }
            }
            left -= end - self.rows_done;
            self.seen += end - self.rows_done;
            if end == rows.len() {
                self.learn(self.next, comparing.likeness());
                self.rows_done = 0;
                self.next += 1;
            } else {
                self.rows_done = end;
                self.comparing = Some(comparing);
            }
        }
    }
}
