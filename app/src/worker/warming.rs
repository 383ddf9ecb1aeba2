//! Rows that nobody asked about, checked before there is a file. A browser compiles code well only once it has seen
//! it run for a while: the first rows of a file need not be what it learns from.

use std::fmt::Write;

use import_core::columns::Field;
use import_core::fixing::FixedTable;
use import_core::settings::{Criterion, ImportColumn, Layout, Policy, Settings};
use import_core::table::{Choice, Indexer, Plain, plain};
use uuid::Uuid;

use super::inspection::Inspection;

/// Enough for what is run for every cell to be compiled well, and few enough to take no time that one would notice.
const ROWS: usize = 4_000;

/// How many are checked before the page is heard again.
const STEP: usize = 500;

/// The columns that most files have.
const COLUMNS: [Field; 8] = [
    Field::ExternalId,
    Field::FirstName,
    Field::LastName,
    Field::WorkEmail,
    Field::WorkPhone,
    Field::CellPhone,
    Field::City,
    Field::OrganizationName,
];

/// The check of these rows.
pub(super) struct Warming {
    table: FixedTable,
    inspection: Inspection,
}

impl Warming {
    /// Rows as most files have them.
    pub(super) fn new() -> Option<Self> {
        let choice = Choice::default();
        let Ok(Plain::Text(text)) = plain(rows().into_bytes(), None) else {
            return None;
        };
        let table = FixedTable::new(Indexer::of_text(text, &choice).ok()?.finish());
        let inspection = Inspection::new(&table, settings());
        Some(Self { table, inspection })
    }

    /// Checks some of them; says whether there were any.
    pub(super) fn advance(&mut self) -> bool {
        self.inspection.advance(&self.table, STEP)
    }
}

fn rows() -> String {
    let mut text = String::new();
    let names = COLUMNS.map(Field::header);
    text.push_str(&names.join(","));
    for row in 0..ROWS {
        let cents = row % 100;
        // A text takes whatever is written to it.
        let _ = write!(
            text,
            "\nW-{row:06},Zoë,\"O'Neil, {row}\",a.person{row}@warm{cents}.example,+1 212 555 01{cents:02},\
             (212) 200-{row:04},北京,Company {cents}"
        );
    }
    text
}

fn settings() -> Settings {
    let columns = COLUMNS.iter().enumerate();
    Settings {
        source: Uuid::nil(),
        layout: Layout::Mapped,
        criteria: vec![Criterion::Email],
        merge: false,
        default_region: "US".to_owned(),
        columns: columns
            .map(|(index, field)| ImportColumn {
                index,
                header: field.header().to_owned(),
                field: *field,
                policy: Policy::default(),
            })
            .collect(),
        custom: Vec::new(),
    }
}
