//! The check of a row: from its cells to values and problems.
//!
//! A row with an error is not imported, but still says everything that is wrong with it. Only a row of
//! broken shape says no more than that: its cells may stand under the wrong headers.

pub mod home;
mod phones;
mod postal;
mod rules;

use crate::columns::{Field, Kind, Subject};
use crate::field::{self, Context, Fault, Region};
use crate::formula;
use crate::problem::{Code, Problem, Severity};
use crate::row::{Cell, CustomCell, PartPolicies, Row, Value};
use crate::schema;
use crate::settings::{CustomColumn, ImportColumn, Policy, Settings};
use crate::table::Record;

use phones::PhoneColumns;
use postal::PostalColumns;

/// Checks the rows of one file.
///
/// Made once for the settings, because what it prepares is the same for every row.
#[derive(Clone, Debug)]
pub struct RowChecker<'a> {
    settings: &'a Settings,
    steps: Vec<Step<'a>>,
    postal: Vec<PostalColumns<'a>>,
    default_region: Region,
    /// What a text says.
    text: fn(&str) -> &str,
}

/// What is read together, in the order of the fields.
#[derive(Clone, Debug)]
enum Step<'a> {
    Plain(&'a ImportColumn),
    Phone(PhoneColumns<'a>),
}

/// A row on its way.
struct Draft<'a> {
    settings: &'a Settings,
    row: Row,
    /// The first column of the organization, in the order of the fields, that has a text.
    organization: Option<Noted<'a>>,
    /// Whether an error keeps out an identifier that the contact would have.
    lost_identifier: bool,
}

/// A column that has a text.
#[derive(Clone, Copy)]
struct Noted<'a> {
    index: usize,
    header: &'a str,
    is_organization_id: bool,
}

impl<'a> RowChecker<'a> {
    /// A checker for these settings.
    pub fn new(settings: &'a Settings) -> Self {
        let mut columns: Vec<_> = settings.columns.iter().collect();
        columns.sort_by_key(|column| column.field);
        let phones = PhoneColumns::all(settings);
        let is_part = |kind| {
            matches!(
                kind,
                Kind::PhoneExtension | Kind::PhoneAcceptsSms | Kind::PhoneRegion
            )
        };
        let plain = columns
            .into_iter()
            .filter(|column| column.field.kind() != Kind::Phone && !is_part(column.field.kind()));
        let mut steps: Vec<_> = plain
            .map(Step::Plain)
            .chain(phones.into_iter().map(Step::Phone))
            .collect();
        steps.sort_by_key(Step::field);
        let default_region = Region::from_code(&settings.default_region).unwrap_or_default();
        Self {
            settings,
            steps,
            postal: PostalColumns::all(settings),
            default_region,
            text: formula::read,
        }
    }

    /// For texts that are no cells of a file: each is what it says.
    pub(crate) fn for_values(settings: &'a Settings) -> Self {
        Self {
            text: |value| value,
            ..Self::new(settings)
        }
    }

    /// Checks one row. `cell` gives the text of a column by its place in the file, `shape` is what the
    /// table found wrong with the row.
    pub fn check<'c>(
        &self,
        cell: impl Fn(usize) -> &'c str,
        number: u64,
        shape: &[Problem],
    ) -> Row {
        let mut row = Row {
            number,
            cells: Vec::new(),
            custom: Vec::new(),
            problems: shape.to_vec(),
        };
        if row.is_rejected() {
            return row;
        }
        let cell = |index| (self.text)(cell(index));
        row.cells.reserve_exact(self.steps.len());
        let mut draft = Draft {
            settings: self.settings,
            row,
            organization: None,
            lost_identifier: false,
        };
        for step in &self.steps {
            match step {
                Step::Plain(column) => draft.read(column, cell(column.index)),
                Step::Phone(columns) => columns.read(&mut draft, &cell, self.default_region),
            }
        }
        for (place, column) in self.settings.custom.iter().enumerate() {
            draft.read_custom(place, column, cell(column.index));
        }
        for columns in &self.postal {
            columns.check(&mut draft, &cell, self.default_region);
        }
        draft.apply_rules(cell);
        draft.row
    }

    /// Checks the row of a record. [`RowChecker::check`] is compiled anew for whoever calls it; this once, and for
    /// speed.
    pub fn check_record(&self, record: &Record<'_>) -> Row {
        self.check(|index| record.cell(index), record.row, &record.problems())
    }
}

/// Checks one row; for many rows, keep a [`RowChecker`].
pub fn check_row<'c>(
    cell: impl Fn(usize) -> &'c str,
    number: u64,
    settings: &Settings,
    shape: &[Problem],
) -> Row {
    RowChecker::new(settings).check(cell, number, shape)
}

impl Step<'_> {
    fn field(&self) -> Field {
        match self {
            Self::Plain(column) => column.field,
            Self::Phone(columns) => columns.slot,
        }
    }
}

impl<'a> Draft<'a> {
    fn read(&mut self, column: &'a ImportColumn, found: &str) {
        match field::read(column.field.kind(), found, Context::default()) {
            Ok(None) if column.policy != Policy::OverwriteOrClear => {}
            Ok(value) => self.push(column, PartPolicies::default(), value, found),
            Err(fault) => self.refuse(column, found, fault),
        }
    }

    fn read_custom(&mut self, place: usize, column: &'a CustomColumn, found: &str) {
        let value = match schema::read_text(&column.field, found, column.format) {
            Ok(None) if column.policy != Policy::OverwriteOrClear => return,
            Ok(value) => value,
            Err(fault) => {
                self.note_custom(column);
                let found = field::text::trim(found);
                let problem = fault.at(self.row.number, &column.header, found);
                return self.row.problems.push(problem);
            }
        };
        if value.is_some() {
            self.note_custom(column);
        }
        self.row.custom.push(CustomCell {
            subject: column.subject,
            column: place,
            value,
        });
    }

    /// Takes a value over, unless an earlier slot of the row is sure to take the same e-mail or phone.
    fn push(
        &mut self,
        column: &'a ImportColumn,
        parts: PartPolicies,
        value: Option<Value>,
        found: &str,
    ) {
        if let Some(value) = &value {
            if let Some(first) = self.earlier_slot(column.field, value) {
                let fault = Fault::new(Code::ValueRepeated).with("first", &first.header);
                return self.refuse(column, found, fault);
            }
            self.note(column);
        }
        self.row.cells.push(Cell {
            field: column.field,
            policy: column.policy,
            parts,
            value,
        });
    }

    /// Says what is wrong with a value and leaves it out.
    fn refuse(&mut self, column: &'a ImportColumn, found: &str, fault: Fault) {
        self.note(column);
        self.lost_identifier |=
            fault.code.severity() == Severity::Error && rules::identifies(column.field);
        self.warn(column, found, fault);
    }

    /// Says what is wrong with a value, whatever becomes of it.
    fn warn(&mut self, column: &ImportColumn, found: &str, fault: Fault) {
        self.row
            .problems
            .push(fault.at(self.row.number, &column.header, field::text::trim(found)));
    }

    /// Remembers that a column has a text.
    fn note(&mut self, column: &'a ImportColumn) {
        if column.field.subject() == Subject::Organization {
            self.organization.get_or_insert(Noted {
                index: column.index,
                header: &column.header,
                is_organization_id: column.field == Field::OrganizationExternalId,
            });
        }
    }

    fn note_custom(&mut self, column: &'a CustomColumn) {
        if column.subject == Subject::Organization {
            self.organization.get_or_insert(Noted {
                index: column.index,
                header: &column.header,
                is_organization_id: false,
            });
        }
    }

    /// The column of an earlier slot of the same family with the same key. One that fills may not take it: that is
    /// known when the row is applied.
    fn earlier_slot(&self, field: Field, value: &Value) -> Option<&'a ImportColumn> {
        let family = rules::family(field)?;
        let key = value.key()?;
        let earlier = self.row.cells.iter().find(|cell| {
            family.contains(&cell.field)
                && cell.policy != Policy::Fill
                && cell.value.as_ref().and_then(Value::key) == Some(key)
        })?;
        self.settings
            .columns
            .iter()
            .find(|column| column.field == earlier.field)
    }
}

#[cfg(test)]
mod tests;
