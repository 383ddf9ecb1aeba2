//! The contract of a store, over every one there is.

use server::store::Store;
use server::store::postgres::PostgresStore;
use server::store::sqlite::SqliteStore;
use tempfile::TempDir;

use crate::cluster;

/// Makes tests of parts of the contract: on each store, each on a database of its own.
macro_rules! on_every_store {
    ($($part:ident),* $(,)?) => {
        mod sqlite {
            $(#[test]
            fn $part() {
                crate::contract::on_sqlite(super::$part);
            })*
        }

        mod postgres {
            $(#[test]
            fn $part() {
                crate::contract::on_postgres(super::$part);
            })*
        }
    };
}

mod access;
mod edits;
mod encryption;
mod exports;
mod names;
mod opening;
mod passes;
mod problems;
mod records;
mod retention;
mod schemas;
mod searching;
mod taking;

fn on_sqlite(check: fn(&dyn Store)) {
    let folder = TempDir::new().unwrap();
    let store = SqliteStore::open(&folder.path().join("store.db")).unwrap();
    check(&store);
}

fn on_postgres(check: fn(&dyn Store)) {
    let store = PostgresStore::open(&cluster::new_database()).unwrap();
    check(&store);
}
