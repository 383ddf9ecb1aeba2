//! The server, as the page sees it. Nothing else of the page uses the network; the worker alone sends
//! the rows of a file, because they are in its memory.

mod error;
mod transport;

use import_core::api::{
    CodeCount, Command, ContactEntity, CsvJobRequest, CsvJobResponse, CsvSettings, Division,
    ExternalSource, ImportSettings, Job, JobProblem, JobRow, JobUpdate, Listing, Me,
    OrganizationEntity, Paged, Phase, SetupRequest, SignInRequest, Upload, UploadRequest,
};
use import_core::outcome::Outcome;
use import_core::problem::{Code, Severity};
use uuid::Uuid;

pub use self::error::ApiError;
pub use self::transport::on_signed_out;
use self::transport::{call, call_for_nothing, query};

type Answer<T> = Result<T, ApiError>;

const API: &str = "/api/v2/externalcontacts";

/// Who is signed in.
pub async fn me() -> Answer<Me> {
    call("GET", "/api/v2/users/me", None::<&()>).await
}

/// Signs in; the browser keeps the session's cookie.
pub async fn sign_in(request: &SignInRequest) -> Answer<()> {
    call_for_nothing("POST", "/api/session", Some(request)).await
}

/// Signs out.
pub async fn sign_out() -> Answer<()> {
    call_for_nothing("DELETE", "/api/session", None::<&()>).await
}

/// Creates the first administrator.
pub async fn set_up(request: &SetupRequest) -> Answer<()> {
    call_for_nothing("POST", "/api/setup", Some(request)).await
}

/// The divisions one may import into.
pub async fn divisions() -> Answer<Vec<Division>> {
    let page: Paged<Division> = call("GET", "/api/v2/authorization/divisions", None::<&()>).await?;
    Ok(page.entities)
}

/// The external sources, all of them.
pub async fn sources() -> Answer<Vec<ExternalSource>> {
    everything(format!("{API}/externalsources?limit=200")).await
}

/// Creates an external source.
pub async fn create_source(source: &ExternalSource) -> Answer<ExternalSource> {
    call("POST", &format!("{API}/externalsources"), Some(source)).await
}

/// The import profiles, all of them.
pub async fn profiles() -> Answer<Vec<ImportSettings>> {
    everything(format!("{API}/import/settings?pageSize=100")).await
}

/// One import profile.
pub async fn profile(id: &str) -> Answer<ImportSettings> {
    call("GET", &format!("{API}/import/settings/{id}"), None::<&()>).await
}

/// Creates a profile, or changes the one that has an id.
pub async fn save_profile(profile: &ImportSettings) -> Answer<ImportSettings> {
    save(format!("{API}/import/settings"), profile.id, profile).await
}

/// The mapping that was saved with a profile.
pub async fn mapping_of(profile: Uuid) -> Answer<Option<CsvSettings>> {
    let url = format!("{API}/import/csv/settings?pageSize=1&externalSettingsId={profile}");
    let page: Listing<CsvSettings> = call("GET", &url, None::<&()>).await?;
    Ok(page.entities.into_iter().next())
}

/// Creates a mapping, or changes the one that has an id.
pub async fn save_mapping(mapping: &CsvSettings) -> Answer<CsvSettings> {
    save(format!("{API}/import/csv/settings"), mapping.id, mapping).await
}

async fn save<T>(url: String, id: Option<Uuid>, entity: &T) -> Answer<T>
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    match id {
        Some(id) => call("PUT", &format!("{url}/{id}"), Some(entity)).await,
        None => call("POST", &url, Some(entity)).await,
    }
}

/// Announces a file.
pub async fn create_upload(request: &UploadRequest) -> Answer<Upload> {
    call("POST", &format!("{API}/import/csv/uploads"), Some(request)).await
}

/// Says that every batch of an upload is there.
pub async fn complete_upload(upload: &Upload) -> Answer<()> {
    let url = format!("{}/complete", upload.upload_url);
    call_for_nothing("POST", &url, None::<&()>).await
}

/// Creates a job of a complete upload; its validation starts.
pub async fn create_job(request: &CsvJobRequest) -> Answer<CsvJobResponse> {
    call("POST", &format!("{API}/import/csv/jobs"), Some(request)).await
}

/// One job.
pub async fn job(id: &str) -> Answer<Job> {
    call(
        "GET",
        &format!("{API}/import/jobs/{id}?expand=division"),
        None::<&()>,
    )
    .await
}

/// A page of the jobs, newest first; `next` is the address that the page before named.
pub async fn jobs(next: Option<&str>) -> Answer<Listing<Job>> {
    let first = format!("{API}/import/jobs?pageSize=25&sortOrder=Descending&expand=division");
    call("GET", next.unwrap_or(&first), None::<&()>).await
}

/// Tells a job to go on, to stop or to try again.
pub async fn command(job: &Job, command: Command) -> Answer<()> {
    let update = JobUpdate {
        job_id: job.id,
        status: command,
    };
    let url = format!("{API}/import/jobs/{}", job.id);
    call_for_nothing("PUT", &url, Some(&update)).await
}

/// What to show of a job's problems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProblemQuery {
    /// Only this kind.
    pub code: Option<Code>,
    /// Only errors, or only warnings.
    pub severity: Option<Severity>,
    /// Only what has this text in it.
    pub text: String,
}

/// A page of a job's problems; `next` is the address that the page before named.
pub async fn job_problems(
    job: Uuid,
    phase: Phase,
    filter: &ProblemQuery,
    next: Option<&str>,
) -> Answer<Listing<JobProblem>> {
    let severity = filter.severity.map(|severity| match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    });
    let query = query(&[
        ("phase", Some(phase_name(phase))),
        ("code", filter.code.map(Code::name)),
        ("severity", severity),
        (
            "q",
            Some(filter.text.trim()).filter(|text| !text.is_empty()),
        ),
        ("pageSize", Some("50")),
    ]);
    let first = format!("{API}/import/jobs/{job}/problems?{query}");
    call("GET", next.unwrap_or(&first), None::<&()>).await
}

/// How many problems of each kind a job has.
pub async fn job_problem_counts(job: Uuid, phase: Phase) -> Answer<Vec<CodeCount>> {
    let phase = phase_name(phase);
    let url = format!("{API}/import/jobs/{job}/problems/summary?phase={phase}");
    call("GET", &url, None::<&()>).await
}

/// A page of what became of a job's rows; `next` is the address that the page before named.
pub async fn job_rows(
    job: Uuid,
    phase: Phase,
    outcome: Option<Outcome>,
    next: Option<&str>,
) -> Answer<Listing<JobRow>> {
    let query = query(&[
        ("phase", Some(phase_name(phase))),
        ("outcome", outcome.map(crate::state::job::outcome_name)),
        ("pageSize", Some("50")),
    ]);
    let first = format!("{API}/import/jobs/{job}/rows?{query}");
    call("GET", next.unwrap_or(&first), None::<&()>).await
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Validation => "validation",
        Phase::Import => "import",
    }
}

/// A page of the contacts that have this text in them.
pub async fn contacts(text: &str, page: u64) -> Answer<Paged<ContactEntity>> {
    call("GET", &directory_url("contacts", text, page), None::<&()>).await
}

/// One contact, a merged one as it was last.
pub async fn contact(id: &str) -> Answer<ContactEntity> {
    let url = format!("{API}/contacts/{id}?expand=externalOrganization");
    call("GET", &url, None::<&()>).await
}

/// A page of the organizations that have this text in them.
pub async fn organizations(text: &str, page: u64) -> Answer<Paged<OrganizationEntity>> {
    call(
        "GET",
        &directory_url("organizations", text, page),
        None::<&()>,
    )
    .await
}

/// One organization.
pub async fn organization(id: &str) -> Answer<OrganizationEntity> {
    call("GET", &format!("{API}/organizations/{id}"), None::<&()>).await
}

/// A page of an organization's contacts.
pub async fn organization_contacts(id: &str, page: u64) -> Answer<Paged<ContactEntity>> {
    let url = directory_url(&format!("organizations/{id}/contacts"), "", page);
    call("GET", &url, None::<&()>).await
}

fn directory_url(resource: &str, text: &str, page: u64) -> String {
    let page = page.to_string();
    let query = query(&[
        ("q", Some(text.trim()).filter(|text| !text.is_empty())),
        ("pageSize", Some("25")),
        ("pageNumber", Some(&page)),
        ("expand", Some("externalOrganization")),
    ]);
    format!("{API}/{resource}?{query}")
}

/// Every entry of a list that goes on from a cursor.
async fn everything<T: serde::de::DeserializeOwned>(first: String) -> Answer<Vec<T>> {
    let mut entries = Vec::new();
    let mut next = Some(first);
    while let Some(url) = next {
        let page: Listing<T> = call("GET", &url, None::<&()>).await?;
        entries.extend(page.entities);
        next = page.next_uri;
    }
    Ok(entries)
}
