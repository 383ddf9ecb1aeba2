//! The file of an export: its pieces, one after the other.

use std::io::Read as _;
use std::sync::Arc;

use flate2::read::GzDecoder;
use thiserror::Error;
use uuid::Uuid;

use crate::store::{Store, StoreError};

/// Why an export stopped, or its file broke off.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record cannot be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A piece cannot be packed or unpacked.
    #[error("a piece of the export cannot be read or written")]
    Piece(#[from] std::io::Error),
    /// A piece is not there: the export was removed meanwhile.
    #[error("the export is gone")]
    Gone,
}

/// The file of a complete export, piece by piece, so that any number of records needs no more memory than one piece.
pub struct ExportFile {
    store: Arc<dyn Store>,
    export: Uuid,
    next: u64,
    pieces: u64,
}

impl ExportFile {
    /// The file of an export that has this many pieces.
    pub fn new(store: Arc<dyn Store>, export: Uuid, pieces: u64) -> Self {
        Self {
            store,
            export,
            next: 0,
            pieces,
        }
    }

    fn piece(&mut self) -> Result<Vec<u8>, ExportError> {
        let packed = self.store.read_export_piece(self.export, self.next)?;
        self.next += 1;
        let mut piece = Vec::new();
        GzDecoder::new(&*packed.ok_or(ExportError::Gone)?).read_to_end(&mut piece)?;
        Ok(piece)
    }
}

impl Iterator for ExportFile {
    type Item = Result<Vec<u8>, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.pieces {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.next = self.pieces;
        }
        Some(piece)
    }
}
