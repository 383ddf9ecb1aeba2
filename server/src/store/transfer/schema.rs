//! Which tables and columns hold the same in both kinds of database.
//!
//! Tables and columns are told by their names. Three things differ by design:
//!
//! - A table of `SQLite` may number its records (`number`) beside their `id`. The number stays in the file: where
//!   a column is an integer there and an id in `PostgreSQL`, it refers to a record of the table of its own name.
//! - The words of names (`contact_name`) are an index in `SQLite`, a table in `PostgreSQL`. They are made anew from the
//!   documents.
//! - `PostgreSQL` has more types: a flag or a small number is an integer in `SQLite`, an id is bytes.

use std::collections::{BTreeMap, BTreeSet};

use import_core::record::{Contact, Organization};
use serde::de::DeserializeOwned;
use tokio_postgres::types::Type;

use super::{Cell, TransferError};
use crate::store::{Result, StoreError};

/// The tables of a file: the type of each column by its name.
#[derive(Debug, Default)]
pub(in crate::store) struct SqliteSchema {
    pub(in crate::store) tables: BTreeMap<String, BTreeMap<String, String>>,
    /// Search indexes, which are tables too.
    pub(in crate::store) indexes: BTreeSet<String>,
}

/// The tables of a database in `PostgreSQL`.
#[derive(Debug, Default)]
pub(in crate::store) struct PostgresSchema {
    pub(in crate::store) tables: BTreeMap<String, PostgresTable>,
}

#[derive(Debug, Default)]
pub(in crate::store) struct PostgresTable {
    /// Names and types, in order.
    pub(in crate::store) columns: Vec<(String, Type)>,
    /// The columns of the primary key, in order.
    pub(in crate::store) key: Vec<String>,
    /// Other tables that rows refer to.
    pub(in crate::store) refers_to: BTreeSet<String>,
}

/// A table that both have.
#[derive(Debug)]
pub(in crate::store) struct Table {
    pub(in crate::store) name: String,
    pub(in crate::store) columns: Vec<Column>,
    /// The order in which rows are read from `PostgreSQL`.
    pub(in crate::store) order: Vec<String>,
    /// Whether there is an index of names.
    pub(in crate::store) is_named: bool,
}

/// A column that both have.
#[derive(Debug)]
pub(in crate::store) struct Column {
    pub(in crate::store) name: String,
    /// Its type in `PostgreSQL`.
    pub(in crate::store) kind: Type,
    /// Whether `SQLite` has a number here that stands for the record of the table of the same name.
    pub(in crate::store) is_reference: bool,
}

/// The tables of both, each after those that it refers to.
pub(super) fn pair(
    sqlite: &SqliteSchema,
    postgres: &PostgresSchema,
) -> std::result::Result<Vec<Table>, TransferError> {
    let only = |what: &str, kind: &str| TransferError::Schema(format!("only {kind} has {what}"));
    let mut tables = BTreeMap::new();
    for (name, table) in &postgres.tables {
        if sqlite.indexes.contains(name) {
            continue;
        }
        let Some(columns) = sqlite.tables.get(name) else {
            return Err(only(&format!("the table `{name}`"), "PostgreSQL"));
        };
        let is_named = sqlite.indexes.contains(&format!("{name}_name"));
        let paired = pair_table(name, columns, table, is_named)?;
        tables.insert(name.as_str(), (paired, table.refers_to.clone()));
    }
    let mut rest = sqlite.tables.keys().chain(&sqlite.indexes);
    if let Some(name) = rest.find(|name| !postgres.tables.contains_key(*name)) {
        return Err(only(&format!("the table `{name}`"), "SQLite"));
    }
    sort(tables)
}

fn pair_table(
    name: &str,
    sqlite: &BTreeMap<String, String>,
    postgres: &PostgresTable,
    is_named: bool,
) -> std::result::Result<Table, TransferError> {
    let mismatch = |column: &str, what: &str| {
        TransferError::Schema(format!(
            "the column `{column}` of the table `{name}` {what}"
        ))
    };
    let mut columns = Vec::new();
    for (column, kind) in &postgres.columns {
        let Some(declared) = sqlite.get(column) else {
            return Err(mismatch(column, "is only in PostgreSQL"));
        };
        let is_reference = match (declared.as_str(), kind) {
            ("INTEGER", &Type::INT8 | &Type::INT2 | &Type::BOOL)
            | ("TEXT", &Type::TEXT)
            | ("BLOB", &Type::BYTEA | &Type::UUID) => false,
            ("INTEGER", &Type::UUID) => true,
            _ => {
                let what = format!("is {declared} in SQLite and {kind} in PostgreSQL");
                return Err(mismatch(column, &what));
            }
        };
        columns.push(Column {
            name: column.clone(),
            kind: kind.clone(),
            is_reference,
        });
    }
    let is_paired = |column: &String| columns.iter().any(|paired| paired.name == *column);
    let mut is_numbered = false;
    for column in sqlite.keys().filter(|column| !is_paired(column)) {
        if column != "number" || !sqlite.contains_key("id") {
            return Err(mismatch(column, "is only in SQLite"));
        }
        is_numbered = true;
    }
    // Ids sort by age, as numbers do.
    let by_age = || vec!["id".to_owned()];
    Ok(Table {
        name: name.to_owned(),
        order: if is_numbered {
            by_age()
        } else {
            postgres.key.clone()
        },
        columns,
        is_named,
    })
}

/// Puts each table after those that it refers to.
fn sort(
    mut tables: BTreeMap<&str, (Table, BTreeSet<String>)>,
) -> std::result::Result<Vec<Table>, TransferError> {
    let mut sorted = Vec::with_capacity(tables.len());
    while !tables.is_empty() {
        let is_next = |(table, refers_to): &(Table, BTreeSet<String>)| {
            let by_number = table.columns.iter().filter(|column| column.is_reference);
            let mut others = refers_to.iter().chain(by_number.map(|column| &column.name));
            others.all(|other| *other == table.name || !tables.contains_key(other.as_str()))
        };
        let next = tables.iter().find(|(_, entry)| is_next(entry));
        let Some(name) = next.map(|(name, _)| *name) else {
            let names: Vec<_> = tables.into_keys().collect();
            let names = names.join("`, `");
            return Err(TransferError::Schema(format!(
                "the tables `{names}` refer to each other"
            )));
        };
        sorted.extend(tables.remove(name).map(|(table, _)| table));
    }
    Ok(sorted)
}

impl Table {
    /// A value of a row, by the name of its column.
    pub(in crate::store) fn cell<'r>(&self, row: &'r [Cell], name: &str) -> Option<&'r Cell> {
        let mut columns = self.columns.iter().zip(row);
        columns.find_map(|(column, cell)| (column.name == name).then_some(cell))
    }

    /// The name by which the record of a row is searched; empty where it has none. One that was merged into another is
    /// not found.
    pub(super) fn searched_name(&self, row: &[Cell]) -> Result<Option<String>> {
        if !self.is_named {
            return Ok(None);
        }
        let cell = |name: &str| self.cell(row, name);
        if cell("merged_to").is_some_and(|cell| *cell != Cell::Null) {
            return Ok(None);
        }
        let Some(Cell::Text(document)) = cell("document") else {
            return Err(unreadable("record without a document".into()));
        };
        match self.name.as_str() {
            "contact" => Ok(Some(parse::<Contact>(document)?.full_name())),
            "organization" => Ok(Some(
                parse::<Organization>(document)?.name.unwrap_or_default(),
            )),
            other => Err(unreadable(
                format!("nobody knows the names of `{other}`").into(),
            )),
        }
    }
}

fn parse<T: DeserializeOwned>(document: &str) -> Result<T> {
    serde_json::from_str(document).map_err(|error| unreadable(Box::new(error)))
}

fn unreadable(source: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Unreadable {
        what: "document",
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sqlite(tables: &[(&str, &[(&str, &str)])]) -> SqliteSchema {
        let columns = |columns: &[(&str, &str)]| {
            let columns = columns.iter();
            columns
                .map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned()))
                .collect()
        };
        SqliteSchema {
            tables: tables
                .iter()
                .map(|(name, of)| ((*name).to_owned(), columns(of)))
                .collect(),
            indexes: BTreeSet::new(),
        }
    }

    fn postgres(tables: &[(&str, &[(&str, Type)])]) -> PostgresSchema {
        let table = |columns: &[(&str, Type)]| PostgresTable {
            columns: columns
                .iter()
                .map(|(name, kind)| ((*name).to_owned(), kind.clone()))
                .collect(),
            ..PostgresTable::default()
        };
        PostgresSchema {
            tables: tables
                .iter()
                .map(|(name, of)| ((*name).to_owned(), table(of)))
                .collect(),
        }
    }

    #[test]
    fn a_table_comes_after_those_that_it_refers_to_by_number() {
        let sqlite = sqlite(&[
            ("key", &[("record", "INTEGER")]),
            ("record", &[("number", "INTEGER"), ("id", "BLOB")]),
        ]);
        let postgres = postgres(&[
            ("key", &[("record", Type::UUID)]),
            ("record", &[("id", Type::UUID)]),
        ]);
        let tables = pair(&sqlite, &postgres).unwrap();
        let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["record", "key"]);
        assert_eq!(tables[0].order, ["id"]);
        assert!(tables[1].columns[0].is_reference);
    }

    #[test]
    fn what_only_one_has_is_named() {
        let both: &[(&str, &str)] = &[("id", "BLOB")];
        let check = |left: &SqliteSchema, right: &PostgresSchema, words: &str| {
            let error = pair(left, right).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        };
        check(
            &sqlite(&[("a", both)]),
            &postgres(&[]),
            "only SQLite has the table `a`",
        );
        check(
            &sqlite(&[]),
            &postgres(&[("a", &[("id", Type::UUID)])]),
            "only PostgreSQL has the table `a`",
        );
        check(
            &sqlite(&[("a", &[("id", "BLOB"), ("x", "TEXT")])]),
            &postgres(&[("a", &[("id", Type::UUID)])]),
            "the column `x` of the table `a` is only in SQLite",
        );
        check(
            &sqlite(&[("a", both)]),
            &postgres(&[("a", &[("id", Type::UUID), ("x", Type::TEXT)])]),
            "the column `x` of the table `a` is only in PostgreSQL",
        );
        check(
            &sqlite(&[("a", both)]),
            &postgres(&[("a", &[("id", Type::TIMESTAMPTZ)])]),
            "is BLOB in SQLite and timestamptz in PostgreSQL",
        );
    }
}
