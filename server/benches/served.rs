//! A server as a process of its own, and what it does for a client.

use std::fmt::Display;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use crate::Result;
use crate::contacts::{self, Shape};

const PASSWORD: &str = "correct horse battery";

/// Between two looks at a job.
const PAUSE: Duration = Duration::from_millis(100);

/// Creates the user of all servers on a database.
pub(crate) fn create_user(database: &str) -> Result<()> {
    let status = command(database)
        .args(["user", "create", "--name", "ada"])
        .env("MUSTER_PASSWORD", PASSWORD)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err("could not create a user".into())
    }
}

fn command(database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command
        .env("MUSTER_DATABASE", database)
        .env("MUSTER_LOG", "error");
    command
}

/// A running server, and a client that is signed in.
pub(crate) struct Served {
    child: Child,
    address: String,
    agent: Agent,
    cookie: String,
}

impl Served {
    /// Starts a server; its user has to be there.
    pub(crate) fn start(database: &str) -> Result<Self> {
        let mut child = command(database)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = child.stdout.take().ok_or("no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on ");
        let mut served = Self {
            child,
            address: address.ok_or("the server did not start")?.to_owned(),
            agent: Agent::new_with_defaults(),
            cookie: String::new(),
        };
        let body = json!({"name": "ada", "password": PASSWORD}).to_string();
        let request = Request::post(format!("{}/api/session", served.address))
            .header("content-type", "application/json")
            .body(body)?;
        let answer = served.agent.run(request)?;
        let cookie = answer.headers()["set-cookie"].to_str()?;
        cookie
            .split(';')
            .next()
            .unwrap_or_default()
            .clone_into(&mut served.cookie);
        Ok(served)
    }

    /// Sends a request; answers its JSON.
    pub(crate) fn send(&self, method: &str, path: &str, body: &[u8]) -> Result<Value> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/api/v2/externalcontacts{path}", self.address))
            .header("cookie", &self.cookie)
            .header("content-type", "application/json");
        let mut answer = if method == "GET" {
            self.agent.run(request.body(())?)?
        } else {
            self.agent.run(request.body(body)?)?
        };
        let mut bytes = Vec::new();
        answer.body_mut().as_reader().read_to_end(&mut bytes)?;
        Ok(serde_json::from_slice(&bytes).unwrap_or_default())
    }

    fn create(&self, path: &str, body: &Value) -> Result<Value> {
        self.send("POST", path, body.to_string().as_bytes())
    }

    /// Makes a profile of all columns of a bench file; answers its mapping.
    pub(crate) fn profile(&self) -> Result<Value> {
        let source = self.create("/externalsources", &json!({"name": "CRM"}))?;
        let settings = json!({
            "name": "All", "matchingCriteria": ["Email", "Phone"], "mergeContacts": true,
            "externalSourceId": source["id"], "importFields": [],
        });
        let settings = self.create("/import/settings", &settings)?;
        let columns = contacts::HEADER.split(',');
        let mappings = columns.map(|name| json!({"sourceField": name, "targetField": name}));
        let mappings: Vec<Value> = mappings.collect();
        let body = json!({"externalSettingsId": settings["id"], "mappings": mappings});
        Ok(self.create("/import/csv/settings", &body)?["id"].clone())
    }

    /// Brings a file to the server and has it validated; answers the job.
    pub(crate) fn validate(&self, shape: Shape, mapping: &Value, division: &str) -> Result<String> {
        let mut file = Vec::new();
        contacts::write(shape, &mut file)?;
        let body = json!({"fileName": "contacts.csv", "fileSize": file.len()});
        let upload = self.create("/import/csv/uploads", &body)?["uploadId"].clone();
        let id = upload.as_str().ok_or("no upload")?;
        self.send("PUT", &format!("/import/csv/uploads/{id}"), &file)?;
        let body = json!({"uploadId": upload, "settingsId": mapping, "division": {"id": division}});
        let job = self.create("/import/csv/jobs", &body)?;
        let job = job["job"]["id"].as_str().ok_or("no job")?.to_owned();
        self.wait(&job, |found| found["executionStep"] == "Validated")?;
        Ok(job)
    }

    /// Lets a validated job import.
    pub(crate) fn go_on(&self, job: &str) -> Result<()> {
        let body = json!({"jobId": job, "status": "Continue"}).to_string();
        self.send("PUT", &format!("/import/jobs/{job}"), body.as_bytes())?;
        Ok(())
    }

    /// Waits until a job is over.
    pub(crate) fn complete(&self, job: &str) -> Result<()> {
        self.wait(job, |found| found["status"] == "Completed")
    }

    /// Seconds of the import of a new file, without its dry run.
    pub(crate) fn import(&self, shape: Shape) -> Result<f64> {
        let job = self.validate(shape, &self.profile()?, "*")?;
        let began = Instant::now();
        self.go_on(&job)?;
        self.complete(&job)?;
        Ok(began.elapsed().as_secs_f64())
    }

    fn wait(&self, job: &str, is_there: impl Fn(&Value) -> bool) -> Result<()> {
        loop {
            let found = self.send("GET", &format!("/import/jobs/{job}"), &[])?;
            if is_there(&found) {
                return Ok(());
            }
            if found["status"] != "Running" {
                return Err(format!("the job did not end well: {found}").into());
            }
            thread::sleep(PAUSE);
        }
    }

    /// The most memory that the server has used, in MB.
    pub(crate) fn peak_memory(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
        let kilobytes: f64 = kilobytes.ok_or("no figure of the memory")?.trim().parse()?;
        Ok(kilobytes / 1024.0)
    }

    /// Milliseconds of a search for contacts, and whether it finds any.
    pub(crate) fn search(&self, text: &dyn Display) -> Result<(f64, bool)> {
        let query: String = form_urlencoded::byte_serialize(text.to_string().as_bytes()).collect();
        let began = Instant::now();
        let found = self.send("GET", &format!("/contacts?q={query}&pageSize=25"), &[])?;
        let elapsed = began.elapsed().as_secs_f64();
        let contacts = found["entities"].as_array().ok_or("no answer")?;
        Ok((elapsed * 1000.0, !contacts.is_empty()))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
