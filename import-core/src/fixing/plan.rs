//! A list of fixes, made ready to be applied to one row after the other.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::rule::{join, parts, rewrite};
use super::{Fix, Rule};
use crate::table::Record;

/// What a list of fixes does to rows. It names fixes by their places in the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// The headers with those of new columns; empty where there are no such.
    pub(super) headers: Vec<String>,
    rules: Vec<Step>,
    /// What was written by hand in each row, in order.
    by_hand: HashMap<u64, Vec<Step>, FixedState>,
    skipped: HashSet<u64, FixedState>,
}

/// A fix and the columns that it concerns.
#[derive(Clone, Debug)]
pub(super) struct Step {
    fix: usize,
    pub(super) column: usize,
    /// The other columns of a [`Rule::Join`].
    others: Vec<usize>,
}

impl Plan {
    /// Prepares these fixes for a file with these columns.
    pub(super) fn new(own: &[String], fixes: &[Fix]) -> Self {
        let mut plan = Self::default();
        let mut headers = own.to_vec();
        for (fix, what) in fixes.iter().enumerate() {
            let step = |column| Step {
                fix,
                column,
                others: Vec::new(),
            };
            match what {
                Fix::Cell { row, column, .. } => {
                    if let Some(column) = place(&headers, column) {
                        plan.by_hand.entry(*row).or_default().push(step(column));
                    }
                }
                Fix::Row { row, .. } => plan.by_hand.entry(*row).or_default().push(step(0)),
                Fix::Skip { rows } => plan.skipped.extend(rows),
                Fix::Unskip { rows } => plan.take_in(rows),
                Fix::Settle { skip, take, .. } => {
                    plan.skipped.extend(skip);
                    plan.take_in(take);
                }
                Fix::Rule { column, rule } => {
                    let Some(column) = place(&headers, column) else {
                        continue;
                    };
                    let others = match rule {
                        Rule::Join { others, .. } => {
                            others.iter().map(|name| place(&headers, name)).collect()
                        }
                        _ => Some(Vec::new()),
                    };
                    if let Some(others) = others
                        && rule.fits(&headers)
                    {
                        headers.extend_from_slice(rule.new_columns());
                        plan.rules.push(Step {
                            others,
                            ..step(column)
                        });
                    }
                }
            }
        }
        if headers.len() > own.len() {
            plan.headers = headers;
        }
        plan
    }

    fn take_in(&mut self, rows: &[u64]) {
        for row in rows {
            self.skipped.remove(row);
        }
    }

    /// The rows that are left out, in order.
    pub(super) fn skipped(&self) -> Vec<u64> {
        let mut rows: Vec<u64> = self.skipped.iter().copied().collect();
        rows.sort_unstable();
        rows
    }

    /// Whether it changes nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.by_hand.is_empty() && self.skipped.is_empty()
    }

    /// Whether a row is left out.
    pub(super) fn skips(&self, row: u64) -> bool {
        self.skipped.contains(&row)
    }

    /// Changes a row that was just read.
    pub(super) fn apply(&self, fixes: &[Fix], record: &mut Record<'_>) {
        let by_hand = self.by_hand.get(&record.row);
        let mut by_hand = by_hand
            .map(Vec::as_slice)
            .unwrap_or_default()
            .iter()
            .peekable();
        for step in &self.rules {
            while let Some(written) = by_hand.next_if(|written| written.fix < step.fix) {
                written.apply(fixes, record);
            }
            step.apply(fixes, record);
        }
        for written in by_hand {
            written.apply(fixes, record);
        }
        record.skip(self.skips(record.row));
    }

    /// The last fix, where it is a rule and has its columns.
    pub(super) fn last_rule(&self, fixes: &[Fix]) -> Option<&Step> {
        let last = self.rules.last();
        last.filter(|step| step.fix + 1 == fixes.len())
    }
}

impl Step {
    /// Changes a row; says whether another text stands anywhere.
    pub(super) fn apply(&self, fixes: &[Fix], record: &mut Record<'_>) -> bool {
        match fixes.get(self.fix) {
            Some(Fix::Cell { text, .. }) => record.set(self.column, text),
            Some(Fix::Row { cells, .. }) => record.set_all(cells),
            Some(Fix::Rule { rule, .. }) => return self.apply_rule(rule, record),
            Some(Fix::Skip { .. } | Fix::Unskip { .. } | Fix::Settle { .. }) | None => {}
        }
        true
    }

    fn apply_rule(&self, rule: &Rule, record: &mut Record<'_>) -> bool {
        let found = record.cell(self.column);
        match rule {
            Rule::Split { separator, names } => {
                let parts = parts(found, separator, names.len());
                let mut parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
                parts.resize(names.len(), String::new());
                let has_text = parts.iter().any(|part| !part.is_empty());
                for part in parts {
                    record.add(part);
                }
                has_text
            }
            Rule::Join { separator, .. } => {
                let others = self.others.iter().map(|other| record.cell(*other));
                let joined = join(std::iter::once(found).chain(others), separator);
                let has_text = !joined.is_empty();
                record.add(joined);
                has_text
            }
            _ => {
                let written = rewrite(rule, found);
                if let Some(written) = &written {
                    record.amend(self.column, written);
                }
                written.is_some()
            }
        }
    }
}

/// Where a column stands. One without a name cannot be told from others.
fn place(headers: &[String], name: &str) -> Option<usize> {
    headers
        .iter()
        .position(|header| header == name && !name.is_empty())
}
