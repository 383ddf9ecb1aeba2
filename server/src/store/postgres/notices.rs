//! Notices among the servers of a database: a job waits for a runner.
//!
//! They only make it quick. Who misses one finds the job when it looks by itself.

use std::pin::pin;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use tokio_postgres::{AsyncMessage, Config, NoTls};

use super::connection::Connection;
use super::describe;
use crate::store::Result;

const NOTIFY: &str = "NOTIFY muster_job_waits";
const LISTEN: &str = "LISTEN muster_job_waits";

/// How long after a connection broke another is tried.
const PAUSE: Duration = Duration::from_secs(1);

/// Tells every server that a job waits, once the transaction is committed.
pub(super) fn tell(connection: &mut Connection) -> Result<()> {
    Ok(connection.batch(NOTIFY)?)
}

/// Calls `wake` at each notice, and whenever some may have been missed.
pub(super) async fn listen(config: Config, wake: Box<dyn Fn() + Send + Sync>) {
    loop {
        if let Err(error) = follow(&config, &*wake).await {
            tracing::warn!(error = %describe(&error), "no notices from other servers for a moment");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Listens until the connection breaks.
async fn follow(
    config: &Config,
    wake: &(dyn Fn() + Send + Sync),
) -> std::result::Result<(), tokio_postgres::Error> {
    // The client is kept to the end: without it, the connection is closed.
    let (client, mut connection) = config.connect(NoTls).await?;
    let ask = async {
        client.batch_execute(LISTEN).await?;
        wake();
        Ok(())
    };
    let hear = async {
        let mut messages = pin!(stream::poll_fn(|context| connection.poll_message(context)));
        while let Some(message) = messages.next().await {
            if matches!(message?, AsyncMessage::Notification(_)) {
                wake();
            }
        }
        Ok(())
    };
    tokio::try_join!(ask, hear)?;
    Ok(())
}
