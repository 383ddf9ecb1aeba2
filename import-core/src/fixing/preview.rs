//! What a rule would change, before it is made a fix.

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::{Fix, FixedTable, Rule};
use crate::check::RowChecker;
use crate::table::Record;

/// How many changes are shown.
const EXAMPLES: usize = 10;

/// How many changed rows are checked for what their problems were and would be.
const CHECKED_ROWS: usize = 20_000;

/// How much of a text is shown, in characters.
const SHOWN: usize = 200;

/// What a rule would change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// How many rows get another text.
    pub rows: usize,
    /// The first of them.
    pub examples: Vec<Example>,
    /// How many problems the changed rows have, and would have; none where there are too many rows to be checked.
    pub problems: Option<(usize, usize)>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The row as a spreadsheet numbers it.
    pub row: u64,
    /// The text of the column, cut to 200 characters.
    pub before: String,
    /// The text afterwards, or the texts of the new columns.
    pub after: Vec<String>,
}

/// A preview in the making: a million rows take a while.
#[derive(Debug)]
pub struct Previewing {
    table: FixedTable,
    fixes: Vec<Fix>,
    plan: Plan,
    done: usize,
    checked: usize,
    problems: (usize, usize),
    preview: Preview,
}

impl Previewing {
    /// Begins to look what a rule would do after all fixes of the table.
    pub fn new(table: FixedTable, column: String, rule: Rule) -> Self {
        let mut fixes = table.fixes().to_vec();
        fixes.push(Fix::Rule { column, rule });
        let plan = Plan::new(table.table().headers(), &fixes);
        Self {
            table,
            fixes,
            plan,
            done: 0,
            checked: 0,
            problems: (0, 0),
            preview: Preview::default(),
        }
    }

    /// Looks at up to `rows` more rows; says whether any is left. `checker` tells the problems, where there are
    /// settings.
    pub fn advance(&mut self, checker: Option<&RowChecker<'_>>, rows: usize) -> bool {
        let Some(step) = self.plan.last_rule(&self.fixes) else {
            return false;
        };
        let new_columns = match self.fixes.last() {
            Some(Fix::Rule { rule, .. }) => rule.new_columns().len(),
            _ => 0,
        };
        let problems = |checker: &RowChecker<'_>, record: &Record<'_>| {
            checker.check_record(record).problems.len()
        };
        let end = self.table.len().min(self.done.saturating_add(rows));
        let mut record = Record::default();
        let mut before = Record::default();
        for index in self.done..end {
            self.table.record(index, &mut record);
            if !step.apply(&self.fixes, &mut record) {
                continue;
            }
            self.preview.rows += 1;
            let checker = checker.filter(|_| self.checked < CHECKED_ROWS);
            let is_shown = self.preview.examples.len() < EXAMPLES;
            if checker.is_some() || is_shown {
                self.table.record(index, &mut before);
            }
            if let Some(checker) = checker {
                self.checked += 1;
                self.problems.0 += problems(checker, &before);
                self.problems.1 += problems(checker, &record);
            }
            if is_shown {
                let after = match new_columns {
                    0 => vec![shown(record.cell(step.column))],
                    new => (record.len() - new..record.len())
                        .map(|column| shown(record.cell(column)))
                        .collect(),
                };
                self.preview.examples.push(Example {
                    row: record.row,
                    before: shown(before.cell(step.column)),
                    after,
                });
            }
        }
        self.done = end;
        self.done < self.table.len()
    }

    /// What was seen.
    pub fn finish(self) -> Preview {
        let is_all = self.checked == self.preview.rows;
        Preview {
            problems: is_all.then_some(self.problems),
            ..self.preview
        }
    }
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
