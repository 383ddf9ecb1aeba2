//! The rows of an import beside their records as they are now.

use std::collections::HashMap;

use import_core::api::{ComparedRow, Phase};
use import_core::check::RowChecker;
use import_core::comparison::{Records, compare};
use import_core::formula;
use import_core::record::{Contact, Organization};
use import_core::row::Row;
use import_core::table::{BatchLimits, BatchReader, BatchRow};
use uuid::Uuid;

use super::ReportError;
use super::prepare::{shape_problems, unpack};
use crate::store::{JobRecord, Page, Result as StoreResult, Slice, Store, StoreError, StoredRow};

/// Most rows that are looked at for one page: a search that finds nothing for long answers what it has, and goes on
/// when it is asked again.
const MOST_ROWS: u64 = 20_000;

/// Which rows are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Those that have this text in a cell, without case, or as their number.
    pub text: String,
    /// Those of which the records hold something else.
    pub only_different: bool,
}

/// A row of the file with what became of it.
struct Found {
    checked: Row,
    /// What the columns of the file say.
    cells: Vec<String>,
    stored: StoredRow,
}

/// A page of the rows of a job that were imported or refused, in the order of the file. Its cursor is the number of
/// a row.
///
/// # Errors
/// The store fails, or a staged batch cannot be read.
pub fn compare_rows(
    store: &dyn Store,
    job: &JobRecord,
    wanted: &Wanted,
    page: &Page,
) -> Result<Slice<ComparedRow>, ReportError> {
    let mut last: u64 = match &page.after {
        None => 0,
        Some(after) => after
            .parse()
            .map_err(|_| StoreError::Cursor(after.clone()))?,
    };
    let text = wanted.text.to_lowercase();
    let checker = RowChecker::new(&job.settings);
    let mut entries: Vec<ComparedRow> = Vec::new();
    let mut looked_at = 0;
    for batch in store.list_batches(job.upload)? {
        if batch.last_row <= last {
            continue;
        }
        let (Some(packed), Some(outcomes)) = (
            store.read_batch(job.upload, batch.number)?,
            store.read_batch_rows(job.id, Phase::Import, batch.number)?,
        ) else {
            break;
        };
        let rows = read(&unpack(&packed)?, &checker, &outcomes, last)?;
        for chunk in rows.chunks(page.size) {
            let fits = chunk.iter().filter(|found| found.fits(&text));
            let compared = compare_chunk(store, job, &fits.collect::<Vec<_>>())?;
            entries.extend(compared.into_iter().filter(|row| {
                !wanted.only_different || row.fields.iter().any(|field| !field.same)
            }));
            if entries.len() > page.size {
                // One more than asked for: there is a next page.
                entries.truncate(page.size);
                let next = entries.last().map(|row| row.row.to_string());
                return Ok(Slice { entries, next });
            }
            looked_at += chunk.len() as u64;
            last = chunk.last().map_or(last, |found| found.stored.row);
            if looked_at >= MOST_ROWS {
                let next = Some(last.to_string());
                return Ok(Slice { entries, next });
            }
        }
    }
    let next = None;
    Ok(Slice { entries, next })
}

/// The rows of a batch after one of this number; one without an outcome was not reached.
fn read(
    bytes: &[u8],
    checker: &RowChecker<'_>,
    outcomes: &[StoredRow],
    after: u64,
) -> Result<Vec<Found>, ReportError> {
    let mut reader = BatchReader::new(bytes, BatchLimits::default())?;
    let width = reader.headers().len();
    let mut outcomes = outcomes.iter().peekable();
    let mut row = BatchRow::default();
    let mut rows = Vec::new();
    while reader.read(&mut row)? {
        // Both are in file order.
        while outcomes.next_if(|stored| stored.row < row.row).is_some() {}
        let Some(stored) = outcomes.next_if(|stored| stored.row == row.row) else {
            continue;
        };
        if row.row > after {
            let cell = |index| formula::read(row.cell(index));
            rows.push(Found {
                checked: checker.check(|index| row.cell(index), row.row, &shape_problems(&row)),
                cells: (0..width).map(|index| cell(index).to_owned()).collect(),
                stored: *stored,
            });
        }
    }
    Ok(rows)
}

impl Found {
    fn fits(&self, text: &str) -> bool {
        text.is_empty()
            || self.stored.row.to_string() == text
            || self
                .cells
                .iter()
                .any(|cell| cell.to_lowercase().contains(text))
    }
}

fn compare_chunk(
    store: &dyn Store,
    job: &JobRecord,
    rows: &[&Found],
) -> StoreResult<Vec<ComparedRow>> {
    let contacts = contacts(store, rows.iter().filter_map(|found| found.stored.contact))?;
    let ids = rows.iter().filter_map(|found| found.stored.organization_id);
    let organizations = store.find_organizations(&ids.collect::<Vec<Uuid>>())?;
    let organizations: HashMap<Uuid, Organization> = organizations
        .into_iter()
        .map(|record| (record.stored.id, record.stored.organization))
        .collect();
    let compared = rows.iter().map(|found| {
        let stored = found.stored;
        let contact = stored.contact.and_then(|id| contacts.get(&id));
        let organization = stored.organization_id.and_then(|id| organizations.get(&id));
        let records = Records {
            contact: contact.map(|(_, contact)| contact),
            organization,
        };
        let cell = |index: usize| found.cells.get(index).map_or("", String::as_str);
        ComparedRow {
            row: stored.row,
            outcome: stored.outcome,
            contact_id: contact.map(|(id, _)| *id),
            organization_id: stored.organization_id.filter(|_| organization.is_some()),
            fields: compare(&found.checked, cell, &job.settings, records),
        }
    });
    Ok(compared.collect())
}

/// The contacts as they are now, by the ids that rows know them by, with the ids they have.
fn contacts(
    store: &dyn Store,
    ids: impl Iterator<Item = Uuid>,
) -> StoreResult<HashMap<Uuid, (Uuid, Contact)>> {
    let found = store.find_contacts(&ids.collect::<Vec<Uuid>>())?;
    let mut contacts = HashMap::with_capacity(found.len());
    for record in found {
        let known_by = record.stored.id;
        let survivor = match record.merged_to {
            None => Some(record),
            Some(next) => store.find_survivor(next)?,
        };
        if let Some(survivor) = survivor {
            contacts.insert(known_by, (survivor.stored.id, survivor.stored.contact));
        }
    }
    Ok(contacts)
}
