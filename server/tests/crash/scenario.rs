//! What a client does: two files that overlap, each staged, validated and imported; the second is undone and
//! imported again.

use serde_json::{Value, json};

use super::client::Client;
use super::instants::Phase;
use crate::support::Rows;

const COLUMNS: [&str; 6] = [
    "External ID",
    "First Name",
    "Work Email",
    "Cell Phone",
    "External Organization External ID",
    "External Organization Name",
];

/// Rows of each file, and of each of its batches.
const ROWS: usize = 3_000;
const BATCH: usize = 150;

/// Plays it to its end, however often the server goes away meanwhile.
pub(super) fn play(client: &Client<'_>) {
    let mapping = profile(client);
    let import = |edition| {
        let job = stage(client, &mapping, edition);
        follow(client, &job);
        job
    };
    import(0);
    let second = import(1);
    let undo = client.create(&format!("/import/jobs/{second}/undo"), &json!({}));
    follow(client, undo["job"]["id"].as_str().unwrap());
    import(1);
}

/// A profile and its mapping; the mapping's id.
pub(super) fn profile(client: &Client<'_>) -> Value {
    let source = client.create("/externalsources", &json!({"name": "CRM"}));
    let settings = json!({
        "name": "Everything",
        "matchingCriteria": ["Email", "Phone"],
        "mergeContacts": true,
        "externalSourceId": source["id"],
        "importFields": [],
    });
    let settings = client.create("/import/settings", &settings);
    let mappings = COLUMNS.map(|column| json!({"sourceField": column, "targetField": column}));
    let mapping = json!({"externalSettingsId": settings["id"], "mappings": mappings});
    let mapping = client.create("/import/csv/settings", &mapping);
    mapping["id"].clone()
}

/// Brings a file to the server; the id of its job.
pub(super) fn stage(client: &Client<'_>, mapping: &Value, edition: usize) -> String {
    let announced = json!({"fileName": "contacts.csv", "fileSize": 1});
    let upload = client.create("/import/csv/uploads", &announced);
    let upload = upload["uploadId"].as_str().unwrap();
    for (number, batch) in rows(edition).batches(BATCH).iter().enumerate() {
        let path = format!("/import/csv/uploads/{upload}/rows/{number}");
        let (status, answer) = client.send("PUT", &path, batch);
        assert_eq!(status, 204, "{answer}");
        client.sights.note(Phase::Staging);
    }
    let path = format!("/import/csv/uploads/{upload}/complete");
    let (status, answer) = client.send("POST", &path, b"");
    assert_eq!(status, 204, "{answer}");

    let request = json!({"uploadId": upload, "settingsId": mapping});
    let job = client.create("/import/csv/jobs", &request);
    job["job"]["id"].as_str().unwrap().to_owned()
}

/// Follows a job to its end; says `Continue` wherever it waits for it.
fn follow(client: &Client<'_>, job: &str) {
    loop {
        let found = wait(client, job);
        match found["status"].as_str().unwrap() {
            "Completed" => return,
            "Running" => command(client, job, "Continue"),
            _ => panic!("{found}"),
        }
    }
}

/// The job, once it is over or waits for an answer.
pub(super) fn wait(client: &Client<'_>, job: &str) -> Value {
    loop {
        let (_, found) = client.send("GET", &format!("/import/jobs/{job}"), b"");
        if found["status"] != "Running" || found["executionStep"] == "Validated" {
            return found;
        }
        client.sights.note(match found["executionStep"].as_str() {
            Some("Validating") => Phase::Validation,
            _ if found["undoes"].is_null() => Phase::Import,
            _ => Phase::Undo,
        });
    }
}

/// Tells a job something. It is refused where an earlier one was heard of which the answer was lost.
pub(super) fn command(client: &Client<'_>, job: &str, command: &str) {
    let command = json!({"jobId": job, "status": command}).to_string();
    let path = format!("/import/jobs/{job}");
    let (status, answer) = client.send("PUT", &path, command.as_bytes());
    assert!(status == 200 || status == 409, "{answer}");
}

/// Rows with repeats within the file and between the files, values that are wrong, and contacts that only a
/// later row shows to be one.
fn rows(edition: usize) -> Rows {
    Rows::new(
        &COLUMNS,
        (0..ROWS).map(|n| {
            let n = n + edition * ROWS / 2;
            let email = match n % 97 {
                0 => "not an address".to_owned(),
                _ => format!("someone{}@example.com", n % (ROWS - 100)),
            };
            let company = n % 40;
            vec![
                if n.is_multiple_of(3) {
                    String::new()
                } else {
                    format!("{}", n * 7 % (ROWS - 50))
                },
                format!("Name {n}"),
                email,
                format!("+1415{:07}", 5_550_100 + n % (ROWS / 2)),
                if company == 0 {
                    String::new()
                } else {
                    format!("C{company}")
                },
                format!("Company {company} {edition}"),
            ]
        }),
    )
}
