//! The description of the API: what it says, and that it says what was reviewed.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use server::http::routes;

use crate::support::TestServer;

/// The description as it was reviewed. `UPDATE_OPENAPI=1` writes it anew.
const REVIEWED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");

async fn description() -> Value {
    let server = TestServer::empty();
    server.get("/api/openapi.json").await.expect(200).json()
}

#[tokio::test]
async fn the_description_is_the_one_that_was_reviewed() {
    let found = serde_json::to_string_pretty(&description().await).unwrap() + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(REVIEWED, &found).unwrap();
    }
    let reviewed = std::fs::read_to_string(REVIEWED).unwrap_or_default();
    let differs = reviewed.lines().zip(found.lines()).find(|(a, b)| a != b);
    assert!(
        reviewed == found,
        "docs/openapi.json is another one, from {differs:?}; see UPDATE_OPENAPI"
    );
}

#[tokio::test]
async fn every_route_is_described_and_nothing_else() {
    let described = description().await;
    let paths = described["paths"].as_object().unwrap().iter();
    let described: BTreeSet<String> = paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let routed: BTreeSet<String> = routes()
        .iter()
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert_eq!(described, routed);
}

#[tokio::test]
async fn names_are_unique_and_every_reference_leads_somewhere() {
    let described = description().await;
    let mut names = BTreeSet::new();
    for methods in described["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name), "{name} is there twice");
        }
    }
    let mut left = vec![&described];
    while let Some(value) = left.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let place = reference.strip_prefix('#').unwrap();
            assert!(described.pointer(place).is_some(), "{reference}");
        }
        match value {
            Value::Array(items) => left.extend(items),
            Value::Object(fields) => left.extend(fields.values()),
            _ => {}
        }
    }
}

/// The contract names every parameter of a query; so does the description.
#[tokio::test]
async fn every_parameter_of_the_contract_is_described() {
    let described = description().await;
    let contract: Value = serde_json::from_str(include_str!("../contract-data/api.json")).unwrap();
    for route in routes() {
        let endpoints = contract["endpoints"].as_array().unwrap().iter();
        let endpoint = endpoints
            .filter(|one| one["method"] == route.method.as_str())
            .find(|one| same_path(one["path"].as_str().unwrap(), &route.path));
        let Some(endpoint) = endpoint else { continue };
        let method = route.method.as_str().to_lowercase();
        let parameters = &described["paths"][&route.path][method]["parameters"];
        let parameters = parameters.as_array().cloned().unwrap_or_default();
        let names: BTreeSet<&str> = parameters
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        for name in endpoint["query"].as_array().unwrap() {
            let name = name.as_str().unwrap();
            assert!(names.contains(name), "{name} of {route:?}");
        }
    }
}

fn same_path(one: &str, other: &str) -> bool {
    let plain = |path: &str| -> Vec<String> {
        let steps = path.split('/');
        let steps = steps.map(|step| if step.starts_with('{') { "{}" } else { step });
        steps.map(str::to_owned).collect()
    };
    plain(one) == plain(other)
}

#[tokio::test]
async fn what_a_route_needs_is_in_its_description() {
    let described = description().await;
    let merge = &described["paths"]["/api/v2/externalcontacts/contacts/merge"]["post"];
    assert_eq!(
        merge["x-permissions"],
        json!(["externalContacts:identity:merge"])
    );
    assert_eq!(merge["security"], json!([{"session": []}, {"client": []}]));
    let schema = &merge["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/ExternalContact");
    let health = &described["paths"]["/api/health"]["get"];
    assert_eq!(health["security"], json!([]));
}

#[tokio::test]
async fn the_readable_page_needs_nothing_from_elsewhere() {
    let server = TestServer::empty();
    let page = server.get("/api/docs").await.expect(200);
    assert!(page.headers["content-type"].starts_with("text/html"));
    assert!(page.headers["content-security-policy"].contains("default-src 'none'"));
    let text = page.text();
    for route in routes() {
        let shown = format!("<code>{}</code>", route.path);
        assert!(text.contains(&shown), "{route:?}");
    }
    for forbidden in ["<script", "style=", "https://", "http://", " on"] {
        let markup = text.split('<').map(|tag| tag.split('>').next().unwrap());
        for tag in markup {
            assert!(!tag.contains(forbidden), "{forbidden}: <{tag}>");
        }
    }
    assert!(!text.contains("<script"));
    let style = server.get("/api/docs.css").await.expect(200);
    assert!(style.headers["content-type"].starts_with("text/css"));
    assert!(!style.text().contains("url("));
}
