//! What holds of imports and undos while people change the same records by hand.

use std::collections::{BTreeMap, BTreeSet};

use import_core::api::Phase;
use import_core::record::SECOND;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq};
use proptest::proptest;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::undo_laws::{COLUMNS, files, import};
use crate::cluster;
use crate::support::{API, Database, Rows, TestServer};

/// Somebody's change: which contact gets a title. No file has titles, so nothing else gives or takes one.
type Edit = u8;

/// The contacts that people gave titles.
#[derive(Default)]
struct Hand {
    titled: BTreeSet<String>,
    count: usize,
}

impl Hand {
    /// Makes a change, if there is a contact to change.
    async fn make(&mut self, server: &TestServer, which: Edit) {
        server.pass(SECOND);
        let contacts = server.search("").await;
        if contacts.is_empty() {
            return;
        }
        let contact = &contacts[usize::from(which) % contacts.len()];
        let id = contact["id"].as_str().unwrap().to_owned();
        self.count += 1;
        let title = format!("Hand {}", self.count);
        let change = json!({"field": "$.title", "action": "Update", "value": title});
        let path = format!("{API}/contacts/{id}");
        let changed = server.patch(&path, json!({"changes": [change]})).await;
        assert_eq!(changed.expect(200).json()["title"], title.as_str());
        self.titled.insert(id);
    }

    /// Every contact that got a title is there and has one, its own or that of a contact merged with it; or it is
    /// part of another contact now.
    async fn check(&self, server: &TestServer) -> Result<(), TestCaseError> {
        for id in &self.titled {
            let found = server.get(&format!("{API}/contacts/{id}")).await;
            let contact = found.expect(200).json();
            let title = contact["title"].as_str().unwrap_or_default();
            prop_assert!(
                title.starts_with("Hand ") || contact["mergedTo"].is_object(),
                "{contact}"
            );
        }
        Ok(())
    }
}

/// Every identifier that a live contact holds.
fn identifiers(server: &TestServer) -> BTreeSet<String> {
    let sql = "SELECT kind || ' ' || key FROM contact_identifier";
    if let Some(database) = server.postgres() {
        return cluster::rows(database, sql).into_iter().collect();
    }
    let database = rusqlite::Connection::open(server.folder().join("muster.db")).unwrap();
    let mut statement = database.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// The outcome of each row.
async fn outcomes(server: &TestServer, job: &str, phase: &str) -> BTreeMap<u64, String> {
    let path = format!("{API}/import/jobs/{job}/rows?phase={phase}&pageSize=100");
    let listed = server.get(&path).await.expect(200).json();
    let rows = listed["entities"].as_array().unwrap().iter();
    rows.map(|row| {
        let outcome = row["outcome"].as_str().unwrap().to_owned();
        (row["row"].as_u64().unwrap(), outcome)
    })
    .collect()
}

/// The rows that came to something else than was predicted.
async fn missed(server: &TestServer, job: &Value) -> BTreeSet<u64> {
    let problems = server.problems(job, Phase::Import).await.into_iter();
    let missed = problems.filter(|(_, code)| code == "prediction_missed");
    missed.map(|(row, _)| row).collect()
}

async fn undo(server: &TestServer, import: &str) {
    let asked = server.ask_undo(import).await;
    if asked.status == 409 {
        asked.expect_error(409, "nothing_to_undo");
        return;
    }
    let undo = asked.expect(201).json();
    let undo = undo["job"]["id"].as_str().unwrap();
    // Stopped after each transaction: every one is a step towards the end, also where records are kept.
    for _ in 0..200 {
        server.run_some(undo, 1);
    }
    let undo = server.job(undo).await;
    assert_eq!(undo["status"], "Completed", "{undo}");
    assert_eq!(
        undo["progress"]["rowsDone"], undo["progress"]["rowsTotal"],
        "every record is decided"
    );
}

fn check(
    database: Database,
    (first, second): (Vec<Vec<String>>, Vec<Vec<String>>),
    size: usize,
    merge: bool,
    edits: Vec<Edit>,
) -> Result<(), TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let server = TestServer::start_on(database);
        let profile = server
            .profile(json!({"mergeContacts": merge}), &COLUMNS)
            .await;
        import(&server, &profile, first, size).await;
        let before = identifiers(&server);
        let total = second.len();

        let upload = server
            .upload_in_batches(&Rows::new(&COLUMNS, second), size)
            .await;
        let job = server.create_job(&upload, &profile).await;
        server.run();
        let mut hand = Hand::default();
        let mut edits = edits.into_iter();
        server.command(&job, "Continue").await.expect(200);
        while server.job(&job).await["status"] == "Running" {
            if let Some(edit) = edits.next() {
                hand.make(&server, edit).await;
            }
            server.run_some(&job, 1);
        }

        let done = server.job(&job).await;
        prop_assert_eq!(&done["status"], "Completed");
        let imported = outcomes(&server, &job, "import").await;
        prop_assert_eq!(imported.len(), total);
        let tally = done["import"]["rows"].as_object().unwrap();
        let counted: u64 = tally.values().filter_map(Value::as_u64).sum();
        prop_assert_eq!(counted, total as u64);
        // Wherever it came otherwise, it says so; where nobody changed anything, it came as it was said.
        let missed = missed(&server, &done).await;
        for (row, said) in outcomes(&server, &job, "validation").await {
            prop_assert!(imported[&row] == said || missed.contains(&row), "row {row}");
        }
        prop_assert!(hand.count > 0 || missed.is_empty());
        let held = identifiers(&server);
        prop_assert!(before.is_subset(&held), "{before:?} {held:?}");
        hand.check(&server).await?;

        for edit in edits {
            hand.make(&server, edit).await;
        }
        undo(&server, &job).await;
        hand.check(&server).await?;
        let held = identifiers(&server);
        prop_assert!(before.is_subset(&held), "{before:?} {held:?}");
        Ok(())
    })
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec(any::<u8>(), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_while_people_change_records(
        first in files(1..10),
        second in files(1..10),
        size in 1_usize..4,
        merge: bool,
        edits in edits(),
    ) {
        check(Database::Sqlite, (first, second), size, merge, edits)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_postgres_nothing_is_lost_while_people_change_records(
        first in files(1..10),
        second in files(1..10),
        size in 1_usize..4,
        merge: bool,
        edits in edits(),
    ) {
        check(Database::Postgres, (first, second), size, merge, edits)?;
    }
}
