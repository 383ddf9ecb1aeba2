//! Makes the exports that wait, one at a time.

use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use import_core::api::{ExportStatus, RecordKind};
use import_core::record::{SECOND, Timestamp};
use uuid::Uuid;

use super::ExportError;
use super::filter::{Facts, Filter, MOST_RECORDS};
use super::rows::Rows;
use crate::environment::Environment;
use crate::jobs::{Signal, pack};
use crate::store::{
    ContactRecord, ExportProgress, ExportRecord, OrganizationRecord, Page, Scope, Slice, Store,
    StoreError,
};

/// Records of one piece.
const RECORDS: usize = 2_000;

/// How long an export is held from one piece to the next. When nothing is heard of its maker for that long, another
/// server goes on.
const LEASE: Timestamp = 30 * SECOND;

/// How long an export is kept: it holds personal data that is not asked for any more.
const KEPT: Timestamp = 7 * 24 * 3_600 * SECOND;

/// Makes exports that wait.
pub struct Exporter {
    store: Arc<dyn Store>,
    environment: Arc<dyn Environment>,
    signal: Arc<Signal>,
    id: Uuid,
}

impl Exporter {
    /// An exporter for this store.
    pub fn new(
        store: Arc<dyn Store>,
        environment: Arc<dyn Environment>,
        signal: Arc<Signal>,
    ) -> Self {
        let id = environment.new_id();
        Self {
            store,
            environment,
            signal,
            id,
        }
    }

    /// Works until it is stopped.
    pub fn run(&self) {
        self.signal.serve(&mut || {
            if let Err(error) = self.run_waiting() {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "could not take an export"
                );
            }
        });
    }

    /// Removes exports that are old, and makes every one that waits now; answers how many there were.
    pub fn run_waiting(&self) -> Result<usize, StoreError> {
        let mut done = 0;
        self.store.remove_exports(self.environment.now() - KEPT)?;
        while !self.signal.is_stopping() {
            let now = self.environment.now();
            let Some(export) = self.store.claim_export(self.id, now, now + LEASE)? else {
                break;
            };
            self.make(export)?;
            done += 1;
        }
        Ok(done)
    }

    /// Makes an export from where it stands. What goes wrong with it ends as a failed one; `Err` is for a store that
    /// cannot even take that down.
    fn make(&self, mut export: ExportRecord) -> Result<(), StoreError> {
        let id = export.id;
        tracing::info!(export = %id, "export `{id}` begins");
        let made = panic::catch_unwind(AssertUnwindSafe(|| self.write_pieces(&mut export)));
        match made {
            Ok(Ok(())) => {
                tracing::info!(export = %id, records = export.progress.records, "export `{id}` ended");
                return Ok(());
            }
            Ok(Err(ExportError::Store(StoreError::NotHeld))) => {
                tracing::warn!(export = %id, "another server took export `{id}`");
                return Ok(());
            }
            Ok(Err(error)) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(export = %id, error, "export `{id}` failed");
            }
            // The hook has logged the panic itself.
            Err(_) => tracing::error!(export = %id, "export `{id}` failed by a panic"),
        }
        let failed = ExportProgress {
            status: ExportStatus::Failed,
            completed: Some(self.environment.now()),
            ..export.progress.clone()
        };
        match self.store.advance_export(&export, None, &failed, 0) {
            Err(StoreError::NotHeld) => Ok(()),
            written => written,
        }
    }

    /// Writes piece after piece until the export is complete or the server stops.
    fn write_pieces(&self, export: &mut ExportRecord) -> Result<(), ExportError> {
        let plan = export.plan.clone();
        let conditions = plan.conditions.clone().unwrap_or_default();
        let filter =
            Filter::new(export.kind, &conditions).map_err(|fault| StoreError::Unreadable {
                what: "condition of an export",
                source: Box::new(fault),
            })?;
        let source = Source {
            store: &*self.store,
            rows: Rows::new(&*self.store, export.kind, &plan)?,
            filter,
            divisions: Scope::Within(plan.divisions.iter().cloned().collect()),
        };
        let limit = conditions.limit.unwrap_or(MOST_RECORDS);
        while export.progress.status == ExportStatus::Running {
            let room = limit - export.progress.records;
            let (piece, next) = source.piece(export, room)?;
            let now = self.environment.now();
            let is_done = next.is_none() || piece.records == room;
            let progress = ExportProgress {
                status: if is_done {
                    ExportStatus::Succeeded
                } else {
                    ExportStatus::Running
                },
                completed: is_done.then_some(now),
                records: export.progress.records + piece.records,
                pieces: export.progress.pieces + u64::from(piece.packed.is_some()),
                position: next,
            };
            // A server that stops lets go of it.
            let is_stopping = self.signal.is_stopping();
            let until = if is_stopping { 0 } else { now + LEASE };
            let packed = piece.packed.as_deref();
            self.store
                .advance_export(export, packed, &progress, until)?;
            export.progress = progress;
            if is_stopping {
                break;
            }
        }
        Ok(())
    }
}

/// Where the rows of an export come from.
struct Source<'a> {
    store: &'a dyn Store,
    rows: Rows<'a>,
    filter: Filter,
    divisions: Scope,
}

/// The next part of a file.
struct Piece {
    /// None where no record of the page is wanted.
    packed: Option<Vec<u8>>,
    records: u64,
}

impl Source<'_> {
    /// The next piece, of at most `room` records, and where the scan goes on.
    fn piece(
        &self,
        export: &ExportRecord,
        room: u64,
    ) -> Result<(Piece, Option<String>), ExportError> {
        let page = Page {
            after: export.progress.position.clone(),
            size: RECORDS,
        };
        let is_first = export.progress.pieces == 0;
        // Without the mark spreadsheets take UTF-8 for their own old encoding.
        let mark = if is_first { "\u{feff}" } else { "" };
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(mark.as_bytes().to_vec());
        if is_first {
            self.rows.write_headers(&mut writer)?;
        }
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        let (records, next) = match export.kind {
            RecordKind::Contact => {
                let slice = self.store.scan_contacts(&self.divisions, &page)?;
                (self.contacts(&mut writer, &slice, room)?, slice.next)
            }
            RecordKind::Organization => {
                let slice = self.store.scan_organizations(&self.divisions, &page)?;
                (self.organizations(&mut writer, &slice, room)?, slice.next)
            }
        };
        let packed = if is_first || records > 0 {
            let written = writer.into_inner();
            let written = written.map_err(|error| csv::Error::from(error.into_error()))?;
            Some(pack(&written)?)
        } else {
            None
        };
        Ok((Piece { packed, records }, next))
    }

    fn contacts(
        &self,
        writer: &mut csv::Writer<Vec<u8>>,
        slice: &Slice<ContactRecord>,
        room: usize,
    ) -> Result<u64, ExportError> {
        let wanted = slice.entries.iter();
        let wanted = wanted.filter(|record| self.filter.holds(&Facts::from(*record)));
        let wanted: Vec<&ContactRecord> = wanted.take(room).collect();
        let mut ids: Vec<Uuid> = wanted
            .iter()
            .filter_map(|record| record.stored.organization)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let found = self.store.find_organizations(&ids)?.into_iter();
        let found: HashMap<Uuid, OrganizationRecord> =
            found.map(|record| (record.stored.id, record)).collect();
        for record in &wanted {
            let organization = record.stored.organization;
            let organization = organization.and_then(|id| found.get(&id));
            self.rows.write_contact(writer, record, organization)?;
        }
        Ok(wanted.len() as u64)
    }

    fn organizations(
        &self,
        writer: &mut csv::Writer<Vec<u8>>,
        slice: &Slice<OrganizationRecord>,
        room: usize,
    ) -> Result<u64, ExportError> {
        let wanted = slice.entries.iter();
        let wanted = wanted.filter(|record| self.filter.holds(&Facts::from(*record)));
        let mut written = 0;
        for record in wanted.take(room) {
            self.rows.write_organization(writer, record)?;
            written += 1;
        }
        Ok(written)
    }
}
