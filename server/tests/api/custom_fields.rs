//! Custom fields of contacts and organizations.

use serde_json::{Value, json};

use crate::support::{API, TestServer};

/// Makes the schema of one kind of record.
pub(crate) async fn make_schema(server: &TestServer, kind: &str, properties: Value) -> Value {
    let body = json!({"name": "Fields", "jsonSchema": {"properties": properties}});
    let made = server.post(&format!("{API}/{kind}/schemas"), body).await;
    made.expect(201).json()
}

fn properties() -> Value {
    json!({
        "size_integer": {"title": "Size", "minimum": 1},
        "likes_tag": {"title": "Likes"},
        "seen_datetime": {"title": "Seen"},
        "class_enum": {"title": "Class", "enum": ["gold", "tin"]},
    })
}

#[tokio::test]
async fn custom_fields_are_written_read_replaced_and_patched() {
    let server = TestServer::start();
    for (kind, name) in [("contacts", "firstName"), ("organizations", "name")] {
        let schema = make_schema(&server, kind, properties()).await;
        let fields = json!({"size_integer": 42, "likes_tag": ["a", "b"], "class_enum": "GOLD"});
        let body = json!({name: "Ann", "customFields": fields});
        let made = server
            .post(&format!("{API}/{kind}"), body)
            .await
            .expect(201)
            .json();
        assert_eq!(made["schema"], json!({"id": schema["id"], "version": 1}));
        let read = json!({"size_integer": 42, "likes_tag": ["a", "b"], "class_enum": "gold"});
        assert_eq!(made["customFields"], read);
        let one = format!("{API}/{kind}/{}", made["id"].as_str().unwrap());
        // What was read can be sent back and changes nothing.
        assert_eq!(
            server.put(&one, made.clone()).await.expect(200).json(),
            made
        );
        server.pass(1);
        let changes = json!({"changes": [
            {"field": "$.customFields.size_integer", "action": "Update", "value": 43},
            {"field": "$.customFields.likes_tag", "action": "AppendToCollection", "value": ["c"]},
            {"field": "$.customFields.class_enum", "action": "Remove"},
        ]});
        let patched = server.patch(&one, changes).await.expect(200).json();
        let read = json!({"size_integer": 43, "likes_tag": ["a", "b", "c"]});
        assert_eq!(patched["customFields"], read);
        assert_eq!(server.get(&one).await.json()["customFields"], read);
        let emptied = server
            .put(&one, json!({name: "Ann"}))
            .await
            .expect(200)
            .json();
        assert_eq!(
            (&emptied["customFields"], &emptied["schema"]),
            (&Value::Null, &Value::Null)
        );
    }
}

#[tokio::test]
async fn values_are_held_to_the_schema() {
    let server = TestServer::start();
    make_schema(&server, "contacts", properties()).await;
    let contacts = format!("{API}/contacts");
    for (fields, name, code) in [
        (
            json!({"size_integer": 0}),
            "customFields.size_integer",
            "number_out_of_range",
        ),
        (
            json!({"size_integer": "7"}),
            "customFields.size_integer",
            "field_invalid",
        ),
        (
            json!({"seen_datetime": "soon"}),
            "customFields.seen_datetime",
            "date_time_invalid",
        ),
        (
            json!({"class_enum": "iron"}),
            "customFields.class_enum",
            "option_unknown",
        ),
        (
            json!({"colour_text": "red"}),
            "customFields.colour_text",
            "field_unwritable",
        ),
        (json!([]), "customFields", "field_invalid"),
    ] {
        let refused = server
            .post(&contacts, json!({"customFields": fields}))
            .await;
        let refused = refused.expect_error(400, "field_invalid");
        let detail = &refused["details"][0];
        assert_eq!(
            (&detail["fieldName"], &detail["errorCode"]),
            (&json!(name), &json!(code))
        );
    }
    // Organizations have no schema yet.
    let body = json!({"name": "Acme", "customFields": {"size_integer": 7}});
    let refused = server.post(&format!("{API}/organizations"), body).await;
    refused.expect_error(400, "field_invalid");
}

#[tokio::test]
async fn what_is_retired_stays_and_is_not_written_anew() {
    let server = TestServer::start();
    let schema = make_schema(&server, "contacts", properties()).await;
    let contacts = format!("{API}/contacts");
    let body = json!({"firstName": "Ann", "customFields": {"size_integer": 7}});
    let made = server
        .post(&contacts, body.clone())
        .await
        .expect(201)
        .json();
    let one = format!("{contacts}/{}", made["id"].as_str().unwrap());
    let address = format!("{contacts}/schemas/{}", schema["id"].as_str().unwrap());
    let next = json!({"name": "Fields", "version": 1, "enabled": true, "jsonSchema": {}});
    server.put(&address, next).await.expect(200);
    let kept = server.put(&one, made.clone()).await.expect(200).json();
    assert_eq!(kept, made);
    let change = |value: Value| {
        let field = "$.customFields.size_integer";
        json!({"changes": [{"field": field, "action": "Update", "value": value}]})
    };
    let refused = server.patch(&one, change(json!(8))).await;
    refused.expect_error(400, "field_invalid");
    server
        .post(&contacts, body)
        .await
        .expect_error(400, "field_invalid");
    let renamed = json!({"changes": [{"field": "$.firstName", "action": "Update", "value": "Bo"}]});
    let renamed = server.patch(&one, renamed).await.expect(200).json();
    assert_eq!(renamed["customFields"], json!({"size_integer": 7}));
    server.delete(&address).await.expect(204);
    assert_eq!(
        server.get(&one).await.json()["customFields"],
        json!({"size_integer": 7})
    );
    let emptied = server
        .patch(&one, change(Value::Null))
        .await
        .expect(200)
        .json();
    assert_eq!(emptied["customFields"], Value::Null);
}

#[tokio::test]
async fn contacts_are_enriched_and_merged_with_their_custom_fields() {
    let server = TestServer::start();
    make_schema(&server, "contacts", properties()).await;
    let enrich = |email: &str, fields: Value, default: &str| {
        json!({
            "matchingIdentifiers": [{"type": "Email", "value": email}], "action": "Upsert",
            "contact": {"workEmail": email, "customFields": fields},
            "fieldRules": {"defaultAction": default, "defaultArrayAction": "Extend"},
        })
    };
    let path = format!("{API}/contacts/enrich");
    let first = enrich(
        "a@x.org",
        json!({"size_integer": 7, "likes_tag": ["a"]}),
        "PreferProvided",
    );
    let first = server.post(&path, first).await.expect(201).json();
    let again = enrich(
        "a@x.org",
        json!({"size_integer": 8, "likes_tag": ["b"]}),
        "PreferProvided",
    );
    let again = server.post(&path, again).await.expect(200).json();
    assert_eq!(
        again["customFields"],
        json!({"size_integer": 8, "likes_tag": ["a", "b"]})
    );
    let kept = enrich("a@x.org", json!({"size_integer": 9}), "PreferExisting");
    let kept = server.post(&path, kept).await.expect(200).json();
    assert_eq!(kept["customFields"]["size_integer"], 8);
    server.pass(1);
    let other = enrich(
        "b@x.org",
        json!({"size_integer": 10, "likes_tag": ["c"]}),
        "PreferProvided",
    );
    let other = server.post(&path, other).await.expect(201).json();
    let merge = json!({
        "contactIds": [first["id"], other["id"]],
        "valueOverride": {"customFields": {"class_enum": "tin"}},
    });
    let merged = server
        .post(&format!("{API}/contacts/merge"), merge)
        .await
        .expect(200)
        .json();
    let expected = json!({"size_integer": 10, "likes_tag": ["c", "a", "b"], "class_enum": "tin"});
    assert_eq!(merged["customFields"], expected);
}
