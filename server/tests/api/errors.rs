//! Every refusal has the same shape, and nothing is ever an internal error.

use std::pin::pin;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use serde_json::json;
use tokio_stream::StreamExt as _;

use crate::support::{API, TestServer};

#[tokio::test]
async fn unknown_resources_methods_and_bodies_are_named() {
    let server = TestServer::start();
    server
        .get("/api/v2/nothing")
        .await
        .expect_error(404, "resource_unknown");
    server
        .get("/api/")
        .await
        .expect_error(404, "resource_unknown");
    for elsewhere in ["/health", "/healthz", "/metrics"] {
        let answer = server.get(elsewhere).await;
        answer.expect_error(404, "resource_unknown");
    }
    server
        .delete("/api/v2/users/me")
        .await
        .expect_error(405, "method_not_allowed");

    let all = format!("{API}/externalsources");
    let request = |kind: &str, body: &str| {
        Request::post(&all)
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body.to_owned()))
            .unwrap()
    };
    let text = server.send(request("text/plain", "{}")).await;
    text.expect_error(415, "content_type_unsupported");
    let spelled = server
        .send(request("Application/JSON", "{\"name\": 7}"))
        .await;
    spelled.expect_error(400, "field_invalid");
    let mut packed = request("application/json", "{}");
    let gzip = "gzip".parse().unwrap();
    packed.headers_mut().insert(header::CONTENT_ENCODING, gzip);
    let packed = server.send(packed).await;
    let error = packed.expect_error(415, "content_encoding_unsupported");
    assert!(
        error["message"].as_str().unwrap().contains("`gzip`"),
        "{error}"
    );
    let broken = server.send(request("application/json", "{\"name\":")).await;
    broken.expect_error(400, "json_invalid");
    let more = server
        .send(request("application/json", "{\"name\": \"a\"} x"))
        .await;
    more.expect_error(400, "json_invalid");
    let large = format!("{{\"name\": \"{}\"}}", "x".repeat(2 << 20));
    let large = server.send(request("application/json", &large)).await;
    large.expect_error(413, "too_large");
}

#[tokio::test]
async fn a_wrong_body_is_told_in_plain_words() {
    let server = TestServer::start();
    let id = "019c0000-0000-7000-8000-000000000000";
    let an_id = format!("an ID like `{id}` was expected");
    let long = "x".repeat(500);
    let shortened = format!("`\"{}…\"` was found", "x".repeat(40));
    for (path, body, field, said) in [
        (
            "contacts/search",
            json!({"pageSize": "many"}),
            "pageSize",
            "a whole number from 0 was expected, `\"many\"` was found".to_owned(),
        ),
        (
            "contacts/search",
            json!({"divisionIds": "a"}),
            "divisionIds",
            "a list was expected, `\"a\"` was found".to_owned(),
        ),
        (
            "contacts/search",
            json!({"operation": {"simpleSearch": {"ids": [id, long]}}}),
            "operation.simpleSearch.ids[1]",
            format!("{an_id}, {shortened}"),
        ),
        (
            "contacts/merge",
            json!({"contactIds": [id, 7]}),
            "contactIds[1]",
            format!("{an_id}, `7` was found"),
        ),
        (
            "contacts/merge",
            json!({}),
            "contactIds",
            "it is missing".to_owned(),
        ),
        (
            "identifierlookup/contacts",
            json!({"type": "Mail", "value": "a"}),
            "type",
            "one of `ExternalId`, `Email`, `Phone`, `SocialWhatsapp`, `SocialLine`, `SocialTwitter`, \
             `SocialFacebook`, `SocialInstagram`, `AppleOpaqueId`, `SocialWhatsappBsuid`, \
             `SocialInstagramHandle`, `Cookie` was expected, `\"Mail\"` was found"
                .to_owned(),
        ),
        (
            "identifierlookup/contacts",
            json!({"type": null, "value": "a"}),
            "type",
            "a string was expected, `null` was found".to_owned(),
        ),
        (
            "identifierlookup/contacts",
            json!({"type": "Email", "value": {"a": 1}}),
            "value",
            "a string was expected, an object was found".to_owned(),
        ),
        (
            "contacts/enrich",
            json!({"contact": [], "action": "Upsert"}),
            "contact",
            "an object was expected, a list was found".to_owned(),
        ),
        (
            "contacts/enrich",
            json!({"action": "Make"}),
            "action",
            "one of `Merge`, `Upsert`, `Update`, `Insert` was expected, `\"Make\"` was found"
                .to_owned(),
        ),
    ] {
        let answer = server.post(&format!("{API}/{path}"), body).await;
        let error = answer.expect_error(400, "field_invalid");
        assert_eq!(error["message"], format!("`{field}`: {said}"));
        assert_eq!(error["details"][0]["fieldName"], field);
    }
    for body in [json!({"name": "Ada", "password": 4711}), json!("4711")] {
        let refused = server.post("/api/session", body).await.expect(400);
        let text = refused.text();
        assert!(text.contains("was expected"), "{text}");
    }
    let secret = json!({"name": "Ada", "password": 4711});
    let refused = server.post("/api/session", secret).await.expect(400);
    assert!(!refused.text().contains("4711"), "{}", refused.text());
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_to_come_is_not_waited_for() {
    let server = TestServer::start();
    let upload = server.create_upload().await;
    let uploads = format!("{API}/import/csv/uploads");
    for (method, path) in [
        ("POST", format!("{API}/externalsources")),
        ("PUT", format!("{uploads}/{upload}")),
        ("PUT", format!("{uploads}/{upload}/rows/0")),
    ] {
        let first = tokio_stream::once(Ok::<_, std::io::Error>(Bytes::from("{\"name\":")));
        let body = Body::from_stream(first.chain(tokio_stream::pending()));
        let request = Request::builder().method(method).uri(&path);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let mut sending = pin!(server.send(request.body(body).unwrap()));
        // The clock does not go on by itself while a thread waits for the file.
        let answer = loop {
            tokio::select! {
                answer = sending.as_mut() => break answer,
                () = tokio::time::advance(Duration::from_secs(1)) => {}
            }
        };
        let error = answer.expect_error(408, "body_late");
        assert_eq!(error["messageParams"]["seconds"], "30", "{path}");
    }
}

#[tokio::test]
async fn what_is_no_cursor_is_refused_instead_of_beginning_anew() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), &["First Name"]).await;
    let job = server.import("First Name\nAnn\n", &profile).await;
    let job = job["selfUri"].as_str().unwrap();
    let in_api = |path: &str| format!("{API}/{path}");
    let of_job = |path: &str| format!("{job}/{path}");
    for (path, name) in [
        (in_api("scan/contacts"), "cursor"),
        (in_api("scan/organizations/divisionviews/all"), "cursor"),
        (in_api("import/jobs"), "after"),
        (in_api("import/csv/settings"), "after"),
        (in_api("contacts/exports"), "after"),
        (of_job("problems"), "after"),
        (of_job("rows"), "after"),
        (of_job("undo"), "after"),
    ] {
        for wrong in ["bogus", "bo-gus", "1.5"] {
            let answer = server.get(&format!("{path}?{name}={wrong}")).await;
            let error = answer.expect_error(400, "field_invalid");
            assert_eq!(error["details"][0]["fieldName"], name, "{path}");
        }
    }
}

#[tokio::test]
async fn ids_and_numbers_are_checked() {
    let server = TestServer::start();
    for resource in [
        "contacts",
        "organizations",
        "import/jobs",
        "externalsources",
        "import/settings",
    ] {
        let path = format!("{API}/{resource}/not-an-id");
        server.get(&path).await.expect_error(400, "id_invalid");
        let path = format!("{API}/{resource}/019c0000-0000-7000-8000-000000000000");
        server.get(&path).await.expect_error(404, "not_found");
    }
    for query in [
        "pageSize=0",
        "pageSize=x",
        "pageNumber=-1",
        "sortOrder=shoeSize",
    ] {
        let path = format!("{API}/contacts?{query}");
        server.get(&path).await.expect_error(400, "field_invalid");
    }
    server
        .get(&format!(
            "{API}/contacts?pageSize=1000&pageNumber=4000000000"
        ))
        .await
        .expect(200);
    server
        .get(&format!("{API}/import/jobs?jobStatus=Odd"))
        .await
        .expect_error(400, "field_invalid");
    server
        .get(&format!("{API}/contacts?q=%22%27%20OR%20%28*%29%00%25"))
        .await
        .expect(200);
}

#[tokio::test]
async fn browsers_are_told_to_be_careful() {
    let server = TestServer::start();
    for path in ["/", "/api/health", "/imports/new"] {
        let answer = server.get(path).await;
        let policy = &answer.headers["content-security-policy"];
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["cross-origin-opener-policy"], "same-origin");
    }
}

#[tokio::test]
async fn missing_files_are_not_the_page() {
    let server = TestServer::empty();
    server.get("/assets/gone.js").await.expect(404);
    server.get("/imports/new").await.expect(200);
    server.post("/", json!({})).await.expect(405);
}
