//! Organizations, one by one.

use serde_json::{Value, json};

use crate::support::{API, TestServer};

#[tokio::test]
async fn an_organization_is_made_changed_and_deleted() {
    let server = TestServer::start();
    let all = format!("{API}/organizations");
    let source = server
        .post(&format!("{API}/externalsources"), json!({"name": "CRM"}))
        .await;
    let source = source.expect(201).json();
    let body = json!({
        "name": "Acme", "companyType": "Ltd", "employeeCount": 3, "tags": ["a", "b"],
        "tickers": [{"symbol": "ACM", "exchange": "NYSE"}], "websites": ["https://acme.example"],
        "phoneNumber": {"display": "+14155552671"},
        "externalIds": [{"externalSource": {"id": source["id"]}, "value": "E1"}],
    });
    let made = server.post(&all, body.clone()).await.expect(201).json();
    let one = made["selfUri"].as_str().unwrap().to_owned();
    assert_eq!(server.get(&one).await.expect(200).json(), made);
    assert_eq!(
        server.put(&one, made.clone()).await.expect(200).json(),
        made
    );
    server
        .post(&all, body)
        .await
        .expect_error(409, "external_id_taken");
    server
        .post(&all, json!({"industry": "Trade"}))
        .await
        .expect_error(400, "organization_name_missing");
    server
        .put(&one, json!({}))
        .await
        .expect_error(400, "organization_name_missing");

    let change = json!({"changes": [
        {"field": "$.tags", "action": "AppendToCollection", "value": ["b", "c"]},
        {"field": "$.revenue", "action": "Update", "value": 7},
    ]});
    let patched = server.patch(&one, change).await.expect(200).json();
    assert_eq!(
        (&patched["tags"], &patched["revenue"]),
        (&json!(["a", "b", "c"]), &json!(7))
    );

    let identifiers = format!("{one}/identifiers");
    let claim = |operation: &str, value: &str| {
        let identifier =
            json!({"type": "ExternalId", "value": value, "externalSource": {"id": source["id"]}});
        json!({"operation": operation, "identifier": identifier})
    };
    server
        .patch(&identifiers, claim("Claim", "E2"))
        .await
        .expect(200);
    server
        .patch(&identifiers, claim("Release", "E1"))
        .await
        .expect(200);
    let listed = server.get(&identifiers).await.expect(200).json();
    assert_eq!(listed["entities"][0]["value"], "E2");
    assert_eq!(listed["entities"].as_array().unwrap().len(), 1);

    let member = json!({"firstName": "Ann", "externalOrganization": {"id": made["id"]}});
    let member = server
        .post(&format!("{API}/contacts"), member)
        .await
        .expect(201)
        .json();
    let by_id = json!({"firstName": "Bo", "externalOrganization": {
        "externalIds": [{"externalSource": {"id": source["id"]}, "value": "E2"}]}});
    server
        .post(&format!("{API}/contacts"), by_id)
        .await
        .expect(201);
    let members = server
        .get(&format!("{one}/contacts"))
        .await
        .expect(200)
        .json();
    assert_eq!(members["total"], 2);

    server.delete(&one).await.expect(204);
    server.get(&one).await.expect_error(404, "not_found");
    let member = server
        .get(member["selfUri"].as_str().unwrap())
        .await
        .expect(200)
        .json();
    assert_eq!(member["externalOrganization"], Value::Null);
}

#[tokio::test]
async fn an_organization_is_enriched() {
    let server = TestServer::start();
    let source = server
        .post(&format!("{API}/externalsources"), json!({"name": "CRM"}))
        .await;
    let source = source.expect(201).json()["id"].clone();
    let id = json!({"externalSource": {"id": source}, "value": "E1"});
    let key = json!({"type": "ExternalId", "value": "E1", "externalSource": {"id": source}});
    let enrich = async |path: &str, action: Option<&str>, organization: Value| {
        let mut body = json!({"matchingIdentifiers": [key], "externalOrganization": organization});
        if let Some(action) = action {
            body["action"] = json!(action);
        }
        server
            .post(&format!("{API}/organizations/enrich{path}"), body)
            .await
    };
    let first = json!({"name": "Acme", "tags": ["a"], "externalIds": [id]});
    enrich("", Some("Update"), first.clone())
        .await
        .expect_error(404, "no_match");
    enrich("", Some("Merge"), first.clone())
        .await
        .expect_error(400, "field_invalid");
    enrich("?dryRun=true", None, first.clone())
        .await
        .expect(200);
    let made = enrich("", None, first).await.expect(201).json();
    let changed = enrich(
        "",
        Some("Update"),
        json!({"tags": ["b"], "industry": "Trade"}),
    )
    .await;
    let changed = changed.expect(200).json();
    assert_eq!(changed["id"], made["id"]);
    assert_eq!(
        (&changed["tags"], &changed["name"]),
        (&json!(["a", "b"]), &json!("Acme"))
    );
}

#[tokio::test]
async fn an_organization_may_be_brought_without_identifiers() {
    let server = TestServer::start();
    let bring = async |action: &str| {
        let body = json!({"action": action, "externalOrganization": {"name": "Acme"}});
        let path = format!("{API}/organizations/enrich");
        server.post(&path, body).await
    };
    bring("Update").await.expect_error(404, "no_match");
    let first = bring("Insert").await.expect(201).json();
    let second = bring("Upsert").await.expect(201).json();
    assert_ne!(first["id"], second["id"], "names never match");
}
