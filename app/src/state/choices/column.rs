//! What is chosen for one column of the file.

use import_core::columns::Advice;
use import_core::field::ValueFormat;
use import_core::field::infer::{Inferred, Written};
use import_core::schema::{CoreType, Target};
use import_core::settings::Policy;

/// What is chosen for one column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its name in the file.
    pub header: String,
    /// What it feeds.
    pub target: Option<Target>,
    /// Whether it is imported.
    pub included: bool,
    /// Whether it feeds nothing because somebody said so.
    pub is_declined: bool,
    /// What its cells do.
    pub policy: Policy,
    /// How its dates or numbers are written.
    pub format: Option<ValueFormat>,
    /// What its values say of how they are written; none where that was not asked yet.
    pub inferred: Option<Inferred>,
    /// Some of its values.
    pub samples: Vec<String>,
    /// What can be said of it beforehand.
    pub advice: Advice,
}

impl ColumnChoice {
    /// A column that feeds nothing.
    pub fn new(index: usize, header: &str) -> Self {
        Self {
            index,
            header: header.to_owned(),
            target: None,
            included: false,
            is_declined: false,
            policy: Policy::default(),
            format: None,
            inferred: None,
            samples: Vec::new(),
            advice: Advice::Unknown,
        }
    }

    /// Feeds another field, or none. A column with a field is imported until it is unticked.
    pub fn feed(&mut self, target: Option<Target>) {
        self.included = target.is_some();
        self.target = target;
        self.is_declined = false;
        self.format = None;
        self.inferred = None;
    }

    /// The type of the custom field that it feeds.
    pub fn custom_type(&self) -> Option<CoreType> {
        match &self.target {
            Some(Target::Custom { key, .. }) => CoreType::of_key(key).map(|(_, kind)| kind),
            _ => None,
        }
    }

    /// What its values are to be, where they may be written in several ways.
    pub fn written(&self) -> Option<Written> {
        match self.custom_type()? {
            CoreType::Date | CoreType::DateTime => Some(Written::Dates),
            CoreType::Integer => Some(Written::Integers),
            CoreType::Number => Some(Written::Numbers),
            _ => None,
        }
    }

    /// Whether its format has to be known: that of dates always, that of numbers where they can be read in two ways.
    pub fn needs_format(&self) -> bool {
        match self.written() {
            Some(Written::Dates) => true,
            Some(Written::Integers | Written::Numbers) => {
                let inferred = self.inferred.as_ref();
                inferred
                    .is_some_and(|found| found.certain.is_none() && !found.candidates.is_empty())
            }
            None => false,
        }
    }

    /// Whether its values can be read in several ways, and nobody has chosen one.
    pub fn lacks_format(&self) -> bool {
        self.needs_format() && self.inferred.is_some() && self.format.is_none()
    }
}
