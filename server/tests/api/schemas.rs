//! Schemas of custom fields.

use serde_json::{Value, json};

use crate::support::{API, TestServer};

fn body(properties: &Value) -> Value {
    json!({"name": "Fields", "version": 1, "jsonSchema": {"description": "d", "properties": properties}})
}

#[tokio::test]
async fn a_schema_is_made_and_changes_by_versions() {
    let server = TestServer::start();
    for (path, applies_to) in [
        ("contacts", "CONTACT"),
        ("organizations", "EXTERNAL_ORGANIZATION"),
    ] {
        let all = format!("{API}/{path}/schemas");
        assert_eq!(server.get(&all).await.expect(200).json()["total"], 0);
        let properties = json!({"size_integer": {"title": "Size"}, "old_text": {"title": "Old"}});
        let made = server
            .post(&all, body(&properties))
            .await
            .expect(201)
            .json();
        assert_eq!(made["appliesTo"], json!([applies_to]));
        assert_eq!(
            (&made["version"], &made["enabled"]),
            (&json!(1), &json!(true))
        );
        let one = format!("{all}/{}", made["id"].as_str().unwrap());
        assert_eq!(server.get(&one).await.expect(200).json(), made);
        assert_eq!(server.get(&all).await.json()["entities"], json!([made]));

        // A field that is left out is retired, not forgotten.
        let changed = body(&json!({"size_integer": {"title": "Shoe size", "minimum": 1}}));
        let changed = server.put(&one, changed).await.expect(200).json();
        let properties = &changed["jsonSchema"]["properties"];
        assert_eq!(changed["version"], 2);
        assert_eq!(properties["size_integer"]["title"], "Shoe size");
        assert_eq!(properties["old_text"]["_disabled"], true);
        let versions = server
            .get(&format!("{one}/versions"))
            .await
            .expect(200)
            .json();
        assert_eq!(versions["entities"], json!([made, changed]));
        let first = server.get(&format!("{one}/versions/1")).await.expect(200);
        assert_eq!(first.json(), made);
        let none = server.get(&format!("{one}/versions/3")).await;
        none.expect_error(404, "not_found");
    }
}

#[tokio::test]
async fn whoever_changes_another_version_is_refused() {
    let server = TestServer::start();
    let all = format!("{API}/contacts/schemas");
    let made = server.post(&all, body(&json!({}))).await.expect(201).json();
    let one = format!("{all}/{}", made["id"].as_str().unwrap());
    server.put(&one, body(&json!({}))).await.expect(200);
    let late = server.put(&one, body(&json!({}))).await;
    let late = late.expect_error(409, "version_conflict");
    assert_eq!(late["messageParams"]["version"], "2");
    let blind = json!({"name": "Fields", "jsonSchema": {}});
    server
        .put(&one, blind)
        .await
        .expect_error(400, "field_invalid");
}

#[tokio::test]
async fn there_is_one_schema_until_it_is_removed() {
    let server = TestServer::start();
    let all = format!("{API}/contacts/schemas");
    let made = server.post(&all, body(&json!({}))).await.expect(201).json();
    let second = server.post(&all, body(&json!({}))).await;
    second.expect_error(409, "schema_there");
    let one = format!("{all}/{}", made["id"].as_str().unwrap());
    server.delete(&one).await.expect(204);
    server.delete(&one).await.expect_error(404, "not_found");
    server.get(&one).await.expect_error(404, "not_found");
    server
        .get(&format!("{one}/versions"))
        .await
        .expect_error(404, "not_found");
    server
        .put(&one, body(&json!({})))
        .await
        .expect_error(404, "not_found");
    server.post(&all, body(&json!({}))).await.expect(201);
}

#[tokio::test]
async fn everything_wrong_with_a_schema_is_named() {
    let server = TestServer::start();
    let all = format!("{API}/contacts/schemas");
    let properties = json!({"a_enum": {"title": "A"}, "b": {"title": "B"}});
    let refused = server.post(&all, body(&properties)).await;
    let refused = refused.expect_error(400, "field_invalid");
    let details = refused["details"].as_array().unwrap().iter();
    let names: Vec<&str> = details
        .map(|one| one["fieldName"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "jsonSchema.properties.a_enum.enum",
            "jsonSchema.properties.b"
        ]
    );
    let nameless = json!({"name": " ", "jsonSchema": {}});
    let refused = server
        .post(&all, nameless)
        .await
        .expect_error(400, "field_invalid");
    assert_eq!(refused["details"][0]["fieldName"], "name");
    let long = json!({"name": "x", "jsonSchema": {"description": "x".repeat(501)}});
    server
        .post(&all, long)
        .await
        .expect_error(400, "field_invalid");
}

#[tokio::test]
async fn types_and_limits_are_told() {
    let server = TestServer::start();
    let all = format!("{API}/contacts/schemas");
    let types = server
        .get(&format!("{all}/coretypes"))
        .await
        .expect(200)
        .json();
    assert_eq!(types["total"], 11);
    let one = server
        .get(&format!("{all}/coretypes/tag"))
        .await
        .expect(200)
        .json();
    assert!(types["entities"].as_array().unwrap().contains(&one));
    assert_eq!(one["validationLimits"]["maxItems"]["max"], 10);
    assert_eq!(one["itemValidationLimits"]["maxLength"]["max"], 100);
    let none = server.get(&format!("{all}/coretypes/colour")).await;
    none.expect_error(404, "not_found");
    let organizations = format!("{API}/organizations/schemas");
    let text = server
        .get(&format!("{organizations}/coretypes/longtext"))
        .await;
    assert_eq!(
        text.expect(200).json()["validationLimits"]["maxLength"]["max"],
        1000
    );
    let limits = server
        .get(&format!("{organizations}/limits"))
        .await
        .expect(200)
        .json();
    assert_eq!(limits["maxNumberOfFieldsPerSchema"], 50);
    assert_eq!(limits["maxNumberOfSchemasPerOrg"], 1);
}
