//! From keys to the records that hold them.

use std::sync::Arc;

use import_core::record::{Identifier, StoredContact, StoredOrganization};
use tokio_postgres::Row;

use super::changes::Target;
use super::connection::Connection;
use super::records;
use crate::store::Result;

/// In a `FROM`, as `place`: where the rows `t` of a table are that fulfil a condition on what comes before.
///
/// It goes from each to its row by an index. A join would be left to what the planner believes of the sizes: of a
/// division or a job that is new it expects one row, and compares all of them with all that is asked for.
pub(super) fn place(table: &str, condition: &str) -> String {
    format!("LATERAL (SELECT t.ctid FROM {table} t WHERE {condition} OFFSET 0) place")
}

/// The contacts that hold one of these keys, each once.
pub(super) fn contacts(
    connection: &mut Connection,
    target: Target,
    division: i64,
    keys: &[Identifier],
) -> Result<Vec<Arc<StoredContact>>> {
    let sql = query(target, "contact", records::CONTACT);
    look_up(connection, &sql, division, keys, records::contact)
}

/// The organizations that hold one of these keys, each once.
pub(super) fn organizations(
    connection: &mut Connection,
    target: Target,
    division: i64,
    keys: &[Identifier],
) -> Result<Vec<Arc<StoredOrganization>>> {
    let sql = query(target, "organization", records::ORGANIZATION);
    look_up(connection, &sql, division, keys, records::organization)
}

/// Once a dry run touched a record, what the directory holds of it counts no more.
fn query(target: Target, table: &str, columns: &str) -> String {
    let holders = |prefix: &str| {
        format!(
            "SELECT {columns} FROM {prefix}{table} r WHERE r.division = $1 AND r.id = ANY (ARRAY (
                 SELECT i.{table} FROM unnest($2::smallint[], $3::text[]) k (kind, key), LATERAL (
                     SELECT {table} FROM {prefix}{table}_identifier i
                     WHERE i.division = $1 AND i.kind = k.kind AND i.key = k.key OFFSET 0) i))"
        )
    };
    match target {
        Target::Directory => holders(""),
        Target::Scratch => format!(
            "{} AND NOT EXISTS (
                 SELECT 1 FROM scratch_{table} s WHERE s.division = r.division AND s.id = r.id)
             UNION ALL {}",
            holders(""),
            holders("scratch_")
        ),
    }
}

fn look_up<T>(
    connection: &mut Connection,
    sql: &str,
    division: i64,
    keys: &[Identifier],
    read: fn(&Row) -> Result<T>,
) -> Result<Vec<Arc<T>>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let kinds = keys.iter().map(|key| i16::from(key.kind.number()));
    let kinds: Vec<i16> = kinds.collect();
    let keys: Vec<&str> = keys.iter().map(|key| key.key.as_str()).collect();
    let found = connection.query(sql, &[&division, &kinds, &keys])?;
    found.iter().map(|row| read(row).map(Arc::new)).collect()
}
