//! The list of fixes with what was done to it.

use serde::{Deserialize, Serialize};

use super::{Fix, FixedTable};

/// The fixes of a file, in the order in which they apply, with undo and redo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixes {
    list: Vec<Fix>,
    past: Vec<Step>,
    future: Vec<Step>,
}

/// Something that was done to the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// A fix was added at the end.
    Add(Fix),
    /// The fix at this place was taken back.
    TakeBack(usize, Fix),
}

/// How a list of fixes becomes another: what [`FixedTable::splice`](super::FixedTable::splice) is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// The place of the change, from 0.
    pub at: usize,
    /// How many fixes from there on are gone.
    pub removed: usize,
    /// The fixes that are there instead.
    pub added: Vec<Fix>,
}

impl Fixes {
    /// A list that was kept elsewhere; its fixes can be undone one by one.
    pub fn restore(list: Vec<Fix>) -> Self {
        Self {
            past: list.iter().cloned().map(Step::Add).collect(),
            list,
            future: Vec::new(),
        }
    }

    /// The fixes that are in force.
    pub fn list(&self) -> &[Fix] {
        &self.list
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Adds a fix; what was undone is forgotten.
    pub fn add(&mut self, fix: Fix) -> Splice {
        self.future.clear();
        self.take_step(Step::Add(fix))
    }

    /// Takes back the fix at a place, wherever it stands; this can be undone as well. None where there is no such.
    pub fn take_back(&mut self, at: usize) -> Option<Splice> {
        let fix = self.list.get(at)?.clone();
        self.future.clear();
        Some(self.take_step(Step::TakeBack(at, fix)))
    }

    /// Undoes what was done last. None where nothing was.
    pub fn undo(&mut self) -> Option<Splice> {
        let step = self.past.pop()?;
        let splice = match &step {
            Step::Add(_) => {
                let at = self.list.len().saturating_sub(1);
                Splice {
                    at,
                    removed: 1,
                    added: Vec::new(),
                }
            }
            Step::TakeBack(at, fix) => Splice {
                at: *at,
                removed: 0,
                added: vec![fix.clone()],
            },
        };
        self.future.push(step);
        Some(self.apply(splice))
    }

    /// Does again what was undone last. None where nothing was.
    pub fn redo(&mut self) -> Option<Splice> {
        let step = self.future.pop()?;
        Some(self.take_step(step))
    }

    fn take_step(&mut self, step: Step) -> Splice {
        let splice = match &step {
            Step::Add(fix) => Splice {
                at: self.list.len(),
                removed: 0,
                added: vec![fix.clone()],
            },
            Step::TakeBack(at, _) => Splice {
                at: *at,
                removed: 1,
                added: Vec::new(),
            },
        };
        self.past.push(step);
        self.apply(splice)
    }

    fn apply(&mut self, splice: Splice) -> Splice {
        splice.clone().apply(&mut self.list);
        splice
    }
}

impl Splice {
    /// One more fix behind those of a table.
    pub fn append(table: &FixedTable, fix: Fix) -> Self {
        Self {
            at: table.fixes().len(),
            removed: 0,
            added: vec![fix],
        }
    }

    /// Changes a list; gives what is gone. Places behind its end mean the end.
    pub(super) fn apply(self, list: &mut Vec<Fix>) -> Vec<Fix> {
        let at = self.at.min(list.len());
        let end = at.saturating_add(self.removed).min(list.len());
        list.splice(at..end, self.added).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skip(row: u64) -> Fix {
        Fix::Skip { rows: vec![row] }
    }

    #[test]
    fn a_fix_in_the_middle_is_taken_back_and_comes_back_where_it_was() {
        let mut fixes = Fixes::default();
        for row in 2..5 {
            fixes.add(skip(row));
        }
        fixes.take_back(1);
        assert_eq!(fixes.list(), [skip(2), skip(4)]);
        assert_eq!(fixes.take_back(7), None);
        fixes.undo();
        assert_eq!(fixes.list(), [skip(2), skip(3), skip(4)]);
        fixes.redo();
        fixes.undo();
        fixes.undo();
        assert_eq!(fixes.list(), [skip(2), skip(3)]);
    }

    #[test]
    fn a_new_fix_forgets_what_was_undone() {
        let mut fixes = Fixes::restore(vec![skip(2), skip(3)]);
        fixes.undo();
        assert!(fixes.can_redo());
        fixes.add(skip(9));
        assert_eq!(fixes.redo(), None);
        assert_eq!(fixes.list(), [skip(2), skip(9)]);
    }

    #[test]
    fn the_splices_lead_another_list_to_the_same_fixes() {
        let (mut fixes, mut other) = (Fixes::default(), Vec::new());
        let steps = [
            Some(fixes.add(skip(2))),
            Some(fixes.add(skip(3))),
            fixes.take_back(0),
            fixes.undo(),
            fixes.undo(),
            fixes.redo(),
        ];
        for splice in steps.into_iter().flatten() {
            splice.apply(&mut other);
        }
        assert_eq!(other, fixes.list());
        assert_eq!(other, [skip(2), skip(3)]);
    }
}
