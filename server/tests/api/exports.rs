//! Exports: what is in them, who sees them, and that they can be imported again.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use import_core::columns::Field;
use import_core::permission::Permission as P;
use import_core::record::{SECOND, Timestamp};
use serde_json::{Value, json};
use server::environment::Environment;
use server::exports::Exporter;
use server::jobs::Signal;
use uuid::Uuid;

use super::custom_fields::make_schema;
use crate::support::{API, Rows, TestEnvironment, TestServer};

const CONTACTS: &str = "/api/v2/externalcontacts/contacts/exports";
const ORGANIZATIONS: &str = "/api/v2/externalcontacts/organizations/exports";

const CSV: &str = "External ID,First Name,Last Name,Work Email,Cell Phone,Cell Phone Accepts SMS,Line Id,\
    External Organization External ID,External Organization Name,External Organization Tags,\
    External Organization Tickers,External Organization Employee Count\n\
    007,=Ann,\"O'Brien, the first\",ann@x.org,+1 415-555-0102,yes,u1,E1,'=Acme,one;two,NYSE:ACME,12\n\
    8,Bob,,bob@x.org,,,,E1,,,,\n\
    9,Cem,@home,cem@x.org,,,,,,,,\n";

/// Asks for an export.
async fn ask(server: &TestServer, path: &str, body: Value) -> Value {
    server.post(path, body).await.expect(201).json()
}

async fn read(server: &TestServer, export: &Value) -> Value {
    let path = export["selfUri"].as_str().unwrap();
    server.get(path).await.expect(200).json()
}

async fn file(server: &TestServer, export: &Value) -> String {
    let path = export["downloadUrl"].as_str().unwrap();
    let answer = server.get(path).await.expect(200);
    assert!(answer.headers["content-type"].starts_with("text/csv"));
    assert!(answer.headers["content-disposition"].starts_with("attachment"));
    let text = answer.text();
    let text = text.strip_prefix('\u{feff}');
    text.expect("a mark for spreadsheets").to_owned()
}

/// The records of a file, each by its columns.
fn records(file: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// Asks for an export, lets it be made, and reads its records.
async fn export(server: &TestServer, path: &str, body: Value) -> Vec<HashMap<String, String>> {
    let asked = ask(server, path, body).await;
    assert_eq!(server.make_exports(), 1);
    let made = read(server, &asked).await;
    let found = records(&file(server, &made).await);
    assert_eq!(made["resultRowCount"], found.len(), "{made}");
    found
}

fn first_names(found: &[HashMap<String, String>]) -> Vec<&str> {
    found.iter().map(|row| row["First Name"].as_str()).collect()
}

async fn import(server: &TestServer, csv: &str) -> Value {
    let header = csv.lines().next().unwrap();
    let columns: Vec<&str> = header
        .split(',')
        .filter(|column| Field::by_name(column).is_some())
        .collect();
    let profile = server.profile(json!({}), &columns).await;
    server.import(csv, &profile).await
}

#[tokio::test]
async fn an_export_is_made_in_the_background_and_read() {
    let server = TestServer::start();
    import(&server, CSV).await;
    let asked = ask(&server, CONTACTS, json!({"status": "FAILED", "id": "x"})).await;
    assert_eq!(asked["status"], "RUNNING");
    assert_eq!(asked["divisionIds"], json!(["*"]));
    assert_eq!(asked.get("downloadUrl"), None);
    let early = server
        .get(&format!("{}/file", asked["selfUri"].as_str().unwrap()))
        .await;
    early.expect_error(409, "export_incomplete");

    server.pass(SECOND);
    assert_eq!(server.make_exports(), 1);
    assert_eq!(server.make_exports(), 0, "none is made twice");
    let made = read(&server, &asked).await;
    assert_eq!(made["status"], "SUCCEEDED");
    assert_eq!(made["resultRowCount"], 3);
    assert_ne!(made["dateCompletion"], made["dateCreated"]);
    let found = records(&file(&server, &made).await);
    assert_eq!(found[0]["External ID"], "007");
    assert_eq!(found[0]["First Name"], "'=Ann", "nothing that can be run");
    assert_eq!(found[0]["Cell Phone"], "+1 415-555-0102");
    assert_eq!(found[0]["External Organization Name"], "'=Acme");
    assert_eq!(found[0]["Export Division"], "Unassigned");
    assert_eq!(found[2]["External Organization Name"], "");
}

#[tokio::test]
async fn what_was_exported_changes_nothing_when_it_is_imported_again() {
    let server = TestServer::start();
    import(&server, CSV).await;
    for (path, rows) in [(CONTACTS, 3), (ORGANIZATIONS, 1)] {
        let asked = ask(&server, path, json!({})).await;
        server.make_exports();
        let made = read(&server, &asked).await;
        let job = import(&server, &file(&server, &made).await).await;
        let counts = &job["import"]["rows"];
        assert_eq!(counts["unchanged"], rows, "{path}: {job}");
    }
    // Elsewhere it makes the same records.
    let other = TestServer::start();
    let asked = ask(&server, CONTACTS, json!({})).await;
    server.make_exports();
    let made = read(&server, &asked).await;
    let job = import(&other, &file(&server, &made).await).await;
    assert_eq!(job["import"]["rows"]["created"], 3, "{job}");
    let ann = TestServer::only(other.search("ann@").await);
    assert_eq!(ann["firstName"], "=Ann");
    assert_eq!(ann["cellPhone"]["acceptsSMS"], true);
    assert_eq!(ann["externalIds"][0]["value"], "007");
}

#[tokio::test]
async fn organizations_have_their_own_columns() {
    let server = TestServer::start();
    import(&server, CSV).await;
    let found = export(&server, ORGANIZATIONS, json!({})).await;
    assert_eq!(found[0]["External Organization External ID"], "E1");
    assert_eq!(found[0]["External Organization Tags"], "one;two");
    assert_eq!(found[0]["External Organization Tickers"], "NYSE:ACME");
    assert!(!found[0].contains_key("First Name"));
}

#[tokio::test]
async fn ids_of_several_sources_have_columns_of_their_own() {
    let server = TestServer::start();
    import(&server, CSV).await;
    let body = json!({"name": "Club"});
    let club = server.post(&format!("{API}/externalsources"), body).await;
    let club = club.expect(201).json()["id"].clone();
    let id = |value: &str| json!({"externalSource": {"id": club}, "value": value});
    let body = json!({
        "firstName": "Dee",
        "externalIds": [id("d-1"), id("d-2")],
        "identifiers": [],
    });
    let made = server.post(&format!("{API}/contacts"), body).await;
    made.expect(201);

    let found = export(&server, CONTACTS, json!({})).await;
    let dee = &found[3];
    assert_eq!(dee["External ID (Club)"], "d-1");
    assert_eq!(dee["External ID (CRM)"], "");
    assert_eq!(dee["Export Other Identifiers"], "ExternalId: d-2");
    assert_eq!(found[0]["External ID (CRM)"], "007");

    let only = json!({"queryConditions": {
        "filters": {"eq": {"field": "ExternalSourceId", "value": club}},
    }});
    let found = export(&server, CONTACTS, only).await;
    assert_eq!(first_names(&found), ["Dee"]);
    assert_eq!(found[0]["External ID"], "d-1");
}

#[tokio::test]
async fn conditions_and_a_limit_choose() {
    let server = TestServer::start();
    import(&server, CSV).await;
    let dates = json!({"not": {"lte": {"field": "CreateDate", "value": "2020-01-01T00:00:00Z"}}});
    let body = json!({"queryConditions": {"filters": dates, "limit": 2}});
    let found = export(&server, CONTACTS, body).await;
    assert_eq!(first_names(&found), ["'=Ann", "Bob"]);
    let none = json!({"gte": {"field": "ModifyDate", "value": "2999-01-01T00:00:00Z"}});
    let body = json!({"queryConditions": {"filters": none}});
    assert!(export(&server, CONTACTS, body).await.is_empty());

    let check = |body: Value, field: &str| {
        let (server, field) = (&server, field.to_owned());
        async move {
            let refused = server.post(CONTACTS, body).await;
            let error = refused.expect_error(400, "field_invalid");
            assert_eq!(error["details"][0]["fieldName"], field, "{error}");
        }
    };
    check(json!({"divisionIds": ["nowhere"]}), "divisionIds").await;
    let limit = |limit: u64| json!({"queryConditions": {"limit": limit}});
    check(limit(0), "queryConditions.limit").await;
    check(limit(180_000_001), "queryConditions.limit").await;
    let day = json!({"gte": {"field": "ModifyDate", "value": "today"}});
    let wrong = json!({"queryConditions": {"filters": {"or": [day]}}});
    check(wrong, "queryConditions.filters.or[0].gte").await;
}

#[tokio::test]
async fn custom_fields_are_columns_and_conditions() {
    let server = TestServer::start();
    let properties = json!({
        "size_integer": {"title": "Size"}, "likes_tag": {"title": "Likes"}, "title_text": {"title": "Title"},
    });
    for (kind, path, name) in [
        ("contacts", CONTACTS, "firstName"),
        ("organizations", ORGANIZATIONS, "name"),
    ] {
        let schema = make_schema(&server, kind, properties.clone()).await;
        let records = format!("{API}/{kind}");
        let fields = json!({"size_integer": 42, "likes_tag": ["a", "b"], "title_text": "=1"});
        let body = json!({name: "Ann", "customFields": fields});
        server.post(&records, body).await.expect(201);
        server
            .post(&records, json!({name: "Bob"}))
            .await
            .expect(201);
        let of_schema = json!({"eq": {"field": "SchemaId", "value": schema["id"]}});
        let body = json!({"queryConditions": {"filters": of_schema}});
        let found = export(&server, path, body).await;
        assert_eq!(found.len(), 1, "{kind}");
        // The names by which an import knows the fields, beside those of the other kind and of every record.
        let (size, title) = match kind {
            "contacts" => ("Size", "customFields.title_text"),
            _ => ("External Organization Size", "External Organization Title"),
        };
        assert_eq!(found[0][size], "42");
        assert_eq!(found[0][title], "'=1");
        assert!(found[0].values().any(|cell| cell == "a;b"));
        let second = json!({"eq": {"field": "SchemaVersion", "value": "2"}});
        let body = json!({"queryConditions": {"filters": second}});
        assert!(export(&server, path, body).await.is_empty(), "{kind}");
    }
}

#[tokio::test]
async fn a_list_goes_on_from_a_cursor() {
    let server = TestServer::start();
    let mut asked = Vec::new();
    for _ in 0..3 {
        let export = ask(&server, CONTACTS, json!({})).await;
        asked.insert(0, export["id"].clone());
    }
    ask(&server, ORGANIZATIONS, json!({})).await;
    let mut seen = Vec::new();
    let mut next = Some(format!("{CONTACTS}?pageSize=2&divisionIds=*"));
    while let Some(path) = next {
        let page = server.get(&path).await.expect(200).json();
        let entities = page["entities"].as_array().unwrap().iter();
        seen.extend(entities.map(|export| export["id"].clone()));
        next = page["nextUri"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, asked);
    let elsewhere = server.get(&format!("{CONTACTS}?divisionIds=north")).await;
    assert_eq!(elsewhere.expect(200).json()["entities"], json!([]));
}

#[tokio::test]
async fn an_export_holds_and_shows_itself_to_its_divisions_alone() {
    let mut server = TestServer::start();
    let body = json!({"name": "North"});
    let north = server
        .post("/api/v2/authorization/divisions", body)
        .await
        .expect(201)
        .json();
    let north = north["id"].as_str().unwrap();
    for (name, division) in [("Ann", "*"), ("Bob", north)] {
        let body = json!({"firstName": name, "division": {"id": division}});
        let made = server.post(&format!("{API}/contacts"), body).await;
        made.expect(201);
    }
    let both = ask(&server, CONTACTS, json!({})).await;
    let here = ask(&server, CONTACTS, json!({"divisionIds": ["*"]})).await;
    server.make_exports();
    let found = records(&file(&server, &read(&server, &here).await).await);
    assert_eq!(first_names(&found), ["Ann"]);
    let both = read(&server, &both).await;
    assert_eq!(both["resultRowCount"], 2);

    server.sign_in_as(P::ALL, Some(north));
    for export in [&both, &here] {
        let path = export["selfUri"].as_str().unwrap();
        server.get(path).await.expect_error(404, "not_found");
        let file = server.get(&format!("{path}/file")).await;
        file.expect_error(404, "not_found");
    }
    let listed = server.get(CONTACTS).await.expect(200).json();
    assert_eq!(listed["entities"], json!([]));
    let refused = server.post(CONTACTS, json!({"divisionIds": ["*"]})).await;
    refused.expect_error(403, "missing_permission");

    let mine = ask(&server, CONTACTS, json!({})).await;
    assert_eq!(mine["divisionIds"], json!([north]));
    server.make_exports();
    let mine = read(&server, &mine).await;
    assert_eq!(first_names(&records(&file(&server, &mine).await)), ["Bob"]);
    let path = mine["selfUri"].as_str().unwrap();
    let other = path.replace("contacts/exports", "organizations/exports");
    server.get(&other).await.expect_error(404, "not_found");
}

#[tokio::test]
async fn an_export_is_gone_after_a_week() {
    let mut server = TestServer::start();
    let asked = ask(&server, CONTACTS, json!({})).await;
    server.make_exports();
    server.pass(6 * 24 * 3_600 * SECOND);
    server.make_exports();
    // Sessions live for a day.
    server.sign_in_as(P::ALL, None);
    let made = read(&server, &asked).await;
    server.pass(2 * 24 * 3_600 * SECOND);
    server.make_exports();
    server.sign_in_as(P::ALL, None);
    let path = made["downloadUrl"].as_str().unwrap();
    server.get(path).await.expect_error(404, "not_found");
}

/// Stops the server once its clock was asked this often.
struct StopAfter {
    clock: Arc<TestEnvironment>,
    left: AtomicU32,
    signal: Arc<Signal>,
}

impl Environment for StopAfter {
    fn now(&self) -> Timestamp {
        if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.signal.stop();
        }
        self.clock.now()
    }

    fn new_id(&self) -> Uuid {
        self.clock.new_id()
    }

    fn secret(&self) -> [u8; 32] {
        self.clock.secret()
    }
}

#[tokio::test]
async fn another_server_goes_on_with_an_export_and_makes_the_same_file() {
    let server = TestServer::start();
    let rows = Rows::new(
        &["External ID", "First Name"],
        (0..4_500).map(|n| vec![n.to_string(), format!("Name {n}")]),
    );
    let profile = server
        .profile(json!({}), &["External ID", "First Name"])
        .await;
    server.import(&rows.csv(), &profile).await;
    let whole = ask(&server, CONTACTS, json!({})).await;
    server.make_exports();
    let broken = ask(&server, CONTACTS, json!({})).await;
    let signal = Arc::new(Signal::default());
    let environment = Arc::new(StopAfter {
        clock: Arc::clone(&server.environment),
        // Two to find it, one for the first piece.
        left: AtomicU32::new(3),
        signal: Arc::clone(&signal),
    });
    let store = Arc::clone(&server.store);
    Exporter::new(store, environment, signal)
        .run_waiting()
        .unwrap();
    let id = broken["id"].as_str().unwrap().parse().unwrap();
    let stopped = server.store.find_export(id).unwrap().unwrap();
    assert_eq!(
        (stopped.progress.pieces, stopped.progress.records),
        (1, 2_000)
    );
    assert_eq!(read(&server, &broken).await["status"], "RUNNING");

    assert_eq!(server.make_exports(), 1);
    let broken = read(&server, &broken).await;
    assert_eq!(broken["resultRowCount"], 4_500);
    let whole = read(&server, &whole).await;
    assert_eq!(file(&server, &broken).await, file(&server, &whole).await);
}

#[tokio::test]
async fn an_export_that_cannot_be_made_is_failed() {
    let server = TestServer::start();
    let asked = ask(&server, CONTACTS, json!({})).await;
    let broken = r#"{"conditions":{"filters":{"lte":{"field":"CreateDate","value":"never"}}}}"#;
    server.execute(&format!("UPDATE export SET plan = '{broken}'"));
    assert_eq!(server.make_exports(), 1);
    let id = asked["id"].as_str().unwrap().parse().unwrap();
    let found = server.store.find_export(id).unwrap().unwrap();
    assert_eq!(
        found.progress.status,
        import_core::api::ExportStatus::Failed
    );
    assert_eq!(server.make_exports(), 0);
}
