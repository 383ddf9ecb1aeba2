//! Many records in one request, and reading them all.

use serde_json::{Value, json};

use crate::support::{API, TestServer};

async fn bulk(server: &TestServer, path: &str, entities: Value) -> Value {
    let answer = server
        .post(&format!("{API}/bulk/{path}"), json!({"entities": entities}))
        .await;
    answer.expect(200).json()
}

fn ids(response: &Value) -> Vec<Value> {
    let results = response["results"].as_array().unwrap().iter();
    results.map(|result| json!({"id": result["id"]})).collect()
}

#[tokio::test]
async fn each_item_has_a_result_of_its_own() {
    let server = TestServer::start();
    let gone = "019c0000-0000-7000-8000-000000000000";
    for (kind, name) in [("contacts", "firstName"), ("organizations", "name")] {
        let added = bulk(
            &server,
            &format!("{kind}/add"),
            json!([{name: "A"}, {name: 7}, {name: "C"}]),
        )
        .await;
        assert_eq!(added["errorIndexes"], json!([1]), "{added}");
        let error = &added["results"][1]["error"];
        assert_eq!(
            (&error["status"], &error["retryable"]),
            (&json!(400), &json!(false))
        );
        assert_eq!(error["details"][0]["fieldName"], name);
        let mut there = ids(&added);
        there.remove(1);

        let mut wanted = there.clone();
        wanted.extend([json!({"id": gone}), json!({"id": "x"})]);
        for path in ["", "/divisionviews"] {
            let fetched = bulk(&server, &format!("{kind}{path}"), json!(wanted)).await;
            assert_eq!(fetched["errorIndexes"], json!([2, 3]));
            assert_eq!(fetched["results"][0]["entity"][name], "A");
            assert_eq!(fetched["results"][2]["status"], 404);
            assert_eq!(fetched["results"][3]["status"], 400);
        }
        let changes =
            json!([{"id": there[0]["id"], name: "Z"}, {"id": gone, name: "Y"}, {name: "X"}]);
        let updated = bulk(&server, &format!("{kind}/update"), changes).await;
        assert_eq!(updated["errorIndexes"], json!([1, 2]));
        assert_eq!(updated["results"][0]["entity"][name], "Z");

        let removed = bulk(&server, &format!("{kind}/remove"), json!(wanted)).await;
        assert_eq!(removed["errorIndexes"], json!([2, 3]));
        let fetched = bulk(&server, kind, json!(there)).await;
        assert_eq!(fetched["errorCount"], 2);
        let many = json!({"entities": vec![json!({"id": gone}); 101]});
        let path = format!("{API}/bulk/{kind}");
        server
            .post(&path, many)
            .await
            .expect_error(400, "field_invalid");
    }
    let unresolved = bulk(&server, "contacts/unresolved", json!([{"id": gone}])).await;
    assert_eq!(unresolved["errorCount"], 1);
}

#[tokio::test]
async fn an_item_that_cannot_be_read_does_not_stop_the_others() {
    let server = TestServer::start();
    for (kind, name, body) in [
        ("contacts", "firstName", "contact"),
        ("organizations", "name", "externalOrganization"),
    ] {
        let sent = json!([{name: "A"}, 7, null, [], {name: "C"}]);
        let added = bulk(&server, &format!("{kind}/add"), sent.clone()).await;
        assert_eq!(added["errorIndexes"], json!([1, 2, 3]), "{added}");
        assert_eq!(added["errorCount"], 3);
        let error = &added["results"][1]["error"];
        assert_eq!(error["status"], 400);
        assert_eq!(
            error["message"],
            "the item: an object was expected, `7` was found"
        );
        for place in 1..4 {
            assert_eq!(added["results"][place]["error"]["entity"], sent[place]);
        }

        let good = added["results"][0]["id"].clone();
        let wanted = json!([{"id": 7}, {"id": good}, {}, "x"]);
        for path in ["", "/divisionviews", "/remove"] {
            let done = bulk(&server, &format!("{kind}{path}"), wanted.clone()).await;
            assert_eq!(done["errorIndexes"], json!([0, 2, 3]), "{done}");
            assert_eq!(done["results"][1]["success"], true);
            let detail = &done["results"][0]["error"]["details"][0];
            assert_eq!(detail["fieldName"], "id");
            assert_eq!(
                detail["message"],
                "`id`: a string was expected, `7` was found"
            );
            let detail = &done["results"][2]["error"]["details"][0];
            assert_eq!(detail["message"], "`id`: it is missing");
        }
        let there = added["results"][4]["id"].clone();
        let changes = json!(["x", {"id": there, name: "Z"}]);
        let updated = bulk(&server, &format!("{kind}/update"), changes).await;
        assert_eq!(updated["errorIndexes"], json!([0]), "{updated}");
        assert_eq!(updated["results"][1]["entity"][name], "Z");

        let email = json!({"type": "Email", "value": "ann@x.org"});
        let id = json!({"type": "ExternalId", "value": "7", "externalSource": {"id": "x"}});
        let keys = |keys: Value| json!({"action": "Upsert", "matchingIdentifiers": keys, body: {name: "E"}});
        let good = if kind == "contacts" {
            json!([email])
        } else {
            json!([])
        };
        let wanted = json!([
            keys(json!([id])),
            keys(json!([{"type": "Mail", "value": "a"}])),
            {"action": "Insert", "matchingIdentifiers": good, body: 7},
            keys(good.clone()),
        ]);
        let enriched = bulk(&server, &format!("{kind}/enrich"), wanted.clone()).await;
        assert_eq!(enriched["errorIndexes"], json!([0, 1, 2]), "{enriched}");
        assert_eq!(enriched["results"][3]["entity"][name], "E");
        let field = |place: usize| {
            let error = &enriched["results"][place]["error"];
            assert_eq!(error["entity"], wanted[place]);
            error["details"][0]["fieldName"].clone()
        };
        assert_eq!(field(0), "matchingIdentifiers[0].externalSource.id");
        assert_eq!(field(1), "matchingIdentifiers[0].type");
        assert_eq!(field(2), body);

        for none in [json!({}), json!({"entities": 7}), json!([])] {
            let path = format!("{API}/bulk/{kind}/add");
            server.post(&path, none).await.expect(400);
        }
    }
}

#[tokio::test]
async fn a_scan_follows_its_cursor() {
    let server = TestServer::start();
    for kind in ["contacts", "organizations"] {
        let name = if kind == "contacts" {
            "firstName"
        } else {
            "name"
        };
        let items: Vec<Value> = (0..25).map(|n| json!({name: format!("N{n}")})).collect();
        bulk(&server, &format!("{kind}/add"), json!(items)).await;
        for path in ["", "/divisionviews/all"] {
            let mut next = Some(format!("{API}/scan/{kind}{path}?limit=10"));
            let mut found = Vec::new();
            while let Some(path) = next {
                let page = server.get(&path).await.expect(200).json();
                found.extend(page["entities"].as_array().unwrap().clone());
                next = page["nextUri"].as_str().map(str::to_owned);
                assert_eq!(next.is_some(), page["cursors"]["after"].is_string());
            }
            let names: Vec<&str> = found
                .iter()
                .map(|found| found[name].as_str().unwrap())
                .collect();
            assert_eq!(names.len(), 25);
            assert_eq!((names[0], names[24]), ("N0", "N24"));
        }
        let elsewhere = server
            .get(&format!("{API}/scan/{kind}?divisionId=elsewhere"))
            .await;
        assert_eq!(elsewhere.expect(200).json()["entities"], json!([]));
    }
}

#[tokio::test]
async fn records_are_found_by_exactly_what_they_hold() {
    let server = TestServer::start();
    let source = server
        .post(&format!("{API}/externalsources"), json!({"name": "CRM"}))
        .await;
    let source = source.expect(201).json()["id"].clone();
    let id = json!({"externalSource": {"id": source}, "value": "7"});
    let contact = json!({"workEmail": "Ann@x.org", "externalIds": [id], "cellPhone": {"display": "(415) 555-2671"}});
    let made = bulk(&server, "contacts/add", json!([contact])).await;
    let ann = made["results"][0]["id"].clone();
    bulk(
        &server,
        "organizations/add",
        json!([{"name": "Acme", "externalIds": [id]}]),
    )
    .await;

    let lookup = async |path: &str, body: Value| {
        server
            .post(&format!("{API}/identifierlookup{path}"), body)
            .await
    };
    let by_id = json!({"type": "ExternalId", "value": "7", "externalSource": {"id": source}});
    for (path, body) in [
        ("", json!({"type": "Email", "value": "ANN@x.org"})),
        (
            "/contacts",
            json!({"type": "Phone", "value": "+14155552671"}),
        ),
        ("/contacts", by_id.clone()),
    ] {
        assert_eq!(lookup(path, body).await.expect(200).json()["id"], ann);
    }
    assert_eq!(
        lookup("/organizations", by_id).await.expect(200).json()["name"],
        "Acme"
    );
    let by_email = json!({"type": "Email", "value": "ann@x.org"});
    let other = lookup("/organizations", by_email).await;
    let error = other.expect_error(400, "field_invalid");
    assert_eq!(error["details"][0]["fieldName"], "type");
    assert!(error["message"].as_str().unwrap().contains("`ExternalId`"));
    let nobody = json!({"type": "Email", "value": "z@x.org"});
    lookup("/contacts", nobody)
        .await
        .expect_error(404, "no_match");
    let bad = json!({"type": "Email", "value": "z@"});
    lookup("/contacts", bad)
        .await
        .expect_error(400, "field_invalid");

    let reverse = async |value: &str| {
        server
            .get(&format!("{API}/reversewhitepageslookup?lookupVal={value}"))
            .await
    };
    for value in ["ann@x.org", "%2B14155552671", "415-555-2671"] {
        let found = reverse(value).await.expect(200).json();
        assert_eq!(found["contacts"][0]["id"], ann, "{value}");
    }
    assert_eq!(
        reverse("nobody").await.expect(200).json()["contacts"],
        json!([])
    );
    reverse("").await.expect_error(400, "field_invalid");

    let search = async |search: Value| {
        let body = json!({"operation": {"simpleSearch": search}});
        server.post(&format!("{API}/contacts/search"), body).await
    };
    let total = async |body: Value| {
        search(body).await.expect(200).json()["total"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(total(json!({})).await, 1);
    assert_eq!(total(json!({"query": "ann@"})).await, 1);
    assert_eq!(total(json!({"query": "ann@", "ids": [ann]})).await, 1);
    assert_eq!(
        total(json!({"ids": ["019c0000-0000-7000-8000-000000000000"]})).await,
        0
    );
    search(json!({"sortOrder": ["shoeSize"]}))
        .await
        .expect_error(400, "field_invalid");
    let zero = json!({"pageSize": 0});
    server
        .post(&format!("{API}/contacts/search"), zero)
        .await
        .expect_error(400, "field_invalid");
}
