//! What is in one division is not there for who may do nothing in it.

use import_core::permission::Permission as P;
use serde_json::{Value, json};

use crate::support::{API, TestServer};

const DIVISIONS: &str = "/api/v2/authorization/divisions";

#[tokio::test]
async fn a_division_is_made_renamed_and_removed() {
    let server = TestServer::start();
    let made = server
        .post(DIVISIONS, json!({"name": " North "}))
        .await
        .expect(201)
        .json();
    assert_eq!(made["name"], "North");
    let one = made["selfUri"].as_str().unwrap();
    assert_eq!(server.get(one).await.expect(200).json(), made);
    let taken = server.post(DIVISIONS, json!({"name": "north"})).await;
    taken.expect_error(409, "name_taken");
    server
        .post(DIVISIONS, json!({"name": ""}))
        .await
        .expect_error(400, "field_invalid");
    let renamed = server
        .put(one, json!({"name": "South"}))
        .await
        .expect(200)
        .json();
    assert_eq!(server.get(DIVISIONS).await.json()["entities"][0], renamed);
    server
        .delete(&format!("{DIVISIONS}/*"))
        .await
        .expect_error(409, "in_use");
    server.delete(one).await.expect(204);
    server.delete(one).await.expect_error(404, "not_found");
    server
        .put(one, json!({"name": "x"}))
        .await
        .expect_error(404, "not_found");
    server.get(one).await.expect_error(404, "not_found");
}

/// Imports one contact into a division; the job.
async fn import_into(server: &TestServer, division: &str, email: &str) -> Value {
    let profile = server
        .profile(json!({}), &["Work Email", "First Name"])
        .await;
    let upload = server
        .upload(&format!("Work Email,First Name\n{email},Ann\n"))
        .await;
    let body =
        json!({"uploadId": upload, "settingsId": profile.mapping, "division": {"id": division}});
    let made = server.post(&format!("{API}/import/csv/jobs"), body).await;
    let job = made.expect(201).json()["job"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    server.run();
    server.command(&job, "Continue").await.expect(200);
    server.run();
    server.job(&job).await
}

#[tokio::test]
async fn records_and_jobs_of_other_divisions_are_not_there() {
    let mut server = TestServer::start();
    let north = server
        .post(DIVISIONS, json!({"name": "North"}))
        .await
        .expect(201)
        .json();
    let north = north["id"].as_str().unwrap().to_owned();
    let here = import_into(&server, &north, "ann@x.org").await;
    // The same address, but nothing is matched across.
    let there = import_into(&server, "*", "ann@x.org").await;
    assert_eq!(there["import"]["rows"]["created"], 1, "{there}");
    let one = format!("{DIVISIONS}/{north}");
    server.delete(&one).await.expect_error(409, "in_use");
    let found = server.search("ann@").await;
    assert_eq!(found.len(), 2);
    let elsewhere = found
        .iter()
        .find(|contact| contact["division"]["id"] == "*")
        .unwrap();
    let elsewhere = elsewhere["selfUri"].as_str().unwrap().to_owned();

    server.sign_in_as(P::ALL, Some(&north));
    let seen = TestServer::only(server.search("ann@").await);
    assert_eq!(seen["division"]["id"], north.as_str());
    server
        .get(seen["selfUri"].as_str().unwrap())
        .await
        .expect(200);
    server.get(&elsewhere).await.expect_error(404, "not_found");
    // A filter narrows and never widens.
    let all = server
        .get(&format!("{API}/contacts?divisionIds=*"))
        .await
        .expect(200);
    assert_eq!(all.json()["total"], 0);
    let divisions = server.get(DIVISIONS).await.expect(200).json();
    assert_eq!(divisions["total"], 1);

    let jobs = server
        .get(&format!("{API}/import/jobs"))
        .await
        .expect(200)
        .json();
    assert_eq!(jobs["entities"].as_array().unwrap().len(), 1);
    assert_eq!(jobs["entities"][0]["id"], here["id"]);
    let job = format!("{API}/import/jobs/{}", there["id"].as_str().unwrap());
    for rest in [
        "",
        "/events",
        "/problems",
        "/problems/summary",
        "/rows",
        "/report",
        "/undo",
    ] {
        server
            .get(&format!("{job}{rest}"))
            .await
            .expect_error(404, "not_found");
    }
    let id = there["id"].as_str().unwrap();
    server
        .command(id, "Cancel")
        .await
        .expect_error(404, "not_found");
    server.ask_undo(id).await.expect_error(404, "not_found");

    let profile = server.profile(json!({}), &["Work Email"]).await;
    let upload = server.upload("Work Email\nbob@x.org\n").await;
    let body = json!({"uploadId": upload, "settingsId": profile.mapping});
    let refused = server.post(&format!("{API}/import/csv/jobs"), body).await;
    refused.expect_error(403, "missing_permission");
    let refused = server.post(DIVISIONS, json!({"name": "South"})).await;
    refused.expect_error(403, "missing_permission");
    let refused = server
        .put(&format!("{DIVISIONS}/*"), json!({"name": "x"}))
        .await;
    refused.expect_error(403, "missing_permission");
    server
        .put(&one, json!({"name": "Far North"}))
        .await
        .expect(200);
}
