//! Statements on their way to the database, one after the other, while the next ones are made.
//!
//! Who waits for each answer lets the database wait in between. Here a task of the store's own thread hands it one
//! statement after the other; whether all went well is asked once, at the end.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::SinkExt as _;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};

use super::connection::{Connection, wait};
use crate::store::{Result, StoreError};

/// Most statements, and pieces of a `COPY`, that wait for being sent.
const AHEAD: usize = 4;

/// The values of a statement that is sent later.
pub(super) type Owned = Vec<Box<dyn ToSql + Sync + Send>>;

/// A way to the database. Dropped before it was asked whether all went well, it takes nothing more there: the
/// transaction has to be rolled back.
pub(super) struct Pipe<'a> {
    connection: &'a mut Connection,
    steps: mpsc::Sender<Step>,
    task: JoinHandle<()>,
}

enum Step {
    Batch(&'static str),
    Execute {
        statement: Statement,
        values: Owned,
        expected: Expected,
    },
    Copy {
        statement: Statement,
        pieces: mpsc::Receiver<Piece>,
    },
    Settle(oneshot::Sender<Result<()>>),
}

/// How many rows a statement has to change, and what it means when it does not.
pub(super) type Expected = Option<(u64, fn() -> StoreError)>;

/// A part of a `COPY`.
enum Piece {
    Rows(Bytes),
    End,
}

impl<'a> Pipe<'a> {
    pub(super) fn new(connection: &'a mut Connection) -> Self {
        let (steps, waiting) = mpsc::channel(AHEAD);
        let task = connection.spawn(|client| drive(client, waiting));
        Self {
            connection,
            steps,
            task,
        }
    }

    /// Sends a statement without values.
    pub(super) fn batch(&mut self, sql: &'static str) -> Result<()> {
        self.send(Step::Batch(sql))
    }

    /// Sends a statement.
    pub(super) fn execute(&mut self, sql: &str, values: Owned, expected: Expected) -> Result<()> {
        let statement = self.prepare(sql)?;
        self.send(Step::Execute {
            statement,
            values,
            expected,
        })
    }

    /// Begins a binary `COPY` into a table and its columns. Until it is finished, the pipe takes nothing else.
    pub(super) fn copy_in(&mut self, into: &str) -> Result<CopyIn> {
        let statement = self.prepare(&format!("COPY {into} FROM STDIN (FORMAT binary)"))?;
        let (sender, pieces) = mpsc::channel(AHEAD);
        self.send(Step::Copy { statement, pieces })?;
        Ok(CopyIn(sender))
    }

    /// Waits until everything is done; answers what went wrong first.
    pub(super) fn settle(&mut self) -> Result<()> {
        let (sender, answer) = oneshot::channel();
        self.send(Step::Settle(sender))?;
        wait(answer).map_err(|_| gone())?
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement> {
        match self.connection.prepare(sql) {
            Ok(statement) => Ok(statement),
            Err(error) => {
                // After a failure the database refuses everything: that comes first.
                self.settle()?;
                Err(error.into())
            }
        }
    }

    fn send(&mut self, step: Step) -> Result<()> {
        wait(self.steps.send(step)).map_err(|_| gone())
    }
}

impl Drop for Pipe<'_> {
    fn drop(&mut self) {
        // Nothing may be sent any more once the transaction is over.
        self.task.abort();
        let _ = wait(&mut self.task);
    }
}

impl fmt::Debug for Pipe<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pipe").finish_non_exhaustive()
    }
}

/// Rows on their way into a table. Dropped before its end, nothing of them stays, and the transaction has failed.
pub(super) struct CopyIn(mpsc::Sender<Piece>);

impl CopyIn {
    pub(super) fn send(&self, rows: Bytes) {
        self.put(Piece::Rows(rows));
    }

    pub(super) fn finish(self) {
        self.put(Piece::End);
    }

    /// Where the other end is gone, the pipe says why.
    fn put(&self, piece: Piece) {
        let _ = wait(self.0.send(piece));
    }
}

/// Hands the database one step after the other, until one fails.
async fn drive(client: Arc<Client>, mut steps: mpsc::Receiver<Step>) {
    let mut result = Ok(());
    while let Some(step) = steps.recv().await {
        match step {
            Step::Settle(asking) => {
                let _ = asking.send(std::mem::replace(&mut result, Ok(())));
            }
            step if result.is_ok() => result = perform(&client, step).await,
            _ => {}
        }
    }
}

async fn perform(client: &Client, step: Step) -> Result<()> {
    match step {
        Step::Batch(sql) => client.batch_execute(sql).await?,
        Step::Execute {
            statement,
            values,
            expected,
        } => {
            let changed = client.execute_raw(&statement, values).await?;
            if let Some((rows, error)) = expected
                && changed != rows
            {
                return Err(error());
            }
        }
        Step::Copy {
            statement,
            mut pieces,
        } => {
            let mut sink = pin!(client.copy_in(&statement).await?);
            while let Some(piece) = pieces.recv().await {
                match piece {
                    Piece::Rows(rows) => sink.send(rows).await?,
                    Piece::End => {
                        sink.finish().await?;
                        break;
                    }
                }
            }
        }
        Step::Settle(_) => {}
    }
    Ok(())
}

fn gone() -> StoreError {
    StoreError::Database("the way to the database is closed".into())
}
