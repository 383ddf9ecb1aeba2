//! The command line. Every flag is an environment variable as well.

use std::fmt;
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::{Args, Parser, Subcommand};
use serde_json::json;

use crate::auth::{Token, hash_password};
use crate::environment::{Environment as _, System};
use crate::serve::serve;
use crate::store::postgres::PostgresStore;
use crate::store::sqlite::SqliteStore;
use crate::store::{Client, Grant, NewUser, Store, StoreError};

/// Gathers contacts from spreadsheets into one clean directory.
#[derive(Debug, Parser)]
#[command(name = "muster", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the page and the API, and runs the imports.
    ///
    /// While there is no user yet, it prints a link at which the first administrator signs in.
    Serve(ServeArguments),
    /// Manages users.
    #[command(subcommand)]
    User(UserCommand),
    /// Manages API clients.
    #[command(subcommand)]
    Client(ClientCommand),
}

/// How the server runs.
#[derive(Clone, Debug, Args)]
pub struct ServeArguments {
    /// Where to listen; port 0 takes a free one, which is printed.
    #[arg(long, env = "MUSTER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    #[command(flatten)]
    database: DatabaseArguments,
    /// The address that users see, such as `https://muster.example.org`, where a proxy stands in between.
    #[arg(long, env = "MUSTER_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Give session cookies to https connections only. Implied by a public URL with https.
    #[arg(long, env = "MUSTER_SECURE_COOKIES")]
    pub secure_cookies: bool,
    /// Most bytes of a file that is uploaded whole; `512MB`, `1GiB` or a number.
    #[arg(long, env = "MUSTER_MAX_UPLOAD", default_value = "1GiB")]
    pub max_upload: Size,
    /// How the log is written.
    #[arg(long, env = "MUSTER_LOG_FORMAT", value_enum, default_value_t)]
    pub log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    #[default]
    Text,
    /// A line of JSON for machines.
    Json,
}

#[derive(Clone, Debug, Args)]
struct DatabaseArguments {
    /// Where the data is: `sqlite:` and the path of a file, which is created where there is none, or
    /// `postgres://user:password@host/name`, the address of a database that several servers may share.
    #[arg(
        long,
        env = "MUSTER_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:data/muster.db"
    )]
    database: Database,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Creates a user. The password is read from `MUSTER_PASSWORD`, or from the standard input.
    Create {
        /// The user's name; unique without case.
        #[arg(long, env = "MUSTER_NAME")]
        name: String,
        /// Read the password from the standard input, up to the first line end.
        #[arg(long, env = "MUSTER_PASSWORD_STDIN")]
        password_stdin: bool,
        /// A role, by its name.
        #[arg(long, env = "MUSTER_ROLE", default_value = "External Contacts Admin")]
        role: String,
        #[command(flatten)]
        division: DivisionArguments,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

#[derive(Debug, Subcommand)]
enum ClientCommand {
    /// Creates an API client and prints its id and its secret, which is kept nowhere, as JSON.
    Create {
        /// For people.
        #[arg(long, env = "MUSTER_NAME")]
        name: String,
        /// A role, by its name.
        #[arg(long, env = "MUSTER_ROLE")]
        role: String,
        #[command(flatten)]
        division: DivisionArguments,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

/// Where a role holds.
#[derive(Clone, Debug, Args)]
struct DivisionArguments {
    /// A division, by its name or id, in which the role holds. Without it, it holds in all.
    #[arg(long, env = "MUSTER_DIVISION")]
    division: Option<String>,
}

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Database {
    Sqlite(PathBuf),
    Postgres(PostgresUrl),
}

/// The address of a `PostgreSQL` database, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
struct PostgresUrl(String);

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PostgresUrl(…)")
    }
}

impl FromStr for Database {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => {
                let path = path.strip_prefix("//").unwrap_or(path);
                Ok(Self::Sqlite(path.into()))
            }
            // A wrong one is refused when it is opened: what is refused here is printed, with its password.
            Some(("postgres" | "postgresql", _)) => {
                Ok(Self::Postgres(PostgresUrl(text.to_owned())))
            }
            _ => Err(
                "expected `sqlite:` and the path of a file, or `postgres://` and an address"
                    .to_owned(),
            ),
        }
    }
}

/// A number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let factor: u64 = match text[digits.len()..].to_lowercase().as_str() {
            "" | "b" => 1,
            "kb" => 1_000,
            "mb" => 1_000_000,
            "gb" => 1_000_000_000,
            "k" | "kib" => 1 << 10,
            "m" | "mib" => 1 << 20,
            "g" | "gib" => 1 << 30,
            unit => return Err(format!("`{unit}` is not a unit such as `MB` or `GiB`")),
        };
        let number: Option<u64> = digits.trim().parse().ok();
        number
            .and_then(|number| number.checked_mul(factor))
            .map(Self)
            .ok_or_else(|| format!("`{text}` is not a number of bytes"))
    }
}

impl Arguments {
    /// Does what was asked for.
    pub fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Serve(arguments) => {
                let store = arguments.database.open()?;
                serve(&arguments, &store)
            }
            Command::User(UserCommand::Create {
                name,
                password_stdin,
                role,
                division,
                database,
            }) => {
                let store = database.open()?;
                let grant = division.grant(&*store, &role)?;
                create_user(&*store, &name, password_stdin, grant)
            }
            Command::Client(ClientCommand::Create {
                name,
                role,
                division,
                database,
            }) => {
                let store = database.open()?;
                let grant = division.grant(&*store, &role)?;
                create_client(&*store, &name, grant)
            }
        }
    }
}

impl ServeArguments {
    /// The file by which the server marks that it is at work; none where several may be.
    pub(crate) fn lock_path(&self) -> Option<PathBuf> {
        let Database::Sqlite(path) = &self.database.database else {
            return None;
        };
        let mut name = path.clone().into_os_string();
        name.push(".lock");
        Some(name.into())
    }
}

impl DatabaseArguments {
    fn open(&self) -> anyhow::Result<Arc<dyn Store>> {
        let path = match &self.database {
            Database::Sqlite(path) => path,
            // The error says what is wrong, and nothing of the address.
            Database::Postgres(url) => return Ok(Arc::new(PostgresStore::open(&url.0)?)),
        };
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("could not create the folder `{}`", folder.display()))?;
        }
        let store = SqliteStore::open(path)
            .with_context(|| format!("could not open the database `{}`", path.display()))?;
        Ok(Arc::new(store))
    }
}

impl DivisionArguments {
    /// The grant of a role here.
    fn grant(&self, store: &dyn Store, role: &str) -> anyhow::Result<Grant> {
        let is_named = |found: &str, name: &str| found.to_lowercase() == name.trim().to_lowercase();
        let roles = store.list_roles()?;
        let found = roles.iter().find(|found| is_named(&found.name, role));
        let found = found.with_context(|| format!("there is no role named `{role}`"))?;
        let division = match &self.division {
            None => None,
            Some(name) => {
                let mut divisions = store.list_divisions()?.into_iter();
                let found = divisions.find(|(id, found)| id == name || is_named(found, name));
                let (id, _) = found.with_context(|| format!("there is no division `{name}`"))?;
                Some(id)
            }
        };
        Ok(Grant {
            role: found.id,
            division,
        })
    }
}

fn create_client(store: &dyn Store, name: &str, grant: Grant) -> anyhow::Result<()> {
    let environment = System::default();
    let secret = Token::new(environment.secret());
    let client = Client {
        id: environment.new_id(),
        name: checked_name(name)?,
        description: String::new(),
        token_seconds: Client::TOKEN_SECONDS,
        is_active: true,
        created: environment.now(),
    };
    store.create_client(&client, &secret.hash(), &[grant])?;
    let made = json!({"clientId": client.id, "clientSecret": secret.text()});
    writeln!(std::io::stdout(), "{made}")?;
    Ok(())
}

fn checked_name(name: &str) -> anyhow::Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        bail!("a name has 1 to 100 characters");
    }
    Ok(name.to_owned())
}

fn create_user(store: &dyn Store, name: &str, stdin: bool, grant: Grant) -> anyhow::Result<()> {
    let password = if stdin {
        let mut text = String::new();
        std::io::stdin().take(10_000).read_to_string(&mut text)?;
        text.lines().next().unwrap_or_default().to_owned()
    } else {
        match std::env::var("MUSTER_PASSWORD") {
            Ok(password) => password,
            Err(_) if std::io::stdin().is_terminal() => {
                bail!("set MUSTER_PASSWORD, or pipe the password in with --password-stdin")
            }
            Err(_) => bail!("set MUSTER_PASSWORD, or use --password-stdin"),
        }
    };
    let name = checked_name(name)?;
    let environment = System::default();
    let user = NewUser {
        id: environment.new_id(),
        name: name.clone(),
        password: hash_password(&password)?,
        created: environment.now(),
        grants: vec![grant],
    };
    match store.create_user(&user) {
        Ok(()) => Ok(()),
        Err(StoreError::NameTaken) => bail!("there is a user named `{name}` already"),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn sizes_have_units() {
        let size = |text: &str| text.parse::<Size>().map(|size| size.0);
        assert_eq!(size("1GiB"), Ok(1 << 30));
        assert_eq!(size("5 MB"), Ok(5_000_000));
        assert_eq!(size("17"), Ok(17));
        assert!(size("1 XB").is_err());
        assert!(size("GB").is_err());
        assert!(size("99999999999 GiB").is_err());
    }

    #[test]
    fn databases_have_a_kind() {
        let database = |text: &str| text.parse::<Database>();
        assert_eq!(
            database("sqlite:a/b.db"),
            Ok(Database::Sqlite("a/b.db".into()))
        );
        assert_eq!(
            database("sqlite:///a.db"),
            Ok(Database::Sqlite("/a.db".into()))
        );
        assert!(matches!(
            database("postgres://ada:secret@db/muster"),
            Ok(Database::Postgres(_))
        ));
        let url = database("postgresql://ada:secret@db/muster");
        assert!(!format!("{url:?}").contains("secret"));
        assert!(database("a.db").is_err());
        assert!(database("sqlite:").is_err());
    }
}
