//! The contract of a store, over whichever is given. Today there is one.

mod passes;
mod records;

use server::store::Store;
use server::store::sqlite::SqliteStore;
use tempfile::TempDir;

/// Runs a part of the contract on every store there is.
fn on_every_store(check: impl Fn(&dyn Store)) {
    let folder = TempDir::new().unwrap();
    let store = SqliteStore::open(&folder.path().join("store.db")).unwrap();
    check(&store);
}
