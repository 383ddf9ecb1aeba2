//! One organization: created, replaced, changed, enriched, deleted.

use import_core::api::{EnrichRequest, OrganizationEntity, PatchRequest};
use import_core::columns::Subject;
use import_core::editing::{
    Edited, Moment, OrganizationBody, create_organization, delete_organization, patch_organization,
    replace_organization,
};
use import_core::engine::Known;
use import_core::outcome::Outcome;
use import_core::record::{ExternalId, StoredOrganization};
use import_core::settings::Policy;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::http::ApiError;
use crate::http::resources::desk::{
    Desk, UNASSIGNED, check_division, check_version, division_of, keys_of, patch_changes,
};
use crate::http::resources::entities::show_organization;
use crate::http::resources::records::{Kind, Shown, Versioned};
use crate::store::{OrganizationRecord, Selection};

/// Organizations.
pub(in crate::http) struct Organizations;

impl Kind for Organizations {
    const SUBJECT: Subject = Subject::Organization;

    type Record = OrganizationRecord;
    type Entity = OrganizationEntity;

    fn show(desk: &Desk<'_>, record: OrganizationRecord) -> Shown<Self> {
        Ok(Versioned {
            id: record.stored.id,
            version: record.stored.version,
            entity: show_organization(desk.store, record)?,
        })
    }

    fn find(desk: &Desk<'_>, id: Uuid) -> Result<OrganizationRecord, ApiError> {
        desk.organization(id)
    }

    fn create(desk: &Desk<'_>, body: &Map<String, Value>) -> Result<OrganizationRecord, ApiError> {
        let division = division_of(body)?.unwrap_or(UNASSIGNED);
        desk.actor.require_in(division)?;
        let read =
            OrganizationBody::read(body, desk.schema::<Self>()?.as_ref(), |_| Policy::Overwrite)?;
        desk.check_sources(read.external_ids(), &[])?;
        let selection = select(None, read.external_ids());
        desk.change_organization(division, &selection, |known, moment| {
            Ok(create_organization(known, &read, moment)?)
        })
    }

    fn replace(
        desk: &Desk<'_>,
        id: Uuid,
        body: &Map<String, Value>,
        expected: &[u64],
    ) -> Result<OrganizationRecord, ApiError> {
        let record = desk.organization(id)?;
        check_division(body, &record.division)?;
        let read =
            OrganizationBody::read(body, desk.schema::<Self>()?.as_ref(), |_| Policy::Overwrite)?;
        let held = &record.stored.organization.external_ids;
        desk.check_sources(read.external_ids(), held)?;
        let selection = select(Some(id), read.external_ids());
        desk.change_organization(&record.division, &selection, |known, moment| {
            check(&known, id, expected)?;
            Ok(replace_organization(id, known, &read, moment)?)
        })
    }

    fn patch(
        desk: &Desk<'_>,
        id: Uuid,
        request: PatchRequest,
        expected: &[u64],
    ) -> Result<OrganizationRecord, ApiError> {
        let record = desk.organization(id)?;
        let (changes, ids) = patch_changes(request.changes);
        desk.check_sources(&ids, &record.stored.organization.external_ids)?;
        let selection = select(Some(id), &ids);
        let schema = desk.schema::<Self>()?;
        desk.change_organization(&record.division, &selection, |known, moment| {
            check(&known, id, expected)?;
            Ok(patch_organization(
                id,
                known,
                &changes,
                schema.as_ref(),
                moment,
            )?)
        })
    }

    fn delete(desk: &Desk<'_>, id: Uuid, expected: &[u64]) -> Result<(), ApiError> {
        let record = desk.organization(id)?;
        let selection = select(Some(id), &[]);
        desk.edit(&record.division, &selection, false, |known, _| {
            check(&known, id, expected)?;
            Ok(Edited {
                record: (),
                outcome: Outcome::Updated,
                edit: delete_organization(id, &known)?,
            })
        })?;
        Ok(())
    }

    fn enrich(
        desk: &Desk<'_>,
        request: &EnrichRequest,
        is_dry_run: bool,
    ) -> Result<(OrganizationRecord, bool), ApiError> {
        desk.enrich_organization(request, is_dry_run)
    }
}

impl Desk<'_> {
    /// Makes one decision about an organization and writes it.
    pub(super) fn change_organization(
        &self,
        division: &str,
        selection: &Selection,
        decide: impl FnOnce(Known, Moment<'_>) -> Result<Edited<StoredOrganization>, ApiError>,
    ) -> Result<OrganizationRecord, ApiError> {
        let (stored, _) = self.edit(division, selection, false, decide)?;
        Ok(OrganizationRecord {
            stored,
            division: division.to_owned(),
        })
    }
}

/// What a change of an organization has to know.
pub(super) fn select(id: Option<Uuid>, ids: &[ExternalId]) -> Selection {
    let mut selection = Selection {
        organizations: id.into_iter().collect(),
        ..Selection::default()
    };
    selection.keys.organizations = keys_of(ids);
    selection
}

fn check(known: &Known, id: Uuid, expected: &[u64]) -> Result<(), ApiError> {
    let found = known.organizations.iter().find(|known| known.id == id);
    let found = found.ok_or_else(|| ApiError::not_found("organization", id))?;
    check_version(expected, found.version)
}
