//! Enriching organizations.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{
    BulkRequest, BulkResponse, EnrichAction, EnrichRequest, OrganizationEntity,
};
use import_core::editing::{OrganizationBody, enrich_organization};
use import_core::outcome::Outcome;
use import_core::permission::Permission;
use import_core::record::IdentifierKind;

use super::edit::select;
use crate::auth::Actor;
use crate::http::extract::Json;
use crate::http::query::Query;
use crate::http::resources::bulk::{self, Done};
use crate::http::resources::desk::Desk;
use crate::http::resources::enriching::{division, enrichment};
use crate::http::resources::entities::show_organization;
use crate::http::{ApiError, AppState};
use crate::store::OrganizationRecord;

/// Brings what a request knows to the organization that it finds.
pub(in crate::http) async fn enrich(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
    Json(request): Json<EnrichRequest>,
) -> Result<(StatusCode, Answer<OrganizationEntity>), ApiError> {
    let is_dry_run = query.parse("dryRun", "`true` or `false`")?.unwrap_or(false);
    let (entity, status) = state
        .edit(actor, move |desk| {
            let (record, status) = desk.enrich_organization(&request, is_dry_run)?;
            Ok((show_organization(desk.store, record)?, status))
        })
        .await?;
    Ok((status, Answer(entity)))
}

/// The same of several organizations, one after the other.
pub(in crate::http) async fn enrich_all(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
    Json(request): Json<BulkRequest<EnrichRequest>>,
) -> Result<Answer<BulkResponse<OrganizationEntity, EnrichRequest>>, ApiError> {
    let is_dry_run = query.parse("dryRun", "`true` or `false`")?.unwrap_or(false);
    let items = bulk::items(request, bulk::MOST_ENRICHMENTS)?;
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| {
                let (record, status) = desk.enrich_organization(item, is_dry_run)?;
                Ok(Done {
                    id: record.stored.id,
                    status: status.as_u16(),
                    entity: Some(show_organization(desk.store, record)?),
                })
            }))
        })
        .await?;
    Ok(Answer(response))
}

impl Desk<'_> {
    fn enrich_organization(
        &self,
        request: &EnrichRequest,
        is_dry_run: bool,
    ) -> Result<(OrganizationRecord, StatusCode), ApiError> {
        let body = request.external_organization.clone().unwrap_or_default();
        let division = division(request, &body)?;
        self.actor
            .require_in(Permission::OrganizationEnrich, &division)?;
        let action = request.action.unwrap_or(EnrichAction::Upsert);
        if action == EnrichAction::Merge {
            return Err(ApiError::field("action", "organizations are never merged"));
        }
        let is_other = |kind| kind != IdentifierKind::ExternalId;
        let identifiers = &request.matching_identifiers;
        if identifiers
            .iter()
            .any(|identifier| is_other(identifier.kind))
        {
            let message = "an organization is found by its external IDs alone";
            return Err(ApiError::field("matchingIdentifiers", message));
        }
        let enrichment = enrichment(request, action)?;
        let read = OrganizationBody::read(&body, |field| enrichment.rules.policy(field))?;
        self.check_sources(read.external_ids(), &[])?;
        let mut selection = select(None, read.external_ids());
        let keys = enrichment.keys.iter().cloned();
        selection.keys.organizations.extend(keys);
        let (stored, outcome) = self.edit(&division, &selection, is_dry_run, |known, moment| {
            Ok(enrich_organization(known, &enrichment, &body, moment)?)
        })?;
        let status = match outcome {
            Outcome::Created if !is_dry_run => StatusCode::CREATED,
            _ => StatusCode::OK,
        };
        Ok((OrganizationRecord { stored, division }, status))
    }
}
