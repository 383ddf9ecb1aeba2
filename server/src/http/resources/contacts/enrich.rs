//! Enriching contacts.

use import_core::api::EnrichRequest;
use import_core::columns::Subject;
use import_core::editing::{ContactBody, enrich_contact};
use import_core::outcome::Outcome;

use super::edit::{Contacts, record, select};
use crate::http::ApiError;
use crate::http::resources::desk::Desk;
use crate::http::resources::enriching::{division, enrichment};
use crate::store::ContactRecord;

impl Desk<'_> {
    /// Brings what a request knows to the contact that it finds; whether that was created.
    pub(super) fn enrich_contact(
        &self,
        request: &EnrichRequest,
        is_dry_run: bool,
    ) -> Result<(ContactRecord, bool), ApiError> {
        let body = request.contact.clone().unwrap_or_default();
        let division = division(request, &body)?;
        self.actor.require_in(&division)?;
        let Some(action) = request.action else {
            return Err(ApiError::field(
                "action",
                "it says what to do with what is found",
            ));
        };
        let enrichment = enrichment(request, action, Subject::Contact, 1)?;
        let schema = self.schema::<Contacts>()?;
        let read = ContactBody::read(&body, schema.as_ref(), |path| enrichment.rules.policy(path))?;
        self.check_sources(read.external_ids(), &[])?;
        let mut selection = select(&[], &read);
        selection.keys.contacts.extend(enrichment.keys.clone());
        let (stored, outcome) = self.edit(&division, &selection, is_dry_run, |known, moment| {
            Ok(enrich_contact(
                known,
                &enrichment,
                &body,
                schema.as_ref(),
                moment,
            )?)
        })?;
        let is_created = outcome == Outcome::Created && !is_dry_run;
        Ok((record(stored, &division), is_created))
    }
}
