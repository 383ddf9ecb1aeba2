//! Jobs that are there before their rows.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::support::{API, Profile, Rows, TestServer};

const JOBS: &str = "/api/v2/externalcontacts/import/jobs";

async fn stage(server: &TestServer, profile: &Profile) -> Value {
    let body = json!({"settingsId": profile.settings});
    server.post(JOBS, body).await.expect(201).json()
}

fn id(job: &Value) -> &str {
    job["id"].as_str().unwrap()
}

#[tokio::test]
async fn a_job_waits_for_its_rows_and_imports_columns_by_their_names() {
    let server = TestServer::start();
    let fields = json!([{"name": "title", "included": false}]);
    let profile = server.profile(json!({"importFields": fields}), &[]).await;
    let job = stage(&server, &profile).await;
    assert_eq!(job["status"], "Created");
    assert_eq!(job.get("executionStep"), None);
    assert_eq!(job["settings"]["id"], profile.settings);
    assert_eq!(server.run(), 0, "there is nothing to do yet");
    let early = server.command(id(&job), "Continue").await;
    early.expect_error(409, "upload_incomplete");

    let rows = Rows::new(
        &["First Name", "workEmail", "Shoe Size", "Title"],
        ["ann", "bob"].map(|name| {
            let email = format!("{name}@x.org");
            vec![name.to_owned(), email, "7".to_owned(), "CTO".to_owned()]
        }),
    );
    let upload = format!("{API}/import/csv/uploads/{}", id(&job));
    for (number, batch) in rows.batches(1).into_iter().enumerate() {
        let path = format!("{upload}/rows/{number}");
        server.put_bytes(&path, batch).await.expect(204);
    }
    let complete = Request::post(format!("{upload}/complete"));
    let complete = complete.body(Body::empty()).unwrap();
    server.send(complete).await.expect(204);

    server.command(id(&job), "Continue").await.expect(200);
    server.run();
    let validated = server.job(id(&job)).await;
    assert_eq!(validated["executionStep"], "Validated");
    assert_eq!(validated["metadata"]["dryRunSuccessCount"], 2);
    server.command(id(&job), "Continue").await.expect(200);
    server.run();
    let ann = TestServer::only(server.search("ann@").await);
    assert_eq!(ann["firstName"], "ann");
    assert_eq!(ann.get("title"), None, "it is not ticked");
}

#[tokio::test]
async fn a_profile_stays_as_long_as_a_job_needs_it() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), &[]).await;
    let job = stage(&server, &profile).await;
    let settings = format!("{API}/import/settings/{}", profile.settings);
    let refused = server.delete(&settings).await;
    refused.expect_error(409, "in_use");
    server.get(&settings).await.expect(200);
    server.command(id(&job), "Cancel").await.expect(200);
    server.delete(&settings).await.expect(204);
}

#[tokio::test]
async fn a_job_whose_rows_do_not_fit_stays_where_it_is() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), &[]).await;
    let job = stage(&server, &profile).await;
    let upload = format!("{API}/import/csv/uploads/{}", id(&job));
    let csv = "Shoe Size\n7\n".to_owned();
    server.put_bytes(&upload, csv).await.expect(204);
    let refused = server.command(id(&job), "Continue").await;
    refused.expect_error(400, "settings_invalid");
    assert_eq!(server.job(id(&job)).await["status"], "Created");
    server.command(id(&job), "Cancel").await.expect(200);
    assert_eq!(server.job(id(&job)).await["status"], "Cancelled");
    let again = server.command(id(&job), "Continue").await;
    again.expect_error(409, "job_state");
}

#[tokio::test]
async fn a_job_needs_settings_and_a_division_that_are_there() {
    let server = TestServer::start();
    let nobody = "019c0000-0000-7000-8000-000000000000";
    let refused = server.post(JOBS, json!({"settingsId": nobody})).await;
    let error = refused.expect_error(400, "field_invalid");
    assert_eq!(error["details"][0]["fieldName"], "settingsId");
    let profile = server.profile(json!({}), &[]).await;
    let body = json!({"settingsId": profile.settings, "division": {"id": "nowhere"}});
    let error = server.post(JOBS, body).await;
    let error = error.expect_error(400, "field_invalid");
    assert_eq!(error["details"][0]["fieldName"], "division");
}
