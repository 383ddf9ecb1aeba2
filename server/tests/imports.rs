//! Whole imports: staged, validated, imported, read back.

/// Runs each test on every store.
macro_rules! on_every_store {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::support::Database::Sqlite).await;
            })*
        }

        mod postgres {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::support::Database::Postgres).await;
            })*
        }
    };
}

mod accounting;
mod commands;
mod custom_fields;
mod directory;
mod edit_laws;
mod failures;
mod report;
mod restart;
mod retention;
mod rules;
mod staging;
mod undo;
mod undo_laws;
