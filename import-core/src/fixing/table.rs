//! A file as it reads with fixes.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use super::plan::Plan;
use super::{Fix, Splice};
use crate::problem::Problem;
use crate::table::{Layout, Record, Table};

/// A file as it reads with fixes: what is shown, checked and sent. It is read as a [`Table`] is, and costs next to
/// nothing where no fix applies. A copy shares the file.
#[derive(Clone, Debug)]
pub struct FixedTable {
    table: Arc<Table>,
    fixes: Vec<Fix>,
    plan: Plan,
}

/// What a change of the fixes concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Affected {
    /// These rows, by their places in the table, in order.
    Rows(Vec<usize>),
    /// Any row.
    Everything,
}

impl FixedTable {
    /// A file without fixes.
    pub fn new(table: Table) -> Self {
        Self {
            table: Arc::new(table),
            fixes: Vec::new(),
            plan: Plan::default(),
        }
    }

    /// Reads another part of the same file from now on, with the same fixes.
    pub fn turn_to(&mut self, part: Table) {
        self.table = Arc::new(part);
    }

    /// The fixes, in the order in which they apply.
    pub fn fixes(&self) -> &[Fix] {
        &self.fixes
    }

    /// The file without them.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Changes the list of fixes; says what may read differently now.
    pub fn splice(&mut self, splice: Splice) -> Affected {
        let added = splice.added.clone();
        let removed = splice.apply(&mut self.fixes);
        self.plan = Plan::new(self.table.headers(), &self.fixes);
        let mut rows = Vec::new();
        for fix in added.iter().chain(&removed) {
            match fix.rows() {
                Some(numbers) => {
                    rows.extend(numbers.filter_map(|row| self.find_row(row)));
                }
                None => return Affected::Everything,
            }
        }
        rows.sort_unstable();
        rows.dedup();
        Affected::Rows(rows)
    }

    /// Encoding, dialect and columns of the file, without new columns.
    pub fn layout(&self) -> &Layout {
        self.table.layout()
    }

    /// The names of the columns, new ones behind those of the file.
    pub fn headers(&self) -> &[String] {
        if self.plan.headers.is_empty() {
            self.table.headers()
        } else {
            &self.plan.headers
        }
    }

    /// How many rows there are below the header, without blank ones; skipped ones are among them.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// How many records have no value in any cell of the file.
    pub fn blank_rows(&self) -> u64 {
        self.table.blank_rows()
    }

    /// What is wrong with the file as a whole or with its header.
    pub fn problems(&self) -> &[Problem] {
        self.table.problems()
    }

    /// The number a spreadsheet shows for the row at `index`.
    pub fn row_number(&self, index: usize) -> u64 {
        self.table.row_number(index)
    }

    /// The index of the row that a spreadsheet shows at `number`, unless that is blank or no row.
    pub fn find_row(&self, number: u64) -> Option<usize> {
        self.table.find_row(number)
    }

    /// Whether a person left out the row of this number.
    pub fn skips(&self, number: u64) -> bool {
        self.plan.skips(number)
    }

    /// The numbers of the rows that a person left out, in order.
    pub fn skipped(&self) -> Vec<u64> {
        self.plan.skipped()
    }

    /// Reads the row at `index` as if nobody had left it out; `false` if there is none.
    pub fn record_taken_in<'t>(&'t self, index: usize, record: &mut Record<'t>) -> bool {
        let is_there = self.record(index, record);
        record.skip(false);
        is_there
    }

    /// Reads the row at `index`, from 0; `false` if there is none.
    pub fn record<'t>(&'t self, index: usize, record: &mut Record<'t>) -> bool {
        if !self.table.record(index, record) {
            return false;
        }
        if !self.plan.is_empty() {
            self.plan.apply(&self.fixes, record);
        }
        true
    }

    /// Reads the rows of `range` in order, until `visit` breaks off.
    pub fn for_each<'t>(
        &'t self,
        range: Range<usize>,
        mut visit: impl FnMut(&Record<'t>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut record = Record::default();
        for index in range {
            if !self.record(index, &mut record) {
                break;
            }
            visit(&record)?;
        }
        ControlFlow::Continue(())
    }
}

impl From<Table> for FixedTable {
    fn from(table: Table) -> Self {
        Self::new(table)
    }
}

#[cfg(test)]
mod tests;
