//! Settings for rows of no real file: those that the worker warms up with, and its tests.

use import_core::columns::Field;
use import_core::settings::{Criterion, ImportColumn, Layout, Policy, Settings};
use uuid::Uuid;

/// Settings for a file whose first columns feed these fields.
pub(super) fn settings(columns: &[(&str, Field)]) -> Settings {
    let columns = columns.iter().enumerate();
    Settings {
        source: Uuid::nil(),
        layout: Layout::Mapped,
        criteria: vec![Criterion::Email],
        merge: false,
        default_region: "US".to_owned(),
        columns: columns
            .map(|(index, (header, field))| ImportColumn {
                index,
                header: (*header).to_owned(),
                field: *field,
                policy: Policy::default(),
            })
            .collect(),
        custom: Vec::new(),
    }
}
