//! The resources of the API, one file for each.

mod bulk;
mod contacts;
mod csv_jobs;
mod csv_settings;
mod desk;
mod divisions;
mod enriching;
mod entities;
mod events;
mod findings;
mod health;
mod import_settings;
mod jobs;
mod lookup;
mod organizations;
mod records;
mod report;
mod scan;
mod session;
mod setup;
mod sources;
mod undo;
mod uploads;
mod users;

use axum::Router;
use axum::extract::OriginalUri;
use axum::http::StatusCode;
use axum::routing::{get, post, put};

use super::{ApiError, AppState};

/// Every route of the API.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/health", get(health::read_health))
        .route("/setup", post(setup::create_first_user))
        .route(
            "/session",
            post(session::create_session).delete(session::delete_session),
        )
        .route("/v2/users/me", get(users::read_me))
        .route(
            "/v2/authorization/divisions",
            get(divisions::list_divisions),
        )
        .nest("/v2/externalcontacts", external_contacts())
        .fallback(unknown)
}

fn external_contacts() -> Router<AppState> {
    Router::new()
        .route(
            "/externalsources",
            get(sources::list_sources).post(sources::create_source),
        )
        .route(
            "/externalsources/{id}",
            get(sources::read_source)
                .put(sources::update_source)
                .delete(sources::delete_source),
        )
        .route(
            "/import/settings",
            get(import_settings::list_settings).post(import_settings::create_settings),
        )
        .route(
            "/import/settings/{id}",
            get(import_settings::read_settings)
                .put(import_settings::update_settings)
                .delete(import_settings::delete_settings),
        )
        .route(
            "/import/csv/settings",
            get(csv_settings::list_csv_settings).post(csv_settings::create_csv_settings),
        )
        .route(
            "/import/csv/settings/{id}",
            get(csv_settings::read_csv_settings)
                .put(csv_settings::update_csv_settings)
                .delete(csv_settings::delete_csv_settings),
        )
        .route("/import/csv/uploads", post(uploads::create_upload))
        .route("/import/csv/uploads/{id}", put(uploads::upload_file))
        .route(
            "/import/csv/uploads/{id}/rows/{number}",
            put(uploads::stage_rows),
        )
        .route(
            "/import/csv/uploads/{id}/complete",
            post(uploads::complete_upload),
        )
        .route(
            "/import/csv/uploads/{id}/details",
            get(uploads::read_upload_details),
        )
        .route(
            "/import/csv/uploads/{id}/preview",
            get(uploads::read_upload_preview),
        )
        .route("/import/csv/jobs", post(csv_jobs::create_csv_job))
        .route("/import/jobs", get(jobs::list_jobs))
        .route(
            "/import/jobs/{id}",
            get(jobs::read_job).put(jobs::update_job),
        )
        .route("/import/jobs/{id}/events", get(events::follow_job))
        .route("/import/jobs/{id}/problems", get(findings::list_problems))
        .route(
            "/import/jobs/{id}/problems/summary",
            get(findings::count_problems),
        )
        .route("/import/jobs/{id}/rows", get(findings::list_rows))
        .route("/import/jobs/{id}/report", get(report::read_report))
        .route(
            "/import/jobs/{id}/undo",
            get(undo::list_undone).post(undo::create_undo),
        )
        .merge(contact_routes())
        .merge(organization_routes())
        .route("/identifierlookup", post(lookup::find_contact))
        .route("/identifierlookup/contacts", post(lookup::find_contact))
        .route(
            "/identifierlookup/organizations",
            post(lookup::find_organization),
        )
        .route("/reversewhitepageslookup", get(lookup::reverse_lookup))
        .route("/scan/contacts", get(scan::scan_contacts))
        .route(
            "/scan/contacts/divisionviews/all",
            get(scan::scan_all_contacts),
        )
        .route("/scan/organizations", get(scan::scan_organizations))
        .route(
            "/scan/organizations/divisionviews/all",
            get(scan::scan_all_organizations),
        )
}

fn contact_routes() -> Router<AppState> {
    use contacts::edit::{self, Contacts};
    use contacts::identifiers;

    Router::new()
        .route(
            "/contacts",
            get(contacts::list_contacts).post(records::create::<Contacts>),
        )
        .route("/contacts/search", post(contacts::search_by_body))
        .route("/contacts/merge", post(edit::merge))
        .route("/contacts/enrich", post(records::enrich::<Contacts>))
        .route(
            "/contacts/{id}",
            get(contacts::read_contact)
                .put(records::replace::<Contacts>)
                .patch(records::patch::<Contacts>)
                .delete(records::delete::<Contacts>),
        )
        .route("/contacts/{id}/unresolved", get(contacts::read_contact))
        .route(
            "/contacts/{id}/identifiers",
            get(identifiers::list_identifiers).patch(identifiers::claim_identifier),
        )
        .route("/bulk/contacts", post(records::fetch::<Contacts>))
        .route(
            "/bulk/contacts/unresolved",
            post(records::fetch::<Contacts>),
        )
        .route(
            "/bulk/contacts/divisionviews",
            post(records::fetch_views::<Contacts>),
        )
        .route("/bulk/contacts/add", post(records::add_all::<Contacts>))
        .route(
            "/bulk/contacts/update",
            post(records::replace_all::<Contacts>),
        )
        .route(
            "/bulk/contacts/remove",
            post(records::delete_all::<Contacts>),
        )
        .route(
            "/bulk/contacts/enrich",
            post(records::enrich_all::<Contacts>),
        )
}

fn organization_routes() -> Router<AppState> {
    use organizations::edit::Organizations;
    use organizations::identifiers;

    Router::new()
        .route(
            "/organizations",
            get(organizations::list_organizations).post(records::create::<Organizations>),
        )
        .route(
            "/organizations/enrich",
            post(records::enrich::<Organizations>),
        )
        .route(
            "/organizations/{id}",
            get(organizations::read_organization)
                .put(records::replace::<Organizations>)
                .patch(records::patch::<Organizations>)
                .delete(records::delete::<Organizations>),
        )
        .route(
            "/organizations/{id}/contacts",
            get(organizations::list_organization_contacts),
        )
        .route(
            "/organizations/{id}/identifiers",
            get(identifiers::list_identifiers).patch(identifiers::claim_identifier),
        )
        .route("/bulk/organizations", post(records::fetch::<Organizations>))
        .route(
            "/bulk/organizations/divisionviews",
            post(records::fetch_views::<Organizations>),
        )
        .route(
            "/bulk/organizations/add",
            post(records::add_all::<Organizations>),
        )
        .route(
            "/bulk/organizations/update",
            post(records::replace_all::<Organizations>),
        )
        .route(
            "/bulk/organizations/remove",
            post(records::delete_all::<Organizations>),
        )
        .route(
            "/bulk/organizations/enrich",
            post(records::enrich_all::<Organizations>),
        )
}

/// Answers what is no resource.
pub(super) async fn unknown(OriginalUri(uri): OriginalUri) -> ApiError {
    let message = format!("there is no resource `{}`", uri.path());
    ApiError::new(StatusCode::NOT_FOUND, "resource_unknown", message)
}
