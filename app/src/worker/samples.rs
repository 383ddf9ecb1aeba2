//! Settings for rows of no real file: those that the worker warms up with, and its tests.

use import_core::columns::Field;
use import_core::settings::{Criterion, Settings};

/// Settings for a file whose first columns feed these fields.
pub(super) fn settings(columns: &[(&str, Field)]) -> Settings {
    Settings {
        criteria: vec![Criterion::Email],
        ..Settings::of_columns(columns.iter().copied())
    }
}
