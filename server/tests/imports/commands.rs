//! What a job can be told, and when.

use import_core::record::SECOND;
use serde_json::json;

use crate::support::{API, Rows, TestServer, on_postgres};

async fn job_of_four_batches(server: &TestServer) -> String {
    let profile = server.profile(json!({}), &["External ID"]).await;
    let rows = Rows::new(&["External ID"], (0..8).map(|n| vec![n.to_string()]));
    let upload = server.upload_in_batches(&rows, 2).await;
    server.create_job(&upload, &profile).await
}

#[tokio::test]
async fn a_job_refuses_what_does_not_fit_its_state() {
    let server = TestServer::start();
    let job = job_of_four_batches(&server).await;
    for command in ["Continue", "Retry"] {
        let error = server
            .command(&job, command)
            .await
            .expect_error(409, "job_state");
        assert_eq!(error["messageParams"]["state"], "being validated");
    }
    server.run();
    server
        .command(&job, "Retry")
        .await
        .expect_error(409, "job_state");
    server.command(&job, "Continue").await.expect(200);
    server
        .command(&job, "Continue")
        .await
        .expect_error(409, "job_state");
    server.run();
    for command in ["Continue", "Cancel", "Retry"] {
        server
            .command(&job, command)
            .await
            .expect_error(409, "job_state");
    }
    server
        .command(&job, "Explode")
        .await
        .expect_error(400, "field_invalid");
    let other = json!({"jobId": "019c0000-0000-7000-8000-000000000000", "status": "Cancel"});
    server
        .put(&format!("{API}/import/jobs/{job}"), other)
        .await
        .expect_error(400, "field_invalid");
    let nowhere = "019c0000-0000-7000-8000-000000000000";
    server
        .command(nowhere, "Cancel")
        .await
        .expect_error(404, "not_found");
}

#[tokio::test]
async fn a_waiting_job_is_cancelled_at_once() {
    let server = TestServer::start();
    let job = job_of_four_batches(&server).await;
    server.command(&job, "Cancel").await.expect(200);
    assert_eq!(server.job(&job).await["status"], "Cancelled");
    assert_eq!(server.run(), 0);
}

#[tokio::test]
async fn a_validated_job_is_cancelled_and_nothing_is_written() {
    let server = TestServer::start();
    let job = job_of_four_batches(&server).await;
    server.run();
    server.command(&job, "Cancel").await.expect(200);
    let cancelled = server.job(&job).await;
    assert_eq!(cancelled["status"], "Cancelled");
    assert_eq!(cancelled["metadata"]["dryRunSuccessCount"], 8);
    assert!(server.search("").await.is_empty());
}

#[tokio::test]
async fn a_running_import_stops_after_its_batch_and_keeps_what_is_written() {
    let server = TestServer::start();
    let job = job_of_four_batches(&server).await;
    server.run();
    server.command(&job, "Continue").await.expect(200);
    // A runner holds the job and has done two batches when someone cancels.
    let now = server
        .environment
        .now
        .load(std::sync::atomic::Ordering::Relaxed);
    let owner = uuid::Uuid::nil();
    assert!(
        server
            .store
            .claim_job(owner, now, now + 60 * SECOND)
            .unwrap()
            .is_some()
    );
    server.run_some(&job, 2);
    server.command(&job, "Cancel").await.expect(200);
    assert_eq!(server.job(&job).await["status"], "Running");
    server.run_some(&job, 100);
    let cancelled = server.job(&job).await;
    assert_eq!(cancelled["status"], "Cancelled");
    assert_eq!(cancelled["import"]["rows"]["created"], 6);
    assert_eq!(server.search("").await.len(), 6);
}

#[tokio::test]
async fn a_failed_job_says_why_and_goes_on_where_it_stopped() {
    if on_postgres() {
        // The test breaks the file of the database.
        return;
    }
    let server = TestServer::start();
    let job = job_of_four_batches(&server).await;
    server.run();
    server.command(&job, "Continue").await.expect(200);
    server.run_some(&job, 1);
    // The third batch is unreadable for a while.
    let path = server.folder().join("muster.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    let broken = "UPDATE upload_batch SET bytes = CAST(substr(bytes, 2) || substr(bytes, 1, 1) AS BLOB) WHERE number = 2";
    database.execute(broken, []).unwrap();
    server.run();
    let failed = server.job(&job).await;
    assert_eq!(failed["status"], "Failed");
    let details = failed["statusDetails"].as_str().unwrap();
    assert!(
        details.contains("batch 2 of the upload cannot be read"),
        "{details}"
    );

    let mended =
        "UPDATE upload_batch SET bytes = CAST(substr(bytes, -1) || substr(bytes, 1, length(bytes) - 1) AS BLOB)
                  WHERE number = 2";
    database.execute(mended, []).unwrap();
    server.command(&job, "Retry").await.expect(200);
    assert!(server.job(&job).await["statusDetails"].is_null());
    server.run();
    let done = server.job(&job).await;
    assert_eq!(done["status"], "Completed");
    assert_eq!(done["import"]["rows"]["created"], 8);
    assert_eq!(server.search("").await.len(), 8);
}

#[tokio::test]
async fn a_job_needs_a_complete_upload_and_settings_that_fit() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), &["Title"]).await;
    let jobs = format!("{API}/import/csv/jobs");
    let nowhere = "019c0000-0000-7000-8000-000000000000";
    let open = server.create_upload().await;
    let body = |upload: &str, settings: &str| json!({"uploadId": upload, "settingsId": settings});

    server
        .post(&jobs, body(&open, &profile.mapping))
        .await
        .expect_error(409, "upload_incomplete");
    server
        .post(&jobs, body(nowhere, &profile.mapping))
        .await
        .expect_error(400, "field_invalid");
    let upload = server.upload("Title\nCEO\n").await;
    server
        .post(&jobs, body(&upload, nowhere))
        .await
        .expect_error(400, "field_invalid");
    let other = server.upload("Shoe Size\n43\n").await;
    server
        .post(&jobs, body(&other, &profile.mapping))
        .await
        .expect_error(400, "settings_invalid");
    let mut elsewhere = body(&upload, &profile.mapping);
    elsewhere["division"] = json!({"id": "nowhere"});
    server
        .post(&jobs, elsewhere)
        .await
        .expect_error(400, "field_invalid");
    let mut here = body(&upload, &profile.mapping);
    here["division"] = json!({"id": "*"});
    let job = server.post(&jobs, here).await.expect(201).json();
    let job = server
        .get(job["job"]["selfUri"].as_str().unwrap())
        .await
        .expect(200)
        .json();
    assert_eq!(job["division"]["name"], "Unassigned");
    assert_eq!(job["settings"]["id"], profile.settings);
}

#[tokio::test]
async fn jobs_are_listed_oldest_first_with_pages_and_a_filter() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), &["External ID"]).await;
    let upload = server.upload("External ID\n1\n").await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(server.create_job(&upload, &profile).await);
    }
    server.command(&made[1], "Cancel").await.expect(200);
    let ids = |page: &serde_json::Value| -> Vec<String> {
        let entities = page["entities"].as_array().unwrap().iter();
        entities
            .map(|job| job["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let all = format!("{API}/import/jobs");
    let first = server
        .get(&format!("{all}?pageSize=2"))
        .await
        .expect(200)
        .json();
    assert_eq!(ids(&first), [made[0].clone(), made[1].clone()]);
    let second = server.get(first["nextUri"].as_str().unwrap()).await.json();
    assert_eq!(ids(&second), [made[2].clone()]);
    let newest = server
        .get(&format!("{all}?sortOrder=Descending&pageSize=2"))
        .await
        .json();
    assert_eq!(ids(&newest), [made[2].clone(), made[1].clone()]);
    let then = server.get(newest["nextUri"].as_str().unwrap()).await.json();
    assert_eq!(ids(&then), [made[0].clone()]);
    let cancelled = server
        .get(&format!("{all}?jobStatus=Cancelled"))
        .await
        .json();
    assert_eq!(ids(&cancelled), [made[1].clone()]);
}

#[tokio::test]
async fn a_job_is_followed_by_events_until_it_is_over() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), &["Work Email"]).await;
    let upload = server.upload("Work Email\r\na@example.com\r\n").await;
    let job = server.create_job(&upload, &profile).await;
    server.run();
    server.command(&job, "Cancel").await.expect(200);

    let path = format!("{API}/import/jobs/{job}/events");
    let answer = server.get(&path).await.expect(200);
    assert_eq!(answer.headers["content-type"], "text/event-stream");
    let text = answer.text();
    let data = text.lines().find_map(|line| line.strip_prefix("data: "));
    let event: serde_json::Value = serde_json::from_str(data.unwrap()).unwrap();
    assert_eq!(event, server.job(&job).await);
    assert!(text.starts_with("event: job\n"), "{text}");

    let path = format!("{API}/import/jobs/{}/events", uuid::Uuid::nil());
    server.get(&path).await.expect_error(404, "not_found");
}
