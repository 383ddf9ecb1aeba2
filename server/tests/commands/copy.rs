//! `muster copy`.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};
use server::store::postgres::PostgresStore;
use server::store::sqlite::SqliteStore;
use server::store::{Role, Users as _};

use super::{fail, succeed};
use crate::cluster;
use crate::support::{API, Database, TestServer};

const COLUMNS: [&str; 7] = [
    "External ID",
    "First Name",
    "Last Name",
    "Work Email",
    "Cell Phone",
    "External Organization External ID",
    "External Organization Name",
];

/// A directory with something in every table, and the last of its imports.
async fn fill(server: &TestServer) -> Value {
    server.create_upload().await;
    let schema =
        json!({"name": "Fields", "jsonSchema": {"properties": {"nick_text": {"title": "Nick"}}}});
    let made = server
        .post(&format!("{API}/contacts/schemas"), schema)
        .await;
    made.expect(201);
    let profile = server.profile(json!({}), &COLUMNS).await;
    let header = COLUMNS.join(",");
    let csv = |rows: &str| format!("{header}\r\n{rows}\r\n");
    server
        .import(
            &csv("1,Ann,Lee,ann@x.org,,O1,Acme\r\n2,Bo,小明,bo@x.org,+14155550102,O2,Beta\r\n3,Cy,,cy@,,,"),
            &profile,
        )
        .await;
    let made = server
        .post(&format!("{API}/contacts"), json!({"firstName": "Eve"}))
        .await;
    let eve = made.expect(201).json()["selfUri"]
        .as_str()
        .unwrap()
        .to_owned();
    server.delete(&eve).await.expect(204);
    sign_a_client_in(server).await;
    let gone = server
        .import(&csv("8,Gone,Soon,gone@x.org,,O8,Gone"), &profile)
        .await;
    server.undo(&gone).await;
    export(server).await;
    // Changes Ann, and merges Bo into Dee.
    server
        .import(&csv("4,Dee,Ray,dee@x.org,,,"), &profile)
        .await;
    server
        .import(
            &csv("1,Anna,Lee,ann@x.org,,O1,Acme Ltd\r\n4,Dee,Ray,bo@x.org,+14155550102,,"),
            &profile,
        )
        .await
}

async fn sign_a_client_in(server: &TestServer) {
    let client = json!({
        "name": "Robot", "authorizedGrantType": "CLIENT-CREDENTIALS",
        "roleDivisions": [{"roleId": Role::ADMINISTRATOR, "divisionId": "all"}],
    });
    let made = server.post("/api/v2/oauth/clients", client).await;
    let made = made.expect(201).json();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        made["id"].as_str().unwrap(),
        made["secret"].as_str().unwrap()
    );
    let request = Request::post("/oauth/token")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form));
    server.send(request.unwrap()).await.expect(200);
}

/// An export that is complete, and one that the server has begun.
async fn export(server: &TestServer) {
    let path = format!("{API}/contacts/exports");
    server.post(&path, json!({})).await.expect(201);
    assert_eq!(server.make_exports(), 1);
    server.post(&path, json!({})).await.expect(201);
    server.execute("UPDATE export SET position = '7' WHERE status = 'RUNNING'");
}

#[tokio::test]
async fn a_copy_of_a_copy_holds_the_same_and_works() {
    let server = TestServer::start_on(Database::Sqlite);
    let last = fill(&server).await;
    let first = server.folder().join("muster.db");
    let before = contents(&first);
    let empty: Vec<_> = before.iter().filter(|(_, rows)| rows.is_empty()).collect();
    assert!(
        empty.iter().all(|(table, _)| *table == "setup"),
        "the test copies nothing of {empty:?}"
    );

    let postgres = cluster::new_database();
    let said = succeed(&["copy", "--from", &sqlite(&first), "--to", &postgres]);
    assert!(said.contains("contact: 3 of 3 rows\n"), "{said}");
    let second = server.folder().join("again/muster.db");
    succeed(&["copy", "--from", &postgres, "--to", &sqlite(&second)]);
    let after = contents(&second);
    for (table, rows) in &before {
        assert_eq!(rows, &after[table], "{table}");
    }
    assert_eq!(before.len(), after.len());

    let on_postgres = server.moved_to(Arc::new(PostgresStore::open(&postgres).unwrap()));
    goes_on(&on_postgres, &last).await;
    // The other database would go on somewhere else.
    assert_eq!(on_postgres.make_exports(), 1);
    let path = format!("{API}/contacts/exports");
    let exports = on_postgres.get(&path).await.expect(200).json();
    let statuses = [0, 1].map(|n| exports["entities"][n]["status"].clone());
    assert_eq!(statuses, ["FAILED", "SUCCEEDED"]);
    let file = exports["entities"][1]["downloadUrl"].as_str().unwrap();
    let file = on_postgres.get(file).await.expect(200).text();
    assert!(file.contains("ann@x.org"), "{file}");
    let on_sqlite = server.moved_to(Arc::new(SqliteStore::open(&second).unwrap()));
    goes_on(&on_sqlite, &last).await;
}

/// Searches, undoes the last import and imports again, as if nothing had happened.
async fn goes_on(server: &TestServer, last: &Value) {
    TestServer::only(server.search("anna").await);
    // Merged, and undone.
    assert!(server.search("小明").await.is_empty());
    assert!(server.search("gone").await.is_empty());
    TestServer::only(server.search("+14155550102").await);
    server.undo(last).await;
    assert_eq!(
        TestServer::only(server.search("lee").await)["firstName"],
        "Ann"
    );
    let bo = TestServer::only(server.search("小明").await);
    assert_eq!(
        bo["id"],
        TestServer::only(server.search("bo@x").await)["id"]
    );
    let profile = server.profile(json!({}), &COLUMNS).await;
    let csv = format!("{}\r\n1,Annie,Lee,,,,\r\n", COLUMNS.join(","));
    server.import(&csv, &profile).await;
    TestServer::only(server.search("annie").await);
}

#[tokio::test]
async fn a_target_with_data_and_a_source_at_work_are_refused() {
    let server = TestServer::start_on(Database::Sqlite);
    let source = sqlite(&server.folder().join("muster.db"));
    let postgres = cluster::new_database();
    succeed(&["copy", "--from", &source, "--to", &postgres]);
    let said = fail(&["copy", "--from", &source, "--to", &postgres]);
    assert!(said.contains("the target holds data already"), "{said}");

    let file = File::create(server.folder().join("muster.db.lock")).unwrap();
    file.try_lock().unwrap();
    let target = cluster::new_database();
    let said = fail(&["copy", "--from", &source, "--to", &target]);
    assert!(
        said.contains("another server works on this database"),
        "{said}"
    );
    drop(file);

    let store = PostgresStore::open(&postgres).unwrap();
    store.has_users().unwrap();
    let target = sqlite(&server.folder().join("new.db"));
    let said = fail(&["copy", "--from", &postgres, "--to", &target]);
    assert!(
        said.contains("a server works on the PostgreSQL database"),
        "{said}"
    );
}

#[test]
fn databases_of_one_kind_and_sources_that_are_not_there_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| sqlite(&folder.path().join(name));
    let said = fail(&["copy", "--from", &file("a.db"), "--to", &file("b.db")]);
    assert!(said.contains("both databases are files"), "{said}");
    let postgres = "postgres://nowhere/x";
    let said = fail(&["copy", "--from", &file("a.db"), "--to", postgres]);
    assert!(said.contains("there is no database"), "{said}");
    assert!(!folder.path().join("a.db").exists());
}

fn sqlite(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// Every row of every table of a file, in the order of its text. What is told by a number only there is told by its id.
fn contents(path: &Path) -> BTreeMap<String, Vec<String>> {
    let connection = Connection::open(path).unwrap();
    let mut tables = connection
        .prepare(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
             AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'refinery%'",
        )
        .unwrap();
    let tables = tables.query_map([], |row| row.get(0)).unwrap();
    let mut contents = BTreeMap::new();
    for table in tables {
        let table: String = table.unwrap();
        let is_numbered = |name: &str| ["contact", "organization", "upload"].contains(&name);
        let mut statement = connection
            .prepare("SELECT name, type FROM pragma_table_info(?1)")
            .unwrap();
        let columns = statement.query_map([&table], |row| {
            let (column, kind): (String, String) = (row.get(0)?, row.get(1)?);
            let is_number = kind == "INTEGER";
            Ok(match column.as_str() {
                "number" if is_numbered(&table) => "'-'".to_owned(),
                name if is_numbered(name) && is_number => {
                    format!("(SELECT id FROM {name} WHERE number = t.{name})")
                }
                name => format!("t.\"{name}\""),
            })
        });
        let columns: Vec<String> = columns.unwrap().map(Result::unwrap).collect();
        let columns = columns.join(", ");
        let mut statement = connection
            .prepare(&format!("SELECT {columns} FROM \"{table}\" t"))
            .unwrap();
        let count = statement.column_count();
        let mut found = statement.query([]).unwrap();
        let mut rows = Vec::new();
        while let Some(row) = found.next().unwrap() {
            let cells = (0..count).map(|column| text(row.get_ref(column).unwrap()));
            rows.push(cells.collect::<Vec<_>>().join(" | "));
        }
        rows.sort_unstable();
        contents.insert(table, rows);
    }
    contents
}

fn text(value: ValueRef<'_>) -> String {
    format!("{value:?}")
}
