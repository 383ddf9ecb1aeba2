//! Brings the write-ahead log into the database beside an import.
//!
//! Left to itself, the connection that writes stops for it every so often, for a third of the time that commits
//! take. A second connection does most of it meanwhile; what is left to the writer is to start the log anew.

use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

use rusqlite::Connection;

use super::connection;
use crate::store::{Result, StoreError};

/// A thread that works on the log when it is told to; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Checkpointer {
    commits: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    pub(super) fn start(path: &Path) -> Result<Self> {
        let connection = connection::open_checkpointer(path)?;
        // One commit that waits is enough: whoever comes to it sees all that were made before.
        let (commits, told) = sync_channel(1);
        let thread = Builder::new()
            .name("checkpoint".to_owned())
            .spawn(move || {
                while told.recv().is_ok() {
                    checkpoint(&connection);
                }
            })
            .map_err(|error| StoreError::Database(Box::new(error)))?;
        Ok(Self {
            commits: Some(commits),
            thread: Some(thread),
        })
    }

    /// Something was committed.
    pub(super) fn follow(&self) {
        if let Some(commits) = &self.commits {
            // Full is as good, and without its thread the writer does it all.
            let _: std::result::Result<(), _> = commits.try_send(());
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.commits = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that worked on the log of the database panicked");
        }
    }
}

/// Waits for nobody; what it cannot do is done later.
fn checkpoint(connection: &Connection) {
    let done = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    if let Err(error) = done {
        tracing::warn!(%error, "could not bring the log into the database");
    }
}
