//! The steps of an import as tests take them.

use std::io::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use flate2::Compression;
use flate2::write::GzEncoder;
use import_core::api::Phase;
use import_core::record::SECOND;
use import_core::table::BatchWriter;
use serde_json::{Value, json};
use server::environment::Environment as _;
use server::exports::Exporter;
use server::jobs::{Pace, PassEnd, Runner, Signal, run_once};

use super::{API, Answer, TestEnvironment, TestServer};

impl TestServer {
    /// A source, a profile and a mapping of all columns under their own names; the mapping's id.
    pub(crate) async fn profile(&self, changes: Value, columns: &[&str]) -> Profile {
        let listed = self
            .get(&format!("{API}/externalsources?name=crm"))
            .await
            .json();
        let listed = listed["entities"][0]["id"].as_str().map(str::to_owned);
        let source = if let Some(id) = listed {
            id
        } else {
            let body = json!({"name": "CRM"});
            let source = self.post(&format!("{API}/externalsources"), body).await;
            source.expect(201).json()["id"].as_str().unwrap().to_owned()
        };
        let mut settings = json!({
            "name": format!("profile {}", self.environment.new_id()),
            "matchingCriteria": ["Email", "Phone"],
            "mergeContacts": true,
            "externalSourceId": source,
            "importFields": [],
        });
        for (name, value) in changes.as_object().unwrap() {
            settings[name] = value.clone();
        }
        let settings = self
            .post(&format!("{API}/import/settings"), settings)
            .await
            .expect(201)
            .json();
        let mappings: Vec<Value> = columns
            .iter()
            .map(|column| json!({"sourceField": column, "targetField": column}))
            .collect();
        let body = json!({"externalSettingsId": settings["id"], "mappings": mappings});
        let mapping = self
            .post(&format!("{API}/import/csv/settings"), body)
            .await
            .expect(201)
            .json();
        Profile {
            source,
            settings: settings["id"].as_str().unwrap().to_owned(),
            mapping: mapping["id"].as_str().unwrap().to_owned(),
        }
    }

    /// An empty upload's id.
    pub(crate) async fn create_upload(&self) -> String {
        self.announce(1_000).await
    }

    /// The id of an upload for a file of this size.
    pub(crate) async fn announce(&self, size: usize) -> String {
        let body = json!({"fileName": "contacts.csv", "fileSize": size});
        let upload = self.post(&format!("{API}/import/csv/uploads"), body).await;
        upload.expect(201).json()["uploadId"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Stages a CSV text as a whole file.
    pub(crate) async fn upload(&self, csv: &str) -> String {
        let id = self.announce(csv.len()).await;
        let path = format!("{API}/import/csv/uploads/{id}");
        self.put_bytes(&path, csv.to_owned()).await.expect(204);
        id
    }

    /// Stages rows in batches of `size`.
    pub(crate) async fn upload_in_batches(&self, rows: &Rows, size: usize) -> String {
        let id = self.create_upload().await;
        for (number, batch) in rows.batches(size).into_iter().enumerate() {
            let path = format!("{API}/import/csv/uploads/{id}/rows/{number}");
            self.put_bytes(&path, batch).await.expect(204);
        }
        let path = format!("{API}/import/csv/uploads/{id}/complete");
        self.send(Request::post(path).body(Body::empty()).unwrap())
            .await
            .expect(204);
        id
    }

    /// Creates a job; its id.
    pub(crate) async fn create_job(&self, upload: &str, profile: &Profile) -> String {
        let body = json!({"uploadId": upload, "settingsId": profile.mapping});
        let job = self
            .post(&format!("{API}/import/csv/jobs"), body)
            .await
            .expect(201)
            .json();
        job["job"]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn command(&self, job: &str, command: &str) -> Answer {
        let body = json!({"jobId": job, "status": command});
        self.put(&format!("{API}/import/jobs/{job}"), body).await
    }

    pub(crate) async fn job(&self, job: &str) -> Value {
        self.get(&format!("{API}/import/jobs/{job}"))
            .await
            .expect(200)
            .json()
    }

    /// Does everything that waits for the runner.
    pub(crate) fn run(&self) -> usize {
        self.runner().run_waiting().unwrap()
    }

    /// Another runner.
    pub(crate) fn runner(&self) -> Runner {
        Runner::new(
            Arc::clone(&self.store),
            Arc::<TestEnvironment>::clone(&self.environment),
            Arc::clone(&self.signal),
        )
    }

    /// Makes every export that waits; answers how many.
    pub(crate) fn make_exports(&self) -> usize {
        let exporter = Exporter::new(
            Arc::clone(&self.store),
            Arc::<TestEnvironment>::clone(&self.environment),
            Arc::new(Signal::default()),
        );
        exporter.run_waiting().unwrap()
    }

    /// Does one pass of a job for whoever holds it, but stops after `commits` commits of one batch each.
    pub(crate) fn run_some(&self, job: &str, commits: usize) -> Option<PassEnd> {
        let mut left = commits;
        let mut keep_going = || {
            left -= 1;
            left > 0
        };
        let pace = Pace {
            rows: 1,
            time: i64::MAX,
        };
        let id = job.parse().unwrap();
        let owner = self.store.find_job(id).unwrap().unwrap().held_by;
        let (store, environment) = (&*self.store, &*self.environment);
        run_once(store, environment, id, owner, pace, &mut keep_going).unwrap()
    }

    /// A whole import of a CSV text; the finished job.
    pub(crate) async fn import(&self, csv: &str, profile: &Profile) -> Value {
        let upload = self.upload(csv).await;
        let job = self.create_job(&upload, profile).await;
        self.run();
        self.command(&job, "Continue").await.expect(200);
        self.pass(SECOND);
        self.run();
        let job = self.job(&job).await;
        assert_eq!(job["status"], "Completed", "{job}");
        assert_eq!(
            job["validation"], job["import"],
            "the dry run says what will happen"
        );
        job
    }

    /// Asks for the undo of an import.
    pub(crate) async fn ask_undo(&self, import: &str) -> Answer {
        let path = format!("{API}/import/jobs/{import}/undo");
        self.send(Request::post(path).body(Body::empty()).unwrap())
            .await
    }

    /// Undoes a whole import; the finished undo.
    pub(crate) async fn undo(&self, import: &Value) -> Value {
        let asked = self.ask_undo(import["id"].as_str().unwrap()).await;
        let undo = asked.expect(201).json()["job"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        self.run();
        let undo = self.job(&undo).await;
        assert_eq!(undo["status"], "Completed", "{undo}");
        undo
    }

    /// The contacts that a search finds.
    pub(crate) async fn search(&self, text: &str) -> Vec<Value> {
        let query = form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let path = format!("{API}/contacts?q={query}&pageSize=100");
        let found = self.get(&path).await.expect(200).json();
        found["entities"].as_array().unwrap().clone()
    }

    /// The one contact that a search finds.
    #[track_caller]
    pub(crate) fn only(found: Vec<Value>) -> Value {
        assert_eq!(found.len(), 1, "{found:#?}");
        found.into_iter().next().unwrap()
    }

    /// `(row, code)` of each problem of a job.
    pub(crate) async fn problems(&self, job: &Value, phase: Phase) -> Vec<(u64, String)> {
        let phase = match phase {
            Phase::Validation => "validation",
            Phase::Import => "import",
        };
        let id = job["id"].as_str().unwrap();
        let path = format!("{API}/import/jobs/{id}/problems?phase={phase}&pageSize=1000");
        let listed = self.get(&path).await.expect(200).json();
        let problems = listed["entities"].as_array().unwrap().iter();
        problems
            .map(|problem| {
                let code = problem["code"].as_str().unwrap().to_owned();
                (problem["row"].as_u64().unwrap(), code)
            })
            .collect()
    }
}

/// What one import needs.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub(crate) source: String,
    pub(crate) settings: String,
    pub(crate) mapping: String,
}

/// Rows of a file, as the page would send them.
pub(crate) struct Rows {
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Rows {
    pub(crate) fn new(headers: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        Self {
            headers: headers.iter().map(|header| (*header).to_owned()).collect(),
            rows: rows.into_iter().collect(),
        }
    }

    /// Packed batches of `size` rows.
    pub(crate) fn batches(&self, size: usize) -> Vec<Vec<u8>> {
        let mut row = 2;
        let mut batches = Vec::new();
        for rows in self.rows.chunks(size) {
            let mut batch = BatchWriter::new(&self.headers);
            for cells in rows {
                batch.append_cells(row, row, &[], cells.iter().map(String::as_str));
                row += 1;
            }
            batches.push(gzip(&batch.finish()));
        }
        batches
    }

    /// The same as a CSV text.
    pub(crate) fn csv(&self) -> String {
        let line = |cells: &[String]| {
            let quoted: Vec<String> = cells
                .iter()
                .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
                .collect();
            quoted.join(",")
        };
        let mut lines = vec![line(&self.headers)];
        lines.extend(self.rows.iter().map(|row| line(row)));
        lines.join("\r\n") + "\r\n"
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
