//! A record of another division is not there: for no route, and for no search.

use axum::http::Method;
use import_core::permission::Permission as P;
use serde_json::{Value, json};

use crate::support::{API, TestServer};

/// What a record of each kind is found by.
const CONTACT: &str = "ann@x.org";
const ORGANIZATION: &str = "E-1";

struct Elsewhere {
    source: String,
    contact: String,
    organization: String,
}

/// A contact and an organization in a division of their own, and somebody signed in who may do everything but there.
async fn start() -> (TestServer, Elsewhere) {
    let mut server = TestServer::start();
    let name = json!({"name": "North"});
    let made = server.post("/api/v2/authorization/divisions", name).await;
    let north = json!({"id": made.expect(201).json()["id"]});
    let made = server
        .post(&format!("{API}/externalsources"), json!({"name": "CRM"}))
        .await;
    let source = text(&made.expect(201).json()["id"]);
    let external = |value: &str| json!([{"externalSource": {"id": source}, "value": value}]);
    let contact = json!({
        "firstName": "Ann", "workEmail": CONTACT, "externalIds": external("7"), "division": north,
    });
    let made = server.post(&format!("{API}/contacts"), contact).await;
    let contact = text(&made.expect(201).json()["id"]);
    let organization =
        json!({"name": "Acme", "externalIds": external(ORGANIZATION), "division": north});
    let made = server
        .post(&format!("{API}/organizations"), organization)
        .await;
    let organization = text(&made.expect(201).json()["id"]);
    server.sign_in_as(P::ALL, Some("*"));
    let elsewhere = Elsewhere {
        source,
        contact,
        organization,
    };
    (server, elsewhere)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn no_route_of_one_record_reaches_it() {
    let (server, elsewhere) = start().await;
    let email = json!({"type": "Email", "value": "bob@x.org"});
    let id = json!({
        "type": "ExternalId", "value": "8", "externalSource": {"id": elsewhere.source},
    });
    for (kind, record, identifier) in [
        ("contacts", &elsewhere.contact, email),
        ("organizations", &elsewhere.organization, id),
    ] {
        let one = format!("{API}/{kind}/{record}");
        let claim = json!({"operation": "Claim", "identifier": identifier});
        let change = json!({"patchChanges": [{"action": "Set", "field": "$.name", "value": "x"}]});
        let mut requests = vec![
            (Method::GET, one.clone(), json!({})),
            (Method::PUT, one.clone(), json!({"name": "x"})),
            (Method::DELETE, one.clone(), json!({})),
            (Method::GET, format!("{one}/identifiers"), json!({})),
            (Method::PATCH, format!("{one}/identifiers"), claim),
        ];
        if kind == "contacts" {
            requests.push((Method::GET, format!("{one}/unresolved"), json!({})));
        } else {
            requests.push((Method::GET, format!("{one}/contacts"), json!({})));
        }
        for (method, path, body) in requests {
            let answer = server.send_json(method.clone(), &path, body).await;
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text());
        }
        // Whether the change itself is right is asked after the record is found.
        let answer = server.patch(&one, change).await;
        assert!(answer.status.is_client_error(), "{}", answer.text());
        for what in ["", "/divisionviews", "/remove"] {
            let body = json!({"entities": [{"id": record}]});
            let answer = server.post(&format!("{API}/bulk/{kind}{what}"), body).await;
            let answer = answer.expect(200).json();
            assert_eq!(answer["results"][0]["status"], 404, "{what}: {answer}");
        }
    }
}

#[tokio::test]
async fn no_search_finds_it() {
    let (server, elsewhere) = start().await;
    for path in ["contacts?q=ann", "organizations?q=acme"] {
        let found = server.get(&format!("{API}/{path}")).await.expect(200);
        assert_eq!(found.json()["total"], 0, "{path}");
    }
    let body = json!({"operation": {"simpleSearch": {"query": "ann"}}});
    let found = server.post(&format!("{API}/contacts/search"), body).await;
    assert_eq!(found.expect(200).json()["total"], 0);
    for kind in ["contacts", "organizations"] {
        for rest in ["", "/divisionviews/all"] {
            let path = format!("{API}/scan/{kind}{rest}");
            let found = server.get(&path).await.expect(200).json();
            assert_eq!(found["entities"], json!([]), "{path}");
        }
    }
    let path = format!("{API}/reversewhitepageslookup?lookupVal={CONTACT}");
    let found = server.get(&path).await.expect(200).json();
    assert_eq!(found["contacts"], json!([]));
    let email = json!({"type": "Email", "value": CONTACT});
    let id = json!({
        "type": "ExternalId", "value": ORGANIZATION,
        "externalSource": {"id": elsewhere.source},
    });
    for (kind, identifier) in [("contacts", email), ("organizations", id)] {
        let path = format!("{API}/identifierlookup/{kind}");
        let found = server.post(&path, identifier).await;
        found.expect_error(404, "no_match");
    }
}

#[tokio::test]
async fn nothing_is_merged_or_enriched_across() {
    let (server, elsewhere) = start().await;
    let mine = json!({"firstName": "Bob"});
    let mine = server.post(&format!("{API}/contacts"), mine).await;
    let mine = mine.expect(201).json()["id"].clone();
    for ids in [
        json!([mine, elsewhere.contact]),
        json!([elsewhere.contact, mine]),
    ] {
        let body = json!({"contactIds": ids});
        let refused = server.post(&format!("{API}/contacts/merge"), body).await;
        assert_eq!(refused.status, 404, "{}", refused.text());
    }
    let enrich = json!({
        "matchingIdentifiers": [{"type": "Email", "value": CONTACT}],
        "action": "Merge",
        "contact": {"firstName": "Eve", "workEmail": CONTACT},
    });
    let made = server.post(&format!("{API}/contacts/enrich"), enrich).await;
    let made = made.expect(201).json();
    assert_ne!(made["id"], elsewhere.contact.as_str());
    assert_eq!(made["division"]["id"], "*");
}
