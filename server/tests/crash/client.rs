//! A client that asks again when its server went away in the middle of an answer.

use std::io::Read as _;

use parking_lot::Mutex;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::{Request, StatusCode};

use super::instants::Sights;
use super::process::{FileLimit, Muster};
use super::storage::PASSWORD;

/// Most times that one request is sent; more means that the server does not come back.
const TRIES: usize = 200;

/// A signed-in client.
pub(super) struct Client<'a> {
    muster: &'a Muster<'a>,
    /// What the answers showed.
    pub(super) sights: Sights,
    agent: Agent,
    cookie: String,
    /// Held while something is done that must not be repeated, and while the server is killed.
    calm: Mutex<()>,
}

impl<'a> Client<'a> {
    /// Signs in.
    pub(super) fn new(muster: &'a Muster<'a>) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let mut client = Self {
            muster,
            sights: Sights::default(),
            agent,
            cookie: String::new(),
            calm: Mutex::default(),
        };
        let body = json!({"name": "ada", "password": PASSWORD}).to_string();
        let request = Request::post(format!("{}/api/session", muster.address()))
            .header("content-type", "application/json")
            .body(body)
            .unwrap();
        let response = client.agent.run(request).unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        client.cookie.push_str(cookie.split(';').next().unwrap());
        client
    }

    /// Kills the server, unless something is going on that must not be repeated: then afterwards.
    pub(super) fn kill_and_restart(&self) {
        let _calm = self.calm.lock();
        self.muster.kill_and_restart();
    }

    /// Starts the server again with another limit of its files.
    pub(super) fn restart_with(&self, limit: FileLimit) {
        self.muster.restart_with(limit);
    }

    /// Creates something. The server is not killed meanwhile: whoever asked would not know whether it was made.
    pub(super) fn create(&self, path: &str, body: &Value) -> Value {
        let _calm = self.calm.lock();
        let body = body.to_string().into_bytes();
        let (status, answer) = self.try_send("POST", path, &body).unwrap();
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    /// Sends a request until there is an answer, which is not an error of the server.
    pub(super) fn send(&self, method: &str, path: &str, body: &[u8]) -> (StatusCode, Value) {
        for _ in 0..TRIES {
            // Nobody listens for a moment, or the connection broke: the address tells when it is back.
            if let Ok((status, answer)) = self.try_send(method, path, body) {
                assert!(!status.is_server_error(), "{path}: {status} {answer}");
                return (status, answer);
            }
        }
        panic!("{method} {path} has no answer");
    }

    fn try_send(
        &self,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> Result<(StatusCode, Value), ureq::Error> {
        let request = Request::builder()
            .method(method)
            .uri(format!(
                "{}/api/v2/externalcontacts{path}",
                self.muster.address()
            ))
            .header("cookie", &self.cookie)
            .header("content-type", "application/json");
        let mut response = if method == "GET" {
            self.agent.run(request.body(()).unwrap())?
        } else {
            self.agent.run(request.body(body).unwrap())?
        };
        let mut bytes = Vec::new();
        response.body_mut().as_reader().read_to_end(&mut bytes)?;
        let answer = serde_json::from_slice(&bytes).unwrap_or_default();
        Ok((response.status(), answer))
    }
}
