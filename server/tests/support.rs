//! A server without a network: the router and the runner over a database that is thrown away.

mod importing;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use import_core::permission::Permission;
use import_core::record::Timestamp;
use serde_json::Value;
use server::auth::{Token, hash_password};
use server::environment::{Environment, System};
use server::http::{AppState, HttpOptions, router};
use server::jobs::Signal;
use server::store::postgres::PostgresStore;
use server::store::sqlite::SqliteStore;
use server::store::{Grant, NewUser, Role, Store};
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

pub(crate) use self::importing::{Profile, Rows, gzip};
use crate::{cluster, models};

pub(crate) const API: &str = "/api/v2/externalcontacts";

/// A clock that stands still until it is told to go on, and real ids.
#[derive(Default)]
pub(crate) struct TestEnvironment {
    system: System,
    pub(crate) now: AtomicI64,
}

impl Environment for TestEnvironment {
    fn now(&self) -> Timestamp {
        self.now.load(Ordering::Relaxed)
    }

    fn new_id(&self) -> Uuid {
        self.system.new_id()
    }

    fn secret(&self) -> [u8; 32] {
        self.system.secret()
    }
}

/// Whether the servers of this run work on `PostgreSQL` instead of `SQLite`.
pub(crate) fn on_postgres() -> bool {
    std::env::var("MUSTER_TEST_DATABASE").is_ok_and(|database| database == "postgres")
}

/// What a server works on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

impl Database {
    /// That of this run.
    fn of_run() -> Self {
        if on_postgres() {
            Self::Postgres
        } else {
            Self::Sqlite
        }
    }
}

/// A server, and who is signed in.
pub(crate) struct TestServer {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) environment: Arc<TestEnvironment>,
    /// What requests and the runner tell each other.
    pub(crate) signal: Arc<Signal>,
    pub(crate) cookie: Option<String>,
    router: Router,
    folder: TempDir,
    /// The address of the database, if it is in `PostgreSQL`.
    postgres: Option<String>,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// The body, which has to be JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        let text = String::from_utf8_lossy(&self.bytes);
        assert_eq!(self.status.as_u16(), status, "{text}");
        self
    }

    /// An error of this status and code, in the one shape of errors.
    #[track_caller]
    pub(crate) fn expect_error(self, status: u16, code: &str) -> Value {
        let body = self.expect(status).json();
        assert_eq!(body["code"], code, "{body}");
        assert_eq!(body["status"], status);
        assert!(!body["message"].as_str().unwrap().is_empty());
        assert!(!body["contextId"].as_str().unwrap().is_empty());
        body
    }
}

impl TestServer {
    /// A server without users.
    pub(crate) fn empty() -> Self {
        Self::with_options(HttpOptions::default())
    }

    pub(crate) fn with_options(options: HttpOptions) -> Self {
        Self::with(Database::of_run(), options)
    }

    fn with(database: Database, options: HttpOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let postgres = match database {
            Database::Sqlite => None,
            Database::Postgres => Some(cluster::new_database()),
        };
        let store: Arc<dyn Store> = match &postgres {
            Some(url) => Arc::new(PostgresStore::open(url).unwrap()),
            None => Arc::new(SqliteStore::open(&folder.path().join("muster.db")).unwrap()),
        };
        let environment = Arc::new(TestEnvironment::default());
        environment
            .now
            .store(1_772_600_000_000_000, Ordering::Relaxed);
        Self {
            folder,
            postgres,
            ..Self::over(store, environment, options)
        }
    }

    /// A server in a folder of its own, over a store that is somewhere else.
    fn over(
        store: Arc<dyn Store>,
        environment: Arc<TestEnvironment>,
        options: HttpOptions,
    ) -> Self {
        let signal = Arc::new(Signal::default());
        let state = AppState::new(
            Arc::clone(&store),
            Arc::<TestEnvironment>::clone(&environment),
            Arc::clone(&signal),
            options,
        );
        Self {
            store,
            environment,
            signal,
            cookie: None,
            router: router(state),
            folder: tempfile::tempdir().unwrap(),
            postgres: None,
        }
    }

    /// A server on which an administrator is signed in.
    pub(crate) fn start() -> Self {
        Self::start_on(Database::of_run())
    }

    /// The same, on a database of this kind.
    pub(crate) fn start_on(database: Database) -> Self {
        let mut server = Self::with(database, HttpOptions::default());
        server.sign_in_directly();
        server
    }

    /// The same clock, and the same person signed in, on a database that was there before.
    pub(crate) fn moved_to(&self, store: Arc<dyn Store>) -> Self {
        let environment = Arc::clone(&self.environment);
        Self {
            cookie: self.cookie.clone(),
            ..Self::over(store, environment, HttpOptions::default())
        }
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn postgres(&self) -> Option<&str> {
        self.postgres.as_deref()
    }

    /// Changes the database past the server.
    pub(crate) fn execute(&self, sql: &str) {
        if let Some(database) = &self.postgres {
            cluster::rows(database, sql);
        } else {
            let file = self.folder.path().join("muster.db");
            let database = rusqlite::Connection::open(file).unwrap();
            database.execute_batch(sql).unwrap();
        }
    }

    /// Signs an administrator in past the password, which takes long by design.
    pub(crate) fn sign_in_directly(&mut self) {
        self.sign_in_with("Ada", vec![Grant::of_administrator()]);
    }

    /// Signs a new user in who has these permissions alone, everywhere or in one division.
    pub(crate) fn sign_in_as(
        &mut self,
        permissions: &[Permission],
        division: Option<&str>,
    ) -> Uuid {
        let id = self.environment.new_id();
        let role = Role {
            id,
            name: format!("role {id}"),
            description: String::new(),
            permissions: permissions.to_vec(),
            built_in: false,
        };
        self.store.create_role(&role).unwrap();
        let grant = Grant {
            role: id,
            division: division.map(str::to_owned),
        };
        self.sign_in_with(&format!("user {id}"), vec![grant])
    }

    fn sign_in_with(&mut self, name: &str, grants: Vec<Grant>) -> Uuid {
        let user = NewUser {
            id: self.environment.new_id(),
            name: name.to_owned(),
            password: "none".to_owned(),
            created: self.environment.now(),
            grants,
        };
        self.store.create_user(&user).unwrap();
        let token = Token::new(self.environment.secret());
        let now = self.environment.now();
        let expires = now + server::auth::SESSION;
        self.store
            .open_session(&token.hash(), user.id, now, expires)
            .unwrap();
        self.cookie = Some(format!("muster_session={}", token.text()));
        user.id
    }

    /// A user with a password.
    pub(crate) fn add_user(&self, name: &str, password: &str) {
        let user = NewUser {
            id: self.environment.new_id(),
            name: name.to_owned(),
            password: hash_password(password).unwrap(),
            created: self.environment.now(),
            grants: vec![Grant::of_administrator()],
        };
        self.store.create_user(&user).unwrap();
    }

    /// Lets time go by.
    pub(crate) fn pass(&self, time: i64) {
        self.environment.now.fetch_add(time, Ordering::Relaxed);
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        if let Some(cookie) = &self.cookie {
            let value = cookie.parse().unwrap();
            request.headers_mut().entry(header::COOKIE).or_insert(value);
        }
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        models::check(&method, &path, status, &bytes);
        Answer {
            status,
            headers,
            bytes: bytes.into(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Request::delete(path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send_json(Method::POST, path, body).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send_json(Method::PUT, path, body).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send_json(Method::PATCH, path, body).await
    }

    pub(crate) async fn send_json(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }

    pub(crate) async fn put_bytes(&self, path: &str, bytes: impl Into<Body>) -> Answer {
        self.send(Request::put(path).body(bytes.into()).unwrap())
            .await
    }
}
