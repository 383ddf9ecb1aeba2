//! A row: what its cells say, checked.

use crate::columns::{Field, Subject};
use crate::problem::Problem;
use crate::record::PhoneNumber;
use crate::settings::Policy;

/// A cell's value in its normalised form.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Trimmed text in NFC: texts, IDs, handles, web addresses.
    Text(String),
    /// An e-mail address.
    Email {
        /// As the file spells it.
        address: String,
        /// What is compared.
        key: String,
    },
    /// A phone, together with what the row says of its extension, SMS and region.
    /// `e164` is always there.
    Phone(Box<PhoneNumber>),
    /// A yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// The parts of a list, without empty and repeated ones.
    List(Vec<String>),
}

/// One imported cell. `None` is an empty cell, which a policy may let clear the field; a cell whose
/// value has a problem is not there at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it feeds. The extension, SMS and region of a phone are part of the phone's value.
    pub field: Field,
    /// What it does to the record.
    pub policy: Policy,
    /// What it says.
    pub value: Option<Value>,
}

/// A row of the file, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// As a spreadsheet numbers it; the header is 1.
    pub number: u64,
    /// Its imported cells, in the order of the fields.
    pub cells: Vec<Cell>,
    /// What was found.
    pub problems: Vec<Problem>,
}

impl Row {
    /// Whether an error keeps it out.
    pub fn is_rejected(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }

    /// The value of a field, where the row has one.
    pub fn value(&self, field: Field) -> Option<&Value> {
        self.cells
            .iter()
            .find(|cell| cell.field == field)?
            .value
            .as_ref()
    }

    /// Whether any cell of this record has a value.
    pub fn has(&self, subject: Subject) -> bool {
        self.cells
            .iter()
            .any(|cell| cell.field.subject() == subject && cell.value.is_some())
    }
}
