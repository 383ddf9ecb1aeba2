//! Columns of custom fields: checked, imported, reported, undone.

use import_core::api::Phase;
use serde_json::{Value, json};

use crate::support::{API, Database, TestServer};

on_every_store!(
    a_file_fills_custom_fields_and_an_undo_takes_them_back,
    a_job_goes_by_the_schema_that_it_was_validated_by,
    a_number_of_many_digits_stays_what_it_is,
);

const COLUMNS: &[&str] = &[
    "External ID",
    "Work Email",
    "Shoe size",
    "Born",
    "External Organization External ID",
    "External Organization Name",
    "External Organization Tier",
];

/// A server with schemas; the address of that of contacts.
async fn start(database: Database) -> (TestServer, String) {
    let server = TestServer::start_on(database);
    let body = |properties: Value| json!({"name": "s", "jsonSchema": {"properties": properties}});
    let of_contacts = body(json!({
        "size_integer": {"title": "Shoe size"}, "born_date": {"title": "Born"},
    }));
    let schemas = format!("{API}/contacts/schemas");
    let made = server.post(&schemas, of_contacts).await.expect(201).json();
    let of_organizations = body(json!({"tier_enum": {"title": "Tier", "enum": ["Gold", "Tin"]}}));
    let path = format!("{API}/organizations/schemas");
    server.post(&path, of_organizations).await.expect(201);
    (
        server,
        format!("{schemas}/{}", made["id"].as_str().unwrap()),
    )
}

fn file(rows: &[&str]) -> String {
    format!("{}\n{}\n", COLUMNS.join(","), rows.join("\n"))
}

async fn a_file_fills_custom_fields_and_an_undo_takes_them_back(database: Database) {
    let (server, _) = start(database).await;
    let changes = json!({"importFields": [
        {"name": "born", "included": true, "format": "DD/MM/YYYY"},
        {"name": "shoe size", "included": true},
    ]});
    let profile = server.profile(changes, COLUMNS).await;
    let first = file(&["1,ann@x.org,42,03/04/1990,7,Acme,gold"]);
    server.import(&first, &profile).await;
    let ann = TestServer::only(server.search("ann@x.org").await);
    let former = json!({"size_integer": 42, "born_date": "1990-04-03"});
    assert_eq!(ann["customFields"], former);
    assert_eq!(ann["schema"]["version"], 1);

    let second = file(&[
        "1,ann@x.org,43,,7,Acme,tin",
        "2,bo@x.org,big,,,,",
        "3,cy@x.org,,31/02/1990,,,",
        "4,di@x.org,38,,8,Bolt,iron",
    ]);
    let job = server.import(&second, &profile).await;
    let problems = server.problems(&job, Phase::Import).await;
    let expected = [
        (3, "integer_invalid"),
        (4, "date_invalid"),
        (5, "option_unknown"),
    ];
    assert_eq!(problems, expected.map(|(row, code)| (row, code.to_owned())));
    let report = format!("{API}/import/jobs/{}/report", job["id"].as_str().unwrap());
    let report = server.get(&report).await.expect(200).text();
    assert!(
        report.contains("`Shoe size`: not a whole number (`big`)"),
        "{report}"
    );
    let ann = TestServer::only(server.search("ann@x.org").await);
    assert_eq!(
        ann["customFields"],
        json!({"size_integer": 43, "born_date": "1990-04-03"})
    );
    let organizations = format!("{API}/organizations?q=Acme");
    let acme = server.get(&organizations).await.json();
    assert_eq!(
        acme["entities"][0]["customFields"],
        json!({"tier_enum": "Tin"})
    );

    server.undo(&job).await;
    let ann = TestServer::only(server.search("ann@x.org").await);
    assert_eq!(ann["customFields"], former);
    let acme = server.get(&organizations).await.json();
    assert_eq!(
        acme["entities"][0]["customFields"],
        json!({"tier_enum": "Gold"})
    );
}

async fn a_number_of_many_digits_stays_what_it_is(database: Database) {
    let server = TestServer::start_on(database);
    let body =
        json!({"name": "s", "jsonSchema": {"properties": {"rate_number": {"title": "Rate"}}}});
    server
        .post(&format!("{API}/contacts/schemas"), body)
        .await
        .expect(201);
    let columns = &["External ID", "Rate"];
    let profile = server.profile(json!({}), columns).await;
    // Each is the shortest way to write its number, and quick readers of JSON miss it by the last digit.
    let rows = "1,4055.9614406007436\n2,9650.816700261763\n3,1005.9829461939493";
    let file = format!("{}\n{rows}\n", columns.join(","));
    let first = server.import(&file, &profile).await;
    assert_eq!(first["import"]["rows"]["created"], 3, "{first}");
    let again = server.import(&file, &profile).await;
    assert_eq!(again["import"]["rows"]["unchanged"], 3, "{again}");
}

async fn a_job_goes_by_the_schema_that_it_was_validated_by(database: Database) {
    let (server, schema) = start(database).await;
    let profile = server.profile(json!({}), COLUMNS).await;
    let upload = server
        .upload(&file(&["1,ann@x.org,42,1990-04-03,,,"]))
        .await;
    let job = server.create_job(&upload, &profile).await;
    server.run();
    let narrower = json!({"name": "s", "version": 1, "jsonSchema": {"properties": {
        "size_integer": {"title": "Size", "maximum": 40},
    }}});
    server.put(&schema, narrower).await.expect(200);
    server.command(&job, "Continue").await.expect(200);
    server.run();
    let job = server.job(&job).await;
    assert_eq!(job["validation"], job["import"], "{job}");
    let ann = TestServer::only(server.search("ann@x.org").await);
    assert_eq!(
        ann["customFields"],
        json!({"size_integer": 42, "born_date": "1990-04-03"})
    );
    assert_eq!(ann["schema"]["version"], 1);
    // The next one goes by the new version, which knows no `Born` any more.
    let body = json!({"uploadId": upload, "settingsId": profile.mapping});
    let refused = server.post(&format!("{API}/import/csv/jobs"), body).await;
    refused.expect_error(400, "settings_invalid");
}
