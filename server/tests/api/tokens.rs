//! How API clients sign in.

use axum::body::Body;
use axum::http::{Request, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use import_core::record::SECOND;
use serde_json::{Value, json};
use server::store::Role;

use crate::support::{API, Answer, TestServer};

/// An administrator's API client: its id and secret.
async fn client(server: &TestServer, changes: Value) -> (String, String) {
    let mut body = json!({
        "name": "Robot", "authorizedGrantType": "CLIENT-CREDENTIALS", "accessTokenValiditySeconds": 600,
        "roleDivisions": [{"roleId": Role::ADMINISTRATOR, "divisionId": "all"}],
    });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    let made = server.post("/api/v2/oauth/clients", body).await;
    let made = made.expect(201).json();
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("id"), text("secret"))
}

async fn ask(server: &TestServer, authorization: Option<&str>, form: &str) -> Answer {
    let mut request = Request::post("/oauth/token")
        .header(header::HOST, "muster.example")
        .header(header::ORIGIN, "https://integrator.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(authorization) = authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    server
        .send(request.body(Body::from(form.to_owned())).unwrap())
        .await
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

async fn token(server: &TestServer, id: &str, secret: &str) -> String {
    let form = "grant_type=client_credentials";
    let answer = ask(server, Some(&basic(id, secret)), form).await;
    answer.expect(200).json()["access_token"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn with_token(server: &TestServer, method: &str, path: &str, token: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    server.send(request).await
}

#[tokio::test]
async fn a_client_signs_in_works_and_signs_out() {
    let mut server = TestServer::start();
    let (id, secret) = client(&server, json!({})).await;
    server.cookie = None;

    let form = "grant_type=client_credentials";
    let answer = ask(&server, Some(&basic(&id, &secret)), form)
        .await
        .expect(200);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let body = answer.json();
    assert_eq!(body["token_type"], "bearer");
    assert_eq!(body["expires_in"], 600);
    let token = body["access_token"].as_str().unwrap();

    let me = with_token(&server, "GET", "/api/v2/users/me", token).await;
    let me = me.expect(200).json();
    assert_eq!((&me["id"], &me["name"]), (&json!(id), &json!("Robot")));
    let info = with_token(&server, "GET", "/api/v2/tokens/me", token).await;
    assert_eq!(info.expect(200).json()["OAuthClient"]["id"], json!(id));
    let contacts = format!("{API}/contacts");
    with_token(&server, "GET", &contacts, token)
        .await
        .expect(200);

    with_token(&server, "DELETE", "/api/v2/tokens/me", token)
        .await
        .expect(204);
    let gone = with_token(&server, "GET", &contacts, token).await;
    assert_eq!(
        gone.headers["www-authenticate"],
        "Bearer realm=\"muster\", error=\"invalid_token\""
    );
    gone.expect_error(401, "token_invalid");
}

#[tokio::test]
async fn the_secret_may_come_in_the_form() {
    let server = TestServer::start();
    let (id, secret) = client(&server, json!({})).await;
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    ask(&server, None, &form).await.expect(200);
    let both = ask(&server, Some(&basic(&id, &secret)), &form).await;
    assert_eq!(both.expect(400).json()["error"], "invalid_request");
}

#[tokio::test]
async fn what_is_wrong_is_said_as_the_standard_has_it() {
    let server = TestServer::start();
    let (id, secret) = client(&server, json!({})).await;
    let right = basic(&id, &secret);
    let cases = [
        (Some(right.as_str()), "", 400, "invalid_request"),
        (Some(right.as_str()), "grant_type=", 400, "invalid_request"),
        (
            Some(right.as_str()),
            "grant_type=password",
            400,
            "unsupported_grant_type",
        ),
        (
            Some(right.as_str()),
            "grant_type=client_credentials&scope=a&scope=b",
            400,
            "invalid_request",
        ),
        (None, "grant_type=client_credentials", 401, "invalid_client"),
        (
            Some("Basic ???"),
            "grant_type=client_credentials",
            401,
            "invalid_client",
        ),
        (
            Some("Bearer x"),
            "grant_type=client_credentials",
            401,
            "invalid_client",
        ),
    ];
    for (authorization, form, status, error) in cases {
        let answer = ask(&server, authorization, form).await.expect(status);
        let body = answer.json();
        assert_eq!(body["error"], error, "{form}");
        assert!(!body["error_description"].as_str().unwrap().is_empty());
        let challenge = answer.headers.get("www-authenticate").map(String::as_str);
        assert_eq!(
            challenge,
            (status == 401).then_some("Basic realm=\"muster\"")
        );
    }
    let json = Request::post("/oauth/token")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(
        server.send(json).await.expect(400).json()["error"],
        "invalid_request"
    );
    server
        .get("/oauth/token")
        .await
        .expect_error(405, "method_not_allowed");
}

#[tokio::test]
async fn after_five_wrong_secrets_a_client_has_to_wait() {
    let server = TestServer::start();
    let (id, secret) = client(&server, json!({})).await;
    let form = "grant_type=client_credentials";
    for _ in 0..5 {
        let wrong = ask(&server, Some(&basic(&id, "wrong")), form).await;
        wrong.expect(401);
    }
    let answer = ask(&server, Some(&basic(&id, &secret)), form)
        .await
        .expect(429);
    assert_eq!(answer.headers["retry-after"], "901");
    assert_eq!(answer.json()["error"], "temporarily_unavailable");
    server.pass(15 * 60 * SECOND);
    ask(&server, Some(&basic(&id, &secret)), form)
        .await
        .expect(200);
}

#[tokio::test]
async fn tokens_end_with_their_time_their_secret_and_their_client() {
    let server = TestServer::start();
    let (id, secret) = client(&server, json!({})).await;
    let one = format!("/api/v2/oauth/clients/{id}");
    let me = "/api/v2/users/me";

    let old = token(&server, &id, &secret).await;
    server.pass(600 * SECOND);
    with_token(&server, "GET", me, &old)
        .await
        .expect_error(401, "token_invalid");

    let held = token(&server, &id, &secret).await;
    let renewed = server.post(&format!("{one}/secret"), json!({})).await;
    let fresh = renewed.expect(200).json()["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    with_token(&server, "GET", me, &held).await.expect(401);
    let form = "grant_type=client_credentials";
    ask(&server, Some(&basic(&id, &secret)), form)
        .await
        .expect(401);

    let held = token(&server, &id, &fresh).await;
    let off = json!({"name": "Robot", "state": "disabled"});
    let off = server.put(&one, off).await.expect(200).json();
    assert_eq!(off["state"], "inactive");
    assert_eq!(off["roleDivisions"].as_array().unwrap().len(), 1);
    assert!(off.get("secret").is_none());
    with_token(&server, "GET", me, &held).await.expect(401);
    ask(&server, Some(&basic(&id, &fresh)), form)
        .await
        .expect(401);

    server.delete(&one).await.expect(204);
    server.get(&one).await.expect_error(404, "not_found");
}

#[tokio::test]
async fn a_header_is_not_mended_by_a_cookie_and_needs_no_origin() {
    let server = TestServer::start();
    let (id, secret) = client(&server, json!({})).await;
    let token = token(&server, &id, &secret).await;
    let post = |authorization: String| {
        Request::post(format!("{API}/externalsources"))
            .header(header::HOST, "muster.example")
            .header(header::ORIGIN, "https://integrator.example")
            .header(header::AUTHORIZATION, authorization)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(r#"{"name": "CRM"}"#))
            .unwrap()
    };
    // An administrator's cookie comes along.
    let wrong = server.send(post("Bearer nothing".to_owned())).await;
    wrong.expect_error(401, "token_invalid");
    let other = server.send(post(basic(&id, &secret))).await;
    other.expect_error(401, "signed_out");
    server
        .send(post(format!("Bearer {token}")))
        .await
        .expect(201);
}
