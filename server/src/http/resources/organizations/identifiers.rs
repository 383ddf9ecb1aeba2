//! The identifiers of an organization.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{ClaimOperation, ClaimRequest, IdentifierEntity, Identifiers};
use import_core::editing::change_organization_identifier;
use import_core::record::IdentifierKind;

use super::edit::select;
use crate::auth::Actor;
use crate::http::extract::{Id, Json};
use crate::http::resources::desk::claim;
use crate::http::resources::entities::{show_identifier, show_organization};
use crate::http::{ApiError, AppState};

/// Everything that an organization is found by.
pub(in crate::http) async fn list_identifiers(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
) -> Result<Answer<Identifiers>, ApiError> {
    let entities = state
        .edit(actor, move |desk| {
            let record = desk.organization(id)?;
            Ok(show_organization(desk.store, record)?.identifiers)
        })
        .await?;
    Ok(Answer(Identifiers { entities }))
}

/// Lets an organization take up an external ID, or let go of it.
pub(in crate::http) async fn claim_identifier(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(request): Json<ClaimRequest>,
) -> Result<Answer<IdentifierEntity>, ApiError> {
    let shown = state
        .edit(actor, move |desk| {
            let record = desk.organization(id)?;
            if request.identifier.kind != IdentifierKind::ExternalId {
                let message = "an organization has external IDs alone";
                return Err(ApiError::field("identifier.type", message));
            }
            let claim = claim(&request.identifier)?;
            let claims = request.operation == ClaimOperation::Claim;
            let ids = claim.external_ids();
            if claims {
                desk.check_sources(&ids, &record.stored.organization.external_ids)?;
            }
            let selection = select(Some(id), &ids);
            desk.change_organization(&record.division, &selection, |known, moment| {
                let changed = change_organization_identifier(id, known, &claim, claims, moment);
                Ok(changed?)
            })?;
            Ok(show_identifier(desk.store, claim.identifier)?)
        })
        .await?;
    Ok(Answer(shown))
}
