//! `muster migrate`.

use std::path::Path;
use std::thread;

use server::store::sqlite::SqliteStore;
use tempfile::TempDir;

use super::{fail, succeed};
use crate::cluster;

const UP_TO_DATE: &str = "The database was up to date.";

#[test]
fn a_database_is_brought_up_to_date_once() {
    let folder = TempDir::new().unwrap();
    let file = format!("sqlite:{}", folder.path().join("new/muster.db").display());
    for database in [file, cluster::new_database()] {
        let said = succeed(&["migrate", "--database", &database]);
        assert!(said.starts_with("Applied: V1__first\n"), "{said}");
        assert!(said.contains("Applied: V2__undo\n"), "{said}");
        let again = succeed(&["migrate", "--database", &database]);
        assert_eq!(again.trim(), UP_TO_DATE);
    }
}

#[test]
fn where_several_bring_a_database_up_to_date_at_once_one_does_it() {
    let database = cluster::new_database();
    let migrate = || succeed(&["migrate", "--database", &database]);
    let said: Vec<String> = thread::scope(|scope| {
        let running: Vec<_> = (0..4).map(|_| scope.spawn(migrate)).collect();
        let ended = running.into_iter().map(|thread| thread.join().unwrap());
        ended.collect()
    });
    let idle = said.iter().filter(|said| said.trim() == UP_TO_DATE);
    assert_eq!(idle.count(), 3, "{said:?}");
}

#[test]
fn a_database_in_a_file_that_is_in_use_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("muster.db");
    let _store = SqliteStore::open(&path).unwrap();
    let lock = std::fs::File::create(folder.path().join("muster.db.lock")).unwrap();
    lock.try_lock().unwrap();
    let database = format!("sqlite:{}", path.display());
    let said = fail(&["migrate", "--database", &database]);
    assert!(
        said.contains("another server works on this database"),
        "{said}"
    );
}

#[test]
fn a_database_of_a_newer_version_or_of_another_program_is_refused_in_plain_words() {
    const NEWER: &str = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
        VALUES (99, 'future', '2026-03-04T04:53:20Z', '1')";

    let folder = TempDir::new().unwrap();
    let path = folder.path().join("muster.db");
    let file = format!("sqlite:{}", path.display());
    let shared = cluster::new_database();
    for database in [&file, &shared] {
        succeed(&["migrate", "--database", database]);
    }
    let sqlite = |path: &Path, sql: &str| {
        let database = rusqlite::Connection::open(path).unwrap();
        database.execute_batch(sql).unwrap();
    };
    sqlite(&path, NEWER);
    cluster::rows(&shared, NEWER);
    for database in [&file, &shared] {
        let said = fail(&["migrate", "--database", database]);
        let expected = "made by a newer Muster (version 99; this one knows ";
        assert!(said.contains(expected), "{said}");
    }

    let path = folder.path().join("other.db");
    sqlite(&path, "CREATE TABLE users (name TEXT)");
    let before = std::fs::read(&path).unwrap();
    let said = fail(&[
        "migrate",
        "--database",
        &format!("sqlite:{}", path.display()),
    ]);
    assert!(said.contains("the database of another program"), "{said}");
    assert!(!said.contains("CREATE"), "{said}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_database_in_use_is_known_by_each_of_its_names() {
    let folder = TempDir::new().unwrap();
    let name = |name: &str| folder.path().join(name);
    let database = |path: &Path| format!("sqlite:{}", path.display());
    let path = name("muster.db");
    drop(SqliteStore::open(&path).unwrap());
    std::fs::create_dir(name("sub")).unwrap();
    std::os::unix::fs::symlink(&path, name("link.db")).unwrap();
    let lock = std::fs::File::create(name("muster.db.lock")).unwrap();
    lock.try_lock().unwrap();
    for other in ["link.db", "sub/../muster.db"] {
        let said = fail(&["migrate", "--database", &database(&name(other))]);
        assert!(
            said.contains("another server works on this database"),
            "{said}"
        );
    }
    drop(lock);
    succeed(&["migrate", "--database", &database(&name("link.db"))]);
    std::fs::hard_link(&path, name("hard.db")).unwrap();
    for other in ["muster.db", "hard.db"] {
        let said = fail(&["migrate", "--database", &database(&name(other))]);
        assert!(said.contains("has 2 names (hard links)"), "{said}");
    }
}
