//! Which database: its address, and opening it.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use crate::store::postgres::PostgresStore;
use crate::store::sqlite::SqliteStore;
use crate::store::{self, Direction, Progress, Store};

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite(PathBuf),
    Postgres(PostgresUrl),
}

/// The address of a `PostgreSQL` database, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PostgresUrl(pub(crate) String);

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

impl Database {
    /// Opens it and brings it up to date. A file is created where there is none.
    pub(crate) fn open(&self) -> anyhow::Result<Arc<dyn Store>> {
        match self {
            Self::Sqlite(path) => {
                create_folder(path)?;
                let store = SqliteStore::open(path).with_context(|| could_not_open(path))?;
                Ok(Arc::new(store))
            }
            // The error says what is wrong, and nothing of the address.
            Self::Postgres(url) => Ok(Arc::new(PostgresStore::open(&url.0)?)),
        }
    }

    /// Brings it up to date; answers the names of the changes that this took.
    pub(crate) fn migrate(&self) -> anyhow::Result<Vec<String>> {
        match self {
            Self::Sqlite(path) => {
                create_folder(path)?;
                SqliteStore::migrate(path).with_context(|| could_not_open(path))
            }
            Self::Postgres(url) => Ok(PostgresStore::migrate(&url.0)?),
        }
    }

    /// The folder of a database in a file: there is room where it may grow, unlike in the system's for temporary files,
    /// which is often memory.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(path) => Some(folder_of(path).to_owned()),
            Self::Postgres(_) => None,
        }
    }

    /// Holds a database in a file for this process; the operating system lets go of it however that ends. Several
    /// may work on one in `PostgreSQL`. What is held is the file, by whatever name it is opened.
    pub(crate) fn hold(&self) -> anyhow::Result<Option<File>> {
        let Self::Sqlite(path) = self else {
            return Ok(None);
        };
        create_folder(path)?;
        let mut name = real_path(path)?.into_os_string();
        name.push(".lock");
        let path = PathBuf::from(name);
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .with_context(|| format!("could not open `{}`", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => {
                bail!("another server works on this database; stop it first")
            }
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("could not lock `{}`", path.display()))
            }
        }
    }
}

/// Copies everything from one database into a new one of the other kind; answers how many rows that is.
pub(crate) fn copy(
    from: &Database,
    to: &Database,
    progress: &mut dyn FnMut(Progress<'_>),
) -> anyhow::Result<u64> {
    let (path, url, direction) = match (from, to) {
        (Database::Sqlite(path), Database::Postgres(url)) => (path, url, Direction::ToPostgres),
        (Database::Postgres(url), Database::Sqlite(path)) => (path, url, Direction::ToSqlite),
        (Database::Sqlite(_), Database::Sqlite(_)) => {
            bail!("both databases are files; copy the file while no server works on it")
        }
        (Database::Postgres(_), Database::Postgres(_)) => {
            bail!("both databases are in PostgreSQL; use `pg_dump` and `pg_restore`")
        }
    };
    if direction == Direction::ToPostgres && !path.exists() {
        bail!("there is no database `{}`", path.display());
    }
    let _holds = (from.hold()?, to.hold()?);
    Ok(store::copy(path, &url.0, direction, progress)?)
}

/// The one name of a file that there may not be yet.
fn real_path(path: &Path) -> anyhow::Result<PathBuf> {
    let could_not_find = || format!("could not find `{}`", path.display());
    match path.symlink_metadata() {
        Ok(_) => {
            let real = fs::canonicalize(path).with_context(could_not_find)?;
            let names = count_names(&real).with_context(could_not_find)?;
            if names > 1 {
                bail!(
                    "the file `{}` has {names} names (hard links); its log and its lock go by its name, so \
                     remove all of them but one",
                    path.display()
                );
            }
            Ok(real)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = fs::canonicalize(folder_of(path)).with_context(could_not_find)?;
            let name = path.file_name();
            let name = name.with_context(|| format!("`{}` is no file", path.display()))?;
            Ok(folder.join(name))
        }
        Err(error) => Err(error).with_context(could_not_find),
    }
}

/// How many names a file has in its file system, where that is known.
#[cfg(unix)]
fn count_names(path: &Path) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt as _;

    Ok(fs::metadata(path)?.nlink())
}

/// See the other one.
#[cfg(not(unix))]
fn count_names(path: &Path) -> io::Result<u64> {
    fs::metadata(path).map(|_| 1)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn create_folder(path: &Path) -> anyhow::Result<()> {
    let folder = folder_of(path);
    fs::create_dir_all(folder)
        .with_context(|| format!("could not create the folder `{}`", folder.display()))
}

fn could_not_open(path: &Path) -> String {
    format!("could not open the database `{}`", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_files_are_beside_a_database_in_a_file() {
        let folder = |text: &str| text.parse::<Database>().unwrap().folder();
        assert_eq!(folder("sqlite:a/b.db"), Some("a".into()));
        assert_eq!(folder("sqlite:b.db"), Some(".".into()));
        assert_eq!(folder("postgres://db/muster"), None);
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
