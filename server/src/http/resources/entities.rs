//! Contacts and organizations as the API shows them.

use std::collections::{HashMap, HashSet};

use import_core::api::{
    ContactEntity, Division, ExternalIdEntity, ExternalSource, IdentifierEntity,
    OrganizationEntity, OrganizationRef,
};
use import_core::record::{ExternalId, Identifier, IdentifierKind};
use uuid::Uuid;

use super::sources::with_address;
use crate::http::answer::{CONTACTS, reference};
use crate::store::{ContactRecord, OrganizationRecord, Result, Store};
use crate::timestamp::rfc3339;

/// What records refer to, read once for a page of them.
#[derive(Default)]
struct Linked {
    sources: HashMap<Uuid, ExternalSource>,
    organizations: HashMap<Uuid, OrganizationRecord>,
}

/// Shows contacts; with the names of their organizations where that is asked for.
pub(super) fn show_contacts(
    store: &dyn Store,
    records: Vec<ContactRecord>,
    with_organizations: bool,
) -> Result<Vec<ContactEntity>> {
    let contacts = records.iter().map(|record| &record.stored.contact);
    let ids = contacts.flat_map(|contact| &contact.external_ids);
    let mut linked = Linked {
        sources: find_sources(store, ids.map(|id| id.external_source.id))?,
        ..Linked::default()
    };
    if with_organizations {
        let ids: HashSet<Uuid> = records
            .iter()
            .filter_map(|record| record.stored.organization)
            .collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let found = store.find_organizations(&ids)?;
        linked.organizations = found
            .into_iter()
            .map(|found| (found.stored.id, found))
            .collect();
    }
    let mut entities = Vec::with_capacity(records.len());
    for record in records {
        let canonical = canonical(store, &record)?;
        entities.push(contact(record, canonical, &linked));
    }
    Ok(entities)
}

/// Shows organizations.
pub(super) fn show_organizations(
    store: &dyn Store,
    records: Vec<OrganizationRecord>,
) -> Result<Vec<OrganizationEntity>> {
    let organizations = records.iter().map(|record| &record.stored.organization);
    let ids = organizations.flat_map(|organization| &organization.external_ids);
    let sources = find_sources(store, ids.map(|id| id.external_source.id))?;
    Ok(records
        .into_iter()
        .map(|record| organization(record, &sources))
        .collect())
}

/// Shows one contact.
pub(super) fn show_contact(store: &dyn Store, record: ContactRecord) -> Result<ContactEntity> {
    let linked = Linked {
        sources: find_sources(store, sources_of(&record.stored.contact.external_ids))?,
        ..Linked::default()
    };
    let canonical = canonical(store, &record)?;
    Ok(contact(record, canonical, &linked))
}

/// Shows one organization.
pub(super) fn show_organization(
    store: &dyn Store,
    record: OrganizationRecord,
) -> Result<OrganizationEntity> {
    let ids = &record.stored.organization.external_ids;
    let sources = find_sources(store, sources_of(ids))?;
    Ok(organization(record, &sources))
}

/// Shows one identifier.
pub(super) fn show_identifier(
    store: &dyn Store,
    identifier: Identifier,
) -> Result<IdentifierEntity> {
    let sources = find_sources(store, source_of(&identifier).into_iter())?;
    Ok(self::identifier(identifier, &sources))
}

fn sources_of(ids: &[ExternalId]) -> impl Iterator<Item = Uuid> {
    ids.iter().map(|id| id.external_source.id)
}

fn find_sources(
    store: &dyn Store,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, ExternalSource>> {
    let ids: HashSet<Uuid> = ids.collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let sources = store.find_sources(&ids)?;
    Ok(sources
        .into_iter()
        .filter_map(|source| Some((source.id?, with_address(source))))
        .collect())
}

/// The live contact that a record ended up in.
fn canonical(store: &dyn Store, record: &ContactRecord) -> Result<Uuid> {
    let Some(next) = record.merged_to else {
        return Ok(record.stored.id);
    };
    let survivor = store.find_survivor(next)?;
    Ok(survivor.map_or(next, |survivor| survivor.stored.id))
}

fn contact(record: ContactRecord, canonical: Uuid, linked: &Linked) -> ContactEntity {
    let ContactRecord {
        mut stored,
        division,
        merged_to,
    } = record;
    // A contact that was merged away holds no identifier any more.
    let identifiers = if merged_to.is_some() {
        Vec::new()
    } else {
        identifiers(stored.contact.identifiers(), &linked.sources)
    };
    let ids = std::mem::take(&mut stored.contact.external_ids);
    ContactEntity {
        id: stored.id,
        division: division_of(division),
        external_ids: external_ids(ids, &linked.sources),
        identifiers,
        external_organization: stored.organization.map(|id| OrganizationRef {
            id,
            name: linked
                .organizations
                .get(&id)
                .and_then(|found| found.stored.organization.name.clone()),
            self_uri: reference("organizations", id).self_uri,
        }),
        create_date: rfc3339(stored.created),
        modify_date: rfc3339(stored.modified),
        kind: "Curated".to_owned(),
        canonical_contact: Some(reference("contacts", canonical)),
        merged_to: merged_to.map(|id| reference("contacts", id)),
        merge_set: stored
            .merge_set
            .iter()
            .map(|&id| reference("contacts", id))
            .collect(),
        self_uri: reference("contacts", stored.id).self_uri,
        contact: stored.contact,
    }
}

fn organization(
    record: OrganizationRecord,
    sources: &HashMap<Uuid, ExternalSource>,
) -> OrganizationEntity {
    let OrganizationRecord {
        mut stored,
        division,
    } = record;
    let identifiers = identifiers(stored.organization.identifiers(), sources);
    let ids = std::mem::take(&mut stored.organization.external_ids);
    OrganizationEntity {
        id: stored.id,
        division: division_of(division),
        identifiers,
        external_ids: external_ids(ids, sources),
        create_date: rfc3339(stored.created),
        modify_date: rfc3339(stored.modified),
        self_uri: reference("organizations", stored.id).self_uri,
        organization: stored.organization,
    }
}

/// A record names its division by id alone, as the public API does.
fn division_of(id: String) -> Division {
    Division {
        self_uri: Some(format!("/api/v2/authorization/divisions/{id}")),
        id,
        name: String::new(),
    }
}

fn identifiers(
    found: Vec<Identifier>,
    sources: &HashMap<Uuid, ExternalSource>,
) -> Vec<IdentifierEntity> {
    let shown = found.into_iter().map(|found| identifier(found, sources));
    shown.collect()
}

fn identifier(found: Identifier, sources: &HashMap<Uuid, ExternalSource>) -> IdentifierEntity {
    if found.kind != IdentifierKind::ExternalId {
        return IdentifierEntity {
            kind: found.kind,
            value: found.key,
            external_source: None,
        };
    }
    let external_source = source_of(&found).map(|id| source(id, sources));
    let value = found.key.rsplit_once(SEPARATOR);
    let value = value.map_or(found.key.as_str(), |(value, _)| value);
    IdentifierEntity {
        kind: found.kind,
        value: value.to_owned(),
        external_source,
    }
}

fn external_ids(
    found: Vec<ExternalId>,
    sources: &HashMap<Uuid, ExternalSource>,
) -> Vec<ExternalIdEntity> {
    let shown = found.into_iter().map(|id| ExternalIdEntity {
        external_source: source(id.external_source.id, sources),
        value: id.value,
    });
    shown.collect()
}

fn source(id: Uuid, sources: &HashMap<Uuid, ExternalSource>) -> ExternalSource {
    match sources.get(&id) {
        Some(source) => source.clone(),
        // The source was removed; records keep its IDs.
        None => ExternalSource {
            id: Some(id),
            name: String::new(),
            active: false,
            link_configuration: None,
            self_uri: Some(format!("{CONTACTS}/externalsources/{id}")),
        },
    }
}

/// What stands between the value and the source in the key of an external ID.
const SEPARATOR: char = '\u{1f}';

/// The source of an external ID.
fn source_of(identifier: &Identifier) -> Option<Uuid> {
    let (_, source) = identifier.key.rsplit_once(SEPARATOR)?;
    source.parse().ok()
}
