//! Contacts, one by one.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use crate::support::{API, Answer, TestServer};

async fn create(server: &TestServer, body: Value) -> Value {
    let made = server.post(&format!("{API}/contacts"), body).await;
    made.expect(201).json()
}

fn uri(record: &Value) -> String {
    record["selfUri"].as_str().unwrap().to_owned()
}

async fn source(server: &TestServer) -> String {
    let made = server
        .post(&format!("{API}/externalsources"), json!({"name": "CRM"}))
        .await;
    made.expect(201).json()["id"].as_str().unwrap().to_owned()
}

async fn with_version(server: &TestServer, method: Method, path: &str, tag: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::IF_MATCH, tag)
        .body(Body::from(r#"{"firstName": "Eve"}"#))
        .unwrap();
    server.send(request).await
}

#[tokio::test]
async fn a_contact_is_made_read_replaced_and_deleted() {
    let server = TestServer::start();
    let source = source(&server).await;
    let body = json!({
        "firstName": "Ann", "lastName": "Lee", "workEmail": "Ann@x.org",
        "cellPhone": {"display": "(415) 555-2671", "acceptsSMS": true},
        "otherPhone": {"display": "ask Bob"}, "surveyOptOut": false,
        "address": {"city": "Rome", "countryCode": "IT"},
        "twitterId": {"id": "42", "screenName": "ann"}, "lineId": {"ids": [{"userId": "U1"}]},
        "whatsAppId": {"phoneNumber": {"display": "+14155552672"}},
        "appleOpaqueIds": [{"value": "A1"}],
        "externalIds": [{"externalSource": {"id": source}, "value": "7"}],
        "id": "ignored", "type": "Ephemeral", "createDate": "2000-01-01T00:00:00Z",
    });
    let made = create(&server, body).await;
    assert_eq!(made["type"], "Curated");
    assert_eq!(made["division"]["id"], "*");
    assert_eq!(made["identifiers"].as_array().unwrap().len(), 7);
    let read = server.get(&uri(&made)).await.expect(200);
    assert_eq!(read.headers["etag"], "\"1\"");
    assert_eq!(read.json(), made);
    assert_eq!(
        server
            .get(&format!("{}/unresolved", uri(&made)))
            .await
            .expect(200)
            .json(),
        made
    );

    // What was read can be sent back: nothing changes then.
    server.pass(1_000_000);
    let same = server
        .put(&uri(&made), made.clone())
        .await
        .expect(200)
        .json();
    assert_eq!(same, made);
    let replaced = server
        .put(&uri(&made), json!({"firstName": "Bo"}))
        .await
        .expect(200);
    assert_eq!(replaced.headers["etag"], "\"2\"");
    let replaced = replaced.json();
    assert_eq!(replaced["firstName"], "Bo");
    assert_eq!(replaced["lastName"], Value::Null);
    assert_eq!(replaced["createDate"], made["createDate"]);
    assert_ne!(replaced["modifyDate"], made["modifyDate"]);

    server.delete(&uri(&made)).await.expect(204);
    server.get(&uri(&made)).await.expect_error(404, "not_found");
    server
        .put(&uri(&made), json!({}))
        .await
        .expect_error(404, "not_found");
    server
        .delete(&uri(&made))
        .await
        .expect_error(404, "not_found");
    assert!(server.search("Bo").await.is_empty());
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let server = TestServer::start();
    let contacts = format!("{API}/contacts");
    let body = json!({"firstName": 7, "workEmail": "ann@", "customFields": ["b"]});
    let refused = server
        .post(&contacts, body)
        .await
        .expect_error(400, "field_invalid");
    let details: Vec<&str> = refused["details"]
        .as_array()
        .unwrap()
        .iter()
        .map(|detail| detail["fieldName"].as_str().unwrap())
        .collect();
    assert_eq!(details, ["firstName", "workEmail", "customFields"]);
    for nowhere in ["nowhere", "a\0"] {
        let nowhere = json!({"division": {"id": nowhere}});
        server
            .post(&contacts, nowhere)
            .await
            .expect_error(400, "field_invalid");
    }
    let id = "019c0000-0000-7000-8000-000000000000";
    let unknown = json!({"externalIds": [{"externalSource": {"id": id}, "value": "7"}]});
    server
        .post(&contacts, unknown)
        .await
        .expect_error(400, "field_invalid");
    let unknown = json!({"externalOrganization": {"id": id}});
    server
        .post(&contacts, unknown)
        .await
        .expect_error(400, "field_invalid");
    server
        .post(&contacts, json!([]))
        .await
        .expect_error(400, "json_invalid");
    let made = create(&server, json!({"firstName": "Ann"})).await;
    let moved = json!({"division": {"id": "elsewhere"}});
    server
        .put(&uri(&made), moved)
        .await
        .expect_error(400, "field_invalid");
    for value in ["\u{0}", "a\u{0}b"] {
        let nul = json!({"firstName": value});
        server
            .post(&contacts, nul)
            .await
            .expect_error(400, "field_invalid");
    }
}

#[tokio::test]
async fn an_external_id_names_one_contact() {
    let server = TestServer::start();
    let source = source(&server).await;
    let body = json!({"externalIds": [{"externalSource": {"id": source}, "value": "7"}]});
    let made = create(&server, body.clone()).await;
    let refused = server.post(&format!("{API}/contacts"), body.clone()).await;
    let refused = refused.expect_error(409, "external_id_taken");
    assert_eq!(refused["entityId"], made["id"]);
    server.delete(&uri(&made)).await.expect(204);
    create(&server, body).await;
}

#[tokio::test]
async fn single_fields_are_changed() {
    let server = TestServer::start();
    let made = create(&server, json!({"firstName": "Ann", "workEmail": "a@x.org"})).await;
    let change = |field: &str, action: &str, value: Value| json!({"changes": [{"field": field, "action": action, "value": value}]});
    let patched = server
        .patch(
            &uri(&made),
            change("$.address.city", "UpdateIfEmpty", json!("Rome")),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(patched["address"]["city"], "Rome");
    assert_eq!(patched["firstName"], "Ann");
    let patched = server
        .patch(
            &uri(&made),
            change("$.workEmail", "Update", json!("b@x.org")),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(patched["identifiers"].as_array().unwrap().len(), 1);
    server
        .patch(&uri(&made), change("$.workEmail", "Update", json!("b@")))
        .await
        .expect_error(400, "field_invalid");
    server
        .patch(&uri(&made), change("$.id", "Remove", Value::Null))
        .await
        .expect_error(400, "field_invalid");
    server
        .patch(&uri(&made), change("$.firstName", "Sing", Value::Null))
        .await
        .expect_error(400, "field_invalid");
}

#[tokio::test]
async fn a_change_of_another_version_is_refused() {
    let server = TestServer::start();
    let made = create(&server, json!({"firstName": "Ann"})).await;
    let path = uri(&made);
    with_version(&server, Method::PUT, &path, "\"1\"")
        .await
        .expect(200);
    for method in [Method::PUT, Method::DELETE] {
        with_version(&server, method, &path, "\"1\"")
            .await
            .expect_error(412, "version_changed");
    }
    let put = async |tags: &str| with_version(&server, Method::PUT, &path, tags).await;
    for none in ["one", "\"1\", one", ""] {
        put(none).await.expect_error(400, "field_invalid");
    }
    put("\"1\", \"3\"")
        .await
        .expect_error(412, "version_changed");
    for one in ["\"1\", \"2\"", "\"2\",\"9\"", "\"9\", *"] {
        put(one).await.expect(200);
    }
    with_version(&server, Method::DELETE, &path, "\"1\", \"2\"")
        .await
        .expect(204);
}

#[tokio::test]
async fn contacts_are_merged_into_the_first() {
    let server = TestServer::start();
    let first = create(&server, json!({"firstName": "Ann", "workEmail": "a@x.org"})).await;
    server.pass(1_000_000);
    let second = create(&server, json!({"title": "CTO", "workEmail": "b@x.org"})).await;
    let merge = format!("{API}/contacts/merge");
    let ids = json!([first["id"], second["id"]]);
    let body = json!({"contactIds": ids, "valueOverride": {"title": "CEO"}});
    let merged = server.post(&merge, body.clone()).await.expect(200).json();
    assert_eq!(merged["id"], first["id"]);
    assert_eq!(
        (merged["title"].as_str(), merged["firstName"].as_str()),
        (Some("CEO"), Some("Ann"))
    );
    assert_eq!(merged["workEmail"], "b@x.org");
    assert_eq!(merged["personalEmail"], "a@x.org");
    assert_eq!(merged["mergeSet"][0]["id"], second["id"]);
    let away = server.get(&uri(&second)).await.expect(200).json();
    assert_eq!(away["canonicalContact"]["id"], first["id"]);
    assert_eq!(away["mergedTo"]["id"], first["id"]);
    let refused = server
        .put(&uri(&second), json!({}))
        .await
        .expect_error(409, "contact_merged");
    assert_eq!(refused["entityId"], first["id"]);
    server
        .post(&merge, body)
        .await
        .expect_error(409, "contact_merged");
    let twice = json!({"contactIds": [first["id"], first["id"]]});
    server
        .post(&merge, twice)
        .await
        .expect_error(400, "field_invalid");
    let one = json!({"contactIds": [first["id"]]});
    server
        .post(&merge, one)
        .await
        .expect_error(400, "field_invalid");
    server.delete(&uri(&first)).await.expect(204);
    server
        .get(&uri(&second))
        .await
        .expect_error(404, "not_found");
}

#[tokio::test]
async fn identifiers_are_listed_claimed_and_released() {
    let server = TestServer::start();
    let made = create(&server, json!({"workEmail": "a@x.org"})).await;
    let path = format!("{}/identifiers", uri(&made));
    let claim = |operation: &str, kind: &str, value: &str| json!({"operation": operation, "identifier": {"type": kind, "value": value}});
    let claimed = server
        .patch(&path, claim("Claim", "Phone", "(415) 555-2671"))
        .await;
    assert_eq!(claimed.expect(200).json()["value"], "+14155552671");
    server
        .patch(&path, claim("Claim", "Cookie", "c1"))
        .await
        .expect(200);
    let listed = server.get(&path).await.expect(200).json();
    assert_eq!(listed["entities"].as_array().unwrap().len(), 3);
    server
        .patch(&path, claim("Release", "Email", "A@X.org"))
        .await
        .expect(200);
    let again = server
        .patch(&path, claim("Release", "Email", "A@X.org"))
        .await;
    again.expect_error(404, "identifier_not_held");
    server
        .patch(&path, claim("Claim", "Email", "a@"))
        .await
        .expect_error(400, "field_invalid");
    server
        .patch(&path, claim("Claim", "ShoeSize", "42"))
        .await
        .expect_error(400, "field_invalid");
    server
        .patch(&path, claim("Claim", "ExternalId", "42"))
        .await
        .expect_error(400, "field_invalid");
}

#[tokio::test]
async fn an_undo_sees_what_was_changed_since() {
    let server = TestServer::start();
    let columns = ["External ID", "First Name", "Work Email"];
    let profile = server.profile(json!({}), &columns).await;
    let csv = "External ID,First Name,Work Email\n1,Ann,a@x.org\n2,Bo,b@x.org\n3,Cy,c@x.org\n4,Di,d@x.org\n";
    let import = server.import(csv, &profile).await;
    let contact = async |text: &str| TestServer::only(server.search(text).await);
    let (ann, bo, cy) = (
        contact("a@x.org").await,
        contact("b@x.org").await,
        contact("c@x.org").await,
    );
    server
        .patch(
            &uri(&ann),
            json!({"changes": [{"field": "$.title", "action": "Update", "value": "CTO"}]}),
        )
        .await
        .expect(200);
    server.delete(&uri(&bo)).await.expect(204);
    // A change that changes nothing is none.
    server.put(&uri(&cy), cy.clone()).await.expect(200);
    let undo = server.undo(&import).await;
    assert_eq!(undo["undo"]["removed"], 2, "{undo}");
    assert_eq!(undo["undo"]["kept"], 2, "{undo}");
    server.get(&uri(&ann)).await.expect(200);
    server.get(&uri(&cy)).await.expect_error(404, "not_found");
}
