//! A database in `PostgreSQL` that fails: what is said of it, and that an import goes on from there.

use import_core::record::SECOND;
use serde_json::json;

use crate::support::{API, Database, Rows, TestServer};

/// What `PostgreSQL` says where its disk is full, and where a lock is not given up.
const FULL: &str = "53100";
const BUSY: &str = "55P03";

/// Lets the database fail with this code at an event of a table whose row fulfils a condition.
fn fail(server: &TestServer, table: &str, event: &str, condition: &str, code: &str) {
    server.execute(&format!(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql
         AS $$ BEGIN RAISE 'no' USING ERRCODE = '{code}'; END $$;
         CREATE TRIGGER fail BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION fail()"
    ));
}

fn mend(server: &TestServer) {
    server.execute("DROP FUNCTION fail CASCADE");
}

#[tokio::test]
async fn an_import_that_the_database_fails_says_why_and_goes_on_when_it_is_retried() {
    let said = [
        (FULL, "the import stopped: the disk of the database is full"),
        (
            BUSY,
            "the import stopped: the database is held by someone else",
        ),
    ];
    let rows = Rows::new(
        &["First Name", "Work Email"],
        (0..40).map(|n| vec![format!("Name {n}"), format!("someone{}@x.org", n % 30)]),
    );
    // What is sent as a statement, and what comes by `COPY`.
    for table in ["batch_outcome", "problem"] {
        for (code, words) in said {
            let server = TestServer::start_on(Database::Postgres);
            let profile = server
                .profile(json!({}), &["First Name", "Work Email"])
                .await;
            let upload = server.upload_in_batches(&rows, 5).await;
            let job = server.create_job(&upload, &profile).await;
            server.run();
            server.command(&job, "Continue").await.expect(200);
            server.pass(SECOND);
            let condition = "new.phase = 2 AND new.batch = 6";
            fail(&server, table, "INSERT", condition, code);
            server.run();
            let failed = server.job(&job).await;
            assert_eq!(failed["status"], "Failed", "{failed}");
            let details = failed["statusDetails"].as_str().unwrap();
            assert!(details.starts_with(words), "{details}");
            assert!(details.ends_with("`Retry` goes on from there"), "{details}");

            mend(&server);
            server.command(&job, "Retry").await.expect(200);
            server.run();
            let done = server.job(&job).await;
            assert_eq!(done["status"], "Completed", "{done}");
            assert_eq!(done["import"], done["validation"]);
            assert_eq!(server.search("").await.len(), 30);
        }
    }
}

#[tokio::test]
async fn a_job_whose_failure_cannot_be_written_down_says_that_it_stands_still() {
    let server = TestServer::start_on(Database::Postgres);
    let rows = Rows::new(&["First Name"], (0..20).map(|n| vec![format!("Name {n}")]));
    let profile = server.profile(json!({}), &["First Name"]).await;
    let mut jobs = Vec::new();
    for _ in 0..3 {
        let upload = server.upload_in_batches(&rows, 5).await;
        let job = server.create_job(&upload, &profile).await;
        server.run();
        jobs.push(job);
    }
    server.command(&jobs[0], "Continue").await.expect(200);
    server.pass(SECOND);
    // Whoever holds a job may still say so, and nothing else can be written.
    fail(
        &server,
        "batch_outcome",
        "INSERT",
        "new.phase = 2 AND new.batch = 2",
        FULL,
    );
    server.execute(
        "CREATE TRIGGER fail BEFORE UPDATE ON job FOR EACH ROW
         WHEN (new.status <> old.status OR new.lease_owner IS NULL) EXECUTE FUNCTION fail()",
    );
    let runner = server.runner();
    runner.run_waiting().unwrap_err();

    let stands_still = async || {
        let job = server.job(&jobs[0]).await;
        assert_eq!(job["status"], "Running", "{job}");
        let details = job["statusDetails"].as_str().unwrap_or_default().to_owned();
        assert!(
            details.starts_with("it stands still: the disk of the database is full"),
            "{job}"
        );
    };
    stands_still().await;
    let list = server.get(&format!("{API}/import/jobs")).await.expect(200);
    let list = list.json();
    assert!(list["entities"][0]["statusDetails"].is_string(), "{list}");
    // It has not been told to go on.
    assert!(list["entities"][1]["statusDetails"].is_null(), "{list}");
    server.pass(20 * SECOND);
    runner.run_waiting().unwrap_err();
    stands_still().await;
    server
        .command(&jobs[1], "Cancel")
        .await
        .expect_error(503, "storage_full");
    server.command(&jobs[0], "Retry").await.expect(200);
    let asked = server.job(&jobs[0]).await;
    assert!(asked["statusDetails"].is_null(), "{asked}");

    mend(&server);
    server.command(&jobs[1], "Cancel").await.expect(200);
    server.pass(20 * SECOND);
    assert_eq!(runner.run_waiting().unwrap(), 1);
    let done = server.job(&jobs[0]).await;
    assert_eq!(done["status"], "Completed", "{done}");
    assert!(done["statusDetails"].is_null(), "{done}");
    assert_eq!(done["import"], done["validation"]);
    assert_eq!(server.search("").await.len(), 20);
}

#[tokio::test]
async fn a_request_that_the_database_fails_may_be_made_again() {
    for (code, expected) in [(FULL, "storage_full"), (BUSY, "database_busy")] {
        let server = TestServer::start_on(Database::Postgres);
        fail(&server, "external_source", "INSERT", "true", code);
        let path = format!("{API}/externalsources");
        let create = async || server.post(&path, json!({"name": "CRM"})).await;
        create().await.expect_error(503, expected);
        mend(&server);
        create().await.expect(201);
    }
}
