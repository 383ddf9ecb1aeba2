//! Every row has one outcome, and they add up.

use import_core::api::Phase;
use import_core::record::SECOND;
use serde_json::json;

use crate::support::{API, Rows, TestServer};

fn people(count: usize, mail: impl Fn(usize) -> String) -> Rows {
    Rows::new(
        &["External ID", "First Name", "Work Email"],
        (0..count).map(|n| vec![format!("id-{n}"), format!("Name {n}"), mail(n)]),
    )
}

const COLUMNS: &[&str] = &["External ID", "First Name", "Work Email"];

#[tokio::test]
async fn incomplete_addresses_keep_their_rows_out_and_no_others() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), COLUMNS).await;
    let rows = people(1_000, |n| {
        if n % 66 == 7 && n < 990 {
            "someone@".to_owned()
        } else {
            format!("someone{n}@example.com")
        }
    });
    let upload = server.upload_in_batches(&rows, 300).await;
    let job = server.create_job(&upload, &profile).await;
    assert_eq!(server.run(), 1);

    let validated = server.job(&job).await;
    assert_eq!(validated["status"], "Running");
    assert_eq!(validated["executionStep"], "Validated");
    assert_eq!(validated["metadata"]["dryRunSuccessCount"], 985);
    assert_eq!(validated["metadata"]["dryRunFailedCount"], 15);
    assert_eq!(validated["metadata"]["fileName"], "contacts.csv");
    assert_eq!(validated["progress"]["rowsDone"], 1_000);
    assert_eq!(validated["progress"]["rowsTotal"], 1_000);
    assert!(
        server.search("").await.is_empty(),
        "a dry run writes nothing"
    );

    server.command(&job, "Continue").await.expect(200);
    assert_eq!(server.job(&job).await["executionStep"], "Importing");
    server.run();
    let done = server.job(&job).await;
    assert_eq!(done["status"], "Completed");
    assert_eq!(done["metadata"]["importSuccessCount"], 985);
    assert_eq!(done["metadata"]["importFailedCount"], 15);
    assert_eq!(done["import"]["rows"]["created"], 985);
    assert_eq!(done["import"], done["validation"]);

    let problems = server.problems(&done, Phase::Import).await;
    assert_eq!(problems.len(), 15);
    assert!(problems.iter().all(|(_, code)| code == "email_invalid"));
    let path = format!("{API}/import/jobs/{job}/problems/summary?phase=import");
    let summary = server.get(&path).await.expect(200).json();
    assert_eq!(summary, json!([{"code": "email_invalid", "count": 15}]));
}

#[tokio::test]
async fn organization_names_without_ids_import_nothing() {
    let server = TestServer::start();
    let columns = [
        "External ID",
        "External Organization External ID",
        "External Organization Name",
    ];
    let profile = server.profile(json!({}), &columns).await;
    let rows = Rows::new(
        &columns,
        (0..1_000).map(|n| vec![format!("{n}"), String::new(), format!("Company {n}")]),
    );
    let job = server.import(&rows.csv(), &profile).await;
    assert_eq!(job["import"]["rows"]["rejected"], 1_000);
    assert_eq!(job["metadata"]["importSuccessCount"], 0);
    assert!(server.search("").await.is_empty());
    let organizations = server.get(&format!("{API}/organizations")).await.json();
    assert_eq!(organizations["total"], 0);
}

#[tokio::test]
async fn importing_again_changes_nothing() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), COLUMNS).await;
    let rows = people(500, |n| format!("someone{n}@example.com"));
    server.import(&rows.csv(), &profile).await;
    let before = server.search("name 17").await;

    server.pass(60 * SECOND);
    let again = server.import(&rows.csv(), &profile).await;
    assert_eq!(again["import"]["rows"]["unchanged"], 500);
    assert_eq!(again["import"]["rows"]["created"], 0);
    assert_eq!(server.search("name 17").await, before);
}

#[tokio::test]
async fn rows_and_problems_can_be_paged_and_filtered() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), COLUMNS).await;
    let rows = people(100, |n| match n {
        10 | 60 => "broken@".to_owned(),
        20 => "someone1@example.com".to_owned(),
        _ => format!("someone{n}@example.com"),
    });
    let upload = server.upload_in_batches(&rows, 30).await;
    let job = server.create_job(&upload, &profile).await;
    server.run();
    server.command(&job, "Continue").await.expect(200);
    server.run();

    let path = format!("{API}/import/jobs/{job}/rows?phase=import&pageSize=40");
    let mut next = Some(path);
    let mut seen = Vec::new();
    while let Some(path) = next {
        let page = server.get(&path).await.expect(200).json();
        assert_eq!(page["total"], 100);
        let rows = page["entities"].as_array().unwrap().iter();
        seen.extend(rows.map(|row| row["row"].as_u64().unwrap()));
        next = page["nextUri"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, (2..=101).collect::<Vec<u64>>());

    let path = format!("{API}/import/jobs/{job}/rows?phase=import&outcome=rejected");
    let rejected = server.get(&path).await.json();
    let rejected = rejected["entities"].as_array().unwrap();
    assert_eq!(rejected.len(), 2);
    assert_eq!(rejected[0]["row"], 12);
    assert!(rejected[0]["contactId"].is_null());
    let path = format!("{API}/import/jobs/{job}/rows?phase=import&outcome=created&pageSize=1");
    let created = server.get(&path).await.json();
    assert_eq!(created["entities"][0]["contactName"], "Name 0");
    let path = format!("{API}/import/jobs/{job}/rows?phase=validation&pageSize=1");
    let dry = server.get(&path).await.json();
    assert!(
        dry["entities"][0]["contactId"].is_null(),
        "an id of a dry run does not last"
    );

    let problems = async |query: &str| {
        let path = format!("{API}/import/jobs/{job}/problems?phase=import&{query}");
        let page = server.get(&path).await.expect(200).json();
        let rows = page["entities"].as_array().unwrap().iter();
        rows.map(|problem| problem["row"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(problems("severity=error").await, [12, 62]);
    assert_eq!(problems("code=duplicate_in_file").await, [22]);
    assert_eq!(problems("q=BROKEN").await, [12, 62]);
    assert_eq!(problems("q=22").await, [22]);
    assert_eq!(problems("q=%25").await, [] as [u64; 0]);
    assert_eq!(problems("severity=error&pageSize=1").await, [12]);
    let path = format!("{API}/import/jobs/{job}/problems?code=odd");
    server.get(&path).await.expect_error(400, "field_invalid");
}

#[tokio::test]
async fn an_organization_row_has_the_organizations_outcome() {
    let server = TestServer::start();
    let columns = [
        "External ID",
        "First Name",
        "External Organization External ID",
        "External Organization Name",
    ];
    let profile = server.profile(json!({}), &columns).await;
    let csv = "External ID,First Name,External Organization External ID,External Organization Name\n\
               ,,E1,Acme\n7,Ann,E1,Acme\n8,Bob,E2,Acme\n";
    let job = server.import(csv, &profile).await;
    assert_eq!(job["import"]["rows"]["created"], 3);
    assert_eq!(job["import"]["contacts"]["created"], 2);
    assert_eq!(job["import"]["organizations"]["created"], 2);
    assert_eq!(job["import"]["organizations"]["unchanged"], 1);

    let found = server
        .get(&format!("{API}/organizations?q=acme&sortOrder=createDate"))
        .await
        .json();
    assert_eq!(found["total"], 2, "names never match");
    let id = found["entities"][0]["id"].as_str().unwrap();
    assert_eq!(found["entities"][0]["externalIds"][0]["value"], "E1");
    let people = server
        .get(&format!(
            "{API}/organizations/{id}/contacts?expand=externalOrganization"
        ))
        .await;
    let people = people.expect(200).json();
    assert_eq!(people["total"], 1);
    assert_eq!(people["entities"][0]["firstName"], "Ann");
    assert_eq!(
        people["entities"][0]["externalOrganization"]["name"],
        "Acme"
    );
    let one = server
        .get(&format!("{API}/organizations/{id}"))
        .await
        .expect(200)
        .json();
    assert_eq!(one["identifiers"][0]["externalSource"]["name"], "CRM");
}

#[tokio::test]
async fn an_import_says_row_by_row_what_its_dry_run_did_not_foresee() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), COLUMNS).await;
    let mail = |n| format!("someone{n}@example.com");
    let upload = server.upload_in_batches(&people(9, mail), 4).await;
    let job = server.create_job(&upload, &profile).await;
    server.run();
    // Somebody brings two of the nine in between.
    server.import(&people(2, mail).csv(), &profile).await;

    server.command(&job, "Continue").await.expect(200);
    server.pass(SECOND);
    server.run();
    let done = server.job(&job).await;
    assert_eq!(done["validation"]["rows"]["created"], 9);
    assert_eq!(done["import"]["rows"]["created"], 7);
    assert_eq!(done["import"]["rows"]["unchanged"], 2);
    let missed = |row: u64| (row, "prediction_missed".to_owned());
    assert_eq!(
        server.problems(&done, Phase::Import).await,
        [missed(2), missed(3)]
    );
    assert!(server.problems(&done, Phase::Validation).await.is_empty());
    let path = format!("{API}/import/jobs/{job}/report?phase=import");
    let report = server.get(&path).await.expect(200).text();
    assert!(
        report.contains("the validation predicted `created`, the import came to `unchanged`"),
        "{report}"
    );
}
