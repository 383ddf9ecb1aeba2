//! Everything that a scenario leaves in the database, without what differs from run to run: ids, times.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::storage::Storage;

/// The rows of each part, as text.
pub(super) type Snapshot = BTreeMap<&'static str, Vec<String>>;

/// Ids are told by the place of their record among all, times by the order in which records have them.
const PARTS: [(&str, &str); 12] = [
    (
        "contacts",
        "SELECT id, division, organization, version, merged_to, merge_set, document
         FROM contact ORDER BY id",
    ),
    (
        "contacts, as created",
        "SELECT id FROM contact ORDER BY created, id",
    ),
    (
        "contacts, as modified",
        "SELECT id FROM contact ORDER BY modified, id",
    ),
    (
        "identifiers of contacts",
        "SELECT division, kind, key, contact FROM contact_identifier ORDER BY 1, 2, 3, 4",
    ),
    (
        "organizations",
        "SELECT id, division, version, document FROM organization ORDER BY id",
    ),
    (
        "identifiers of organizations",
        "SELECT division, kind, key, organization FROM organization_identifier ORDER BY 1, 2, 3, 4",
    ),
    (
        "jobs",
        "SELECT number, status, step, details, next_batch, validation, import, undo FROM job ORDER BY number",
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

/// How the names of contacts are found differs.
const SQLITE_NAMES: &str =
    "SELECT rowid FROM contact_name WHERE contact_name MATCH 'name' ORDER BY rowid";
const POSTGRES_NAMES: &str = "SELECT id, words FROM contact_name ORDER BY id";

/// Reads a database. No server may be at work on it any more.
pub(super) fn read(storage: &Storage) -> Snapshot {
    let ids = names(storage);
    let source = &storage.cells("SELECT id FROM external_source")[0][0];
    let source = ids_in(source).unwrap()[0];
    // Documents have it with hyphens, keys without.
    let source = [source.to_string(), source.simple().to_string()];
    let names = storage.either(SQLITE_NAMES, POSTGRES_NAMES);
    let sorts = |part: &str| matches!(part, "ledger" | "undone");
    let parts = PARTS.into_iter().chain([("names of contacts", names)]);
    parts
        .map(|(part, sql)| {
            let rows = storage.cells(sql).into_iter().map(|cells| {
                let cells: Vec<String> = cells.into_iter().map(|cell| told(cell, &ids)).collect();
                let row = cells.join(" | ");
                source.iter().fold(row, |row, id| row.replace(id, "SOURCE"))
            });
            let mut rows: Vec<String> = rows.collect();
            // Its order is that of ids.
            if sorts(part) {
                rows.sort_unstable();
            }
            (part, rows)
        })
        .collect()
}

/// What each record's id is told by.
fn names(storage: &Storage) -> HashMap<Uuid, String> {
    let mut names = HashMap::new();
    for table in ["contact", "organization"] {
        let found = storage.cells(&format!("SELECT id FROM {table} ORDER BY id"));
        for (place, cells) in found.iter().enumerate() {
            names.insert(ids_in(&cells[0]).unwrap()[0], format!("{table} {place}"));
        }
    }
    names
}

/// A cell with the names of records instead of their ids; those that are gone have none.
fn told(cell: String, names: &HashMap<Uuid, String>) -> String {
    let Some(ids) = ids_in(&cell) else {
        return cell;
    };
    let told = ids
        .iter()
        .map(|id| names.get(id).map_or("?", String::as_str));
    told.collect::<Vec<_>>().join(", ")
}

/// The ids that a cell consists of; none where it is no cell of ids.
fn ids_in(cell: &str) -> Option<Vec<Uuid>> {
    let Some(digits) = cell.strip_prefix("\\x") else {
        return cell.parse().ok().map(|id| vec![id]);
    };
    let ids = digits.as_bytes().chunks(32);
    ids.map(|id| Uuid::try_parse_ascii(id).ok()).collect()
}

/// Compares what two runs left.
#[track_caller]
pub(super) fn assert_same(found: &Snapshot, expected: &Snapshot, after: &dyn std::fmt::Display) {
    for (part, rows) in expected {
        let found = &found[part];
        let same = rows.iter().zip(found).take_while(|(a, b)| a == b).count();
        assert_eq!(
            rows.get(same),
            found.get(same),
            "`{part}` differs after {after}, first at {same} of {}",
            rows.len()
        );
    }
    assert_eq!(found, expected, "after {after}");
}
