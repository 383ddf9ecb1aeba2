//! One record at a time: changes that are asked for outside of an import go the way of a row.

use std::sync::Arc;

use uuid::Uuid;

use super::batch::NewContact;
use super::view::View;
use super::{
    ContactChange, Known, OrganizationChange, Way, plan_contact, plan_new_contact,
    plan_organization,
};
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

impl Found<'_> {
    fn ids(&self) -> &[Uuid] {
        match self {
            Self::Named(ids) => ids,
            Self::By(_) => &[],
        }
    }
}

/// What became of a record.
#[derive(Clone, Debug)]
pub struct Changed<R, C> {
    /// As it is now.
    pub record: Arc<R>,
    /// Created, updated, merged or unchanged.
    pub outcome: Outcome,
    /// Everything that is not as it was.
    pub changes: Vec<C>,
}

/// When a change happens, and how it names a new record.
pub struct Moment<'a> {
    /// Now.
    pub now: Timestamp,
    /// Gives ids that sort after every earlier one.
    pub new_id: &'a mut dyn FnMut() -> Uuid,
}

/// Changes a contact: the first that is found, or all of them as one if `merge`; creates one where none is
/// found. It belongs to `organization` then, where one is given or taken away.
///
/// # Errors
/// Those of `apply`, and the problems of a merge that cannot be.
pub fn change_contact<E: From<Problem>>(
    known: Vec<Arc<StoredContact>>,
    found: Found<'_>,
    merge: bool,
    organization: Option<Option<Uuid>>,
    Moment { now, new_id }: Moment<'_>,
    apply: &mut dyn FnMut(&mut Contact) -> Result<Vec<Problem>, E>,
) -> Result<Changed<StoredContact, ContactChange>, E> {
    let place = |id: &Uuid| known.iter().position(|contact| contact.id == *id);
    let named: Vec<usize> = found.ids().iter().filter_map(place).collect();
    let known = Known {
        contacts: known,
        organizations: Vec::new(),
    };
    let mut view = View::new(known, 1, 0);
    let places = match found {
        Found::By(keys) => view.match_contacts(keys),
        Found::Named(_) => named,
    };
    let warnings = &mut Vec::new();
    let mut planned = if places.is_empty() {
        plan_new_contact(NewContact::new(apply)?, now, warnings)
    } else {
        let way = Way { merge, row: 0, now };
        plan_contact(&places, &view, way, warnings, apply)?
    };
    if let Some(organization) = organization {
        planned.link(organization, now);
    }
    let outcome = planned.outcome();
    let mut record = planned.stored();
    let id = view.put_contact(planned, new_id);
    Arc::make_mut(&mut record).id = id;
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
    known: Vec<Arc<StoredOrganization>>,
    found: Found<'_>,
    Moment { now, new_id }: Moment<'_>,
    apply: &mut dyn FnMut(&mut Organization) -> Result<(), E>,
) -> Result<Changed<StoredOrganization, OrganizationChange>, E> {
    let place = |id: &Uuid| known.iter().position(|known| known.id == *id);
    let named = found.ids().iter().find_map(place);
    let known = Known {
        contacts: Vec::new(),
        organizations: known,
    };
    let mut view = View::new(known, 0, 0);
    let place = match found {
        Found::By(keys) => view.find_organization(keys),
        Found::Named(_) => named,
    };
    let planned = plan_organization(place, &view, now, apply)?;
    let outcome = planned.outcome;
    let mut record = Arc::clone(&planned.after);
    let id = view.put_organization(planned, new_id);
    Arc::make_mut(&mut record).id = id;
    let (_, changes) = view.into_changes();
    Ok(Changed {
        record,
        outcome,
        changes,
    })
}
