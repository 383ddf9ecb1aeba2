//! The command line. Every flag is an environment variable as well, but for those of `copy`.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::net::SocketAddr;
use std::str::FromStr;

use anyhow::{Context as _, bail};
use axum::http::Uri;
use clap::{Args, Parser, Subcommand};
use serde_json::json;

use crate::auth::{Token, hash_password};
use crate::database::{Database, copy};
use crate::environment::{Environment as _, System};
use crate::serve::serve;
use crate::store::{Client, Grant, NewUser, Progress, Store, StoreError};

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
    /// Brings a database up to date with this version, and says what that took.
    ///
    /// A server does so itself when it starts, so this is for those who want it done beforehand: in a step of
    /// its own, or by a user of the database who may change its tables. Where several start at once on
    /// `PostgreSQL`, one does it and the others wait. A database in a file must not be in use.
    Migrate(DatabaseArguments),
    /// Copies everything from one database into a new one of the other kind, `SQLite` or `PostgreSQL`.
    ///
    /// Stop the servers first: what they would write meanwhile would be missing in the copy. Both databases are
    /// brought up to date. The target is created if it is a file; in `PostgreSQL` it has to exist. One that holds
    /// data is refused. All is copied or nothing, and counted at the end; the source keeps everything.
    Copy {
        /// Where the data is, `sqlite:PATH` or `postgres://…`.
        #[arg(long)]
        from: Database,
        /// Where it shall be.
        #[arg(long)]
        to: Database,
    },
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
    pub(crate) database: DatabaseArguments,
    /// The address that users see, such as `https://muster.example.org`, where a proxy stands in between.
    #[arg(long, env = "MUSTER_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Give session cookies to https connections only. Implied by a public URL with https.
    #[arg(long, env = "MUSTER_SECURE_COOKIES")]
    pub secure_cookies: bool,
    /// Most bytes of a file, sent whole or as packed batches of rows; `512MB`, `1GiB` or a number.
    #[arg(long, env = "MUSTER_MAX_UPLOAD", default_value = "1GiB")]
    pub max_upload: Size,
    /// Requests a minute that each user and API client may make; 0 for any number. Who makes more is asked to wait.
    #[arg(long, env = "MUSTER_RATE_LIMIT", default_value_t = 6_000)]
    pub rate_limit: u32,
    /// How many days the rows of an import are kept after its end. Then its reports and its undo are not possible any
    /// more; the import stays in the history, with its counts. Without it they are kept for ever.
    #[arg(long, env = "MUSTER_KEEP_JOBS", value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    pub keep_jobs: Option<u32>,
    /// Most connections at once, at most half as many as the process may open files. Further ones wait.
    #[arg(long, env = "MUSTER_MAX_CONNECTIONS", default_value_t = 1_024)]
    pub max_connections: usize,
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
pub(crate) struct DatabaseArguments {
    /// Where the data is: `sqlite:` and the path of a file, which is created where there is none, or
    /// `postgres://user:password@host/name`, the address of a database that several servers may share.
    /// `?sslmode=` with `disable`, `prefer`, `require` or `verify-full` says whether the connection is
    /// encrypted; `verify-full` trusts the certificates of the system or those in the file that
    /// `sslrootcert=` names.
    #[arg(
        long,
        env = "MUSTER_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:data/muster.db"
    )]
    pub(crate) database: Database,
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

/// An address of a server, without what comes after: addresses of the API are put behind it.
fn public_url(text: &str) -> Result<String, String> {
    let expected = || {
        let what =
            "expected `http://` or `https://`, a host and maybe a port, and nothing after it";
        format!("`{text}` is not the address of a server: {what}")
    };
    let url: Uri = text.trim().parse().map_err(|_| expected())?;
    let scheme = url
        .scheme_str()
        .filter(|&scheme| scheme == "http" || scheme == "https");
    let host = url.authority().filter(|authority| {
        let text = authority.as_str();
        !authority.host().is_empty() && !text.ends_with(':') && !text.contains('@')
    });
    let is_all = url.path() == "/" && url.query().is_none() && !text.contains('#');
    match (scheme, host) {
        // A browser says where it is in lower case.
        (Some(scheme), Some(host)) if is_all => {
            Ok(format!("{scheme}://{}", host.as_str().to_lowercase()))
        }
        _ => Err(expected()),
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
                let store = arguments.database.database.open()?;
                serve(&arguments, &store)
            }
            Command::Migrate(arguments) => {
                let _hold = arguments.database.hold()?;
                say_applied(&arguments.database.migrate()?);
                Ok(())
            }
            Command::Copy { from, to } => {
                let rows = copy(&from, &to, &mut say_progress)?;
                eprintln!("Copied all {rows} rows.");
                Ok(())
            }
            Command::User(UserCommand::Create {
                name,
                password_stdin,
                role,
                division,
                database,
            }) => {
                let store = database.database.open()?;
                let grant = division.grant(&*store, &role)?;
                create_user(&*store, &name, password_stdin, grant)
            }
            Command::Client(ClientCommand::Create {
                name,
                role,
                division,
                database,
            }) => {
                let store = database.database.open()?;
                let grant = division.grant(&*store, &role)?;
                create_client(&*store, &name, grant)
            }
        }
    }
}

/// Tells what bringing a database up to date did.
fn say_applied(applied: &[String]) {
    if applied.is_empty() {
        eprintln!("The database was up to date.");
    }
    for name in applied {
        eprintln!("Applied: {name}");
    }
}

/// Tells how far a copy is.
fn say_progress(progress: Progress<'_>) {
    let Progress { table, done, total } = progress;
    eprintln!("{table}: {done} of {total} rows");
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
    fn a_public_address_is_that_of_a_server() {
        for (text, expected) in [
            ("https://muster.example.org", "https://muster.example.org"),
            ("HTTPS://Muster.example.org/", "https://muster.example.org"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(public_url(text).as_deref(), Ok(expected));
        }
        for wrong in [
            "",
            "foo",
            "foo.example:8080",
            "ftp://foo",
            "https://",
            "https://:8080",
            "https://ada@foo",
            "https://foo/muster",
            "https://foo?a=b",
            "https://foo/#a",
        ] {
            assert!(public_url(wrong).is_err(), "{wrong:?}");
        }
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
}
