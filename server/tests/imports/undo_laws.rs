//! What holds of every undo, whatever the file and the directory.

use import_core::record::SECOND;
use proptest::prelude::ProptestConfig;
use proptest::prelude::{Just, Strategy, prop, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::TestCaseError;
use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::json;

use crate::cluster;
use crate::support::{Database, Profile, Rows, TestServer};

pub(super) const COLUMNS: [&str; 7] = [
    "External ID",
    "First Name",
    "Work Email",
    "Personal Email",
    "Cell Phone",
    "External Organization External ID",
    "External Organization Name",
];

/// Everything that the directory holds, all but the versions of its records.
pub(super) fn directory(server: &TestServer) -> Vec<String> {
    if let Some(database) = server.postgres() {
        let tables = [
            "SELECT 'contact', division, id, created, modified, organization, merged_to, merge_set, document
             FROM contact ORDER BY id",
            "SELECT 'organization', division, id, created, modified, document
             FROM organization ORDER BY id",
            "SELECT 'contact name', * FROM contact_name ORDER BY 2, 3",
            "SELECT 'organization name', * FROM organization_name ORDER BY 2, 3",
            "SELECT 'contact key', * FROM contact_identifier ORDER BY 2, 3, 4, 5",
            "SELECT 'organization key', * FROM organization_identifier ORDER BY 2, 3, 4, 5",
        ];
        let rows = tables.iter().flat_map(|sql| cluster::rows(database, sql));
        return rows.collect();
    }
    let tables = [
        "SELECT 'contact', number, division, id, created, modified, organization, merged_to, merge_set,
         document FROM contact ORDER BY number",
        "SELECT 'organization', number, division, id, created, modified, document
         FROM organization ORDER BY number",
        "SELECT 'contact key', division, kind, key, contact FROM contact_identifier ORDER BY 2, 3, 4, 5",
        "SELECT 'organization key', division, kind, key, organization
         FROM organization_identifier ORDER BY 2, 3, 4, 5",
        "SELECT 'contact name', id, sz FROM contact_name_docsize ORDER BY id",
        "SELECT 'organization name', id, sz FROM organization_name_docsize ORDER BY id",
    ];
    let database = Connection::open(server.folder().join("muster.db")).unwrap();
    tables
        .iter()
        .flat_map(|sql| read(&database, sql))
        .map(|row| format!("{row:?}"))
        .collect()
}

fn read(database: &Connection, sql: &str) -> Vec<Vec<Value>> {
    let mut statement = database.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|n| row.get(n)).collect());
    rows.unwrap().map(Result::unwrap).collect()
}

/// The directory with the numbers of records for their ids, and times of the import from its beginning on:
/// what has to be the same when a file is imported again.
fn content(server: &TestServer) -> Vec<String> {
    if let Some(database) = server.postgres() {
        return content_of_postgres(database);
    }
    let database = Connection::open(server.folder().join("muster.db")).unwrap();
    let began = read(&database, "SELECT max(import_began) FROM job");
    let Value::Integer(began) = began[0][0] else {
        return Vec::new();
    };
    let sql = format!(
        "WITH contacts AS (
             SELECT *, (SELECT group_concat(behind.number) FROM contact AS behind
                        WHERE instr(contact.merge_set, behind.id) > 0) AS behind
             FROM contact)
         SELECT number, CASE WHEN created < {began} THEN created ELSE created - {began} END,
         CASE WHEN modified < {began} THEN modified ELSE modified - {began} END,
         (SELECT number FROM organization AS own WHERE own.id = organization),
         (SELECT number FROM contact AS top WHERE top.id = contacts.merged_to), behind, document
         FROM contacts ORDER BY number"
    );
    let mut rows = read(&database, &sql);
    rows.extend(read(
        &database,
        "SELECT kind, key, contact FROM contact_identifier ORDER BY 1, 2, 3",
    ));
    rows.extend(read(
        &database,
        "SELECT number, document FROM organization ORDER BY 1",
    ));
    rows.extend(read(
        &database,
        "SELECT kind, key, organization FROM organization_identifier ORDER BY 1, 2, 3",
    ));
    rows.iter().map(|row| format!("{row:?}")).collect()
}

/// The same in `PostgreSQL`, where the order of the ids gives the numbers.
fn content_of_postgres(database: &str) -> Vec<String> {
    let with = "WITH began AS (SELECT max(import_began) AS began FROM job),
         c AS (SELECT *, row_number() OVER (ORDER BY id) AS number FROM contact),
         o AS (SELECT *, row_number() OVER (ORDER BY id) AS number FROM organization)";
    let tables = [
        "SELECT number, CASE WHEN created < began THEN created ELSE created - began END,
         CASE WHEN modified < began THEN modified ELSE modified - began END,
         (SELECT number FROM o WHERE o.id = c.organization),
         (SELECT number FROM c AS top WHERE top.id = c.merged_to),
         (SELECT string_agg(behind.number::text, ',' ORDER BY behind.number) FROM c AS behind
          WHERE position(uuid_send(behind.id) IN c.merge_set) > 0), document
         FROM c, began ORDER BY 1",
        "SELECT i.kind, i.key, c.number FROM contact_identifier i JOIN c ON c.id = i.contact ORDER BY 1, 2, 3",
        "SELECT number, document FROM o ORDER BY 1",
        "SELECT number, words FROM contact_name JOIN c USING (id) ORDER BY 1",
        "SELECT number, words FROM organization_name JOIN o USING (id) ORDER BY 1",
        "SELECT i.kind, i.key, o.number FROM organization_identifier i JOIN o ON o.id = i.organization
         ORDER BY 1, 2, 3",
    ];
    let rows = tables
        .iter()
        .flat_map(|sql| cluster::rows(database, &format!("{with} {sql}")));
    rows.collect()
}

/// Few values, so that rows meet each other in every way.
pub(super) fn files(rows: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = |format: fn(u8) -> String, most: u8| {
        prop_oneof![Just(String::new()), (0..most).prop_map(format)]
    };
    let row = (
        cell(|n| n.to_string(), 5),
        cell(|n| format!("Name {n}"), 4),
        cell(|n| format!("a{n}@x.org"), 5),
        cell(|n| format!("a{n}@x.org"), 5),
        cell(|n| format!("+1415555010{n}"), 4),
        cell(|n| format!("o{n}"), 3),
        cell(|n| format!("Firm {n}"), 3),
    );
    let row = row.prop_map(|(a, b, c, d, e, f, g)| vec![a, b, c, d, e, f, g]);
    prop::collection::vec(row, rows)
}

pub(super) async fn import(
    server: &TestServer,
    profile: &Profile,
    rows: Vec<Vec<String>>,
    size: usize,
) -> String {
    server.pass(SECOND);
    let upload = server
        .upload_in_batches(&Rows::new(&COLUMNS, rows), size)
        .await;
    let job = server.create_job(&upload, profile).await;
    server.run();
    server.command(&job, "Continue").await.expect(200);
    server.run();
    assert_eq!(server.job(&job).await["status"], "Completed");
    job
}

/// Undoes an import, record by record and with a break after each transaction; how many it kept. An import
/// that changed nothing needs no undo.
async fn undo(server: &TestServer, import: &str) -> u64 {
    let asked = server.ask_undo(import).await;
    if asked.status == 409 {
        asked.expect_error(409, "nothing_to_undo");
        return 0;
    }
    let undo = asked.expect(201).json()["job"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    while server.job(&undo).await["status"] == "Running" {
        server.run_some(&undo, 1);
    }
    let undo = server.job(&undo).await;
    assert_eq!(undo["status"], "Completed", "{undo}");
    assert_eq!(
        undo["progress"]["rowsDone"], undo["progress"]["rowsTotal"],
        "every record is decided"
    );
    undo["undo"]["kept"].as_u64().unwrap()
}

fn check(
    database: Database,
    files: &[Vec<Vec<String>>; 3],
    size: usize,
    merge: bool,
) -> Result<(), TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let server = TestServer::start_on(database);
        let merging = server.profile(json!({}), &COLUMNS).await;
        let profile = server
            .profile(json!({"mergeContacts": merge}), &COLUMNS)
            .await;
        let mut befores = vec![directory(&server)];
        let mut imports = Vec::new();
        for (file, profile) in files.iter().zip([&merging, &merging, &profile]) {
            imports.push(import(&server, profile, file.clone(), size).await);
            befores.push(directory(&server));
        }
        let once = content(&server);
        // Undone and imported again, it is as if it were imported once.
        prop_assert_eq!(undo(&server, &imports[2]).await, 0);
        prop_assert_eq!(directory(&server), befores[2].clone());
        imports[2] = import(&server, &profile, files[2].clone(), size).await;
        prop_assert_eq!(content(&server), once);
        // One after the other, last first, every import can be undone.
        for (import, before) in imports.iter().zip(&befores).rev() {
            prop_assert_eq!(undo(&server, import).await, 0);
            prop_assert_eq!(&directory(&server), before);
        }
        Ok(())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_undo_gives_back_the_directory_as_it_was(
        first in files(1..10),
        second in files(1..6),
        third in files(1..12),
        size in 1_usize..5,
        merge: bool,
    ) {
        check(Database::Sqlite, &[first, second, third], size, merge)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_postgres_an_undo_gives_back_the_directory_as_it_was(
        first in files(1..10),
        second in files(1..6),
        third in files(1..12),
        size in 1_usize..5,
        merge: bool,
    ) {
        check(Database::Postgres, &[first, second, third], size, merge)?;
    }
}
