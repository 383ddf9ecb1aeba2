//! A database in `PostgreSQL` that fails: what is said of it, and that an import goes on from there.

use import_core::record::SECOND;
use serde_json::json;

use crate::support::{API, Database, Rows, TestServer};

/// What `PostgreSQL` says where its disk is full, and where a lock is not given up.
const FULL: &str = "53100";
const BUSY: &str = "55P03";

/// Lets the database fail with this code where a row is written to a table and fulfils a condition.
fn fail(server: &TestServer, table: &str, condition: &str, code: &str) {
    server.execute(&format!(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql
         AS $$ BEGIN RAISE 'no' USING ERRCODE = '{code}'; END $$;
         CREATE TRIGGER fail BEFORE INSERT ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION fail()"
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
            fail(&server, table, "new.phase = 2 AND new.batch = 6", code);
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
async fn a_request_that_the_database_fails_may_be_made_again() {
    for (code, expected) in [(FULL, "storage_full"), (BUSY, "database_busy")] {
        let server = TestServer::start_on(Database::Postgres);
        fail(&server, "external_source", "true", code);
        let path = format!("{API}/externalsources");
        let create = async || server.post(&path, json!({"name": "CRM"})).await;
        create().await.expect_error(503, expected);
        mend(&server);
        create().await.expect(201);
    }
}
