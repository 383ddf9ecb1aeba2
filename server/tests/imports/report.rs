//! The report of a job.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

use crate::support::{API, TestServer};

const COLUMNS: &[&str] = &["External ID", "First Name", "Work Email", "Cell Phone"];

const CSV: &str = "External ID,First Name,Work Email,Cell Phone,Notes\n\
    1,\"Ann, the first\",ann@x.org,+1 415-555-0102,=1+1\n\
    2,Bob,bob@,,-\n\
    3,@Cem,cem@x.org,,'quoted\n";

async fn report(server: &TestServer, job: &str, query: &str) -> Vec<Vec<String>> {
    let path = format!("{API}/import/jobs/{job}/report?{query}");
    let answer = server.get(&path).await.expect(200);
    assert!(answer.headers["content-type"].starts_with("text/csv"));
    assert!(answer.headers["content-disposition"].starts_with("attachment"));
    let text = answer.text();
    let text = text
        .strip_prefix('\u{feff}')
        .expect("a mark for spreadsheets");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[tokio::test]
async fn rows_come_back_with_what_became_of_them() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), COLUMNS).await;
    let job = server.import(CSV, &profile).await;
    let id = job["id"].as_str().unwrap();
    assert_eq!(
        job["metadata"]["importReportDownloadUrl"],
        format!("{API}/import/jobs/{id}/report?phase=import")
    );
    // As whoever asks knows the server.
    let request = Request::get(format!("{API}/import/jobs/{id}"));
    let request = request.header(header::HOST, "muster.example:8080");
    let seen = server.send(request.body(Body::empty()).unwrap()).await;
    let metadata = &seen.expect(200).json()["metadata"];
    for (name, phase) in [("dryRun", "validation"), ("import", "import")] {
        let address = format!("{API}/import/jobs/{id}/report?phase={phase}");
        let address = format!("http://muster.example:8080{address}");
        assert_eq!(metadata[format!("{name}ReportDownloadUrl")], address);
    }
    let rows = report(&server, id, "phase=import").await;
    assert_eq!(
        rows[0][5..],
        [
            "Import Row",
            "Import Outcome",
            "Import Record ID",
            "Import Problems"
        ]
    );
    assert_eq!(
        rows[1][..7],
        [
            "1",
            "Ann, the first",
            "ann@x.org",
            "+1 415-555-0102",
            "'=1+1",
            "2",
            "created"
        ]
    );
    let ann = TestServer::only(server.search("ann").await);
    assert_eq!(rows[1][7], ann["id"].as_str().unwrap());
    assert_eq!(rows[2][5..8], ["3", "rejected", ""]);
    assert!(rows[2][8].contains("`Work Email`: not one complete e-mail address (`bob@`)"));
    assert_eq!(rows[3][1], "'@Cem");
    assert_eq!(rows[3][4], "'quoted");
    assert_eq!(rows.len(), 4);

    let failed = report(&server, id, "phase=import&only=failed").await;
    assert_eq!(failed.len(), 2);
    assert_eq!(failed[1][0], "2");
    let path = format!("{API}/import/jobs/{id}/report?only=odd");
    server.get(&path).await.expect_error(400, "field_invalid");
}

#[tokio::test]
async fn a_report_can_be_mended_and_imported_again() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), COLUMNS).await;
    let job = server.import(CSV, &profile).await;
    let id = job["id"].as_str().unwrap();
    let path = format!("{API}/import/jobs/{id}/report?phase=import");
    let text = server.get(&path).await.text().replace("bob@", "bob@x.org");
    let again = server.import(&text, &profile).await;
    assert_eq!(again["import"]["rows"]["unchanged"], 2, "{again}");
    assert_eq!(again["import"]["rows"]["created"], 1);
    let cem = TestServer::only(server.search("cem@x.org").await);
    assert_eq!(
        cem["firstName"], "@Cem",
        "what was made harmless is brought back"
    );
    let rows = report(&server, again["id"].as_str().unwrap(), "phase=import").await;
    assert_eq!(
        rows[0].len(),
        9,
        "the columns of the first report are not repeated"
    );
}

#[tokio::test]
async fn rows_of_broken_shape_stay_out_until_they_are_mended() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), COLUMNS).await;
    let csv = "External ID,First Name,Work Email,Cell Phone\n\
        1,ann@x.org,\n\
        2,Bob,bob@x.org,,extra@x.org\n\
        3,\"Cem,cem@x.org,\n";
    let mut text = csv.to_owned();
    for _ in 0..2 {
        let job = server.import(&text, &profile).await;
        assert_eq!(job["import"]["rows"]["rejected"], 3, "{job}");
        let id = job["id"].as_str().unwrap();
        let path = format!("{API}/import/jobs/{id}/report?phase=import&only=failed");
        text = server.get(&path).await.text();
        assert!(text.contains("2,Bob,bob@x.org,,3,rejected,"), "{text}");
        assert!(text.contains(",extra@x.org\r\n"), "{text}");
    }
    let mended = text.replace(",extra@x.org\r\n", "\r\n");
    let job = server.import(&mended, &profile).await;
    assert_eq!(job["import"]["rows"]["created"], 1, "{job}");
    assert_eq!(job["import"]["rows"]["rejected"], 2);
}

#[tokio::test]
async fn a_dry_run_has_a_report_without_ids_that_do_not_last() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), COLUMNS).await;
    let upload = server.upload(CSV).await;
    let job = server.create_job(&upload, &profile).await;
    server.run();
    let rows = report(&server, &job, "phase=validation").await;
    assert_eq!(rows.len(), 4);
    assert!(rows[1..].iter().all(|row| row[7].is_empty()));
    let rows = report(&server, &job, "phase=import").await;
    assert_eq!(rows.len(), 1, "no row is imported yet");
}
