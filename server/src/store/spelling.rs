//! How values are spelled in every database.

use import_core::api::{ExecutionStep, ExportStatus, JobStatus, Phase, Progress, RecordKind};
use import_core::outcome::Outcome;
use import_core::permission::Permission;
use import_core::problem::Code;
use import_core::record::{SECOND, Timestamp};

use super::{Result, StoreError};

/// The number of a phase in a key.
pub(super) const fn phase_number(phase: Phase) -> u8 {
    match phase {
        Phase::Validation => 1,
        Phase::Import => 2,
    }
}

/// The outcome of a name.
pub(super) fn outcome_named(name: &str) -> Result<Outcome> {
    [
        Outcome::Created,
        Outcome::Updated,
        Outcome::Merged,
        Outcome::Unchanged,
        Outcome::Rejected,
    ]
    .into_iter()
    .find(|&outcome| outcome.name() == name)
    .ok_or_else(|| unreadable("outcome", name))
}

/// The kind of problem of a name.
pub(super) fn code_named(name: &str) -> Result<Code> {
    let code = Code::ALL.iter().find(|code| code.name() == name);
    code.copied().ok_or_else(|| unreadable("problem", name))
}

/// A text as it stands for itself in a pattern of `LIKE`.
pub(super) fn escape_like(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The status of a name.
pub(super) fn status_named(name: &str) -> Result<JobStatus> {
    named(name, &STATUSES, status_name).ok_or_else(|| unreadable("status", name))
}

/// The step of a name.
pub(super) fn step_named(name: &str) -> Option<ExecutionStep> {
    named(name, &STEPS, step_name)
}

/// The rate is that of the pass since it began or went on, so that a restart does not spoil it.
#[expect(clippy::cast_precision_loss, reason = "a rate is an estimate")]
pub(super) fn progress(done: u64, total: u64, done_before: u64, time: Timestamp) -> Progress {
    let rate = if time > 0 {
        done.saturating_sub(done_before) as f64 * SECOND as f64 / time as f64
    } else {
        0.0
    };
    let left = total.saturating_sub(done) as f64;
    Progress {
        rows_done: done,
        rows_total: total,
        rows_per_second: rate,
        seconds_left: (rate > 0.0).then(|| left / rate),
    }
}

const STATUSES: [JobStatus; 5] = [
    JobStatus::Created,
    JobStatus::Running,
    JobStatus::Completed,
    JobStatus::Failed,
    JobStatus::Cancelled,
];

const STEPS: [ExecutionStep; 3] = [
    ExecutionStep::Validating,
    ExecutionStep::Validated,
    ExecutionStep::Importing,
];

fn named<T: Copy>(name: &str, all: &[T], name_of: fn(T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|&one| name_of(one) == name)
}

/// The name of a status.
pub(super) const fn status_name(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Created => "Created",
        JobStatus::Running => "Running",
        JobStatus::Completed => "Completed",
        JobStatus::Failed => "Failed",
        JobStatus::Cancelled => "Cancelled",
    }
}

/// The name of a step.
pub(super) const fn step_name(step: ExecutionStep) -> &'static str {
    match step {
        ExecutionStep::Validating => "Validating",
        ExecutionStep::Validated => "Validated",
        ExecutionStep::Importing => "Importing",
    }
}

/// The status of an export, by its name.
pub(super) fn export_status_named(name: &str) -> Result<ExportStatus> {
    let all = [
        ExportStatus::Running,
        ExportStatus::Succeeded,
        ExportStatus::Failed,
    ];
    named(name, &all, export_status_name).ok_or_else(|| unreadable("status", name))
}

/// The name of an export's status.
pub(super) const fn export_status_name(status: ExportStatus) -> &'static str {
    match status {
        ExportStatus::Running => "RUNNING",
        ExportStatus::Succeeded => "SUCCEEDED",
        ExportStatus::Failed => "FAILED",
    }
}

/// The kind of record of a name.
pub(super) fn kind_named(name: &str) -> Result<RecordKind> {
    let all = [RecordKind::Contact, RecordKind::Organization];
    named(name, &all, kind_name).ok_or_else(|| unreadable("kind of record", name))
}

/// The name of a kind of record.
pub(super) const fn kind_name(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Contact => "contact",
        RecordKind::Organization => "organization",
    }
}

fn unreadable(what: &'static str, found: &str) -> StoreError {
    StoreError::Unreadable {
        what,
        source: format!("`{found}` is not known").into(),
    }
}

/// Permissions as they are kept.
pub(super) fn permission_names(permissions: &[Permission]) -> Vec<&'static str> {
    permissions.iter().map(|one| one.name()).collect()
}

/// The permissions of these names, each once and in their own order. A name that an older or newer server kept and
/// this one does not know allows nothing.
pub(super) fn permissions_named(names: &[String]) -> Vec<Permission> {
    let all = Permission::ALL.iter().copied();
    all.filter(|one| names.iter().any(|name| name == one.name()))
        .collect()
}
