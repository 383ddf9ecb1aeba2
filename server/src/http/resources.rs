//! The resources of the API, one file for each, and the table of its routes: what each of them needs is here
//! and nowhere else.

mod bulk;
mod clients;
mod contacts;
mod csv_jobs;
mod csv_settings;
mod desk;
mod divisions;
mod enriching;
mod entities;
mod events;
mod exports;
mod findings;
mod health;
mod import_settings;
mod jobs;
mod legacy;
mod lookup;
mod oauth;
mod organizations;
mod records;
mod report;
mod roles;
mod scan;
mod schemas;
mod session;
mod setup;
mod sources;
mod staged_jobs;
mod subjects;
mod tokens;
mod undo;
mod uploads;
mod users;

pub(super) use oauth::{Refused as OauthRefusal, TokenForm};
pub(super) use records::Versioned;

use axum::http::{StatusCode, Uri};
use import_core::permission::Permission as P;

use super::answer::CONTACTS;
use super::openapi;
use super::routes::{Route, below, delete, get, patch, post, put};
use super::{ApiError, TOKEN_PATH};
use crate::auth::Needs::{self, Nothing, Somebody};

const fn all(permissions: &'static [P]) -> Needs {
    Needs::All(permissions)
}

const fn any(permissions: &'static [P]) -> Needs {
    Needs::Any(permissions)
}

/// Every route of the API.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        get("/api/health", Nothing, health::read_health),
        get("/api/openapi.json", Nothing, openapi::read_document),
        get("/api/docs", Nothing, openapi::read_page),
        get("/api/docs.css", Nothing, openapi::read_style),
        post("/api/setup", Nothing, setup::create_first_user),
        post("/api/session", Nothing, session::create_session),
        delete("/api/session", Nothing, session::delete_session),
        post(TOKEN_PATH, Nothing, oauth::create_token),
    ];
    routes.extend(below("/api/v2", administration()));
    routes.extend(below(CONTACTS, sources_and_settings()));
    routes.extend(below(CONTACTS, imports()));
    routes.extend(below(CONTACTS, legacy_imports()));
    routes.extend(below(CONTACTS, contacts()));
    routes.extend(below(CONTACTS, organizations()));
    routes.extend(below(CONTACTS, finding()));
    routes.extend(below(CONTACTS, contact_schemas()));
    routes.extend(below(CONTACTS, organization_schemas()));
    routes.extend(below(CONTACTS, exports()));
    routes
}

#[rustfmt::skip]
fn administration() -> Vec<Route> {
    vec![
        get("/users/me", Somebody, users::read_me),
        get("/tokens/me", Somebody, tokens::read_token),
        delete("/tokens/me", Somebody, tokens::delete_token),
        get("/users", all(&[P::UserView]), users::list_users),
        post("/users", all(&[P::UserAdd]), users::create_user),
        get("/users/{id}", all(&[P::UserView]), users::read_user),
        patch("/users/{id}", all(&[P::UserEdit]), users::update_user),
        delete("/users/{id}", all(&[P::UserDelete]), users::delete_user),
        post("/users/{id}/password", all(&[P::UserEdit]), users::change_password),
        get("/oauth/clients", all(&[P::OauthClientView]), clients::list_clients),
        post("/oauth/clients", all(&[P::OauthClientAdd]), clients::create_client),
        get("/oauth/clients/{id}", all(&[P::OauthClientView]), clients::read_client),
        put("/oauth/clients/{id}", all(&[P::OauthClientEdit]), clients::update_client),
        delete("/oauth/clients/{id}", all(&[P::OauthClientDelete]), clients::delete_client),
        post("/oauth/clients/{id}/secret", all(&[P::OauthClientEdit]), clients::create_secret),
        get("/authorization/roles", all(&[P::RoleView]), roles::list_roles),
        post("/authorization/roles", all(&[P::RoleAdd]), roles::create_role),
        get("/authorization/roles/{id}", all(&[P::RoleView]), roles::read_role),
        put("/authorization/roles/{id}", all(&[P::RoleEdit]), roles::update_role),
        delete("/authorization/roles/{id}", all(&[P::RoleDelete]), roles::delete_role),
        get("/authorization/divisions", Somebody, divisions::list_divisions),
        post("/authorization/divisions", all(&[P::DivisionAdd]), divisions::create_division),
        get("/authorization/divisions/{id}", all(&[P::DivisionView]), divisions::read_division),
        put("/authorization/divisions/{id}", all(&[P::DivisionEdit]), divisions::update_division),
        delete("/authorization/divisions/{id}", all(&[P::DivisionDelete]), divisions::delete_division),
        get("/authorization/subjects/me", Somebody, subjects::read_own_subject),
        get("/authorization/subjects/{id}", all(&[P::GrantView]), subjects::read_subject),
        post("/authorization/subjects/{id}/bulkadd", all(&[P::GrantAdd]), subjects::add_grants),
        post("/authorization/subjects/{id}/bulkremove", all(&[P::GrantDelete]), subjects::remove_grants),
        post("/authorization/subjects/{id}/bulkreplace", all(&[P::GrantAdd, P::GrantDelete]), subjects::replace_grants),
        post("/authorization/subjects/{id}/divisions/{division}/roles/{role}", all(&[P::GrantAdd]), subjects::create_grant),
        delete("/authorization/subjects/{id}/divisions/{division}/roles/{role}", all(&[P::GrantDelete]), subjects::delete_grant),
    ]
}

/// Whoever sees records may see where their IDs come from.
const SEE_SOURCES: Needs = any(&[P::ExternalSourceView, P::ContactView, P::OrganizationView]);

#[rustfmt::skip]
fn sources_and_settings() -> Vec<Route> {
    vec![
        get("/externalsources", SEE_SOURCES, sources::list_sources),
        post("/externalsources", all(&[P::ExternalSourceAdd]), sources::create_source),
        get("/externalsources/{id}", SEE_SOURCES, sources::read_source),
        put("/externalsources/{id}", all(&[P::ExternalSourceEdit]), sources::update_source),
        delete("/externalsources/{id}", all(&[P::ExternalSourceDelete]), sources::delete_source),
        get("/import/settings", all(&[P::ImportSettingsViewAll]), import_settings::list_settings),
        post("/import/settings", all(&[P::ImportSettingsAdd]), import_settings::create_settings),
        get("/import/settings/{id}", all(&[P::ImportSettingsView]), import_settings::read_settings),
        put("/import/settings/{id}", all(&[P::ImportSettingsEdit]), import_settings::update_settings),
        delete("/import/settings/{id}", all(&[P::ImportSettingsDelete]), import_settings::delete_settings),
        get("/import/csv/settings", all(&[P::ImportCsvSettingsView]), csv_settings::list_csv_settings),
        post("/import/csv/settings", all(&[P::ImportCsvSettingsAdd]), csv_settings::create_csv_settings),
        get("/import/csv/settings/{id}", all(&[P::ImportCsvSettingsView]), csv_settings::read_csv_settings),
        put("/import/csv/settings/{id}", all(&[P::ImportCsvSettingsEdit]), csv_settings::update_csv_settings),
        delete("/import/csv/settings/{id}", all(&[P::ImportCsvSettingsDelete]), csv_settings::delete_csv_settings),
    ]
}

/// What brings records in needs the permission to import and to see contacts, whatever else it needs.
const UPLOAD: Needs = all(&[
    P::ExternalEntityImport,
    P::ContactView,
    P::ImportCsvUploadAdd,
]);
const CREATE_JOB: Needs = all(&[P::ExternalEntityImport, P::ContactView, P::ImportCsvJobAdd]);
const STAGE_JOB: Needs = all(&[P::ExternalEntityImport, P::ContactView, P::ImportJobAdd]);
const COMMAND_JOB: Needs = all(&[P::ExternalEntityImport, P::ContactView, P::ImportJobEdit]);

/// What is found about a job's rows tells of contacts.
const SEE_JOB: Needs = all(&[P::ImportJobView]);
const SEE_ROWS: Needs = all(&[P::ImportJobView, P::ContactView]);

#[rustfmt::skip]
fn imports() -> Vec<Route> {
    vec![
        post("/import/csv/uploads", UPLOAD, uploads::create_upload),
        put("/import/csv/uploads/{id}", UPLOAD, uploads::upload_file),
        put("/import/csv/uploads/{id}/rows/{number}", UPLOAD, uploads::stage_rows),
        post("/import/csv/uploads/{id}/complete", UPLOAD, uploads::complete_upload),
        get("/import/csv/uploads/{id}/details", all(&[P::ImportCsvUploadView]), uploads::read_upload_details),
        get("/import/csv/uploads/{id}/preview", all(&[P::ImportCsvUploadView]), uploads::read_upload_preview),
        post("/import/csv/jobs", CREATE_JOB, csv_jobs::create_csv_job),
        get("/import/jobs", all(&[P::ImportJobViewAll]), jobs::list_jobs),
        post("/import/jobs", STAGE_JOB, staged_jobs::create_job),
        get("/import/jobs/{id}", SEE_JOB, jobs::read_job),
        put("/import/jobs/{id}", COMMAND_JOB, jobs::update_job),
        get("/import/jobs/{id}/events", SEE_JOB, events::follow_job),
        get("/import/jobs/{id}/problems", SEE_ROWS, findings::list_problems),
        get("/import/jobs/{id}/problems/summary", SEE_JOB, findings::count_problems),
        get("/import/jobs/{id}/rows", SEE_ROWS, findings::list_rows),
        get("/import/jobs/{id}/report", SEE_ROWS, report::read_report),
        get("/import/jobs/{id}/undo", SEE_ROWS, undo::list_undone),
        post("/import/jobs/{id}/undo", COMMAND_JOB, undo::create_undo),
    ]
}

/// The legacy import needs no more than this, from the file to the comparison. Its routes show its own jobs alone.
const LEGACY: Needs = all(&[P::ExternalEntityImport, P::ContactView]);

#[rustfmt::skip]
fn legacy_imports() -> Vec<Route> {
    vec![
        post("/import/legacy/uploads", LEGACY, uploads::create_upload),
        put("/import/legacy/uploads/{id}", LEGACY, uploads::upload_file),
        put("/import/legacy/uploads/{id}/rows/{number}", LEGACY, uploads::stage_rows),
        post("/import/legacy/uploads/{id}/complete", LEGACY, uploads::complete_upload),
        post("/import/legacy/jobs", LEGACY, legacy::create_job),
        get("/import/legacy/jobs/{id}", LEGACY, jobs::read_job),
        put("/import/legacy/jobs/{id}", LEGACY, jobs::update_job),
        get("/import/legacy/jobs/{id}/events", LEGACY, events::follow_job),
        get("/import/legacy/jobs/{id}/problems", LEGACY, findings::list_problems),
        get("/import/legacy/jobs/{id}/problems/summary", LEGACY, findings::count_problems),
        get("/import/legacy/jobs/{id}/report", LEGACY, report::read_report),
        get("/import/legacy/jobs/{id}/comparison", LEGACY, legacy::list_comparison),
        get("/import/legacy/jobs/{id}/undo", LEGACY, undo::list_undone),
        post("/import/legacy/jobs/{id}/undo", LEGACY, undo::create_undo),
    ]
}

const SEARCH_CONTACTS: Needs = any(&[P::ContactView, P::ContactSearch]);
const SEARCH_ORGANIZATIONS: Needs = any(&[P::OrganizationView, P::OrganizationSearch]);

#[rustfmt::skip]
fn contacts() -> Vec<Route> {
    use contacts::edit::{self, Contacts};
    use contacts::identifiers;

    vec![
        get("/contacts", all(&[P::ContactView]), contacts::list_contacts),
        post("/contacts", all(&[P::ContactAdd]), records::create::<Contacts>),
        post("/contacts/search", SEARCH_CONTACTS, contacts::search_by_body),
        post("/contacts/merge", all(&[P::IdentityMerge]), edit::merge),
        post("/contacts/enrich", all(&[P::ContactEnrich]), records::enrich::<Contacts>),
        get("/contacts/{id}", all(&[P::ContactView]), contacts::read_contact),
        put("/contacts/{id}", all(&[P::ContactEdit]), records::replace::<Contacts>),
        patch("/contacts/{id}", all(&[P::ContactEdit]), records::patch::<Contacts>),
        delete("/contacts/{id}", all(&[P::ContactDelete]), records::delete::<Contacts>),
        get("/contacts/{id}/unresolved", all(&[P::ContactView]), contacts::read_contact),
        get("/contacts/{id}/identifiers", all(&[P::ContactView]), identifiers::list_identifiers),
        patch("/contacts/{id}/identifiers", all(&[P::ContactEdit]), identifiers::claim_identifier),
        post("/bulk/contacts", all(&[P::ContactView]), records::fetch::<Contacts>),
        post("/bulk/contacts/unresolved", all(&[P::ContactView]), records::fetch::<Contacts>),
        post("/bulk/contacts/divisionviews", SEARCH_CONTACTS, records::fetch::<Contacts>),
        post("/bulk/contacts/add", all(&[P::ContactAdd]), records::add_all::<Contacts>),
        post("/bulk/contacts/update", all(&[P::ContactEdit]), records::replace_all::<Contacts>),
        post("/bulk/contacts/remove", all(&[P::ContactDelete]), records::delete_all::<Contacts>),
        post("/bulk/contacts/enrich", all(&[P::ContactEnrich]), records::enrich_all::<Contacts>),
    ]
}

#[rustfmt::skip]
fn organizations() -> Vec<Route> {
    use organizations::edit::Organizations;
    use organizations::identifiers;

    vec![
        get("/organizations", all(&[P::OrganizationView]), organizations::list_organizations),
        post("/organizations", all(&[P::OrganizationAdd]), records::create::<Organizations>),
        post("/organizations/enrich", all(&[P::OrganizationEnrich]), records::enrich::<Organizations>),
        get("/organizations/{id}", all(&[P::OrganizationView]), organizations::read_organization),
        put("/organizations/{id}", all(&[P::OrganizationEdit]), records::replace::<Organizations>),
        patch("/organizations/{id}", all(&[P::OrganizationEdit]), records::patch::<Organizations>),
        delete("/organizations/{id}", all(&[P::OrganizationDelete]), records::delete::<Organizations>),
        get("/organizations/{id}/contacts", all(&[P::ContactView]), organizations::list_organization_contacts),
        get("/organizations/{id}/identifiers", all(&[P::OrganizationView]), identifiers::list_identifiers),
        patch("/organizations/{id}/identifiers", all(&[P::OrganizationEdit]), identifiers::claim_identifier),
        post("/bulk/organizations", all(&[P::OrganizationView]), records::fetch::<Organizations>),
        post("/bulk/organizations/divisionviews", SEARCH_ORGANIZATIONS, records::fetch::<Organizations>),
        post("/bulk/organizations/add", all(&[P::OrganizationAdd]), records::add_all::<Organizations>),
        post("/bulk/organizations/update", all(&[P::OrganizationEdit]), records::replace_all::<Organizations>),
        post("/bulk/organizations/remove", all(&[P::OrganizationDelete]), records::delete_all::<Organizations>),
        post("/bulk/organizations/enrich", all(&[P::OrganizationEnrich]), records::enrich_all::<Organizations>),
    ]
}

#[rustfmt::skip]
fn finding() -> Vec<Route> {
    vec![
        post("/identifierlookup", all(&[P::ContactView]), lookup::find_contact),
        post("/identifierlookup/contacts", all(&[P::ContactView]), lookup::find_contact),
        post("/identifierlookup/organizations", all(&[P::OrganizationView]), lookup::find_organization),
        get("/reversewhitepageslookup", all(&[P::ContactView]), lookup::reverse_lookup),
        get("/scan/contacts", all(&[P::ContactView]), scan::scan_contacts),
        get("/scan/contacts/divisionviews/all", all(&[P::ContactViewAll]), scan::scan_all_contacts),
        get("/scan/organizations", all(&[P::OrganizationView]), scan::scan_organizations),
        get("/scan/organizations/divisionviews/all", all(&[P::OrganizationViewAll]), scan::scan_all_organizations),
    ]
}

#[rustfmt::skip]
fn contact_schemas() -> Vec<Route> {
    use contacts::edit::Contacts;

    vec![
        get("/contacts/schemas", all(&[P::CustomFieldsView]), schemas::list_schemas::<Contacts>),
        post("/contacts/schemas", all(&[P::CustomFieldsAdd]), schemas::create_schema::<Contacts>),
        get("/contacts/schemas/coretypes", all(&[P::CustomFieldsView]), schemas::list_core_types::<Contacts>),
        get("/contacts/schemas/coretypes/{id}", all(&[P::CustomFieldsView]), schemas::read_core_type::<Contacts>),
        get("/contacts/schemas/limits", all(&[P::CustomFieldsView]), schemas::read_limits::<Contacts>),
        get("/contacts/schemas/{id}", all(&[P::CustomFieldsView]), schemas::read_schema::<Contacts>),
        put("/contacts/schemas/{id}", all(&[P::CustomFieldsEdit]), schemas::update_schema::<Contacts>),
        delete("/contacts/schemas/{id}", all(&[P::CustomFieldsEdit]), schemas::delete_schema::<Contacts>),
        get("/contacts/schemas/{id}/versions", all(&[P::CustomFieldsView]), schemas::list_versions::<Contacts>),
        get("/contacts/schemas/{id}/versions/{number}", all(&[P::CustomFieldsView]), schemas::read_version::<Contacts>),
    ]
}

/// The contract has no way to delete this one.
#[rustfmt::skip]
fn organization_schemas() -> Vec<Route> {
    use organizations::edit::Organizations;

    vec![
        get("/organizations/schemas", all(&[P::CustomFieldsView]), schemas::list_schemas::<Organizations>),
        post("/organizations/schemas", all(&[P::CustomFieldsAdd]), schemas::create_schema::<Organizations>),
        get("/organizations/schemas/coretypes", all(&[P::CustomFieldsView]), schemas::list_core_types::<Organizations>),
        get("/organizations/schemas/coretypes/{id}", all(&[P::CustomFieldsView]), schemas::read_core_type::<Organizations>),
        get("/organizations/schemas/limits", all(&[P::CustomFieldsView]), schemas::read_limits::<Organizations>),
        get("/organizations/schemas/{id}", all(&[P::CustomFieldsView]), schemas::read_schema::<Organizations>),
        put("/organizations/schemas/{id}", all(&[P::CustomFieldsEdit]), schemas::update_schema::<Organizations>),
        get("/organizations/schemas/{id}/versions", all(&[P::CustomFieldsView]), schemas::list_versions::<Organizations>),
        get("/organizations/schemas/{id}/versions/{number}", all(&[P::CustomFieldsView]), schemas::read_version::<Organizations>),
    ]
}

#[rustfmt::skip]
fn exports() -> Vec<Route> {
    use contacts::edit::Contacts;
    use organizations::edit::Organizations;

    vec![
        get("/contacts/exports", all(&[P::ExportView, P::ContactView]), exports::list_exports::<Contacts>),
        post("/contacts/exports", all(&[P::ExportAdd, P::ContactView]), exports::create_export::<Contacts>),
        get("/contacts/exports/{id}", all(&[P::ExportView, P::ContactView]), exports::read_export::<Contacts>),
        get("/contacts/exports/{id}/file", all(&[P::ExportView, P::ContactView]), exports::read_file::<Contacts>),
        get("/organizations/exports", all(&[P::ExportView, P::OrganizationView]), exports::list_exports::<Organizations>),
        post("/organizations/exports", all(&[P::ExportAdd, P::OrganizationView]), exports::create_export::<Organizations>),
        get("/organizations/exports/{id}", all(&[P::ExportView, P::OrganizationView]), exports::read_export::<Organizations>),
        get("/organizations/exports/{id}/file", all(&[P::ExportView, P::OrganizationView]), exports::read_file::<Organizations>),
    ]
}

/// Answers what is no resource.
pub(super) fn unknown(uri: &Uri) -> ApiError {
    let message = format!("there is no resource `{}`", uri.path());
    ApiError::new(StatusCode::NOT_FOUND, "resource_unknown", message)
}
