//! One contact: created, replaced, changed, enriched, deleted, merged with others.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{ContactEntity, EnrichRequest, MergeRequest, PatchRequest};
use import_core::columns::Subject;
use import_core::editing::{
    ContactBody, Edited, Moment, OrganizationChoice, create_contact, delete_contact,
    merge_contacts, patch_contact, replace_contact,
};
use import_core::engine::Known;
use import_core::matching::MAX_MATCHES;
use import_core::outcome::Outcome;
use import_core::record::{ExternalId, StoredContact};
use import_core::settings::Policy;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::auth::Actor;
use crate::http::extract::Json;
use crate::http::resources::desk::{
    Desk, UNASSIGNED, check_division, check_version, division_of, keys_of, patch_changes,
};
use crate::http::resources::entities::show_contact;
use crate::http::resources::records::{Kind, Shown, Versioned};
use crate::http::{ApiError, AppState};
use crate::store::{ContactRecord, Selection};

/// Contacts.
pub(in crate::http) struct Contacts;

impl Kind for Contacts {
    const SUBJECT: Subject = Subject::Contact;

    type Record = ContactRecord;
    type Entity = ContactEntity;

    fn show(desk: &Desk<'_>, record: ContactRecord) -> Shown<Self> {
        Ok(Versioned {
            id: record.stored.id,
            version: record.stored.version,
            entity: show_contact(desk.store, record)?,
        })
    }

    fn find(desk: &Desk<'_>, id: Uuid) -> Result<ContactRecord, ApiError> {
        desk.contact(id)
    }

    fn create(desk: &Desk<'_>, body: &Map<String, Value>) -> Result<ContactRecord, ApiError> {
        let division = division_of(body)?.unwrap_or(UNASSIGNED);
        desk.actor.require_in(division)?;
        let read = ContactBody::read(body, desk.schema::<Self>()?.as_ref(), |_| Policy::Overwrite)?;
        desk.check_sources(read.external_ids(), &[])?;
        let selection = select(&[], &read);
        let made = desk.change_contact(division, &selection, |known, moment| {
            Ok(create_contact(known, &read, moment)?)
        })?;
        Ok(made.0)
    }

    fn replace(
        desk: &Desk<'_>,
        id: Uuid,
        body: &Map<String, Value>,
        expected: &[u64],
    ) -> Result<ContactRecord, ApiError> {
        let record = desk.live_contact(id)?;
        let division = &record.division;
        check_division(body, division)?;
        let read = ContactBody::read(body, desk.schema::<Self>()?.as_ref(), |_| Policy::Overwrite)?;
        desk.check_sources(read.external_ids(), &record.stored.contact.external_ids)?;
        let selection = select(&[id], &read);
        let made = desk.change_contact(division, &selection, |known, moment| {
            check(&known, id, expected)?;
            Ok(replace_contact(id, known, &read, moment)?)
        })?;
        Ok(made.0)
    }

    fn patch(
        desk: &Desk<'_>,
        id: Uuid,
        request: PatchRequest,
        expected: &[u64],
    ) -> Result<ContactRecord, ApiError> {
        let record = desk.live_contact(id)?;
        let division = &record.division;
        // What the contact belongs to may stay, or be named by a change.
        let named = request.changes.iter().flat_map(|change| {
            let value = &change.value;
            [value.as_str(), value.get("id").and_then(Value::as_str)]
        });
        let organizations: Vec<ExternalId> = request
            .changes
            .iter()
            .filter_map(|change| change.value.get("externalIds")?.as_array())
            .flatten()
            .filter_map(|id| serde_json::from_value(id.clone()).ok())
            .collect();
        let named: Vec<Uuid> = named.flatten().filter_map(|id| id.parse().ok()).collect();
        let (changes, ids) = patch_changes(request.changes);
        desk.check_sources(&ids, &record.stored.contact.external_ids)?;
        let mut selection = Selection {
            contacts: vec![id],
            organizations: named,
            ..Selection::default()
        };
        selection.organizations.extend(record.stored.organization);
        selection.keys.contacts = keys_of(&ids);
        selection.keys.organizations = keys_of(&organizations);
        let schema = desk.schema::<Self>()?;
        let made = desk.change_contact(division, &selection, |known, moment| {
            check(&known, id, expected)?;
            Ok(patch_contact(id, known, &changes, schema.as_ref(), moment)?)
        })?;
        Ok(made.0)
    }

    fn delete(desk: &Desk<'_>, id: Uuid, expected: &[u64]) -> Result<(), ApiError> {
        let record = desk.live_contact(id)?;
        let division = &record.division;
        let selection = Selection {
            contacts: vec![id],
            ..Selection::default()
        };
        desk.edit(division, &selection, false, |known, _| {
            check(&known, id, expected)?;
            Ok(Edited {
                record: (),
                outcome: Outcome::Updated,
                edit: delete_contact(id, &known)?,
            })
        })?;
        Ok(())
    }

    fn enrich(
        desk: &Desk<'_>,
        request: &EnrichRequest,
        is_dry_run: bool,
    ) -> Result<(ContactRecord, bool), ApiError> {
        desk.enrich_contact(request, is_dry_run)
    }
}

/// Merges contacts into the first.
pub(in crate::http) async fn merge(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<MergeRequest>,
) -> Result<Answer<ContactEntity>, ApiError> {
    let shown = state
        .edit(actor, move |desk| {
            Contacts::show(desk, desk.merge_contacts(&request)?)
        })
        .await?;
    Ok(Answer(shown.entity))
}

impl Desk<'_> {
    fn merge_contacts(&self, request: &MergeRequest) -> Result<ContactRecord, ApiError> {
        let ids = &request.contact_ids;
        let is_repeated = (1..ids.len()).any(|place| ids[..place].contains(&ids[place]));
        if ids.len() < 2 || ids.len() > MAX_MATCHES || is_repeated {
            let message = format!("2 to {MAX_MATCHES} different ids were expected");
            return Err(ApiError::field("contactIds", message));
        }
        let mut division: Option<String> = None;
        for &id in ids {
            let record = self.live_contact(id)?;
            if *division.get_or_insert_with(|| record.division.clone()) != record.division {
                let message = "contacts of two divisions are never merged";
                return Err(ApiError::field("contactIds", message));
            }
        }
        let values = request.value_override.clone().unwrap_or_default();
        let schema = self.schema::<Contacts>()?;
        let read = ContactBody::read(&values, schema.as_ref(), |_| Policy::Overwrite)?;
        self.check_sources(read.external_ids(), &[])?;
        let selection = select(ids, &read);
        let division = division.unwrap_or_default();
        let made = self.change_contact(&division, &selection, |known, moment| {
            Ok(merge_contacts(ids, known, &read, moment)?)
        })?;
        Ok(made.0)
    }

    /// Makes one decision about a contact and writes it.
    pub(super) fn change_contact(
        &self,
        division: &str,
        selection: &Selection,
        decide: impl FnOnce(Known, Moment<'_>) -> Result<Edited<StoredContact>, ApiError>,
    ) -> Result<(ContactRecord, Outcome), ApiError> {
        let (stored, outcome) = self.edit(division, selection, false, decide)?;
        Ok((record(stored, division), outcome))
    }
}

/// A live contact of a division.
pub(super) fn record(stored: StoredContact, division: &str) -> ContactRecord {
    ContactRecord {
        stored,
        division: division.to_owned(),
        merged_to: None,
    }
}

/// What a change of these contacts has to know.
pub(super) fn select(ids: &[Uuid], body: &ContactBody) -> Selection {
    let mut selection = Selection {
        contacts: ids.to_vec(),
        ..Selection::default()
    };
    selection.keys.contacts = keys_of(body.external_ids());
    match body.organization() {
        Some(OrganizationChoice::Id(id)) => selection.organizations.push(*id),
        Some(OrganizationChoice::Key(key)) => selection.keys.organizations.push(key.clone()),
        None => {}
    }
    selection
}

fn check(known: &Known, id: Uuid, expected: &[u64]) -> Result<(), ApiError> {
    let contact = known.contacts.iter().find(|contact| contact.id == id);
    let contact = contact.ok_or_else(|| ApiError::not_found("contact", id))?;
    check_version(expected, contact.version)
}
