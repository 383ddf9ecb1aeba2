//! The legacy import: its own door, the same import behind it.

use axum::body::Body;
use axum::http::Request;
use import_core::permission::Permission;
use serde_json::{Value, json};

use crate::support::{API, Answer, TestServer};

const LEGACY: &str = "/api/v2/externalcontacts/import/legacy";

const CONTACTS: &str = "Contact ID,Contact First Name,Contact Last Name,Contact Work Email,Contact Cell Phone,Shoe Size\r\n";

/// A server on which somebody is signed in who may do nothing but what a legacy import needs.
fn start() -> TestServer {
    let mut server = TestServer::start();
    let needed = [Permission::ExternalEntityImport, Permission::ContactView];
    server.sign_in_as(&needed, None);
    server
}

async fn upload(server: &TestServer, csv: &str) -> String {
    let body = json!({"fileName": "old.csv", "fileSize": csv.len()});
    let upload = server.post(&format!("{LEGACY}/uploads"), body).await;
    let upload = upload.expect(201).json();
    let path = upload["uploadUrl"].as_str().unwrap();
    assert!(path.starts_with(LEGACY), "{path}");
    let mut request = Request::put(path);
    for header in upload["uploadHeaders"].as_array().unwrap() {
        let text = |name: &str| header[name].as_str().unwrap();
        request = request.header(text("name"), text("value"));
    }
    let sent = server.send(request.body(Body::from(csv.to_owned())).unwrap());
    sent.await.expect(204);
    upload["uploadId"].as_str().unwrap().to_owned()
}

async fn create_job(server: &TestServer, upload: &str) -> Answer {
    let body = json!({"uploadId": upload});
    server.post(&format!("{LEGACY}/jobs"), body).await
}

async fn job(server: &TestServer, path: &str) -> Value {
    server.get(path).await.expect(200).json()
}

/// A whole import; the address of the finished job.
async fn import(server: &TestServer, csv: &str) -> String {
    let upload = upload(server, csv).await;
    let created = create_job(server, &upload).await.expect(201).json();
    let path = created["job"]["selfUri"].as_str().unwrap().to_owned();
    server.run();
    let id = &created["job"]["id"];
    let command = json!({"jobId": id, "status": "Continue"});
    server.put(&path, command).await.expect(200);
    server.pass(1_000_000);
    server.run();
    let job = job(server, &path).await;
    assert_eq!(job["status"], "Completed", "{job}");
    assert_eq!(job["validation"], job["import"]);
    path
}

async fn comparison(server: &TestServer, job: &str, query: &str) -> Value {
    let path = format!("{job}/comparison?{query}");
    server.get(&path).await.expect(200).json()
}

fn rows(comparison: &Value) -> Vec<u64> {
    let rows = comparison["entities"].as_array().unwrap().iter();
    rows.map(|row| row["row"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn two_permissions_are_enough_for_contacts_and_for_what_is_told_of_them() {
    let server = start();
    let csv = format!(
        "{CONTACTS}7,Ann,Lee,ann@x.org,+14155550102,42\r\n8,Bo,,bo@x.org,,\r\n9,Cy,Ray,,(415) 555-0103,\r\n"
    );
    let path = import(&server, &csv).await;
    let job = job(&server, &path).await;
    assert_eq!(job["metadata"]["importSuccessCount"], 2);
    assert_eq!(job["metadata"]["importFailedCount"], 1);
    let problems = server.get(&format!("{path}/problems")).await.expect(200);
    let problems = problems.json();
    let problems = problems["entities"].as_array().unwrap().iter();
    let problems: Vec<_> = problems
        .map(|problem| (&problem["row"], &problem["code"], &problem["column"]))
        .collect();
    assert_eq!(
        problems,
        [
            (
                &json!(3),
                &json!("value_missing"),
                &json!("Contact Last Name")
            ),
            (
                &json!(4),
                &json!("phone_not_e164"),
                &json!("Contact Cell Phone")
            ),
        ]
    );
    let report = job["metadata"]["importReportDownloadUrl"].as_str().unwrap();
    let report = server.get(report).await.expect(200).text();
    assert!(report.contains("Shoe Size"), "{report}");

    let ann = TestServer::only(server.search("+14155550102").await);
    assert_eq!(ann["lastName"], "Lee");
    assert_eq!(
        ann["externalIds"][0]["externalSource"]["name"],
        "Legacy import"
    );
    let cy = TestServer::only(server.search("Ray").await);
    assert_eq!(cy["cellPhone"]["display"], "(415) 555-0103");
    assert_eq!(cy["cellPhone"]["e164"], Value::Null);
    let identifiers = cy["identifiers"].as_array().unwrap();
    assert_eq!(identifiers.len(), 1, "the phone is none: {identifiers:?}");
}

#[tokio::test]
async fn two_permissions_are_enough_to_undo() {
    let server = start();
    let path = import(&server, &format!("{CONTACTS}7,Ann,Lee,,,\r\n")).await;
    let undo = server.post(&format!("{path}/undo"), json!({})).await;
    let undo = undo.expect(201).json();
    let undo = undo["job"]["selfUri"].as_str().unwrap();
    server.run();
    let done = job(&server, undo).await;
    assert_eq!(done["undo"]["removed"], 1, "{done}");
    assert_eq!(done["undoes"]["selfUri"], path);
    assert_eq!(job(&server, &path).await["undoneBy"]["selfUri"], undo);
    let listed = server.get(&format!("{undo}/undo")).await.expect(200).json();
    assert_eq!(listed["entities"][0]["action"], "removed", "{listed}");
    let report = done["metadata"]["importReportDownloadUrl"]
        .as_str()
        .unwrap();
    server.get(report).await.expect(200);
    assert!(server.search("Ann").await.is_empty());
}

#[tokio::test]
async fn records_are_matched_by_their_id_alone_under_one_source() {
    let server = start();
    import(
        &server,
        &format!("{CONTACTS}7,Ann,Lee,ann@x.org,+14155550102,\r\n"),
    )
    .await;
    let path = import(
        &server,
        &format!("{CONTACTS}7,Ann,Lee-Smith,,,\r\n8,Twin,Lee,ann@x.org,+14155550102,\r\n"),
    )
    .await;
    let outcome = job(&server, &path).await["import"]["contacts"].clone();
    assert_eq!(
        (&outcome["created"], &outcome["updated"]),
        (&json!(1), &json!(1))
    );
    let ann = TestServer::only(server.search("Lee-Smith").await);
    assert_eq!(
        ann["workEmail"], "ann@x.org",
        "an empty cell keeps what is there"
    );
}

#[tokio::test]
async fn a_phone_as_written_pushes_no_identifier_out() {
    let server = start();
    let csv = |phone: &str| format!("{CONTACTS}7,Ann,Lee,,{phone},\r\n");
    import(&server, &csv("+14155550102")).await;
    import(&server, &csv("ask Bob")).await;
    let ann = TestServer::only(server.search("+14155550102").await);
    assert_eq!(ann["cellPhone"]["display"], "ask Bob");
    assert_eq!(ann["workPhone"]["e164"], "+14155550102");
    let again = import(&server, &csv("ask Bob")).await;
    let outcome = job(&server, &again).await["import"]["contacts"].clone();
    assert_eq!(outcome["unchanged"], 1, "{outcome}");
}

#[tokio::test]
async fn organizations_come_by_their_own_columns_and_contacts_are_linked() {
    let server = start();
    let path = import(
        &server,
        "Account ID,Account Name,Account Employee Count,Account Tags\r\nE1,Acme,42,a; b\r\nE2,,,\r\n",
    )
    .await;
    let counts = job(&server, &path).await["import"]["organizations"].clone();
    assert_eq!(
        (&counts["created"], &counts["rejected"]),
        (&json!(1), &json!(1))
    );
    let compared = comparison(&server, &path, "").await;
    let acme = &compared["entities"][0];
    assert!(acme["organizationId"].is_string());
    let same = acme["fields"]
        .as_array()
        .unwrap()
        .iter()
        .all(|field| field["same"] == true);
    assert!(same, "{acme:#}");

    let header = CONTACTS.trim_end();
    let csv = format!("{header},Account ID,Account Name\r\n7,Ann,Lee,,,,E1,Acme\r\n");
    import(&server, &csv).await;
    let ann = TestServer::only(server.search("Ann").await);
    assert_eq!(ann["externalOrganization"]["id"], acme["organizationId"]);
}

#[tokio::test]
async fn a_file_of_another_layout_is_refused_with_what_it_lacks() {
    let server = start();
    let check = async |csv: &str, word: &str| {
        let upload = upload(&server, csv).await;
        let refused = create_job(&server, &upload).await;
        let refused = refused.expect_error(400, "layout_invalid");
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains(word), "{message}");
    };
    check(
        "contact id,Contact First Name,Contact Last Name\r\n7,Ann,Lee\r\n",
        "`Contact ID`",
    )
    .await;
    check("External ID,First Name\r\n7,Ann\r\n", "no legacy import").await;
    check("Account Name\r\nAcme\r\n", "`Account ID`").await;
}

#[tokio::test]
async fn the_legacy_door_shows_legacy_jobs_alone_and_only_where_one_may_import() {
    let mut server = TestServer::start();
    let profile = server.profile(json!({}), &["External ID"]).await;
    let other = server.import("External ID\r\n7\r\n", &profile).await;
    let other = other["id"].as_str().unwrap();
    let legacy = import(&server, &format!("{CONTACTS}7,Ann,Lee,,,\r\n")).await;
    for below in ["", "/problems", "/report", "/comparison", "/events"] {
        let path = format!("{LEGACY}/jobs/{other}{below}");
        server.get(&path).await.expect_error(404, "not_found");
    }
    // Behind the door it is a job like any other, with addresses of its own there.
    let id = legacy.rsplit('/').next().unwrap();
    let seen = server.job(id).await;
    assert_eq!(seen["layout"], "Legacy");
    assert_eq!(server.job(other).await["layout"], "Mapped");
    let report = seen["metadata"]["importReportDownloadUrl"]
        .as_str()
        .unwrap();
    assert!(
        report.starts_with(&format!("{API}/import/jobs/")),
        "{report}"
    );
    let undone = server.ask_undo(id).await.expect(201).json();
    server.run();
    let undo = server.job(undone["job"]["id"].as_str().unwrap()).await;
    assert_eq!(undo["undo"]["removed"], 1, "{undo}");
    assert_eq!(undo["layout"], "Legacy");

    let needed = [Permission::ExternalEntityImport, Permission::ContactView];
    server.sign_in_as(&needed, Some("elsewhere"));
    server
        .get(&legacy)
        .await
        .expect_error(403, "missing_permission");
    let everything_else: Vec<Permission> = Permission::ALL
        .iter()
        .copied()
        .filter(|one| *one != Permission::ExternalEntityImport)
        .collect();
    server.sign_in_as(&everything_else, None);
    server
        .get(&legacy)
        .await
        .expect_error(403, "missing_permission");
}

#[tokio::test]
async fn rows_are_compared_with_what_the_records_hold_now() {
    let mut server = TestServer::start();
    let rows_of_file: String = (0..60).fold(String::new(), |csv, n| {
        csv + &format!("{n},First{n},Last{n},p{n}@X.org,,\r\n")
    });
    let path = import(&server, &format!("{CONTACTS}{rows_of_file}")).await;
    let changed = TestServer::only(server.search("p7@x.org").await);
    let uri = changed["selfUri"].as_str().unwrap();
    let body = json!({"firstName": "Eve", "lastName": "Last7", "workEmail": "p7@x.org"});
    server.put(uri, body).await.expect(200);
    let gone = TestServer::only(server.search("p9@x.org").await);
    server
        .delete(gone["selfUri"].as_str().unwrap())
        .await
        .expect(204);
    let merge = async |emails: [&str; 2]| {
        let ids = [
            TestServer::only(server.search(emails[0]).await)["id"].clone(),
            TestServer::only(server.search(emails[1]).await)["id"].clone(),
        ];
        let body = json!({"contactIds": ids});
        server
            .post(&format!("{API}/contacts/merge"), body)
            .await
            .expect(200)
            .json()
    };
    let merged = merge(["p20@x.org", "p21@x.org"]).await;

    server.sign_in_as(
        &[Permission::ExternalEntityImport, Permission::ContactView],
        None,
    );
    let first = comparison(&server, &path, "pageSize=50").await;
    assert_eq!(rows(&first), (2..52).collect::<Vec<u64>>());
    let next = first["nextUri"].as_str().unwrap();
    let second = server.get(next).await.expect(200).json();
    assert_eq!(rows(&second), (52..62).collect::<Vec<u64>>());
    assert_eq!(second["nextUri"], Value::Null);

    let found = comparison(&server, &path, "q=LAST5").await;
    assert_eq!(rows(&found).len(), 11, "Last5 and Last50 to Last59");
    let different = comparison(&server, &path, "only=different").await;
    assert_eq!(rows(&different), [9, 11, 22]);
    let names = |row: &Value| {
        let fields = row["fields"].as_array().unwrap().iter();
        let fields = fields.filter(|field| field["same"] == false);
        let names = fields.map(|field| field["column"].as_str().unwrap().to_owned());
        names.collect::<Vec<String>>()
    };
    let rows = different["entities"].as_array().unwrap();
    assert_eq!(names(&rows[0]), ["Contact ID", "Contact First Name"]);
    assert_eq!(rows[0]["fields"][1]["stored"], "Eve");
    assert_eq!(rows[1]["contactId"], Value::Null);
    assert!(names(&rows[1]).contains(&"Contact Work Email".to_owned()));
    assert_eq!(rows[2]["contactId"], merged["id"]);
    let nothing = comparison(&server, &path, "q=nobody").await;
    assert_eq!(nothing["entities"], json!([]));
    let wrong = server.get(&format!("{path}/comparison?only=equal")).await;
    wrong.expect_error(400, "field_invalid");
}

#[tokio::test]
async fn whoever_made_a_source_of_the_name_before_keeps_it() {
    let server = TestServer::start();
    let all = format!("{API}/externalsources");
    let made = server.post(&all, json!({"name": "legacy IMPORT"})).await;
    let made = made.expect(201).json();
    import(&server, &format!("{CONTACTS}7,Ann,Lee,,,\r\n")).await;
    let ann = TestServer::only(server.search("Ann").await);
    assert_eq!(ann["externalIds"][0]["externalSource"]["id"], made["id"]);
}
