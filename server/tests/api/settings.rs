//! Profiles and mappings.

use serde_json::json;

use crate::support::{API, TestServer};

#[tokio::test]
async fn a_profile_is_made_read_changed_and_removed_with_its_mapping() {
    let server = TestServer::start();
    let profile = server
        .profile(json!({"defaultCountry": "gb", "importFields": [{"name": "Title", "included": true, "policy": "Fill"}]}), &["Title"])
        .await;
    let one = format!("{API}/import/settings/{}", profile.settings);
    let read = server.get(&one).await.expect(200).json();
    assert_eq!(read["matchingCriteria"], json!(["Email", "Phone"]));
    assert_eq!(read["defaultCountry"], "GB");
    assert_eq!(read["importFields"][0]["policy"], "Fill");
    assert_eq!(read["dateCreated"], "2026-03-04T04:53:20.000Z");

    let mut changed = read.clone();
    changed["name"] = json!("Monthly");
    changed["mergeContacts"] = json!(false);
    let changed = server.put(&one, changed).await.expect(200).json();
    assert_eq!(server.get(&one).await.json(), changed);
    assert_eq!(changed["dateCreated"], read["dateCreated"]);

    let listed = server
        .get(&format!("{API}/import/settings?name=mon"))
        .await
        .expect(200)
        .json();
    assert_eq!(listed["entities"], json!([changed]));
    let mappings = format!(
        "{API}/import/csv/settings?externalSettingsId={}",
        profile.settings
    );
    let mapping = server.get(&mappings).await.expect(200).json();
    assert_eq!(mapping["entities"][0]["id"], profile.mapping);

    server.delete(&one).await.expect(204);
    server.get(&one).await.expect_error(404, "not_found");
    let mapping = format!("{API}/import/csv/settings/{}", profile.mapping);
    server.get(&mapping).await.expect_error(404, "not_found");
}

#[tokio::test]
async fn wrong_profiles_name_their_field() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), &["Title"]).await;
    let all = format!("{API}/import/settings");
    let nobody = "00000000-0000-7000-8000-000000000000";
    let cases = [
        (json!({"name": ""}), "name"),
        (json!({"externalSourceId": nobody}), "externalSourceId"),
        (json!({"externalSourceId": "x"}), "externalSourceId"),
        (
            json!({"matchingCriteria": ["Email", "Email"]}),
            "matchingCriteria",
        ),
        (json!({"matchingCriteria": ["Name"]}), "matchingCriteria[0]"),
        (
            json!({"importFields": [{"name": "Shoe Size", "included": true}]}),
            "importFields[0].name",
        ),
        (
            json!({"importFields": [{"name": "Title"}]}),
            "importFields[0].included",
        ),
        (json!({"defaultCountry": "XX"}), "defaultCountry"),
    ];
    for (change, field) in cases {
        let mut body = json!({
            "name": "p", "matchingCriteria": [], "mergeContacts": true,
            "externalSourceId": profile.source, "importFields": [],
        });
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let error = server
            .post(&all, body)
            .await
            .expect_error(400, "field_invalid");
        assert_eq!(error["details"][0]["fieldName"], field, "{error}");
    }
}

#[tokio::test]
async fn profile_names_are_unique() {
    let server = TestServer::start();
    server.profile(json!({"name": "Monthly"}), &["Title"]).await;
    let other = server.profile(json!({}), &["Title"]).await;
    let one = format!("{API}/import/settings/{}", other.settings);
    let mut body = server.get(&one).await.json();
    body["name"] = json!("monthly");
    server.put(&one, body).await.expect_error(409, "name_taken");
}

#[tokio::test]
async fn a_mapping_names_fields_once() {
    let server = TestServer::start();
    let all = format!("{API}/import/csv/settings");
    let mapping = |entries: &[(&str, &str)]| {
        let entries: Vec<_> = entries
            .iter()
            .map(|(source, target)| json!({"sourceField": source, "targetField": target}))
            .collect();
        json!({"mappings": entries})
    };
    let made = server
        .post(&all, mapping(&[("Mail", "workEmail")]))
        .await
        .expect(201)
        .json();
    let one = made["selfUri"].as_str().unwrap();
    server
        .put(one, mapping(&[("E-Mail", "workEmail")]))
        .await
        .expect(200);
    assert_eq!(
        server.get(one).await.json()["mappings"][0]["sourceField"],
        "E-Mail"
    );

    let error = server
        .post(&all, mapping(&[("a", "title"), ("b", "Title")]))
        .await;
    let error = error.expect_error(400, "field_invalid");
    assert_eq!(error["details"][0]["fieldName"], "mappings[1].targetField");
    let error = server.post(&all, mapping(&[("a", "nothing")])).await;
    error.expect_error(400, "field_invalid");
    let error = server.post(&all, mapping(&[(" ", "title")])).await;
    error.expect_error(400, "field_invalid");
    server.delete(one).await.expect(204);
    server.delete(one).await.expect_error(404, "not_found");
}
