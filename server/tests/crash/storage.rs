//! The database of a server that is killed. It can be looked into while the server is down.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tempfile::TempDir;

use crate::cluster;
use crate::support::Database;

pub(super) const PASSWORD: &str = "correct horse battery";

/// A database with one user, `ada`, that is thrown away.
pub(super) struct Storage {
    folder: TempDir,
    /// The address, if it is in `PostgreSQL`.
    postgres: Option<String>,
}

impl Storage {
    pub(super) fn new(kind: Database) -> Self {
        let storage = Self {
            folder: tempfile::tempdir().unwrap(),
            postgres: match kind {
                Database::Sqlite => None,
                Database::Postgres => Some(cluster::new_database()),
            },
        };
        let mut user = storage
            .muster()
            .args(["user", "create", "--name", "ada", "--password-stdin"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = user.stdin.take().unwrap();
        writeln!(input, "{PASSWORD}").unwrap();
        drop(input);
        assert!(user.wait().unwrap().success());
        storage
    }

    /// The binary, for this database.
    pub(super) fn muster(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        let sqlite = || format!("sqlite:{}", self.file().display());
        command.env(
            "MUSTER_DATABASE",
            self.postgres.clone().unwrap_or_else(sqlite),
        );
        command.env("MUSTER_LOG", "error");
        command
    }

    /// Where the file of `SQLite` and what belongs to it are.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets the leases of a server that is dead run out, so that nobody has to wait for that.
    pub(super) fn end_leases(&self) {
        if let Some(database) = &self.postgres {
            cluster::rows(database, "UPDATE job SET lease_until = 0");
        }
    }

    /// One of two texts, by the kind of the database.
    pub(super) fn either<'a>(&self, sqlite: &'a str, postgres: &'a str) -> &'a str {
        if self.postgres.is_some() {
            postgres
        } else {
            sqlite
        }
    }

    /// The cells of the rows that a statement finds. Ids and other bytes are in hexadecimal after `\x`, or as UUIDs
    /// are written. On `SQLite`, the server must not run.
    pub(super) fn cells(&self, sql: &str) -> Vec<Vec<String>> {
        if let Some(database) = &self.postgres {
            return cluster::cells(database, sql);
        }
        let connection = Connection::open(self.file()).unwrap();
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..columns).map(|at| Ok(text(row.get_ref(at)?))).collect()
        });
        rows.unwrap().map(Result::unwrap).collect()
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder().join("muster.db")
    }
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "-".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
        ValueRef::Blob(bytes) => {
            let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
            format!("\\x{}", digits.collect::<String>())
        }
    }
}
