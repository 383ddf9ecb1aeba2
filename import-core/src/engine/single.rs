//! One record at a time: changes that are asked for outside of an import go the way of a row.

use uuid::Uuid;

use super::view::View;
use super::{ContactChange, Known, OrganizationChange, Way, plan_contact, plan_organization};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::record::{
    Contact, Identifier, Organization, StoredContact, StoredOrganization, Timestamp,
};

/// How the record of a change is found among those that are known.
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    /// As a row's: by these keys, in order.
    By(&'a [Identifier]),
    /// They were named, in this order; none where a new one is to be made.
    Named(&'a [Uuid]),
}

/// What became of a record.
#[derive(Clone, Debug)]
pub struct Changed<R, C> {
    /// As it is now.
    pub record: R,
    /// Created, updated, merged or unchanged.
    pub outcome: Outcome,
    /// Everything that is not as it was.
    pub changes: Vec<C>,
}

/// Changes a contact: the first that is found, or all of them as one if `merge`; creates one where none is
/// found. It belongs to `organization` then, where one is given or taken away.
///
/// # Errors
/// Those of `apply`, and the problems of a merge that cannot be.
pub fn change_contact<E: From<Problem>>(
    known: Vec<StoredContact>,
    found: Found<'_>,
    merge: bool,
    organization: Option<Option<Uuid>>,
    now: Timestamp,
    new_id: &mut dyn FnMut() -> Uuid,
    apply: &mut dyn FnMut(&mut Contact) -> Result<Vec<Problem>, E>,
) -> Result<Changed<StoredContact, ContactChange>, E> {
    let named = |ids: &[Uuid]| -> Vec<usize> {
        let place = |id: &Uuid| known.iter().position(|contact| contact.id == *id);
        ids.iter().filter_map(place).collect()
    };
    let places = match found {
        Found::Named(ids) => Some(named(ids)),
        Found::By(_) => None,
    };
    let mut view = View::new(Known {
        contacts: known,
        organizations: Vec::new(),
    });
    let places = match found {
        Found::By(keys) => view.match_contacts(keys),
        Found::Named(_) => places.unwrap_or_default(),
    };
    let way = Way { merge, row: 0, now };
    let mut planned = plan_contact(&places, &view, way, &mut Vec::new(), apply)?;
    if let Some(organization) = organization {
        planned.link(organization, now);
    }
    let outcome = planned.outcome;
    let mut record = planned.after.clone();
    record.id = view.put_contact(planned, new_id);
    let (changes, _) = view.into_changes();
    Ok(Changed {
        record,
        outcome,
        changes,
    })
}

/// Changes an organization: the first that is found; creates one where none is found.
///
/// # Errors
/// Those of `apply`.
pub fn change_organization<E>(
    known: Vec<StoredOrganization>,
    found: Found<'_>,
    now: Timestamp,
    new_id: &mut dyn FnMut() -> Uuid,
    apply: &mut dyn FnMut(&mut Organization) -> Result<(), E>,
) -> Result<Changed<StoredOrganization, OrganizationChange>, E> {
    let named = match found {
        Found::Named(ids) => known.iter().position(|known| ids.contains(&known.id)),
        Found::By(_) => None,
    };
    let mut view = View::new(Known {
        contacts: Vec::new(),
        organizations: known,
    });
    let place = match found {
        Found::By(keys) => view.find_organization(keys),
        Found::Named(_) => named,
    };
    let planned = plan_organization(place, &view, now, apply)?;
    let outcome = planned.outcome;
    let mut record = planned.after.clone();
    record.id = view.put_organization(planned, new_id);
    let (_, changes) = view.into_changes();
    Ok(Changed {
        record,
        outcome,
        changes,
    })
}
