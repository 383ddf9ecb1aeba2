//! Imports of bench files into a store of their own, timed from the staged batches to the last commit.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Instant;

use import_core::api::{ExecutionStep, JobStatus};
use import_core::columns::Field;
use import_core::settings::{Criterion, ImportColumn, Layout, Policy, Settings};
use server::environment::{Environment, System};
use server::jobs::{Pace, PassEnd, cut_file, run_pass};
use server::store::sqlite::SqliteStore;
use server::store::{JobChange, Jobs, NewJob, NewUpload, PassKind, Uploads};
use tempfile::TempDir;
use uuid::Uuid;

use crate::Result;
use crate::contacts::{self, Shape};

/// A store in a folder that goes away with it.
pub(crate) struct Bench {
    folder: TempDir,
    store: SqliteStore,
    environment: System,
}

/// A staged file.
pub(crate) struct Staged {
    upload: Uuid,
    rows: u64,
    settings: Settings,
}

impl Bench {
    pub(crate) fn new() -> Result<Self> {
        let folder = TempDir::new()?;
        let store = SqliteStore::open(&folder.path().join("muster.db"))?;
        Ok(Self {
            folder,
            store,
            environment: System::default(),
        })
    }

    pub(crate) fn database(&self) -> PathBuf {
        let path: &Path = self.folder.path();
        path.join("muster.db")
    }

    /// Brings a file to the store; not timed.
    pub(crate) fn stage(&self, shape: Shape) -> Result<Staged> {
        let mut bytes = Vec::new();
        contacts::write(shape, &mut bytes)?;
        let id = self.environment.new_id();
        self.store.create_upload(&NewUpload {
            id,
            file_name: None,
            file_size: bytes.len() as u64,
            author: id,
            ticket: self.environment.secret(),
            created: self.environment.now(),
        })?;
        let upload = cut_file(&self.store, id, &mut Cursor::new(bytes))?;
        let columns = upload.headers.iter().enumerate().map(|(index, header)| {
            let field =
                Field::by_name(header).ok_or("a column of the bench file feeds no field")?;
            Ok(ImportColumn {
                index,
                header: header.clone(),
                field,
                policy: Policy::Overwrite,
            })
        });
        let settings = Settings {
            source: Uuid::from_u128(1),
            layout: Layout::Mapped,
            criteria: vec![Criterion::Email, Criterion::Phone],
            merge: true,
            default_region: "US".to_owned(),
            columns: columns.collect::<Result<_>>()?,
            custom: Vec::new(),
        };
        Ok(Staged {
            upload: id,
            rows: upload.rows,
            settings,
        })
    }

    /// Seconds of the dry run.
    pub(crate) fn dry_run(&self, file: &Staged) -> Result<f64> {
        let job = self.create_job(file)?;
        let seconds = self.pass(job, PassKind::DryRun)?;
        self.end(job, JobStatus::Cancelled)?;
        Ok(seconds)
    }

    /// Seconds of the import. Every row must be accounted for.
    pub(crate) fn import(&self, file: &Staged) -> Result<f64> {
        let job = self.create_job(file)?;
        self.store.change_job(job, 0, &mut |_| {
            Some(JobChange {
                step: Some(ExecutionStep::Importing),
                ..JobChange::default()
            })
        })?;
        let seconds = self.pass(job, PassKind::Import)?;
        self.end(job, JobStatus::Completed)?;
        let counts = self.store.find_job(job)?.ok_or("the job is gone")?.import;
        if counts.rows.total() != file.rows {
            return Err("not every row is accounted for".into());
        }
        Ok(seconds)
    }

    fn create_job(&self, file: &Staged) -> Result<Uuid> {
        let id = self.environment.new_id();
        self.store.create_job(&NewJob {
            id,
            upload: file.upload,
            profile: Uuid::from_u128(2),
            settings: file.settings.clone(),
            division: "*".to_owned(),
            created_by: Uuid::from_u128(3),
            created: self.environment.now(),
            is_staged: true,
        })?;
        Ok(id)
    }

    fn end(&self, job: Uuid, status: JobStatus) -> Result<()> {
        self.store.change_job(job, 0, &mut |_| {
            Some(JobChange {
                status: Some(status),
                ..JobChange::default()
            })
        })?;
        Ok(())
    }

    /// Does a pass and prints where its time went.
    fn pass(&self, job: Uuid, kind: PassKind) -> Result<f64> {
        let record = self.store.find_job(job)?.ok_or("the job is gone")?;
        let (began, before) = (Instant::now(), processor_seconds()?);
        let (end, phases) = run_pass(
            &self.store,
            &self.environment,
            &record,
            kind,
            Pace::default(),
            &mut || true,
        )?;
        if end != PassEnd::Finished {
            return Err("the pass did not finish".into());
        }
        let seconds = began.elapsed().as_secs_f64();
        let busy = processor_seconds()? - before;
        println!("   {kind:?} {seconds:.2} s, {busy:.2} s of processors: {phases}");
        Ok(seconds)
    }
}

/// Seconds that the processors have spent on this process, which other work on the machine changes less than the
/// time on the clock.
fn processor_seconds() -> Result<f64> {
    let times = fs::read_to_string("/proc/self/stat")?;
    // The name before them may hold anything, also a parenthesis.
    let times = times.rsplit(')').next().unwrap_or_default();
    let ticks = times.split_whitespace().skip(11).take(2);
    let ticks: f64 = ticks
        .map(str::parse::<f64>)
        .sum::<std::result::Result<_, _>>()?;
    // Linux counts a hundred a second, whatever the processor.
    Ok(ticks / 100.0)
}
