//! Imports whose rows are not kept any more.

use import_core::record::{SECOND, Timestamp};
use serde_json::json;

use crate::support::{API, Database, TestServer};

on_every_store!(
    after_their_time_the_rows_of_an_import_are_gone_and_it_says_so,
    what_is_young_or_waits_is_kept,
);

const MINUTE: Timestamp = 60 * SECOND;

fn remove_after_half_an_hour(server: &TestServer) {
    let runner = server.runner().keeping_rows(Some(30 * MINUTE));
    runner.run_waiting().unwrap();
}

async fn after_their_time_the_rows_of_an_import_are_gone_and_it_says_so(database: Database) {
    let server = TestServer::start_on(database);
    let profile = server
        .profile(json!({}), &["First Name", "Work Email"])
        .await;
    let csv = "First Name,Work Email\nAnn,ann@x.org\nBob,bob@\n";
    let import = server.import(csv, &profile).await;
    let id = import["id"].as_str().unwrap().to_owned();
    let other = server
        .import("First Name,Work Email\nEve,eve@x.org\n", &profile)
        .await;
    let undo = server.undo(&other).await;
    assert!(import["rowsRemoved"].is_null());

    server.pass(30 * MINUTE - 10 * SECOND);
    remove_after_half_an_hour(&server);
    assert_eq!(server.job(&id).await, import);
    server.pass(20 * SECOND);
    server.run();
    assert_eq!(
        server.job(&id).await,
        import,
        "kept for ever without a time"
    );
    remove_after_half_an_hour(&server);

    for before in [&import, &undo] {
        let id = before["id"].as_str().unwrap();
        let after = server.job(id).await;
        assert_eq!(after["rowsRemoved"], true, "{after}");
        for kept in ["status", "import", "validation", "undo", "dateCreated"] {
            assert_eq!(after[kept], before[kept]);
        }
        assert_eq!(
            after["metadata"]["importSuccessCount"],
            before["metadata"]["importSuccessCount"]
        );
        for address in ["dryRunReportDownloadUrl", "importReportDownloadUrl"] {
            assert!(after["metadata"][address].is_null(), "{after}");
        }
        let job = format!("{API}/import/jobs/{id}");
        for part in ["problems", "problems/summary", "rows", "report", "undo"] {
            let path = format!("{job}/{part}?phase=import");
            server.get(&path).await.expect_error(410, "rows_removed");
        }
        let retry = server.command(id, "Retry").await;
        let error = retry.expect_error(409, "job_state");
        assert_eq!(error["messageParams"]["state"], "over and without its rows");
    }
    let asked = server.ask_undo(&id).await;
    asked.expect_error(410, "rows_removed");
    // What it brought stays.
    assert_eq!(server.search("ann").await.len(), 1);
    let listed = server.get(&format!("{API}/import/jobs")).await.expect(200);
    assert_eq!(listed.json()["entities"][0]["rowsRemoved"], true);
}

async fn what_is_young_or_waits_is_kept(database: Database) {
    let server = TestServer::start_on(database);
    let profile = server.profile(json!({}), &["First Name"]).await;
    let upload = server.upload("First Name\nAnn\n").await;
    let waiting = server.create_job(&upload, &profile).await;
    server.run();
    server.pass(90 * MINUTE);
    remove_after_half_an_hour(&server);
    assert!(server.job(&waiting).await["rowsRemoved"].is_null());
    // Its time begins with its end.
    server.command(&waiting, "Cancel").await.expect(200);
    remove_after_half_an_hour(&server);
    assert!(server.job(&waiting).await["rowsRemoved"].is_null());
    server.pass(31 * MINUTE);
    remove_after_half_an_hour(&server);
    assert_eq!(server.job(&waiting).await["rowsRemoved"], true);
    // No other job is made of its file.
    let body = json!({"uploadId": upload, "settingsId": profile.mapping});
    let again = server.post(&format!("{API}/import/csv/jobs"), body).await;
    again.expect_error(400, "field_invalid");
}
