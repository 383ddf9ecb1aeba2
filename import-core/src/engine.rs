//! The engine: a batch of rows and what the directory knows → outcomes and changes.
//!
//! Pure: it sees the records that the batch's keys hit, and answers with what they become. It keeps
//! its own view of the records as rows are applied, so later rows of a batch see earlier ones.

mod batch;
mod change;
mod known;
mod single;
mod view;

use std::mem;
use std::sync::Arc;

use uuid::Uuid;

pub use self::batch::{Ahead, Batch};
use self::batch::{Draft, DraftContact, NewContact};
pub use self::change::{ContactChange, OrganizationChange};
pub use self::known::{Keys, Known};
pub use self::single::{Changed, Found, Moment, change_contact, change_organization};
use self::view::{PlannedContact, PlannedOrganization, View};
use crate::applying::{apply_to_contact, apply_to_organization, too_many_external_ids};
use crate::columns::{Field, Subject};
use crate::matching::{MAX_MATCHES, MAX_RECORDS_BEHIND};
use crate::merging::merge;
use crate::outcome::{Counts, Outcome, RowOutcome};
use crate::problem::{Code, Problem};
use crate::record::{
    Contact, ExternalId, Identifier, Organization, StoredContact, StoredOrganization, Timestamp,
};
use crate::row::Row;
use crate::settings::Settings;

/// What a batch does.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Every contact that is created, changed or merged away, each once, with its state after the batch.
    pub contacts: Vec<ContactChange>,
    /// Every organization that is created or changed, each once.
    pub organizations: Vec<OrganizationChange>,
    /// One outcome for each row, in order.
    pub rows: Vec<RowOutcome>,
    /// Their sums.
    pub counts: Counts,
}

/// Plans a batch: applies its rows in file order. What the plan has no use for is left in the batch.
///
/// `start` is when the job began, the same for all of its batches: row `n` changes records at
/// `start + n` microseconds. So what was changed last is known even within one import, and does not
/// depend on how its rows are cut into batches. `new_id` gives ids that sort after every earlier one.
pub fn plan(
    batch: &mut Batch,
    settings: &Settings,
    known: Known,
    start: Timestamp,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Plan {
    let mut view = View::new(known, batch.len(), batch.keys.contacts.len());
    let mut plan = Plan {
        rows: Vec::with_capacity(batch.len()),
        ..Plan::default()
    };
    let Batch {
        drafts,
        keys,
        places,
    } = batch;
    for draft in drafts {
        let row = &draft.row;
        let now = start.saturating_add_unsigned(row.number);
        let subjects = (
            row.mentions(Subject::Contact, settings),
            row.mentions(Subject::Organization, settings),
        );
        let held = &places[draft.contact_keys.clone()];
        let keys = held.iter().map(|&place| &keys.contacts[place]);
        let outcome = apply(draft, keys, &mut view, settings, now, new_id);
        count(&mut plan.counts, &outcome, subjects);
        plan.rows.push(outcome);
    }
    (plan.contacts, plan.organizations) = view.into_changes();
    plan
}

/// Applies one row to the view; a row that an error keeps out leaves no trace in it.
fn apply<'k>(
    draft: &mut Draft,
    keys: impl Iterator<Item = &'k Identifier>,
    view: &mut View,
    settings: &Settings,
    now: Timestamp,
    new_id: &mut dyn FnMut() -> Uuid,
) -> RowOutcome {
    let planned = if draft.row.is_rejected() {
        Err(None)
    } else {
        plan_row(draft, keys, view, settings, now).map_err(Some)
    };
    let mut outcome = RowOutcome {
        row: draft.row.number,
        outcome: Outcome::Rejected,
        contact: None,
        organization: None,
        problems: mem::take(&mut draft.row.problems),
    };
    match planned {
        Err(problem) => outcome.problems.extend(problem),
        Ok(planned) => {
            outcome.problems.extend(planned.warnings);
            if let Some(organization) = planned.organization {
                let made = organization.outcome;
                outcome.organization = Some((view.put_organization(organization, new_id), made));
                outcome.outcome = made;
            }
            if let Some(mut contact) = planned.contact {
                if let Some((id, _)) = outcome.organization {
                    contact.link(Some(id), now);
                }
                outcome.outcome = contact.outcome();
                outcome.contact = Some(view.put_contact(contact, new_id));
            }
        }
    }
    outcome
}

/// What a row does, before it is done.
struct PlannedRow {
    contact: Option<PlannedContact>,
    organization: Option<PlannedOrganization>,
    warnings: Vec<Problem>,
}

fn plan_row<'k>(
    draft: &mut Draft,
    keys: impl Iterator<Item = &'k Identifier>,
    view: &View,
    settings: &Settings,
    now: Timestamp,
) -> Result<PlannedRow, Problem> {
    let organization = match &draft.organization_key {
        Some(key) => {
            let row = &draft.row;
            Some(plan_row_organization(key, row, view, settings, now)?)
        }
        None => None,
    };
    let mut warnings = Vec::new();
    let contact = match draft.contact.take() {
        Some(new) => {
            let matches = view.match_contacts(keys);
            let row = &draft.row;
            Some(if matches.is_empty() {
                let new = match new {
                    DraftContact::Made(new) => new,
                    DraftContact::Later => NewContact::of(row, settings),
                };
                plan_new_contact(new?, now, &mut warnings)
            } else {
                let mut apply = |contact: &mut Contact| apply_to_contact(contact, row, settings);
                let way = Way {
                    merge: settings.merge,
                    row: row.number,
                    now,
                };
                plan_contact(&matches, view, way, &mut warnings, &mut apply)?
            })
        }
        None => None,
    };
    Ok(PlannedRow {
        contact,
        organization,
        warnings,
    })
}

fn plan_row_organization(
    key: &Identifier,
    row: &Row,
    view: &View,
    settings: &Settings,
    now: Timestamp,
) -> Result<PlannedOrganization, Problem> {
    let place = view.find_organization(std::slice::from_ref(key));
    let mut apply = |organization: &mut Organization| {
        apply_to_organization(organization, row, settings);
        if let (None, Some(id)) = (place, row.key(Field::OrganizationExternalId)) {
            let id = ExternalId::new(settings.source, id);
            organization.external_ids.push(id);
        }
        Ok(())
    };
    let planned = plan_organization(place, view, now, &mut apply)?;
    if planned.after.organization.name.is_none() {
        return Err(name_missing(row, settings));
    }
    Ok(planned)
}

/// What becomes of the organization in a place, or of a new one.
fn plan_organization<E>(
    place: Option<usize>,
    view: &View,
    now: Timestamp,
    apply: &mut dyn FnMut(&mut Organization) -> Result<(), E>,
) -> Result<PlannedOrganization, E> {
    let Some(place) = place else {
        let mut organization = Organization::default();
        apply(&mut organization)?;
        let after = StoredOrganization {
            id: Uuid::nil(),
            organization,
            created: now,
            modified: now,
            version: 1,
        };
        return Ok(PlannedOrganization {
            place: None,
            after: Arc::new(after),
            outcome: Outcome::Created,
        });
    };
    let before = view.organization(place);
    let mut organization = before.organization.clone();
    apply(&mut organization)?;
    if organization == before.organization {
        return Ok(PlannedOrganization {
            place: Some(place),
            after: Arc::clone(before),
            outcome: Outcome::Unchanged,
        });
    }
    let after = StoredOrganization {
        organization,
        modified: now,
        version: before.version + 1,
        ..**before
    };
    Ok(PlannedOrganization {
        place: Some(place),
        after: Arc::new(after),
        outcome: Outcome::Updated,
    })
}

fn name_missing(row: &Row, settings: &Settings) -> Problem {
    let column = settings
        .columns
        .iter()
        .find(|column| column.field == Field::OrganizationName);
    match column {
        Some(column) => Problem::of_cell(
            Code::OrganizationNameMissing,
            row.number,
            &column.header,
            "",
        ),
        None => Problem::of_row(Code::OrganizationNameMissing, row.number),
    }
}

/// How contacts that match become one.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// Whether all matches become one, or only the first is changed.
    merge: bool,
    /// The row that asks for it, for problems; 0 where none does.
    row: u64,
    now: Timestamp,
}

/// What becomes of the contacts in these places, of which there is one at least; the first survives.
fn plan_contact<E: From<Problem>>(
    matches: &[usize],
    view: &View,
    way: Way,
    warnings: &mut Vec<Problem>,
    apply: &mut dyn FnMut(&mut Contact) -> Result<Vec<Problem>, E>,
) -> Result<PlannedContact, E> {
    let first = matches[0];
    let others = &matches[1..];
    let before = view.contact(first);
    let merges = way.merge && !others.is_empty();
    let mut after = StoredContact::clone(&before);
    let mut overflow = Vec::new();
    if merges {
        let all: Vec<_> = matches.iter().map(|&place| view.contact(place)).collect();
        let all: Vec<&StoredContact> = all.iter().map(AsRef::as_ref).collect();
        check_merge(&all, way.row)?;
        let merged = merge(&all).map_err(|found| too_many_external_ids(way.row, found))?;
        after.contact = merged.contact;
        after.organization = merged.organization;
        after.merge_set.extend(
            all[1..]
                .iter()
                .flat_map(|other| std::iter::once(other.id).chain(other.merge_set.iter().copied())),
        );
        overflow = merged.overflow;
    } else if !others.is_empty() {
        let named = others.iter().take(MAX_MATCHES);
        let named: Vec<String> = named
            .map(|&place| view.contact(place).id.to_string())
            .collect();
        let mut contacts = named.join(", ");
        if others.len() > named.len() {
            let more = format!(", … (+{})", others.len() - named.len());
            contacts.push_str(&more);
        }
        warnings.push(Problem::of_row(Code::IdentifierShared, way.row).with("contacts", contacts));
    }
    let found = apply(&mut after.contact)?;
    // What is applied may have given a place to what the merge had none for.
    overflow.retain(|value| after.contact.has_extra(value));
    warnings.extend(overflow.into_iter().map(|value| Problem {
        value,
        ..Problem::of_row(Code::SlotOverflow, way.row)
    }));
    warnings.extend(found);
    let outcome = if merges {
        Outcome::Merged
    } else if after.contact == before.contact {
        Outcome::Unchanged
    } else {
        Outcome::Updated
    };
    if outcome != Outcome::Unchanged {
        after.modified = way.now;
        after.version += 1;
    }
    let merged_away = if merges { others.to_vec() } else { Vec::new() };
    Ok(PlannedContact::Known {
        place: first,
        after: Arc::new(after),
        merged_away,
        outcome,
    })
}

fn plan_new_contact(
    new: NewContact,
    now: Timestamp,
    warnings: &mut Vec<Problem>,
) -> PlannedContact {
    warnings.extend(new.warnings);
    let mut packed = new.packed;
    packed.created = now;
    packed.modified = now;
    PlannedContact::New(packed)
}

fn check_merge(contacts: &[&StoredContact], row: u64) -> Result<(), Problem> {
    let too_many = |found: usize, limit: usize| {
        Problem::of_row(Code::TooManyMatches, row)
            .with("found", found)
            .with("limit", limit)
    };
    if contacts.len() > MAX_MATCHES {
        return Err(too_many(contacts.len(), MAX_MATCHES));
    }
    let behind: usize = contacts
        .iter()
        .map(|stored| 1 + stored.merge_set.len())
        .sum();
    if behind > MAX_RECORDS_BEHIND {
        return Err(too_many(behind, MAX_RECORDS_BEHIND));
    }
    Ok(())
}

/// Counts a row. A rejected one counts where the file says it belongs.
fn count(counts: &mut Counts, row: &RowOutcome, (contact, organization): (bool, bool)) {
    counts.rows.count(row.outcome);
    if row.outcome == Outcome::Rejected {
        if contact || !organization {
            counts.contacts.count(Outcome::Rejected);
        }
        if organization {
            counts.organizations.count(Outcome::Rejected);
        }
        return;
    }
    if row.contact.is_some() {
        counts.contacts.count(row.outcome);
    }
    if let Some((_, outcome)) = row.organization {
        counts.organizations.count(outcome);
    }
}
