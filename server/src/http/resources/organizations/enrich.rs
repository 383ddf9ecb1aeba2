//! Enriching organizations.

use import_core::api::{EnrichAction, EnrichRequest};
use import_core::columns::Subject;
use import_core::editing::{OrganizationBody, enrich_organization};
use import_core::outcome::Outcome;
use import_core::record::IdentifierKind;

use super::edit::{Organizations, select};
use crate::http::ApiError;
use crate::http::resources::desk::Desk;
use crate::http::resources::enriching::{division, enrichment};
use crate::store::OrganizationRecord;

impl Desk<'_> {
    /// Brings what a request knows to the organization that it finds; whether that was created.
    pub(super) fn enrich_organization(
        &self,
        request: &EnrichRequest,
        is_dry_run: bool,
    ) -> Result<(OrganizationRecord, bool), ApiError> {
        let body = request.external_organization.clone().unwrap_or_default();
        let division = division(request, &body)?;
        self.actor.require_in(&division)?;
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
        // Without any, nothing matches.
        let enrichment = enrichment(request, action, Subject::Organization, 0)?;
        let schema = self.schema::<Organizations>()?;
        let read =
            OrganizationBody::read(&body, schema.as_ref(), |path| enrichment.rules.policy(path))?;
        self.check_sources(read.external_ids(), &[])?;
        let mut selection = select(None, read.external_ids());
        let keys = enrichment.keys.iter().cloned();
        selection.keys.organizations.extend(keys);
        let (stored, outcome) = self.edit(&division, &selection, is_dry_run, |known, moment| {
            Ok(enrich_organization(
                known,
                &enrichment,
                &body,
                schema.as_ref(),
                moment,
            )?)
        })?;
        let is_created = outcome == Outcome::Created && !is_dry_run;
        Ok((OrganizationRecord { stored, division }, is_created))
    }
}
