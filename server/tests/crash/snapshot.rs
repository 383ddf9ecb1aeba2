//! Everything that a scenario leaves in the database, without what differs from run to run: ids, times.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use uuid::Uuid;

/// The rows of each part, as text.
pub(super) type Snapshot = BTreeMap<&'static str, Vec<String>>;

/// Ids are told by the number of their record, times by the order in which records have them.
const PARTS: [(&str, &str); 13] = [
    (
        "contacts",
        "SELECT number, division, organization, version, merged_to, merge_set, document
         FROM contact ORDER BY number",
    ),
    (
        "contacts, as created",
        "SELECT number FROM contact ORDER BY created, number",
    ),
    (
        "contacts, as modified",
        "SELECT number FROM contact ORDER BY modified, number",
    ),
    (
        "identifiers of contacts",
        "SELECT division, kind, key, contact FROM contact_identifier ORDER BY 1, 2, 3, 4",
    ),
    (
        "names of contacts",
        "SELECT rowid FROM contact_name WHERE contact_name MATCH 'name' ORDER BY rowid",
    ),
    (
        "organizations",
        "SELECT number, division, version, document FROM organization ORDER BY number",
    ),
    (
        "identifiers of organizations",
        "SELECT division, kind, key, organization FROM organization_identifier ORDER BY 1, 2, 3, 4",
    ),
    (
        "jobs",
        "SELECT number, status, step, details, next_batch, validation, import FROM job ORDER BY number",
    ),
    (
        "outcomes",
        "SELECT job, phase, batch, first_row, created, updated, merged, unchanged, rejected, length(rows)
         FROM batch_outcome ORDER BY job, phase, batch",
    ),
    (
        "problems",
        "SELECT job, phase, batch, number, row, outcome, code, \"column\", value, args FROM problem
         WHERE code <> 'identifier_shared' ORDER BY job, phase, batch, number",
    ),
    (
        "counts of problems",
        "SELECT job, phase, code, count FROM problem_count ORDER BY job, phase, code",
    ),
    (
        "ledger",
        "SELECT job, batch, kind, version, former_version, former_organization, former_merge_set,
         former_document FROM ledger ORDER BY job, batch, kind, record",
    ),
    (
        "undone",
        "SELECT job, kind, former_batch, version_left, action, reason, name, restored_version, version
         FROM undo_outcome ORDER BY job, kind, record",
    ),
];

/// Reads the database below a folder. The server must not run any more.
pub(super) fn read(folder: &Path) -> Snapshot {
    let connection = Connection::open(folder.join("muster.db")).unwrap();
    let ids = numbers(&connection);
    let source: Vec<u8> = connection
        .query_row("SELECT id FROM external_source", [], |row| row.get(0))
        .unwrap();
    let source = Uuid::from_slice(&source).unwrap();
    // Documents have it with hyphens, keys without.
    let source = [source.to_string(), source.simple().to_string()];
    let sorts = |part: &str| matches!(part, "ledger" | "undone");
    PARTS
        .iter()
        .map(|&(part, sql)| {
            let mut statement = connection.prepare(sql).unwrap();
            let columns = statement.column_count();
            let mut found = statement.query([]).unwrap();
            let mut rows = Vec::new();
            while let Some(row) = found.next().unwrap() {
                let cells = (0..columns).map(|at| text(row.get_ref(at).unwrap(), &ids));
                let cells: Vec<String> = cells.collect();
                let row = cells.join(" | ");
                let row = source.iter().fold(row, |row, id| row.replace(id, "SOURCE"));
                rows.push(row);
            }
            // Its order is that of ids.
            if sorts(part) {
                rows.sort_unstable();
            }
            (part, rows)
        })
        .collect()
}

/// What each record's id is told by.
fn numbers(connection: &Connection) -> HashMap<Uuid, String> {
    let mut ids = HashMap::new();
    for table in ["contact", "organization"] {
        let sql = format!("SELECT id, number FROM {table}");
        let mut statement = connection.prepare(&sql).unwrap();
        let found = statement.query_map([], |row| {
            let id: Vec<u8> = row.get(0)?;
            let number: i64 = row.get(1)?;
            Ok((Uuid::from_slice(&id).unwrap(), format!("{table} {number}")))
        });
        ids.extend(found.unwrap().map(Result::unwrap));
    }
    ids
}

fn text(value: ValueRef<'_>, ids: &HashMap<Uuid, String>) -> String {
    match value {
        ValueRef::Null => "-".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
        ValueRef::Blob(bytes) => {
            let ids = bytes.chunks(16).map(|id| {
                let id = Uuid::from_slice(id).unwrap();
                ids.get(&id).cloned().unwrap_or_else(|| "?".to_owned())
            });
            ids.collect::<Vec<_>>().join(", ")
        }
    }
}
