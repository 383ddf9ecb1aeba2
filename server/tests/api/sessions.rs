//! Who someone is.

use axum::body::Body;
use axum::http::{Request, header};
use import_core::record::SECOND;
use serde_json::json;
use server::auth::{SESSION, Token};
use server::environment::Environment as _;

use crate::support::{API, TestServer};

#[tokio::test]
async fn nobody_sees_anything_without_a_session() {
    let server = TestServer::empty();
    for path in [
        "/api/v2/users/me",
        &format!("{API}/contacts"),
        &format!("{API}/import/jobs"),
    ] {
        server.get(path).await.expect_error(401, "signed_out");
    }
    server.get("/api/health").await.expect(204);
}

#[tokio::test]
async fn the_first_administrator_signs_in_with_the_printed_token_once() {
    let mut server = TestServer::empty();
    let token = Token::new(server.environment.secret());
    server.store.set_setup_token(&token.hash()).unwrap();
    let request = |token: &str, password: &str| json!({"token": token, "name": " Ada ", "password": password});

    let short = server
        .post("/api/setup", request(token.text(), "short"))
        .await;
    assert_eq!(
        short.expect_error(400, "field_invalid")["details"][0]["fieldName"],
        "password"
    );
    let wrong = server
        .post("/api/setup", request("wrong", "correct horse"))
        .await;
    wrong.expect_error(403, "setup_token_invalid");

    let made = server
        .post("/api/setup", request(token.text(), "correct horse"))
        .await
        .expect(200);
    let cookie = made.headers["set-cookie"].clone();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    assert!(!cookie.contains("Secure"), "{cookie}");
    server.cookie = Some(cookie.split(';').next().unwrap().to_owned());
    let me = server.get("/api/v2/users/me").await.expect(200).json();
    assert_eq!(me["name"], "Ada");
    let permissions = me["permissions"].as_array().unwrap();
    assert!(permissions.contains(&json!("externalContacts:externalEntity:import")));

    let again = server
        .post("/api/setup", request(token.text(), "correct horse"))
        .await;
    again.expect_error(403, "setup_token_invalid");
}

#[tokio::test]
async fn signing_in_and_out() {
    let mut server = TestServer::empty();
    server.add_user("Ada", "correct horse");
    let sign_in = |password: &str| json!({"name": "ADA", "password": password});

    let wrong = server.post("/api/session", sign_in("wrong horse")).await;
    wrong.expect_error(401, "sign_in_wrong");
    let unknown = json!({"name": "Bob", "password": "correct horse"});
    server
        .post("/api/session", unknown)
        .await
        .expect_error(401, "sign_in_wrong");

    let right = server
        .post("/api/session", sign_in("correct horse"))
        .await
        .expect(200);
    let cookie = right.headers["set-cookie"]
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    server.cookie = Some(cookie);
    server.get("/api/v2/users/me").await.expect(200);

    server.delete("/api/session").await.expect(204);
    server
        .get("/api/v2/users/me")
        .await
        .expect_error(401, "signed_out");
}

#[tokio::test]
async fn after_five_wrong_passwords_a_name_has_to_wait() {
    let server = TestServer::empty();
    let wrong = json!({"name": "Ada", "password": "wrong horse"});
    for _ in 0..5 {
        server.post("/api/session", wrong.clone()).await.expect(401);
    }
    let answer = server.post("/api/session", wrong).await;
    assert_eq!(answer.headers["retry-after"], "901");
    answer.expect_error(429, "sign_in_throttled");
}

#[tokio::test]
async fn a_session_lives_as_long_as_it_is_used() {
    let server = TestServer::start();
    for _ in 0..3 {
        server.pass(SESSION - SECOND);
        server.get("/api/v2/users/me").await.expect(200);
    }
    server.pass(SESSION + 1);
    server
        .get("/api/v2/users/me")
        .await
        .expect_error(401, "signed_out");
}

#[tokio::test]
async fn another_site_cannot_make_a_browser_write() {
    let server = TestServer::start();
    let request = |origin: &str| {
        Request::post(format!("{API}/externalsources"))
            .header(header::HOST, "muster.example")
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(r#"{"name": "CRM"}"#))
            .unwrap()
    };
    let foreign = server.send(request("https://evil.example")).await;
    foreign.expect_error(403, "foreign_origin");
    server
        .send(request("https://muster.example"))
        .await
        .expect(201);
}
