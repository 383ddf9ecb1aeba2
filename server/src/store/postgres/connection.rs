//! Connections, their prepared statements, and bringing the schema up to date.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use foldhash::HashMap;
use futures_executor::block_on;
use futures_util::SinkExt as _;
use tokio::runtime::Handle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Row, Statement};

use super::{Failure, OpenError, describe, notices};

mod embedded {
    refinery::embed_migrations!("src/store/postgres/migrations");
}

/// The values of a statement.
pub(super) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

type Answer<T> = std::result::Result<T, tokio_postgres::Error>;

/// The oldest version that is known to work.
const OLDEST: i32 = 150_000;

/// How long a server may take to answer a new connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Held while the schema is brought up to date, so that servers that start together do it once.
const MIGRATION_LOCK: i64 = 0x6d75_7374_0000_0001;

/// Makes connections.
pub(super) struct Connector {
    config: Config,
    runtime: Handle,
}

impl Connector {
    pub(super) fn new(url: &str, runtime: Handle) -> std::result::Result<Self, OpenError> {
        let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
            // The source of the error tells which part is wrong, never what was in it.
            OpenError::Address(error.to_string())
        })?;
        config.application_name("muster");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        Ok(Self { config, runtime })
    }

    /// Calls `wake` at each notice of a waiting job, on a connection beside the others, as long as the store is open.
    pub(super) fn listen(&self, wake: Box<dyn Fn() + Send + Sync>) {
        self.runtime
            .spawn(notices::listen(self.config.clone(), wake));
    }

    /// A new connection.
    pub(super) fn connect(&self) -> std::result::Result<Connection, Failure> {
        let config = self.config.clone();
        let runtime = self.runtime.clone();
        let client = self.runtime.spawn(async move {
            let (client, connection) = config.connect(NoTls).await?;
            runtime.spawn(async move {
                if let Err(error) = connection.await {
                    tracing::warn!(error = %describe(&error), "a connection to the database broke");
                }
            });
            // Compiling pays for reports, not for what is done here.
            client.batch_execute("SET jit = off").await?;
            Ok::<_, tokio_postgres::Error>(client)
        });
        let client = block_on(client)
            .map_err(|_| Failure("the store is closing".to_owned()))?
            .map_err(|error| Failure(describe(&error)))?;
        Ok(Connection {
            client,
            statements: HashMap::default(),
        })
    }
}

/// A connection. Its statements are prepared once.
pub(super) struct Connection {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Connection {
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Runs statements without values.
    pub(super) fn batch(&mut self, sql: &str) -> Answer<()> {
        block_on(self.client.batch_execute(sql))
    }

    /// Runs a statement; answers how many rows it changed.
    pub(super) fn execute(&mut self, sql: &str, values: Values<'_>) -> Answer<u64> {
        let statement = self.prepare(sql)?;
        block_on(self.client.execute(&statement, values))
    }

    /// The rows of a query.
    pub(super) fn query(&mut self, sql: &str, values: Values<'_>) -> Answer<Vec<Row>> {
        let statement = self.prepare(sql)?;
        block_on(self.client.query(&statement, values))
    }

    /// The row of a query that gives one.
    pub(super) fn query_one(&mut self, sql: &str, values: Values<'_>) -> Answer<Row> {
        let statement = self.prepare(sql)?;
        block_on(self.client.query_one(&statement, values))
    }

    /// The row of a query that gives at most one.
    pub(super) fn query_opt(&mut self, sql: &str, values: Values<'_>) -> Answer<Option<Row>> {
        let statement = self.prepare(sql)?;
        block_on(self.client.query_opt(&statement, values))
    }

    /// Sends the bytes of a `COPY … FROM STDIN`.
    pub(super) fn copy(&mut self, sql: &str, bytes: Bytes) -> Answer<()> {
        let statement = self.prepare(sql)?;
        block_on(async {
            let sink = self.client.copy_in(&statement).await?;
            let mut sink = std::pin::pin!(sink);
            sink.send(bytes).await?;
            sink.finish().await?;
            Ok(())
        })
    }

    fn prepare(&mut self, sql: &str) -> Answer<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = block_on(self.client.prepare(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Connection").finish_non_exhaustive()
    }
}

/// Applies the migrations that the database does not have yet.
pub(super) fn migrate(connector: &Connector) -> std::result::Result<(), OpenError> {
    let mut connection = connector
        .connect()
        .map_err(|failure| OpenError::Connect(failure.0))?;
    check_version(&mut connection)?;
    let failed = |error: &tokio_postgres::Error| OpenError::Migrate(describe(error));
    // Ends with the connection.
    connection
        .execute("SELECT pg_advisory_lock($1)", &[&MIGRATION_LOCK])
        .map_err(|error| failed(&error))?;
    block_on(embedded::migrations::runner().run_async(&mut connection.client))
        .map_err(|error| OpenError::Migrate(error.to_string()))?;
    Ok(())
}

fn check_version(connection: &mut Connection) -> std::result::Result<(), OpenError> {
    let sql =
        "SELECT current_setting('server_version_num')::int, current_setting('server_version')";
    let row = connection
        .query_one(sql, &[])
        .map_err(|error| OpenError::Connect(describe(&error)))?;
    if row.get::<_, i32>(0) < OLDEST {
        return Err(OpenError::Version(row.get(1)));
    }
    Ok(())
}
