//! External sources.

use serde_json::json;

use crate::support::{API, TestServer};

#[tokio::test]
async fn a_source_is_made_read_changed_and_removed() {
    let server = TestServer::start();
    let all = format!("{API}/externalsources");
    let template = "https://crm.example/{{externalId.value}}";
    let body = json!({"name": " CRM ", "linkConfiguration": {"uriTemplate": template}});
    let made = server.post(&all, body).await.expect(201).json();
    assert_eq!(made["name"], "CRM");
    assert_eq!(made["active"], true);
    let one = made["selfUri"].as_str().unwrap();
    assert_eq!(server.get(one).await.expect(200).json(), made);

    let changed = server
        .put(one, json!({"name": "CRM 2", "active": false}))
        .await
        .expect(200)
        .json();
    assert_eq!(changed["name"], "CRM 2");
    assert_eq!(server.get(one).await.json(), changed);

    server.delete(one).await.expect(204);
    server.get(one).await.expect_error(404, "not_found");
    server
        .put(one, json!({"name": "x"}))
        .await
        .expect_error(404, "not_found");
    server.delete(one).await.expect_error(404, "not_found");
}

#[tokio::test]
async fn names_are_unique_without_case() {
    let server = TestServer::start();
    let all = format!("{API}/externalsources");
    let first = server
        .post(&all, json!({"name": "Crm"}))
        .await
        .expect(201)
        .json();
    server
        .post(&all, json!({"name": "CRM "}))
        .await
        .expect_error(409, "name_taken");
    let second = server
        .post(&all, json!({"name": "Other"}))
        .await
        .expect(201)
        .json();
    let second = second["selfUri"].as_str().unwrap();
    server
        .put(second, json!({"name": "crm"}))
        .await
        .expect_error(409, "name_taken");
    let first = first["selfUri"].as_str().unwrap();
    server.put(first, json!({"name": "CRM"})).await.expect(200);
}

#[tokio::test]
async fn wrong_values_name_their_field() {
    let server = TestServer::start();
    let all = format!("{API}/externalsources");
    let long = "x".repeat(201);
    let cases = [
        (json!({"name": " "}), "name"),
        (json!({"name": long}), "name"),
        (json!({"name": 7}), "name"),
        (
            json!({"name": "a", "linkConfiguration": {"uriTemplate": "javascript:{{externalId.value}}"}}),
            "linkConfiguration.uriTemplate",
        ),
        (
            json!({"name": "a", "linkConfiguration": {"uriTemplate": "https://x/"}}),
            "linkConfiguration.uriTemplate",
        ),
    ];
    for (body, field) in cases {
        let error = server
            .post(&all, body)
            .await
            .expect_error(400, "field_invalid");
        assert_eq!(error["details"][0]["fieldName"], field, "{error}");
    }
}

#[tokio::test]
async fn the_list_has_pages_and_filters() {
    let server = TestServer::start();
    let all = format!("{API}/externalsources");
    for (name, active) in [
        ("Beta", true),
        ("alpha", false),
        ("Alps", true),
        ("gamma", true),
    ] {
        server
            .post(&all, json!({"name": name, "active": active}))
            .await
            .expect(201);
    }
    let names = |page: &serde_json::Value| -> Vec<String> {
        let entities = page["entities"].as_array().unwrap().iter();
        entities
            .map(|entity| entity["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = server
        .get(&format!("{all}?limit=3"))
        .await
        .expect(200)
        .json();
    assert_eq!(names(&first), ["alpha", "Alps", "Beta"]);
    let second = server
        .get(first["nextUri"].as_str().unwrap())
        .await
        .expect(200)
        .json();
    assert_eq!(names(&second), ["gamma"]);
    assert!(second["nextUri"].is_null());

    let found = server.get(&format!("{all}?name=AL")).await.json();
    assert_eq!(names(&found), ["alpha", "Alps"]);
    let found = server
        .get(&format!("{all}?name=al&active=true"))
        .await
        .json();
    assert_eq!(names(&found), ["Alps"]);
    server
        .get(&format!("{all}?active=x"))
        .await
        .expect_error(400, "field_invalid");
}

#[tokio::test]
async fn a_source_that_a_profile_uses_stays() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), &["External ID"]).await;
    let one = format!("{API}/externalsources/{}", profile.source);
    server.delete(&one).await.expect_error(409, "in_use");
}
