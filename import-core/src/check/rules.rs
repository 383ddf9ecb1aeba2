//! What a row as a whole has to be.

use super::Draft;
use crate::columns::{Field, Subject};
use crate::field::text;
use crate::legacy;
use crate::problem::{Code, Problem};
use crate::row::Cell;
use crate::settings::Layout;

const EMAILS: &[Field] = &[Field::WorkEmail, Field::PersonalEmail, Field::OtherEmail];
const PHONES: &[Field] = &[
    Field::WorkPhone,
    Field::CellPhone,
    Field::HomePhone,
    Field::OtherPhone,
];

/// Words for a sum, in lower case.
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "合计",
    "总计",
    "小计",
    "合計",
    "總計",
    "小計",
];

/// The most bytes of such a word: longer texts need no look.
const LONGEST_TOTAL: usize = 12;

/// The slots that must not hold one key twice, in their order.
pub(super) fn family(field: Field) -> Option<&'static [Field]> {
    [EMAILS, PHONES]
        .into_iter()
        .find(|family| family.contains(&field))
}

/// Whether a later import can find a contact by the field, whatever its criteria.
pub(super) fn identifies(field: Field) -> bool {
    field == Field::ExternalId || family(field).is_some()
}

impl Draft<'_> {
    /// Adds the problems of the row as a whole.
    pub(super) fn apply_rules<'c>(&mut self, cell: impl Fn(usize) -> &'c str) {
        let number = self.row.number;
        if self.settings.layout == Layout::Legacy {
            let missing = legacy::missing_values(self.settings, &cell).into_iter();
            let missing = missing
                .map(|column| Problem::of_cell(Code::ValueMissing, number, &column.header, ""));
            self.row.problems.extend(missing);
        }
        if let Some(column) = self
            .organization
            .filter(|column| !column.is_organization_id)
        {
            let code = Code::OrganizationExternalIdMissing;
            let found = text::trim(cell(column.index));
            self.row
                .problems
                .push(Problem::of_cell(code, number, column.header, found));
        }
        if let Some(problem) = self.totals(&cell) {
            self.row.problems.push(problem);
        }
        let is_contact = self.row.has(Subject::Contact);
        if !is_contact && !self.row.has(Subject::Organization) && !self.row.is_rejected() {
            self.row
                .problems
                .push(Problem::of_row(Code::RowWithoutValues, number));
        }
        if is_contact && !self.lost_identifier && !self.is_found_again() {
            self.row
                .problems
                .push(Problem::of_row(Code::NoIdentifier, number));
        }
    }

    /// What is wrong with a row of totals below the contacts.
    fn totals<'c>(&self, cell: &impl Fn(usize) -> &'c str) -> Option<Problem> {
        let is_reached = |cell: &Cell| family(cell.field).is_some() && cell.value.is_some();
        if self.row.cells.iter().any(is_reached) {
            return None;
        }
        let columns = self.settings.columns.iter();
        let filled = columns.filter(|column| !text::trim(cell(column.index)).is_empty());
        let imported = filled.min_by_key(|column| column.index)?;
        // The word may stand before it, in a column that is not imported.
        let mut cells = (0..=imported.index).map(|index| (index, text::trim(cell(index))));
        let (index, found) = cells.find(|(_, text)| !text.is_empty())?;
        let word = found.trim_end_matches([':', '：', ' ']);
        let is_sum = word.len() <= LONGEST_TOTAL && TOTALS.contains(&word.to_lowercase().as_str());
        is_sum.then(|| Problem {
            column: (index == imported.index).then(|| imported.header.clone()),
            value: found.to_owned(),
            ..Problem::of_row(Code::RowOfTotals, self.row.number)
        })
    }

    /// Whether another import of the row would find the contact. A social account counts where it is
    /// one of the criteria.
    fn is_found_again(&self) -> bool {
        let cells = &self.row.cells;
        cells
            .iter()
            .any(|cell| identifies(cell.field) && cell.value.is_some())
            || self.row.contact_keys(self.settings).next().is_some()
    }
}
