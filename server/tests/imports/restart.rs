//! A server that stops in the middle goes on, and ends where an undisturbed one does.

use std::sync::Mutex;
use std::thread;

use import_core::api::JobStatus;
use import_core::record::{SECOND, Timestamp};
use serde_json::{Value, json};
use server::environment::Environment;
use server::jobs::{Pace, PassEnd, run_once};
use uuid::Uuid;

use crate::support::{API, Rows, TestEnvironment, TestServer};

fn rows() -> Rows {
    Rows::new(
        &["External ID", "First Name", "Work Email", "Cell Phone"],
        (0..60).map(|n| {
            // Later rows repeat identifiers of rows of other batches.
            vec![
                format!("{}", n % 45),
                format!("Name {n}"),
                format!("someone{}@example.com", n % 50),
                format!("+1415555{:04}", 100 + n % 40),
            ]
        }),
    )
}

/// Everything that an import leaves, without what differs from run to run.
async fn state(server: &TestServer, job: &str) -> Value {
    let mut contacts = server.search("").await;
    for contact in &mut contacts {
        let contact = contact.as_object_mut().unwrap();
        let merged = contact
            .remove("mergeSet")
            .map_or(0, |set| set.as_array().unwrap().len());
        contact.insert("merged".to_owned(), json!(merged));
        for name in [
            "id",
            "selfUri",
            "canonicalContact",
            "identifiers",
            "externalIds",
        ] {
            let kept = contact.remove(name).unwrap_or_default();
            if name == "identifiers" {
                let values = kept
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|one| one["value"].clone());
                contact.insert("values".to_owned(), values.collect());
            }
        }
    }
    let path = format!("{API}/import/jobs/{job}/rows?phase=import&pageSize=1000");
    let rows = server.get(&path).await.expect(200).json();
    let rows = rows["entities"].as_array().unwrap().iter();
    let outcomes: Vec<_> = rows
        .map(|row| (row["row"].clone(), row["outcome"].clone()))
        .collect();
    let job = server.job(job).await;
    let problems = server.problems(&job, import_core::api::Phase::Import).await;
    json!([contacts, outcomes, problems, job["status"], job["import"]])
}

async fn start(merge: bool) -> (TestServer, String) {
    let server = TestServer::start();
    let columns = ["External ID", "First Name", "Work Email", "Cell Phone"];
    let profile = server
        .profile(json!({"mergeContacts": merge}), &columns)
        .await;
    let upload = server.upload_in_batches(&rows(), 7).await;
    let job = server.create_job(&upload, &profile).await;
    (server, job)
}

#[tokio::test]
async fn an_import_goes_on_after_its_last_commit() {
    for merge in [true, false] {
        let (undisturbed, job) = start(merge).await;
        undisturbed.run();
        undisturbed.command(&job, "Continue").await.expect(200);
        undisturbed.run();
        let expected = state(&undisturbed, &job).await;

        for commits in 1..=8 {
            let (server, job) = start(merge).await;
            server.run();
            server.command(&job, "Continue").await.expect(200);
            server.run_some(&job, commits);
            let between = server.job(&job).await;
            assert_eq!(between["status"], "Running");
            assert_eq!(between["progress"]["rowsDone"], commits * 7);
            assert_eq!(server.run(), 1);
            assert_eq!(
                state(&server, &job).await,
                expected,
                "after {commits} commits"
            );
        }
    }
}

#[tokio::test]
async fn a_validation_starts_over() {
    let (server, job) = start(true).await;
    server.run_some(&job, 3);
    let between = server.job(&job).await;
    assert_eq!(between["progress"]["rowsDone"], 21);
    assert_eq!(between["executionStep"], "Validating");
    server.run();
    let validated = server.job(&job).await;
    assert_eq!(validated["executionStep"], "Validated");
    server.command(&job, "Continue").await.expect(200);
    server.run();
    let done = server.job(&job).await;
    assert_eq!(done["import"], done["validation"]);
    let summary = async |phase: &str| {
        let path = format!("{API}/import/jobs/{job}/problems/summary?phase={phase}");
        server.get(&path).await.expect(200).json()
    };
    assert_eq!(summary("validation").await, summary("import").await);
}

#[tokio::test]
async fn another_runner_takes_over_when_a_lease_runs_out() {
    let (server, job) = start(true).await;
    let now = server
        .environment
        .now
        .load(std::sync::atomic::Ordering::Relaxed);
    let gone = Uuid::nil();
    assert!(
        server
            .store
            .claim_job(gone, now, now + 60 * SECOND)
            .unwrap()
            .is_some()
    );
    assert_eq!(server.run(), 0);
    server.pass(60 * SECOND);
    assert_eq!(server.run(), 1);
    assert_eq!(server.job(&job).await["executionStep"], "Validated");
}

#[tokio::test]
async fn a_runner_that_lost_its_job_does_not_say_how_it_ended() {
    // It does not notice, and its next commit is refused.
    let validation = start(true).await;
    assert_eq!(lose(validation, || true).await, Some(PassEnd::Stopped));
    assert_eq!(lose(undo().await, || true).await, Some(PassEnd::Stopped));
    // It notices.
    let validation = start(true).await;
    assert_eq!(lose(validation, || false).await, Some(PassEnd::Stopped));
    // What fails then is not the job's fault.
    let validation = start(true).await;
    assert_eq!(lose(validation, || panic!("a fault")).await, None);
}

/// An undo that waits for a runner.
async fn undo() -> (TestServer, String) {
    let (server, import) = start(true).await;
    server.run();
    server.command(&import, "Continue").await.expect(200);
    server.run();
    let undo = server.ask_undo(&import).await.expect(201).json();
    let undo = undo["job"]["id"].as_str().unwrap().to_owned();
    (server, undo)
}

/// Does a pass during which another runner takes the job, after the first commit and before `then` is asked.
async fn lose((server, job): (TestServer, String), then: fn() -> bool) -> Option<PassEnd> {
    let id: Uuid = job.parse().unwrap();
    let (slow, quick) = (Uuid::from_u128(1), Uuid::from_u128(2));
    server.store.claim_job(slow, 0, 0).unwrap();
    let mut keep_going = || {
        server.store.claim_job(quick, i64::MAX, i64::MAX).unwrap();
        then()
    };
    let pace = Pace {
        rows: 1,
        time: i64::MAX,
    };
    let (store, environment) = (&*server.store, &*server.environment);
    let end = run_once(store, environment, id, Some(slow), pace, &mut keep_going);
    let left = server.store.find_job(id).unwrap().unwrap();
    assert_eq!(left.status, JobStatus::Running, "{:?}", left.details);
    assert_eq!(left.held_by, Some(quick));

    server.store.release_job(id, quick).unwrap();
    assert_eq!(server.run(), 1);
    let done = server.job(&job).await;
    assert!(
        done["executionStep"] == "Validated" || done["status"] == "Completed",
        "{done}"
    );
    end.unwrap()
}

/// A clock that notes, each time it is asked, whether that was by the thread which reads and checks batches.
struct Observed<'a> {
    clock: &'a TestEnvironment,
    asked: Mutex<Vec<bool>>,
}

impl Environment for Observed<'_> {
    fn now(&self) -> Timestamp {
        let is_preparing = thread::current().name() == Some("prepare");
        self.asked.lock().unwrap().push(is_preparing);
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
async fn a_pass_that_goes_on_begins_when_what_was_done_is_read() {
    let server = TestServer::start();
    let columns = ["External ID", "First Name", "Work Email", "Cell Phone"];
    let profile = server.profile(json!({}), &columns).await;
    let upload = server.upload_in_batches(&rows(), 1).await;
    let job = server.create_job(&upload, &profile).await;
    server.run();
    server.command(&job, "Continue").await.expect(200);
    server.run_some(&job, 50);

    let environment = Observed {
        clock: &server.environment,
        asked: Mutex::default(),
    };
    let id = job.parse().unwrap();
    let owner = server.store.find_job(id).unwrap().unwrap().held_by;
    let pace = Pace {
        rows: 1,
        time: i64::MAX,
    };
    let end = run_once(&*server.store, &environment, id, owner, pace, &mut || false);
    assert_eq!(end.unwrap(), Some(PassEnd::Stopped));
    // The first question is when the waiting begins, the second when the pass does. Of a batch that is prepared there
    // are three: when it was waited for, read and checked.
    let asked = environment.asked.into_inner().unwrap();
    let mut others = asked
        .iter()
        .enumerate()
        .filter(|(_, is_preparing)| !**is_preparing);
    let (begin, _) = others.nth(1).unwrap();
    let before = asked[..begin].iter().filter(|is_preparing| **is_preparing);
    assert!(
        before.count() > 3 * 50,
        "it began before its first batch was there"
    );
}
