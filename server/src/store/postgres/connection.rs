//! Connections, their prepared statements, and bringing the schema up to date.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use foldhash::HashMap;
use futures_util::TryStreamExt as _;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Config, Row, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls::Encryption;
use super::{Failure, OpenError, describe, notices};
use crate::store::{Result, check_known, names_of};

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

/// What the connections call themselves.
pub(super) const PROGRAM: &str = "muster";

/// Held while the schema is brought up to date, so that servers that start together do it once.
const MIGRATION_LOCK: i64 = 0x6d75_7374_0000_0001;

/// Waits for what another thread does. Tokio makes a task that did much wait for its turn; where a task itself is what
/// waits here, that turn would never come.
pub(super) fn wait<F: Future>(future: F) -> F::Output {
    futures_executor::block_on(tokio::task::unconstrained(future))
}

/// Makes connections.
pub(super) struct Connector {
    config: Config,
    tls: MakeRustlsConnect,
    runtime: Handle,
}

impl Connector {
    pub(super) fn new(url: &str, runtime: Handle) -> std::result::Result<Self, OpenError> {
        let encryption = Encryption::of(url)?;
        let mut config: Config =
            encryption
                .url
                .parse()
                .map_err(|error: tokio_postgres::Error| {
                    // The source of the error tells which part is wrong, never what was in it.
                    OpenError::Address(error.to_string())
                })?;
        config.application_name(PROGRAM);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        let tls = encryption.apply(&mut config)?;
        Ok(Self {
            config,
            tls,
            runtime,
        })
    }

    /// A new connection to a database that was not seen yet.
    pub(super) fn open(&self) -> std::result::Result<Connection, OpenError> {
        let mut connection = self
            .connect()
            .map_err(|failure| OpenError::Connect(failure.text))?;
        check_version(&mut connection)?;
        Ok(connection)
    }

    /// Calls `wake` at each notice of a waiting job, on a connection beside the others, as long as the store is open.
    pub(super) fn listen(&self, wake: Box<dyn Fn() + Send + Sync>) {
        self.runtime
            .spawn(notices::listen(self.config.clone(), self.tls.clone(), wake));
    }

    /// A new connection.
    pub(super) fn connect(&self) -> std::result::Result<Connection, Failure> {
        let config = self.config.clone();
        let tls = self.tls.clone();
        let runtime = self.runtime.clone();
        let client = self.runtime.spawn(async move {
            let (client, connection) = config.connect(tls).await?;
            runtime.spawn(async move {
                if let Err(error) = connection.await {
                    tracing::warn!(error = %describe(&error), "a connection to the database broke");
                }
            });
            // Compiling pays for reports, not for what is done here.
            client.batch_execute("SET jit = off").await?;
            Ok::<_, tokio_postgres::Error>(client)
        });
        let client = wait(client).map_err(|_| Failure {
            text: "the store is closing".to_owned(),
            code: None,
            is_out_of_reach: false,
        })??;
        Ok(Connection {
            client: Arc::new(client),
            runtime: self.runtime.clone(),
            statements: HashMap::default(),
        })
    }
}

/// A connection. Its statements are prepared once.
pub(super) struct Connection {
    client: Arc<Client>,
    runtime: Handle,
    statements: HashMap<String, Statement>,
}

impl Connection {
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Runs statements without values.
    pub(super) fn batch(&mut self, sql: &str) -> Answer<()> {
        wait(self.client.batch_execute(sql))
    }

    /// Runs a statement; answers how many rows it changed.
    pub(super) fn execute(&mut self, sql: &str, values: Values<'_>) -> Answer<u64> {
        let statement = self.prepare(sql)?;
        wait(self.client.execute(&statement, values))
    }

    /// The rows of a query.
    pub(super) fn query(&mut self, sql: &str, values: Values<'_>) -> Answer<Vec<Row>> {
        let statement = self.prepare(sql)?;
        wait(self.client.query(&statement, values))
    }

    /// The row of a query that gives one.
    pub(super) fn query_one(&mut self, sql: &str, values: Values<'_>) -> Answer<Row> {
        let statement = self.prepare(sql)?;
        wait(self.client.query_one(&statement, values))
    }

    /// The row of a query that gives at most one.
    pub(super) fn query_opt(&mut self, sql: &str, values: Values<'_>) -> Answer<Option<Row>> {
        let statement = self.prepare(sql)?;
        wait(self.client.query_opt(&statement, values))
    }

    /// Calls `each` with the rows of a query, one after the other as they come.
    pub(super) fn stream(
        &mut self,
        sql: &str,
        each: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Result<()> {
        let statement = self.prepare(sql)?;
        wait(async {
            let none: [i32; 0] = [];
            let mut rows = pin!(self.client.query_raw(&statement, none).await?);
            while let Some(row) = rows.try_next().await? {
                each(&row)?;
            }
            Ok(())
        })
    }

    /// The names and types of a query's columns.
    pub(super) fn columns(&mut self, sql: &str) -> Answer<Vec<(String, Type)>> {
        let statement = self.prepare(sql)?;
        let columns = statement.columns().iter();
        Ok(columns
            .map(|column| (column.name().to_owned(), column.type_().clone()))
            .collect())
    }

    /// Lets the thread of the store work on the connection.
    pub(super) fn spawn<F: Future<Output = ()> + Send + 'static>(
        &self,
        work: impl FnOnce(Arc<Client>) -> F,
    ) -> JoinHandle<()> {
        self.runtime.spawn(work(Arc::clone(&self.client)))
    }

    pub(super) fn prepare(&mut self, sql: &str) -> Answer<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = wait(self.client.prepare(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Connection").finish_non_exhaustive()
    }
}

/// Applies the migrations that the database does not have yet; answers their names. Nobody else does so, nor
/// copies, until the connection ends.
pub(super) fn migrate(connection: &mut Connection) -> std::result::Result<Vec<String>, OpenError> {
    let failed = |error: &tokio_postgres::Error| OpenError::Migrate(describe(error));
    connection
        .execute("SELECT pg_advisory_lock($1)", &[&MIGRATION_LOCK])
        .map_err(|error| failed(&error))?;
    check_origin(connection)?;
    let busy = || OpenError::Migrate("the connection is in use".to_owned());
    let client = Arc::get_mut(&mut connection.client).ok_or_else(busy)?;
    let report = wait(embedded::migrations::runner().run_async(client))
        .map_err(|error| OpenError::Migrate(error.to_string()))?;
    Ok(names_of(&report))
}

/// Errs where the database is a later version's.
fn check_origin(connection: &mut Connection) -> std::result::Result<(), OpenError> {
    let failed = |error: tokio_postgres::Error| OpenError::Migrate(describe(&error));
    let sql = "SELECT to_regclass('refinery_schema_history') IS NOT NULL";
    if !connection
        .query_one(sql, &[])
        .map_err(failed)?
        .get::<_, bool>(0)
    {
        return Ok(());
    }
    let sql = "SELECT max(version)::bigint FROM refinery_schema_history";
    let found = connection.query_one(sql, &[]).map_err(failed)?.get(0);
    check_known(found, embedded::migrations::runner().get_migrations())
        .map_err(|error| OpenError::Newer(error.to_string()))
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
