//! Enriching contacts.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{BulkRequest, BulkResponse, ContactEntity, EnrichRequest};
use import_core::editing::{ContactBody, enrich_contact};
use import_core::outcome::Outcome;
use import_core::permission::Permission;

use super::edit::{record, select};
use crate::auth::Actor;
use crate::http::extract::Json;
use crate::http::query::Query;
use crate::http::resources::bulk::{self, Done};
use crate::http::resources::desk::Desk;
use crate::http::resources::enriching::{division, enrichment};
use crate::http::resources::entities::show_contact;
use crate::http::{ApiError, AppState};
use crate::store::ContactRecord;

/// Brings what a request knows to the contact that it finds.
pub(in crate::http) async fn enrich(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
    Json(request): Json<EnrichRequest>,
) -> Result<(StatusCode, Answer<ContactEntity>), ApiError> {
    let is_dry_run = query.parse("dryRun", "`true` or `false`")?.unwrap_or(false);
    let (entity, status) = state
        .edit(actor, move |desk| {
            let (record, status) = desk.enrich_contact(&request, is_dry_run)?;
            Ok((show_contact(desk.store, record)?, status))
        })
        .await?;
    Ok((status, Answer(entity)))
}

/// The same of several contacts, one after the other.
pub(in crate::http) async fn enrich_all(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
    Json(request): Json<BulkRequest<EnrichRequest>>,
) -> Result<Answer<BulkResponse<ContactEntity, EnrichRequest>>, ApiError> {
    let is_dry_run = query.parse("dryRun", "`true` or `false`")?.unwrap_or(false);
    let items = bulk::items(request, bulk::MOST_ENRICHMENTS)?;
    let response = state
        .edit(actor, move |desk| {
            Ok(bulk::each(items, |item| {
                let (record, status) = desk.enrich_contact(item, is_dry_run)?;
                Ok(Done {
                    id: record.stored.id,
                    status: status.as_u16(),
                    entity: Some(show_contact(desk.store, record)?),
                })
            }))
        })
        .await?;
    Ok(Answer(response))
}

impl Desk<'_> {
    fn enrich_contact(
        &self,
        request: &EnrichRequest,
        is_dry_run: bool,
    ) -> Result<(ContactRecord, StatusCode), ApiError> {
        let body = request.contact.clone().unwrap_or_default();
        let division = division(request, &body)?;
        self.actor
            .require_in(Permission::ContactEnrich, &division)?;
        let Some(action) = request.action else {
            return Err(ApiError::field(
                "action",
                "it says what to do with what is found",
            ));
        };
        let enrichment = enrichment(request, action)?;
        let read = ContactBody::read(&body, |field| enrichment.rules.policy(field))?;
        self.check_sources(read.external_ids(), &[])?;
        let mut selection = select(&[], &read);
        selection.keys.contacts.extend(enrichment.keys.clone());
        let (stored, outcome) = self.edit(&division, &selection, is_dry_run, |known, moment| {
            Ok(enrich_contact(known, &enrichment, &body, moment)?)
        })?;
        let status = match outcome {
            Outcome::Created if !is_dry_run => StatusCode::CREATED,
            _ => StatusCode::OK,
        };
        Ok((record(stored, &division), status))
    }
}
