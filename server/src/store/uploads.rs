//! Uploads: the rows of a file on their way into a job.

use import_core::api::FileValidation;
use import_core::record::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Result;

/// An upload, without its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRecord {
    /// The upload's id.
    pub id: Uuid,
    /// As the client named the file.
    pub file_name: Option<String>,
    /// As the client announced it, in bytes.
    pub file_size: u64,
    /// Whether all rows are there; nothing changes any more.
    pub complete: bool,
    /// The columns, once complete.
    pub headers: Vec<String>,
    /// How many rows there are, once complete.
    pub rows: u64,
    /// How many batches there are, once complete.
    pub batches: u64,
    /// What was found about the file, once complete.
    pub validation: FileValidation,
}

/// An upload to create.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// The upload's id.
    pub id: Uuid,
    /// As the client named the file.
    pub file_name: Option<String>,
    /// As the client announced it, in bytes.
    pub file_size: u64,
    /// The user or API client that announces it.
    pub author: Uuid,
    /// The hash of the secret that lets its holder send the file in the author's place.
    pub ticket: [u8; 32],
    /// When it is announced.
    pub created: Timestamp,
}

/// What a staged batch holds, so that an upload can be completed without reading its batches again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchSummary {
    /// Its place in the upload, from 0.
    pub number: u64,
    /// How many rows it has.
    pub rows: u64,
    /// Its first row's number; 0 where it has none.
    pub first_row: u64,
    /// Its last row's number; 0 where it has none.
    pub last_row: u64,
    /// The columns.
    pub headers: Vec<String>,
    /// What was found about the shape of its rows; the first of it.
    pub validation: FileValidation,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staged {
    /// It is kept, in place of one of the same number that may have been there.
    Kept,
    /// The upload is complete and has this very batch.
    Repeated,
    /// The upload is complete and does not have this batch.
    Refused,
    /// There is no such upload.
    NoUpload,
    /// With it, the upload would be larger than it may be.
    TooMuch,
}

/// Makes of an open upload and its batches the complete one.
pub type Close<'a> = dyn FnMut(UploadRecord, Vec<BatchSummary>) -> Option<UploadRecord> + 'a;

/// Keeps uploads.
pub trait Uploads {
    /// How many rows a batch has at best; an import has seven batches under way.
    fn batch_rows(&self) -> usize;

    /// Adds an upload without rows.
    fn create_upload(&self, upload: &NewUpload) -> Result<()>;

    /// The upload that a ticket is for and its author; none where it was announced before `since`.
    fn find_ticket(&self, ticket: &[u8; 32], since: Timestamp) -> Result<Option<(Uuid, Uuid)>>;

    /// One upload.
    fn find_upload(&self, id: Uuid) -> Result<Option<UploadRecord>>;

    /// Keeps a compressed batch, unless all batches of the upload then had more than `limit` bytes with what is noted of
    /// them.
    fn stage_batch(
        &self,
        upload: Uuid,
        summary: &BatchSummary,
        bytes: &[u8],
        limit: u64,
    ) -> Result<Staged>;

    /// Drops what was staged of an upload that is not complete.
    fn clear_batches(&self, upload: Uuid) -> Result<()>;

    /// The batches of an upload, in order.
    fn list_batches(&self, upload: Uuid) -> Result<Vec<BatchSummary>>;

    /// The compressed bytes of a batch.
    fn read_batch(&self, upload: Uuid, number: u64) -> Result<Option<Vec<u8>>>;

    /// Closes an upload as `close` says, which is given it and its batches, in order, that nobody changes meanwhile:
    /// from then on nothing of it does. Without an answer it stays open; one that is complete stays as it is. Answers
    /// the upload as it is then, if there is one.
    fn complete_upload(&self, id: Uuid, close: &mut Close<'_>) -> Result<Option<UploadRecord>>;

    /// Removes the uploads from before this time that no job is of; answers how many there were.
    fn remove_uploads(&self, before: Timestamp) -> Result<u64>;
}

/// How a summary is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Summary {
    rows: u64,
    first_row: u64,
    last_row: u64,
    headers: Vec<String>,
    validation: FileValidation,
}

impl From<&BatchSummary> for Summary {
    fn from(batch: &BatchSummary) -> Self {
        Self {
            rows: batch.rows,
            first_row: batch.first_row,
            last_row: batch.last_row,
            headers: batch.headers.clone(),
            validation: batch.validation.clone(),
        }
    }
}

impl Summary {
    /// With the number that it is kept under.
    pub(super) fn batch(self, number: u64) -> BatchSummary {
        BatchSummary {
            number,
            rows: self.rows,
            first_row: self.first_row,
            last_row: self.last_row,
            headers: self.headers,
            validation: self.validation,
        }
    }
}
