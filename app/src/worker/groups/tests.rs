use import_core::columns::Field;
use import_core::duplicates::{Keep, named_keys};
use import_core::fixing::{Affected, Fix, Fixes};
use import_core::table::{Choice, Table};
use proptest::prelude::*;

use super::*;
use crate::worker::looking::Looked;
use crate::worker::messages::groups::{Group, GroupOrder, GroupState, Shared};
use crate::worker::samples;

fn table(text: &str) -> FixedTable {
    let table = Table::open(text.as_bytes().to_vec(), &Choice::default());
    table.unwrap().into()
}

fn settings() -> Settings {
    samples::settings(&[
        ("ID", Field::ExternalId),
        ("Mail", Field::WorkEmail),
        ("Name", Field::FirstName),
    ])
}

/// A file that is fixed, with what the worker keeps of it.
struct File {
    table: FixedTable,
    inspection: Inspection,
    groups: GroupList,
    fixes: Fixes,
}

impl File {
    fn open(text: &str) -> Self {
        let table = table(text);
        let mut inspection = Inspection::new(&table, settings());
        while inspection.advance(&table, 3) {}
        Self {
            table,
            inspection,
            groups: GroupList::default(),
            fixes: Fixes::default(),
        }
    }

    fn sheet(&self) -> Sheet<'_> {
        Sheet {
            table: &self.table,
            inspection: Some(&self.inspection),
        }
    }

    /// Fixes something as the worker does.
    fn fix(&mut self, fix: Fix) {
        let splice = self.fixes.add(fix);
        let mut fixed = self.table.clone();
        let Affected::Rows(rows) = fixed.splice(splice) else {
            panic!("single rows are fixed");
        };
        assert!(self.inspection.recheck(&self.table, &fixed, &rows));
        let sheet = Sheet {
            table: &fixed,
            inspection: Some(&self.inspection),
        };
        self.groups.hear_fix(&self.table, sheet, &rows);
        self.table = fixed;
    }

    /// Asks until the answer is whole.
    fn page(&mut self, view: &GroupView) -> GroupPage {
        self.page_from(view, GroupPlace::At(0))
    }

    fn page_from(&mut self, view: &GroupView, from: GroupPlace) -> GroupPage {
        let request = GroupRequest {
            view: view.clone(),
            from,
            count: 3,
            rows_from: 0,
        };
        loop {
            let mut groups = std::mem::take(&mut self.groups);
            let page = groups.page(self.sheet(), &request);
            self.groups = groups;
            if page.is_whole {
                return page;
            }
        }
    }

    fn outlook(&mut self, unsettled: &Unsettled, settlement: Settlement) -> Outlook {
        loop {
            let mut groups = std::mem::take(&mut self.groups);
            let outlook = groups.outlook(self.sheet(), unsettled, settlement);
            self.groups = groups;
            if outlook.is_whole {
                return outlook;
            }
        }
    }

    fn settle(&mut self, unsettled: &Unsettled, settlement: Settlement) {
        let Outlook { skip, take, .. } = self.outlook(unsettled, settlement);
        self.fix(Fix::Settle {
            settlement,
            skip,
            take,
        });
    }
}

const FILE: &str = "\
ID,Mail,Name
1,a@x.org,Ann
2,b@x.org,Bo
1,c@x.org,Anna
3,B@X.org,
4,d@x.org,Di
,d@x.org,Di
5,e@x.org,Em
";

fn firsts(page: &GroupPage) -> Vec<u64> {
    page.groups.iter().map(|group| group.first).collect()
}

#[test]
fn groups_say_what_their_rows_share_and_come_to() {
    let mut file = File::open(FILE);
    let page = file.page(&GroupView::default());
    assert_eq!(page.all, (3, 6));
    assert_eq!(page.shown, (3, 6));
    assert_eq!(page.by_likeness, [0, 1, 2]);
    assert_eq!(page.kinds, [1, 2]);
    assert_eq!(page.seen, (6, 6));
    let Group {
        shared,
        rows,
        checked,
        ..
    } = &page.groups[0];
    let id = Shared {
        kind: 1,
        value: "1".to_owned(),
        rows: 2,
    };
    assert_eq!(*shared, [id]);
    assert_eq!(rows[0].cells, ["1", "a@x.org", "Ann"]);
    let checked = checked.iter().flatten().map(|row| row.number);
    assert!(checked.eq([2, 4]));
    assert_eq!(page.groups[0].settled, [Settlement::Merge]);
}

#[test]
fn groups_are_chosen_and_ordered() {
    let mut file = File::open(&format!("{FILE}4,,\n"));
    let view = |change: &dyn Fn(&mut GroupView)| {
        let mut view = GroupView::default();
        change(&mut view);
        view
    };
    let by_kind = file.page(&view(&|view| view.kind = Some(1)));
    assert_eq!(firsts(&by_kind), [2, 6]);
    let by_text = file.page(&view(&|view| view.text = "ANNA".to_owned()));
    assert_eq!(firsts(&by_text), [2]);
    let alike = file.page(&view(&|view| view.likeness = Some(Likeness::Complementary)));
    assert_eq!(firsts(&alike), [6]);
    let largest = file.page(&view(&|view| view.order = GroupOrder::Largest));
    assert_eq!(firsts(&largest), [6, 2, 3]);
    let different = file.page(&view(&|view| view.order = GroupOrder::Different));
    assert_eq!(firsts(&different), [2, 3, 6]);
    assert_eq!(
        file.page(&view(&|view| view.state = Some(GroupState::Settled)))
            .shown,
        (0, 0)
    );
    let at_row = file.page_from(&GroupView::default(), GroupPlace::WithRow(7));
    assert_eq!((at_row.from, at_row.found), (0, Some(6)));
    let at_row = file.page_from(&GroupView::default(), GroupPlace::WithRow(8));
    assert_eq!(at_row.found, None);
}

#[test]
fn a_settled_group_stays_and_is_opened_again() {
    let mut file = File::open(FILE);
    let every = Unsettled::Shown(GroupView::default());
    let outlook = file.outlook(&every, Settlement::Keep(Keep::MostComplete));
    assert_eq!((outlook.groups, outlook.different), (3, 3));
    assert_eq!((outlook.skip, outlook.take), (vec![4, 5, 7], vec![]));
    file.settle(&every, Settlement::Keep(Keep::MostComplete));
    let page = file.page(&GroupView::default());
    assert_eq!(firsts(&page), [2, 3, 6]);
    assert!(page.groups.iter().all(|group| group.applied == 1));
    let complete = Settlement::Keep(Keep::MostComplete);
    assert_eq!(
        page.groups[0].settled,
        [Settlement::Keep(Keep::First), complete]
    );

    file.settle(&Unsettled::Group(2), Settlement::Keep(Keep::Last));
    let page = file.page(&GroupView::default());
    let skipped = page.groups[0].rows.iter().map(|row| row.is_skipped);
    assert!(skipped.eq([true, false]));

    file.settle(&Unsettled::Group(2), Settlement::Skip);
    let page = file.page(&GroupView::default());
    assert_eq!(page.groups[0].applied, 0);
    assert_eq!(page.groups[0].checked.as_deref(), Some(&[][..]));

    file.settle(&every, Settlement::Merge);
    let page = file.page(&GroupView::default());
    assert!(
        page.groups
            .iter()
            .all(|group| group.settled == [Settlement::Merge])
    );
    assert_eq!(file.table.skipped(), [0; 0]);
}

#[test]
fn nothing_is_said_before_the_check_is_over() {
    let table = table(FILE);
    let mut inspection = Inspection::new(&table, settings());
    inspection.advance(&table, 3);
    let sheet = Sheet {
        table: &table,
        inspection: Some(&inspection),
    };
    let request = GroupRequest {
        view: GroupView::default(),
        from: GroupPlace::At(0),
        count: 3,
        rows_from: 0,
    };
    let page = GroupList::default().page(sheet, &request);
    assert_eq!(page, GroupPage::default());
}

#[test]
fn a_very_large_group_is_shown_in_part() {
    let rows = (0..20_000).map(|row| format!("{row},a@x.org,N{row}\n"));
    let rows: Vec<String> = rows.collect();
    let mut file = File::open(&["ID,Mail,Name\n", &rows.concat()].concat());
    let page = file.page(&GroupView::default());
    assert_eq!(page.all, (1, 20_000));
    let group = &page.groups[0];
    assert_eq!((group.size, group.rows.len()), (20_000, 5));
    assert_eq!(group.shared[0].rows, 20_000);
    assert_eq!(group.checked, None);
    assert_eq!(group.likeness, Likeness::Contradictory);
    let outlook = file.outlook(&Unsettled::Group(2), Settlement::Keep(Keep::Last));
    assert_eq!(outlook.skip.len(), 19_999);
}

/// Rows that belong together, with their identifiers.
type Joined = (Vec<u64>, Vec<(u8, String)>);

/// Groups by comparing every row with every other, whoever is left out.
fn naive(table: &FixedTable) -> Vec<Vec<u64>> {
    let settings = settings();
    let checker = RowChecker::new(&settings);
    let mut groups: Vec<Joined> = Vec::new();
    let mut record = Record::default();
    for index in 0..table.len() {
        table.record_taken_in(index, &mut record);
        let row = checker.check_record(&record);
        let own = named_keys(&row).map(|(kind, _, value, _)| (kind, value.to_owned()));
        let mut joined = (vec![record.row], own.collect::<Vec<_>>());
        let touches = |of: &Joined| of.1.iter().any(|id| joined.1.contains(id));
        let (together, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
        for (rows, identifiers) in together {
            joined.0.extend(rows);
            joined.1.extend(identifiers);
        }
        joined.0.sort_unstable();
        groups = apart;
        groups.push(joined);
    }
    let groups = groups.into_iter().map(|(rows, _)| rows);
    let mut groups: Vec<Vec<u64>> = groups.filter(|rows| rows.len() > 1).collect();
    groups.sort();
    groups
}

fn any_fix() -> impl Strategy<Value = Fix> {
    let cell = |row: u64, column: &str, text: String| Fix::Cell {
        row,
        column: column.to_owned(),
        text,
    };
    let rows = || prop::collection::vec(2..14_u64, 1..4);
    prop_oneof![
        (2..14_u64, "[1-4]?").prop_map(move |(row, text)| cell(row, "ID", text)),
        (2..14_u64, "([a-c]@x\\.org|b@|)").prop_map(move |(row, text)| cell(row, "Mail", text)),
        rows().prop_map(|rows| Fix::Skip { rows }),
        rows().prop_map(|rows| Fix::Unskip { rows }),
    ]
}

proptest! {
    #[test]
    fn groups_are_those_of_a_naive_check_after_any_fixes(
        rows in prop::collection::vec("[1-4]?,([a-c]@x\\.org|b@|),[XY]", 1..12),
        fixes in prop::collection::vec((any_fix(), any::<bool>()), 0..8),
    ) {
        let mut file = File::open(&format!("ID,Mail,Name\n{}\n", rows.join("\n")));
        for (fix, is_seen) in fixes {
            file.fix(fix);
            if is_seen {
                file.page(&GroupView::default());
            }
        }
        file.page(&GroupView::default());
        let known = file.groups.groups.as_ref();
        let found: Vec<Vec<u64>> = known
            .into_iter()
            .flat_map(|known| known.groups.iter())
            .map(|rows| rows.iter().map(|row| u64::from(*row)).collect())
            .collect();
        prop_assert_eq!(&found, &naive(&file.table));
        // Whatever was kept of earlier questions is as if it had been asked now.
        let asked = file.page(&GroupView::default());
        file.groups = GroupList::default();
        prop_assert_eq!(asked, file.page(&GroupView::default()));
    }

    #[test]
    fn who_looked_at_which_rows_changes_nothing(
        rows in prop::collection::vec("[1-4]?,([a-c]@x\\.org|b@|),[XY]", 1..30),
        sizes in prop::collection::vec(1_usize..6, 30),
        order in prop::collection::vec(any::<prop::sample::Index>(), 30),
    ) {
        let mut alone = File::open(&format!("ID,Mail,Name\n{}\n", rows.join("\n")));
        let mut shared = Inspection::new(&alone.table, settings());
        let mut parts = Vec::new();
        for size in sizes {
            parts.extend(shared.assign(&alone.table, size));
        }
        for at in order {
            if !parts.is_empty() {
                let part = parts.remove(at.index(parts.len()));
                shared.take_up(&alone.table, Looked::at(&alone.table, &settings(), part));
            }
        }
        while shared.advance(&alone.table, 2) {}
        prop_assert!(shared.is_done(&alone.table));
        let expected = alone.page(&GroupView::default());
        alone.inspection = shared;
        alone.groups = GroupList::default();
        prop_assert_eq!(alone.page(&GroupView::default()), expected);
    }
}
