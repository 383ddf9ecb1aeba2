//! Contacts that are enriched, alone and in bulk.

use serde_json::{Value, json};

use crate::support::{API, Answer, TestServer};

async fn enrich(server: &TestServer, query: &str, body: Value) -> Answer {
    server
        .post(&format!("{API}/contacts/enrich{query}"), body)
        .await
}

fn request(action: &str, emails: &[&str], contact: &Value) -> Value {
    let identifiers: Vec<Value> = emails
        .iter()
        .map(|email| json!({"type": "Email", "value": email}))
        .collect();
    json!({"action": action, "matchingIdentifiers": identifiers, "contact": contact})
}

async fn total(server: &TestServer) -> u64 {
    let found = server
        .get(&format!("{API}/contacts"))
        .await
        .expect(200)
        .json();
    found["total"].as_u64().unwrap()
}

#[tokio::test]
async fn a_contact_is_created_once_and_then_changed() {
    let server = TestServer::start();
    let body = request(
        "Upsert",
        &["A@x.org"],
        &json!({"firstName": "Ann", "workEmail": "a@x.org"}),
    );
    enrich(&server, "?dryRun=true", body.clone())
        .await
        .expect(200);
    assert_eq!(total(&server).await, 0);
    let made = enrich(&server, "", body.clone()).await.expect(201).json();
    let same = enrich(&server, "", body).await.expect(200).json();
    assert_eq!(same, made);

    let update = request("Update", &["a@x.org"], &json!({"workEmail": "b@x.org"}));
    let changed = enrich(&server, "", update).await.expect(200).json();
    assert_eq!(
        (&changed["workEmail"], &changed["personalEmail"]),
        (&json!("b@x.org"), &json!("a@x.org"))
    );
    assert_eq!(changed["firstName"], "Ann");
    let insert = request("Insert", &["a@x.org"], &json!({}));
    let refused = enrich(&server, "", insert)
        .await
        .expect_error(409, "already_there");
    assert_eq!(refused["entityId"], made["id"]);
    let update = request("Update", &["z@x.org"], &json!({}));
    enrich(&server, "", update)
        .await
        .expect_error(404, "no_match");
    assert_eq!(total(&server).await, 1);
}

#[tokio::test]
async fn all_that_match_become_one() {
    let server = TestServer::start();
    for (name, email) in [("Ann", "a@x.org"), ("Bo", "b@x.org")] {
        let body = json!({"firstName": name, "workEmail": email});
        server
            .post(&format!("{API}/contacts"), body)
            .await
            .expect(201);
        server.pass(1_000_000);
    }
    let body = request("Merge", &["b@x.org", "a@x.org"], &json!({"title": "CTO"}));
    let merged = enrich(&server, "", body).await.expect(200).json();
    assert_eq!(
        (&merged["firstName"], &merged["title"]),
        (&json!("Bo"), &json!("CTO"))
    );
    assert_eq!(merged["mergeSet"].as_array().unwrap().len(), 1);
    assert_eq!(total(&server).await, 1);
}

#[tokio::test]
async fn rules_say_which_value_wins() {
    let server = TestServer::start();
    let contact = json!({"firstName": "Ann", "title": "CTO", "workEmail": "a@x.org"});
    server
        .post(&format!("{API}/contacts"), contact)
        .await
        .expect(201);
    let mut body = request(
        "Update",
        &["a@x.org"],
        &json!({"firstName": "Eve", "lastName": "Lee"}),
    );
    body["fieldRules"] = json!({
        "defaultAction": "PreferExisting",
        "rules": [{"field": "$.title", "action": "AlwaysUseProvided"}],
    });
    let changed = enrich(&server, "", body.clone()).await.expect(200).json();
    assert_eq!(
        (&changed["firstName"], &changed["lastName"]),
        (&json!("Ann"), &json!("Lee"))
    );
    assert_eq!(changed["title"], Value::Null);
    for unknown in ["$..title", "$.shoeSize", "$.address.cty"] {
        body["fieldRules"]["rules"][0]["field"] = json!(unknown);
        let refused = enrich(&server, "", body.clone()).await;
        let error = refused.expect_error(400, "field_invalid");
        assert_eq!(error["details"][0]["fieldName"], unknown);
    }
    body["fieldRules"]["rules"][0]["action"] = json!("Guess");
    enrich(&server, "", body)
        .await
        .expect_error(400, "field_invalid");
    let none = request("Update", &[], &json!({}));
    enrich(&server, "", none)
        .await
        .expect_error(400, "field_invalid");
    let many = request("Update", &["a@x.org"; 26], &json!({}));
    enrich(&server, "", many)
        .await
        .expect_error(400, "field_invalid");
}

#[tokio::test]
async fn ten_are_enriched_at_once() {
    let server = TestServer::start();
    let bulk = format!("{API}/bulk/contacts/enrich");
    let good = request("Upsert", &["a@x.org"], &json!({"workEmail": "a@x.org"}));
    let bad = request("Update", &["z@x.org"], &json!({}));
    let body = json!({"entities": [good, bad, good]});
    let done = server.post(&bulk, body).await.expect(200).json();
    assert_eq!(
        (&done["errorCount"], &done["errorIndexes"]),
        (&json!(1), &json!([1]))
    );
    let statuses: Vec<u64> = done["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [201, 404, 200]);
    assert_eq!(done["results"][1]["error"]["entity"], bad);
    let many = json!({"entities": vec![good; 11]});
    server
        .post(&bulk, many)
        .await
        .expect_error(400, "field_invalid");
}
