//! Lists of identifiers in bodies: external IDs and Apple's opaque IDs.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::body::{key, problem};
use super::{FieldFault, Refusal};
use crate::applying::too_many_external_ids;
use crate::engine::{ContactChange, OrganizationChange};
use crate::field::text;
use crate::problem::Code;
use crate::record::parts::AppleOpaqueId;
use crate::record::{ExternalId, MAX_EXTERNAL_IDS, StoredContact, StoredOrganization};

/// Most characters of an ID.
const ID_LIMIT: usize = 255;

/// What a list of a body does to a record's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArrayRule {
    /// It takes its place.
    Replace,
    /// It is added; over the limit of the field is an error.
    Extend,
    /// It is added as far as there is room.
    #[default]
    Fill,
}

/// The external IDs of a body, each once; none where it does not speak of them.
pub(super) fn read_external_ids(
    body: &Map<String, Json>,
) -> Result<Option<Vec<ExternalId>>, FieldFault> {
    const NAME: &str = "externalIds";
    let Some(items) = list(body, NAME)? else {
        return Ok(None);
    };
    let mut ids = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let source = item.pointer("/externalSource/id").and_then(Json::as_str);
        let path = format!("{NAME}[{place}].externalSource.id");
        let source = source.and_then(|source| source.parse().ok());
        let source = source.ok_or(FieldFault::Shape(path, "an id"))?;
        let value = id_text(item, &format!("{NAME}[{place}].value"))?;
        let id = ExternalId::new(source, value);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(Some(ids))
}

/// Apple's opaque IDs of a body, each once; none where it does not speak of them.
pub(super) fn read_apple_ids(
    body: &Map<String, Json>,
) -> Result<Option<Vec<AppleOpaqueId>>, FieldFault> {
    const NAME: &str = "appleOpaqueIds";
    let Some(items) = list(body, NAME)? else {
        return Ok(None);
    };
    let mut ids: Vec<AppleOpaqueId> = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let value = id_text(item, &format!("{NAME}[{place}].value"))?;
        if ids.iter().all(|id| id.value != value) {
            ids.push(AppleOpaqueId { value });
        }
    }
    if ids.len() > MAX_EXTERNAL_IDS {
        return Err(FieldFault::Shape(NAME.to_owned(), "a list of at most 10"));
    }
    Ok(Some(ids))
}

fn list<'a>(body: &'a Map<String, Json>, name: &str) -> Result<Option<&'a [Json]>, FieldFault> {
    match body.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Array(items)) => Ok(Some(items)),
        Some(_) => Err(FieldFault::Shape(name.to_owned(), "a list")),
    }
}

/// The `value` of an item: an ID of another system.
fn id_text(item: &Json, path: &str) -> Result<String, FieldFault> {
    let Some(found) = item.get("value").and_then(Json::as_str) else {
        return Err(FieldFault::Shape(path.to_owned(), "a string"));
    };
    read_id(found, path)
}

/// An ID of another system, without the space around it.
pub(super) fn read_id(found: &str, path: &str) -> Result<String, FieldFault> {
    let id =
        text::read(found, ID_LIMIT).map_err(|fault| FieldFault::Value(fault.at(0, path, found)))?;
    if id.is_empty() {
        return Err(FieldFault::Shape(
            path.to_owned(),
            "a text with something in it",
        ));
    }
    Ok(id)
}

/// Brings the IDs of a body to those of a record.
///
/// # Errors
/// More than a record may have.
pub(super) fn combine<T: Clone + PartialEq>(
    held: &mut Vec<T>,
    brought: &[T],
    rule: ArrayRule,
) -> Result<(), Refusal> {
    if rule == ArrayRule::Replace {
        held.clear();
    }
    for id in brought {
        if held.contains(id) || (rule == ArrayRule::Fill && held.len() >= MAX_EXTERNAL_IDS) {
            continue;
        }
        held.push(id.clone());
    }
    if held.len() > MAX_EXTERNAL_IDS {
        return Err(too_many_external_ids(0, held.len()).into());
    }
    Ok(())
}

/// Refuses changes that give a contact an external ID that another has: an ID names one record of its source.
pub(super) fn check_contacts(
    changes: &[ContactChange],
    known: &[Arc<StoredContact>],
) -> Result<(), Refusal> {
    for change in changes.iter().filter(|change| change.merged_to.is_none()) {
        let others = known.iter().filter(|other| {
            let is_merged = changes
                .iter()
                .any(|change| change.after.id == other.id && change.merged_to.is_some());
            other.id != change.after.id && !is_merged
        });
        let before = change.before.as_ref();
        let before = before.map(|before| before.contact.external_ids.as_slice());
        let others = others.map(|other| (other.id, other.contact.external_ids.as_slice()));
        let after = change.after.unpack();
        check(&after.contact.external_ids, before, others)?;
    }
    Ok(())
}

/// The same of organizations.
pub(super) fn check_organizations(
    changes: &[OrganizationChange],
    known: &[Arc<StoredOrganization>],
) -> Result<(), Refusal> {
    for change in changes {
        let others = known.iter().filter(|other| other.id != change.after.id);
        let before = change.before.as_ref();
        let before = before.map(|before| before.organization.external_ids.as_slice());
        let others = others.map(|other| (other.id, other.organization.external_ids.as_slice()));
        check(&change.after.organization.external_ids, before, others)?;
    }
    Ok(())
}

fn check<'a>(
    after: &[ExternalId],
    before: Option<&[ExternalId]>,
    others: impl Iterator<Item = (uuid::Uuid, &'a [ExternalId])>,
) -> Result<(), Refusal> {
    let before = before.unwrap_or_default();
    let new: Vec<&ExternalId> = after.iter().filter(|id| !before.contains(id)).collect();
    for (holder, held) in others {
        if let Some(id) = new.iter().find(|id| held.contains(id)) {
            return Err(Refusal::Taken(key(id), holder));
        }
    }
    Ok(())
}

/// An organization without a name tells nobody which one it is.
pub(super) fn check_name(name: Option<&String>) -> Result<(), Refusal> {
    match name {
        Some(_) => Ok(()),
        None => Err(problem(Code::OrganizationNameMissing, "name", "").into()),
    }
}
