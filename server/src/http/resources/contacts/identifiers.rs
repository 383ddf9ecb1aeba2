//! The identifiers of a contact.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{ClaimOperation, ClaimRequest, IdentifierEntity, Identifiers};
use import_core::editing::change_contact_identifier;

use crate::auth::Actor;
use crate::http::extract::{Id, Json};
use crate::http::resources::desk::claim;
use crate::http::resources::entities::{show_contact, show_identifier};
use crate::http::{ApiError, AppState};
use crate::store::Selection;

/// Everything that a contact is found by.
pub(in crate::http) async fn list_identifiers(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
) -> Result<Answer<Identifiers>, ApiError> {
    let entities = state
        .edit(actor, move |desk| {
            let record = desk.contact(id)?;
            Ok(show_contact(desk.store, record)?.identifiers)
        })
        .await?;
    Ok(Answer(Identifiers { entities }))
}

/// Lets a contact take up an identifier, or let go of it.
pub(in crate::http) async fn claim_identifier(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(request): Json<ClaimRequest>,
) -> Result<Answer<IdentifierEntity>, ApiError> {
    let shown = state
        .edit(actor, move |desk| {
            let record = desk.live_contact(id)?;
            let division = &record.division;
            let claim = claim(&request.identifier)?;
            let claims = request.operation == ClaimOperation::Claim;
            if claims {
                let held = &record.stored.contact.external_ids;
                desk.check_sources(&claim.external_ids(), held)?;
            }
            let mut selection = Selection {
                contacts: vec![id],
                ..Selection::default()
            };
            selection.keys.contacts.push(claim.identifier.clone());
            desk.change_contact(division, &selection, |known, moment| {
                Ok(change_contact_identifier(
                    id, known, &claim, claims, moment,
                )?)
            })?;
            Ok(show_identifier(desk.store, claim.identifier)?)
        })
        .await?;
    Ok(Answer(shown))
}
