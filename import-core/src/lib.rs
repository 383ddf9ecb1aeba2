//! The rules of an import: what both the page and the server know.
//!
//! Data flows one way: bytes ([`table`]) → cells → values ([`field`]) → rows ([`row`]) → plan
//! ([`engine`]). Nothing here does I/O, reads a clock, starts a thread or stores anything; time and
//! ids are arguments. It builds natively and for the browser.

pub mod api;
mod applying;
pub mod check;
pub mod columns;
pub mod comparison;
pub mod duplicates;
pub mod editing;
pub mod engine;
pub mod field;
pub mod fixing;
pub mod formula;
pub mod legacy;
pub mod matching;
pub mod merging;
pub mod outcome;
pub mod permission;
pub mod problem;
pub mod record;
pub mod report;
pub mod row;
pub mod schema;
pub mod settings;
mod slots;
pub mod table;
#[cfg(feature = "files")]
pub mod workbook;
