//! Finding records by exactly what they hold.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{ContactEntity, IdentifierRequest, OrganizationEntity, ReverseLookup};
use import_core::editing::read_identifier;
use import_core::record::{Identifier, IdentifierKind};

use super::contacts::expands;
use super::desk::{UNASSIGNED, claim};
use super::entities::{show_contacts, show_organizations};
use crate::auth::Actor;
use crate::http::extract::Json;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::Scope;

/// Most contacts of a reverse lookup.
const MOST: usize = 25;

/// What a value may be in a reverse lookup; an external ID would need its source.
const KINDS: &[IdentifierKind] = &[
    IdentifierKind::Phone,
    IdentifierKind::Email,
    IdentifierKind::SocialWhatsapp,
    IdentifierKind::SocialTwitter,
    IdentifierKind::SocialLine,
    IdentifierKind::SocialFacebook,
    IdentifierKind::SocialInstagram,
];

/// The oldest contact that holds an identifier.
pub(in crate::http) async fn find_contact(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
    Json(request): Json<IdentifierRequest>,
) -> Result<Answer<ContactEntity>, ApiError> {
    let (divisions, key) = wanted(&request, &actor)?;
    let with_organizations = expands(&query, "externalOrganization");
    let found = state
        .edit(actor, move |desk| {
            let mut found = desk.store.find_contacts_by(&divisions, &[key])?;
            found.truncate(1);
            Ok(show_contacts(desk.store, found, with_organizations)?)
        })
        .await?;
    found.into_iter().next().map(Answer).ok_or_else(nobody)
}

/// The oldest organization that holds an identifier.
pub(in crate::http) async fn find_organization(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<IdentifierRequest>,
) -> Result<Answer<OrganizationEntity>, ApiError> {
    if request.kind != IdentifierKind::ExternalId {
        let message = "`ExternalId` was expected: organizations are found by nothing else";
        return Err(ApiError::field("type", message));
    }
    let (divisions, key) = wanted(&request, &actor)?;
    let found = state
        .edit(actor, move |desk| {
            let store = desk.store;
            let mut found = store.find_organizations_by(&divisions, &[key])?;
            found.truncate(1);
            Ok(show_organizations(store, found)?)
        })
        .await?;
    found.into_iter().next().map(Answer).ok_or_else(nobody)
}

/// The divisions to look in, and what to look for.
fn wanted(request: &IdentifierRequest, actor: &Actor) -> Result<(Scope, Identifier), ApiError> {
    let division = request.division.as_ref();
    let division = division.and_then(|division| division.id.as_deref());
    let asked = division.map_or(Scope::Everywhere, Scope::of);
    Ok((actor.scope().intersect(&asked), claim(request)?.identifier))
}

fn nobody() -> ApiError {
    let status = axum::http::StatusCode::NOT_FOUND;
    ApiError::new(status, "no_match", "no record holds this identifier")
}

/// The contacts of a division that hold a value, whatever it is.
pub(in crate::http) async fn reverse_lookup(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<ReverseLookup>, ApiError> {
    let division = query.text("divisionId").unwrap_or(UNASSIGNED).to_owned();
    actor.require_in(&division)?;
    let Some(value) = query.text("lookupVal") else {
        return Err(ApiError::field(
            "lookupVal",
            "a value to look for was expected",
        ));
    };
    let keys = KINDS.iter().filter_map(|&kind| {
        let read = read_identifier(kind, value, None).ok()?;
        Some(read.identifier)
    });
    let keys: Vec<Identifier> = keys.collect();
    let with_organizations = expands(&query, "externalOrganization");
    let contacts = state
        .store(move |store| {
            let mut found = store.find_contacts_by(&Scope::of(&division), &keys)?;
            found.truncate(MOST);
            show_contacts(store, found, with_organizations)
        })
        .await?;
    Ok(Answer(ReverseLookup { contacts }))
}
