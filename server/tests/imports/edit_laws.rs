//! What holds of imports and undos while people change the same records by hand.

use std::collections::{BTreeMap, BTreeSet};

use import_core::api::Phase;
use import_core::record::SECOND;
use proptest::prelude::{
    ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof,
};
use proptest::proptest;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};
use uuid::Uuid;

use super::undo_laws::{COLUMNS, files, import};
use crate::cluster;
use crate::support::{API, Database, Rows, TestServer};

/// Somebody's change, and which of the contacts that are there it is made to.
#[derive(Clone, Copy, Debug)]
enum Edit {
    /// Gives the contact a title. No file has titles, so nothing else gives or takes one.
    Title(u8),
    /// Deletes it, with all that it was found by.
    Delete(u8),
}

/// What people did.
#[derive(Default)]
struct Hand {
    count: usize,
    /// The contacts that were given titles and are there.
    titled: BTreeSet<String>,
    deleted: BTreeSet<String>,
    /// What the deleted ones were found by, when they were deleted or before the import.
    gone: BTreeSet<String>,
}

impl Hand {
    /// Makes a change, if there is a contact to change.
    async fn make(&mut self, server: &TestServer, edit: Edit, before: &Holders) {
        server.pass(SECOND);
        let contacts = server.search("").await;
        if contacts.is_empty() {
            return;
        }
        self.count += 1;
        let (Edit::Title(which) | Edit::Delete(which)) = edit;
        let id = contacts[usize::from(which) % contacts.len()]["id"].as_str();
        let id = id.unwrap().to_owned();
        match edit {
            Edit::Title(_) => self.give_title(server, id).await,
            Edit::Delete(_) => self.delete(server, id, before).await,
        }
    }

    async fn give_title(&mut self, server: &TestServer, id: String) {
        let title = format!("Hand {}", self.count);
        let change = json!({"field": "$.title", "action": "Update", "value": title});
        let path = format!("{API}/contacts/{id}");
        let changed = server.patch(&path, json!({"changes": [change]})).await;
        assert_eq!(changed.expect(200).json()["title"], title.as_str());
        self.titled.insert(id);
    }

    /// Those that were merged into the contact go with it.
    async fn delete(&mut self, server: &TestServer, id: String, before: &Holders) {
        self.gone
            .extend(all(&holders(server), |holder| holder == id));
        let known = self.titled.iter().chain(before.keys());
        for behind in known.cloned().collect::<BTreeSet<_>>() {
            let found = server.get(&format!("{API}/contacts/{behind}")).await;
            let is_behind =
                found.status == 200 && found.json()["canonicalContact"]["id"] == id.as_str();
            if behind == id || is_behind {
                self.titled.remove(&behind);
                self.gone.extend(all(before, |holder| holder == behind));
            }
        }
        server
            .delete(&format!("{API}/contacts/{id}"))
            .await
            .expect(204);
        self.deleted.insert(id);
    }

    /// Every contact that got a title is there and has one, its own or that of a contact merged with it; or it is
    /// part of another contact now. Every deleted one stays away.
    async fn check(&self, server: &TestServer) -> Result<(), TestCaseError> {
        for id in &self.titled {
            let found = server.get(&format!("{API}/contacts/{id}")).await;
            prop_assert_eq!(found.status, 200, "a contact with a title is lost");
            let contact = found.json();
            let title = contact["title"].as_str().unwrap_or_default();
            prop_assert!(
                title.starts_with("Hand ") || contact["mergedTo"].is_object(),
                "{contact}"
            );
        }
        for id in &self.deleted {
            let found = server.get(&format!("{API}/contacts/{id}")).await;
            prop_assert_eq!(found.status, 404, "a deleted contact is back");
        }
        Ok(())
    }
}

/// The identifiers of every live contact.
type Holders = BTreeMap<String, BTreeSet<String>>;

fn holders(server: &TestServer) -> Holders {
    let mut holders = Holders::new();
    let mut add = |contact: &str, key: String| {
        let contact = Uuid::parse_str(contact).unwrap().to_string();
        holders.entry(contact).or_default().insert(key);
    };
    if let Some(database) = server.postgres() {
        let sql = "SELECT contact, kind || ' ' || key FROM contact_identifier";
        for row in cluster::rows(database, sql) {
            let (contact, key) = row.split_once('|').unwrap();
            add(contact, key.to_owned());
        }
        return holders;
    }
    let sql = "SELECT hex(id), kind || ' ' || key FROM contact_identifier JOIN contact ON contact = number";
    let database = rusqlite::Connection::open(server.folder().join("muster.db")).unwrap();
    let mut statement = database.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        add(&row.get::<_, String>(0).unwrap(), row.get(1).unwrap());
    }
    holders
}

fn all(holders: &Holders, of: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let holders = holders.iter().filter(|(holder, _)| of(holder));
    holders.flat_map(|(_, keys)| keys.clone()).collect()
}

/// Nothing that was there is lost, unless somebody deleted what held it.
fn hold(before: &Holders, hand: &Hand, server: &TestServer) -> Result<(), TestCaseError> {
    let held = all(&holders(server), |_| true);
    let before = all(before, |_| true);
    let mut kept = before.difference(&hand.gone);
    prop_assert!(kept.all(|key| held.contains(key)), "{before:?} {held:?}");
    Ok(())
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
        let before = holders(&server);
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
                hand.make(&server, edit, &before).await;
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
        hold(&before, &hand, &server)?;
        hand.check(&server).await?;

        for edit in edits {
            hand.make(&server, edit, &before).await;
        }
        undo(&server, &job).await;
        hand.check(&server).await?;
        hold(&before, &hand, &server)
    })
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        2 => any::<u8>().prop_map(Edit::Title),
        1 => any::<u8>().prop_map(Edit::Delete),
    ];
    prop::collection::vec(edit, 0..8)
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
