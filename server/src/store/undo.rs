//! Undoing a whole import, record by record.
//!
//! An undo is a job of its own that goes through two stages. First it *collects*: for each batch of the
//! import it notes the records that the batch created (from the outcomes) or changed (from the ledger),
//! with the version that the import left. Then it *decides*: it takes the noted contacts, then the noted
//! organizations, and does what [`Undo::undo_some`] says. Both leave a row for each record, so a job that
//! was interrupted goes on with what has no decision yet.

use foldhash::HashMap;
use import_core::api::{KeptReason, RecordKind, UndoAction, UndoneRecord};
use import_core::outcome::Outcome;
use import_core::record::{Identifier, IdentifierKind, StoredContact, Timestamp};
use uuid::Uuid;

use super::{JobRecord, Page, Result, Slice, StoredRow};

/// A job to create that undoes an import. It starts at once.
#[derive(Clone, Copy, Debug)]
pub struct NewUndo {
    /// The job's id.
    pub id: Uuid,
    /// The import that it undoes.
    pub undoes: Uuid,
    /// Who made it.
    pub created_by: Uuid,
    /// When it was made.
    pub created: Timestamp,
}

/// How much of an undo to do in one transaction.
#[derive(Clone, Copy, Debug)]
pub struct UndoChunk {
    /// Most records to decide; the records merged with the last one come on top.
    pub records: usize,
    /// Now.
    pub now: Timestamp,
    /// Until when the runner holds the job.
    pub lease_until: Timestamp,
}

/// Where an undo is after a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UndoStep {
    /// Whether every record is decided.
    pub is_done: bool,
    /// Whether someone asked the job to stop.
    pub is_cancelled: bool,
}

/// Undoes imports.
pub trait Undo {
    /// Adds a job that undoes an import if `may`, which sees the import as it is now, agrees. It takes over
    /// the import's upload, profile and division. Gives the import as it was; nobody changes it in between.
    fn create_undo(
        &self,
        undo: &NewUndo,
        may: &mut dyn FnMut(&JobRecord) -> bool,
    ) -> Result<Option<JobRecord>>;

    /// Begins an undo or goes on with it, as [`begin_pass`](super::Jobs::begin_pass) does: its rate is measured from
    /// here.
    fn begin_undo(&self, job: &JobRecord, now: Timestamp) -> Result<()>;

    /// Does the next part of an undo in one transaction together with its checkpoint: collects the records
    /// of one batch, or decides some of them. Refused where another runner holds the job than in `job`.
    ///
    /// A record is *unchanged since* when its version is the one that the import left, or one with which
    /// another undo gave back exactly that version. A contact's *group* is the live contact at the end of
    /// its merges and every collected contact behind that.
    ///
    /// - A group whose members are collected and unchanged since is undone together: created contacts are
    ///   removed, the others get the state of their first ledger entry, with a version above the present
    ///   one and without `merged_to`. An organization that does not exist any more is left out of it.
    /// - Else the whole group is kept, and where one of it would get back an external ID that a contact has which stays
    ///   and that the import did not touch. So is a contact that is merged into another which does not know of it.
    /// - Organizations come after all contacts. One that is unchanged since is removed if it was created and
    ///   no contact belongs to it, and gets its former state otherwise.
    fn undo_some(&self, job: &JobRecord, chunk: &UndoChunk) -> Result<UndoStep>;

    /// A page of the records that an undo has decided; only those of one action, where one is named.
    fn list_undone(
        &self,
        job: Uuid,
        action: Option<UndoAction>,
        page: &Page,
    ) -> Result<Slice<UndoneRecord>>;
}

/// The records that a batch created, each with the version that it left: a change by a row adds one.
pub(crate) fn created_in(rows: &[StoredRow]) -> HashMap<(RecordKind, Uuid), u64> {
    let mut created = HashMap::default();
    for row in rows {
        let contact = row.contact.map(|id| (RecordKind::Contact, id, row.outcome));
        let organization = row.organization_id.zip(row.organization);
        let organization =
            organization.map(|(id, outcome)| (RecordKind::Organization, id, outcome));
        for (kind, id, outcome) in contact.into_iter().chain(organization) {
            match outcome {
                Outcome::Created => {
                    created.insert((kind, id), 1);
                }
                Outcome::Updated | Outcome::Merged => {
                    if let Some(version) = created.get_mut(&(kind, id)) {
                        *version += 1;
                    }
                }
                Outcome::Unchanged | Outcome::Rejected => {}
            }
        }
    }
    created
}

/// Why a group is kept, for each of its members, of which it is known whether nothing is in their way: else `reason`
/// is. Empty where it can be undone.
pub(crate) fn reasons_to_keep(free: &[bool], reason: KeptReason) -> Vec<KeptReason> {
    if free.iter().all(|&free| free) {
        return Vec::new();
    }
    let reason = |&free| if free { KeptReason::Tied } else { reason };
    free.iter().map(reason).collect()
}

/// The external IDs that a contact gets back with its former state.
pub(crate) fn regained_ids(
    present: Option<&StoredContact>,
    former: &StoredContact,
) -> Vec<Identifier> {
    let held = present.map_or_else(Vec::new, |present| present.contact.identifiers());
    let mut regained = former.contact.identifiers();
    regained.retain(|key| key.kind == IdentifierKind::ExternalId && !held.contains(key));
    regained
}

/// A record that the import touched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) record: Uuid,
    /// The batch whose ledger has its state before the import; none where the import created it.
    pub(crate) former_batch: Option<u64>,
    /// The version that the import left; 0, which no record has, where somebody else changed the record while the
    /// import ran.
    pub(crate) version_left: u64,
}

/// What is decided of a record.
pub(crate) struct Decision {
    pub(crate) action: UndoAction,
    pub(crate) reason: Option<KeptReason>,
    pub(crate) name: Option<String>,
    /// The former version that was given back, and the one that the record has since.
    pub(crate) restored: Option<(u64, u64)>,
}

impl Decision {
    pub(crate) fn kept(reason: KeptReason, name: Option<String>) -> Self {
        Self {
            action: UndoAction::Kept,
            reason: Some(reason),
            name,
            restored: None,
        }
    }

    pub(crate) fn removed(name: Option<String>) -> Self {
        Self {
            action: UndoAction::Removed,
            reason: None,
            name,
            restored: None,
        }
    }
}

/// What numbers stand for.
pub(crate) const KINDS: [RecordKind; 2] = [RecordKind::Contact, RecordKind::Organization];

pub(crate) const ACTIONS: [UndoAction; 4] = [
    UndoAction::Removed,
    UndoAction::Restored,
    UndoAction::Separated,
    UndoAction::Kept,
];

pub(crate) const REASONS: [KeptReason; 4] = [
    KeptReason::Changed,
    KeptReason::Tied,
    KeptReason::InUse,
    KeptReason::IdTaken,
];

// Numbers never change their meaning.

/// The number of a kind of record, as in the ledger.
pub(crate) const fn kind_number(kind: RecordKind) -> u8 {
    match kind {
        RecordKind::Contact => 1,
        RecordKind::Organization => 2,
    }
}

/// The number of an action.
pub(crate) const fn action_number(action: UndoAction) -> u8 {
    match action {
        UndoAction::Removed => 1,
        UndoAction::Restored => 2,
        UndoAction::Separated => 3,
        UndoAction::Kept => 4,
    }
}

/// The number of a reason.
pub(crate) const fn reason_number(reason: KeptReason) -> u8 {
    match reason {
        KeptReason::Changed => 1,
        KeptReason::Tied => 2,
        KeptReason::InUse => 3,
        KeptReason::IdTaken => 4,
    }
}
