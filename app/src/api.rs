//! The server, as the page sees it. Nothing else of the page uses the network; the worker alone sends
//! the rows of a file, because they are in its memory.
//!
//! A function here describes a request; [`Call::send`] sends it. So all requests share the code of one.

mod call;
mod error;
mod events;
mod transport;

use import_core::api::{
    ChangePassword, CodeCount, Command, ComparedRow, CreateUser, CsvJobRequest, CsvJobResponse,
    CsvSettings, DataSchema, Division, ExternalSource, ImportSettings, Job, JobRow, JobUpdate,
    LegacyJobRequest, Listing, Me, OauthClient, Paged, Phase, Role, RoleDivision,
    RoleDivisionGrants, SetupRequest, SignInRequest, Subject as Grantee, UndoAction, UndoneRecord,
    UpdateUser, Upload, UploadRequest, UserEntity, WholeListing,
};
use import_core::columns::Subject;
use import_core::outcome::Outcome;
use import_core::problem::{Code, Problem, Severity};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub use self::call::Call;
pub use self::error::ApiError;
pub use self::events::JobEvents;
pub use self::transport::on_signed_out;
use self::transport::query;
use crate::i18n::Texts;
use crate::state::door::Door;
use crate::state::job::outcome_name;
use crate::state::record::Record;

const API: &str = "/api/v2/externalcontacts";
const DIVISIONS: &str = "/api/v2/authorization/divisions";
const ROLES: &str = "/api/v2/authorization/roles";
const SUBJECTS: &str = "/api/v2/authorization/subjects";
const USERS: &str = "/api/v2/users";
const CLIENTS: &str = "/api/v2/oauth/clients";

/// The texts of a language: a file of the page.
pub fn texts(address: String) -> Call<Texts> {
    Call::get(address)
}

/// Who is signed in.
pub fn me() -> Call<Me> {
    Call::get("/api/v2/users/me".to_owned())
}

/// Signs in; the browser keeps the session's cookie.
pub fn sign_in(request: &SignInRequest) -> Call<()> {
    Call::tell("POST", "/api/session".to_owned()).with(request)
}

/// Signs out.
pub fn sign_out() -> Call<()> {
    Call::tell("DELETE", "/api/session".to_owned())
}

/// Creates the first administrator, who is signed in then.
pub fn set_up(request: &SetupRequest) -> Call<()> {
    Call::tell("POST", "/api/setup".to_owned()).with(request)
}

/// The divisions one may import into.
pub fn divisions() -> Call<Paged<Division>> {
    Call::get("/api/v2/authorization/divisions?pageSize=200".to_owned())
}

/// A page of the divisions.
pub fn divisions_page(page: u64) -> Call<Paged<Division>> {
    administered(DIVISIONS, page)
}

/// Creates a division, or renames the one that has an id.
pub fn save_division(division: &Division) -> Call<Division> {
    let id = Some(&division.id).filter(|id| !id.is_empty());
    save(DIVISIONS.to_owned(), id, division)
}

/// Removes a division.
pub fn delete_division(id: &str) -> Call<()> {
    Call::tell("DELETE", format!("{DIVISIONS}/{id}"))
}

/// A page of the roles.
pub fn roles(page: u64) -> Call<Paged<Role>> {
    administered(ROLES, page)
}

/// Creates a role, or changes the one that has an id.
pub fn save_role(role: &Role) -> Call<Role> {
    save(ROLES.to_owned(), role.id, role)
}

/// Removes a role.
pub fn delete_role(id: &str) -> Call<()> {
    Call::tell("DELETE", format!("{ROLES}/{id}"))
}

/// A page of the users.
pub fn users(page: u64) -> Call<Paged<UserEntity>> {
    administered(USERS, page)
}

/// Creates a user, who has no role yet.
pub fn create_user(user: &CreateUser) -> Call<UserEntity> {
    Call::ask("POST", USERS.to_owned()).with(user)
}

/// Changes a user.
pub fn update_user(id: &str, change: &UpdateUser) -> Call<UserEntity> {
    Call::ask("PATCH", format!("{USERS}/{id}")).with(change)
}

/// Gives a user another password.
pub fn set_password(id: &str, new_password: String) -> Call<()> {
    let change = ChangePassword { new_password };
    Call::tell("POST", format!("{USERS}/{id}/password")).with(&change)
}

/// Removes a user.
pub fn delete_user(id: &str) -> Call<()> {
    Call::tell("DELETE", format!("{USERS}/{id}"))
}

/// What a user or an API client was granted.
pub fn subject(id: &str) -> Call<Grantee> {
    Call::get(format!("{SUBJECTS}/{id}"))
}

/// Grants roles to someone.
pub fn add_grants(subject: &str, grants: Vec<RoleDivision>) -> Call<()> {
    let grants = RoleDivisionGrants { grants };
    Call::tell("POST", format!("{SUBJECTS}/{subject}/bulkadd")).with(&grants)
}

/// Grants roles to someone in place of those there are.
pub fn replace_grants(subject: &str, grants: Vec<RoleDivision>) -> Call<()> {
    let grants = RoleDivisionGrants { grants };
    Call::tell("POST", format!("{SUBJECTS}/{subject}/bulkreplace")).with(&grants)
}

/// A page of the API clients, without their roles.
pub fn clients(page: u64) -> Call<Paged<OauthClient>> {
    administered(CLIENTS, page)
}

/// One API client, with its roles.
pub fn client(id: &str) -> Call<OauthClient> {
    Call::get(format!("{CLIENTS}/{id}"))
}

/// Creates an API client, or changes the one that has an id. Only one that is created comes with its secret.
pub fn save_client(client: &OauthClient) -> Call<OauthClient> {
    save(CLIENTS.to_owned(), client.id, client)
}

/// Gives an API client another secret, with which it comes.
pub fn renew_secret(id: &str) -> Call<OauthClient> {
    Call::ask("POST", format!("{CLIENTS}/{id}/secret"))
}

/// Removes an API client.
pub fn delete_client(id: &str) -> Call<()> {
    Call::tell("DELETE", format!("{CLIENTS}/{id}"))
}

fn administered<T: DeserializeOwned>(url: &str, page: u64) -> Call<Paged<T>> {
    Call::get(format!("{url}?pageSize=200&pageNumber={page}"))
}

/// The external sources, all of them.
pub fn sources() -> Call<Vec<ExternalSource>> {
    Call::everything(format!("{API}/externalsources?limit=200"))
}

/// The schema of one kind of record: a list of one or none.
pub fn schema(subject: Subject) -> Call<WholeListing<DataSchema>> {
    Call::get(schemas(subject))
}

/// Creates a schema, or the next version of the one that has an id.
pub fn save_schema(subject: Subject, schema: &DataSchema) -> Call<DataSchema> {
    save(schemas(subject), schema.id, schema)
}

/// Removes a schema.
pub fn delete_schema(subject: Subject, id: Uuid) -> Call<()> {
    Call::tell("DELETE", format!("{}/{id}", schemas(subject)))
}

/// Every version of a schema, first to last.
pub fn schema_versions(subject: Subject, id: Uuid) -> Call<WholeListing<DataSchema>> {
    Call::get(format!("{}/{id}/versions", schemas(subject)))
}

fn schemas(subject: Subject) -> String {
    match subject {
        Subject::Contact => format!("{API}/contacts/schemas"),
        Subject::Organization => format!("{API}/organizations/schemas"),
    }
}

/// All external sources, as the one page of a list.
pub fn sources_page(_: u64) -> Call<Paged<ExternalSource>> {
    Call::one_page(format!("{API}/externalsources?limit=200"))
}

/// Creates an external source, or changes the one that has an id.
pub fn save_source(source: &ExternalSource) -> Call<ExternalSource> {
    save(format!("{API}/externalsources"), source.id, source)
}

/// Removes an external source.
pub fn delete_source(id: Uuid) -> Call<()> {
    Call::tell("DELETE", format!("{API}/externalsources/{id}"))
}

/// The import profiles, all of them.
pub fn profiles() -> Call<Vec<ImportSettings>> {
    Call::everything(format!("{API}/import/settings?pageSize=100"))
}

/// All import profiles, as the one page of a list.
pub fn profiles_page(_: u64) -> Call<Paged<ImportSettings>> {
    Call::one_page(format!("{API}/import/settings?pageSize=100"))
}

/// One import profile.
pub fn profile(id: Uuid) -> Call<ImportSettings> {
    Call::get(format!("{API}/import/settings/{id}"))
}

/// Removes a profile with its mapping.
pub fn delete_profile(id: Uuid) -> Call<()> {
    Call::tell("DELETE", format!("{API}/import/settings/{id}"))
}

/// Creates a profile, or changes the one that has an id.
pub fn save_profile(profile: &ImportSettings) -> Call<ImportSettings> {
    save(format!("{API}/import/settings"), profile.id, profile)
}

/// The mapping that was saved with a profile: a list of one or none.
pub fn mapping_of(profile: Uuid) -> Call<Listing<CsvSettings>> {
    Call::get(format!(
        "{API}/import/csv/settings?pageSize=1&externalSettingsId={profile}"
    ))
}

/// Creates a mapping, or changes the one that has an id.
pub fn save_mapping(mapping: &CsvSettings) -> Call<CsvSettings> {
    save(format!("{API}/import/csv/settings"), mapping.id, mapping)
}

fn save<T: Serialize + DeserializeOwned>(
    url: String,
    id: Option<impl std::fmt::Display>,
    entity: &T,
) -> Call<T> {
    let call = match id {
        Some(id) => Call::ask("PUT", format!("{url}/{id}")),
        None => Call::ask("POST", url),
    };
    call.with(entity)
}

/// Announces a file.
pub fn create_upload(door: Door, request: &UploadRequest) -> Call<Upload> {
    Call::ask("POST", format!("{API}/{}", door.uploads())).with(request)
}

/// Where the rows of an upload go: on this site, whatever the server takes for its own address.
pub fn upload_path(door: Door, upload: &Upload) -> String {
    format!("{API}/{}/{}", door.uploads(), upload.upload_id)
}

/// Says that every batch of an upload is there.
pub fn complete_upload(door: Door, upload: &Upload) -> Call<()> {
    Call::tell("POST", format!("{}/complete", upload_path(door, upload)))
}

/// Creates a job of a complete upload; its validation starts.
pub fn create_job(request: &CsvJobRequest) -> Call<CsvJobResponse> {
    Call::ask("POST", format!("{API}/import/csv/jobs")).with(request)
}

/// Creates a job of a complete upload of the legacy layout; its validation starts.
pub fn create_legacy_job(request: &LegacyJobRequest) -> Call<CsvJobResponse> {
    Call::ask("POST", format!("{API}/{}", Door::Legacy.jobs())).with(request)
}

/// Which rows of a comparison to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComparisonQuery {
    /// Only rows that have this text in them, or as their number.
    pub text: String,
    /// Only rows of which the records hold something else.
    pub only_different: bool,
}

/// A page of the rows of a legacy job beside their records; `next` is the address that the page before named.
pub fn comparison(
    job: Uuid,
    filter: &ComparisonQuery,
    next: Option<String>,
) -> Call<Listing<ComparedRow>> {
    let query = query(&[
        (
            "q",
            Some(filter.text.trim()).filter(|text| !text.is_empty()),
        ),
        ("only", filter.only_different.then_some("different")),
        ("pageSize", Some("10")),
    ]);
    let jobs = Door::Legacy.jobs();
    Call::get(next.unwrap_or_else(|| format!("{API}/{jobs}/{job}/comparison?{query}")))
}

/// One job.
pub fn job(door: Door, id: &str) -> Call<Job> {
    Call::get(format!("{API}/{}/{id}?expand=division", door.jobs()))
}

/// A page of the jobs, newest first; `next` is the address that the page before named.
pub fn jobs(next: Option<String>) -> Call<Listing<Job>> {
    let first = || format!("{API}/import/jobs?pageSize=25&sortOrder=Descending&expand=division");
    Call::get(next.unwrap_or_else(first))
}

/// Tells a job to go on, to stop or to try again.
pub fn command(door: Door, job: Uuid, command: Command) -> Call<()> {
    let update = JobUpdate {
        job_id: job,
        status: command,
    };
    Call::tell("PUT", format!("{API}/{}/{job}", door.jobs())).with(&update)
}

/// Creates a job that undoes an import; it starts at once.
pub fn undo(door: Door, import: Uuid) -> Call<CsvJobResponse> {
    Call::ask("POST", format!("{API}/{}/{import}/undo", door.jobs()))
}

/// A page of the records of an undo; `next` is the address that the page before named.
pub fn undone(
    door: Door,
    undo: Uuid,
    action: UndoAction,
    next: Option<String>,
) -> Call<Listing<UndoneRecord>> {
    let action = match action {
        UndoAction::Removed => "removed",
        UndoAction::Restored => "restored",
        UndoAction::Separated => "separated",
        UndoAction::Kept => "kept",
    };
    let query = query(&[("action", Some(action)), ("pageSize", Some("25"))]);
    let jobs = door.jobs();
    Call::get(next.unwrap_or_else(|| format!("{API}/{jobs}/{undo}/undo?{query}")))
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
pub fn job_problems(
    door: Door,
    job: Uuid,
    phase: Phase,
    filter: &ProblemQuery,
    next: Option<String>,
) -> Call<Listing<Problem>> {
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
        ("pageSize", Some("25")),
    ]);
    let jobs = door.jobs();
    Call::get(next.unwrap_or_else(|| format!("{API}/{jobs}/{job}/problems?{query}")))
}

/// How many problems of each kind a job has.
pub fn job_problem_counts(door: Door, job: Uuid, phase: Phase) -> Call<Vec<CodeCount>> {
    let phase = phase_name(phase);
    Call::get(format!(
        "{API}/{}/{job}/problems/summary?phase={phase}",
        door.jobs()
    ))
}

/// A page of what became of a job's rows; `next` is the address that the page before named.
pub fn job_rows(
    job: Uuid,
    phase: Phase,
    outcome: Option<Outcome>,
    next: Option<String>,
) -> Call<Listing<JobRow>> {
    let query = query(&[
        ("phase", Some(phase_name(phase))),
        ("outcome", outcome.map(outcome_name)),
        ("pageSize", Some("25")),
    ]);
    Call::get(next.unwrap_or_else(|| format!("{API}/import/jobs/{job}/rows?{query}")))
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Validation => "validation",
        Phase::Import => "import",
    }
}

/// A page of the contacts that have this text in them.
pub fn contacts(text: &str, page: u64) -> Call<Paged<Record>> {
    directory("contacts", text, page)
}

/// One contact, a merged one as it was last.
pub fn contact(id: &str) -> Call<Record> {
    Call::get(format!("{API}/contacts/{id}?expand=externalOrganization"))
}

/// A page of the organizations that have this text in them.
pub fn organizations(text: &str, page: u64) -> Call<Paged<Record>> {
    directory("organizations", text, page)
}

/// One organization.
pub fn organization(id: &str) -> Call<Record> {
    Call::get(format!("{API}/organizations/{id}"))
}

/// A page of an organization's contacts.
pub fn organization_contacts(id: &str, page: u64) -> Call<Paged<Record>> {
    directory(&format!("organizations/{id}/contacts"), "", page)
}

fn directory(resource: &str, text: &str, page: u64) -> Call<Paged<Record>> {
    let page = page.to_string();
    let query = query(&[
        ("q", Some(text.trim()).filter(|text| !text.is_empty())),
        ("pageSize", Some("25")),
        ("pageNumber", Some(&page)),
        ("expand", Some("externalOrganization")),
    ]);
    Call::get(format!("{API}/{resource}?{query}"))
}
