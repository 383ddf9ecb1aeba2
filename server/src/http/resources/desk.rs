//! Where records are changed: one request, one decision, one transaction.

use std::collections::HashSet;

use axum::http::{HeaderMap, StatusCode, header};
use import_core::api::{IdentifierRequest, PatchItem, PatchVerb};
use import_core::editing::{
    Claim, Edited, FieldFault, Moment, PatchAction, PatchChange, Refusal, read_identifier,
};
use import_core::engine::Known;
use import_core::outcome::Outcome;
use import_core::problem::{Code, Problem};
use import_core::record::{ExternalId, Identifier};
use import_core::schema::Schema;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::records::Kind;
use crate::auth::Actor;
use crate::environment::Environment;
use crate::http::blocking::run;
use crate::http::{ApiError, AppState};
use crate::jobs::describe;
use crate::store::{ContactRecord, NewEdit, OrganizationRecord, Selection, Store};

/// The division of what says nothing of one.
pub(super) const UNASSIGNED: &str = "*";

/// What everyone needs who changes records.
pub(super) struct Desk<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) environment: &'a dyn Environment,
    pub(super) actor: &'a Actor,
}

impl AppState {
    /// Runs `work` at a desk, on a thread that may block.
    pub(super) async fn edit<T: Send + 'static>(
        &self,
        actor: Actor,
        work: impl FnOnce(&Desk<'_>) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let state = self.clone();
        run(move || {
            work(&Desk {
                store: &*state.store,
                environment: &*state.environment,
                actor: &actor,
            })
        })
        .await
    }
}

impl Desk<'_> {
    /// Makes one decision and writes it, or only makes it.
    pub(super) fn edit<R>(
        &self,
        division: &str,
        selection: &Selection,
        is_dry_run: bool,
        decide: impl FnOnce(Known, Moment<'_>) -> Result<Edited<R>, ApiError>,
    ) -> Result<(R, Outcome), ApiError> {
        let now = self.environment.now();
        let edit = NewEdit {
            division: division.to_owned(),
            author: self.actor.subject.id,
            at: now,
        };
        let mut decide = Some(decide);
        let mut made = None;
        let there = self.store.edit(&edit, selection, &mut |known| {
            let moment = Moment {
                now,
                new_id: &mut || self.environment.new_id(),
            };
            let decided = decide.take().map(|decide| decide(known, moment));
            let mut edit = None;
            made = decided.map(|decided| {
                decided.map(|edited| {
                    edit = Some(edited.edit);
                    (edited.record, edited.outcome)
                })
            });
            edit.filter(|_| !is_dry_run).unwrap_or_default()
        })?;
        match made {
            Some(made) if there => made,
            _ => Err(ApiError::field(
                "division.id",
                format!("there is no division `{division}`"),
            )),
        }
    }

    /// Refuses external IDs of sources that are not there, except those that a record has already.
    pub(super) fn check_sources(
        &self,
        brought: &[ExternalId],
        held: &[ExternalId],
    ) -> Result<(), ApiError> {
        let new = brought.iter().filter(|id| !held.contains(id));
        let wanted: HashSet<Uuid> = new.map(|id| id.external_source.id).collect();
        let wanted: Vec<Uuid> = wanted.into_iter().collect();
        let found = self.store.find_sources(&wanted)?;
        let is_there = |id: &Uuid| found.iter().any(|source| source.id == Some(*id));
        match wanted.iter().find(|id| !is_there(id)) {
            Some(id) => Err(ApiError::field(
                "externalIds",
                format!("there is no external source `{id}`"),
            )),
            None => Ok(()),
        }
    }

    /// The newest version of the schema of one kind of record, where there is one.
    pub(super) fn schema<K: Kind>(&self) -> Result<Option<Schema>, ApiError> {
        let newest = self.store.newest_schema(K::SUBJECT)?;
        Ok(newest.map(|record| record.schema))
    }

    /// A contact of a division where the request is allowed, be it live or merged into another. Elsewhere there is
    /// nothing to be seen.
    pub(super) fn contact(&self, id: Uuid) -> Result<ContactRecord, ApiError> {
        let record = self.store.find_contact(id)?;
        let seen = record.filter(|record| self.actor.scope().contains(&record.division));
        seen.ok_or_else(|| ApiError::not_found("contact", id))
    }

    /// The same of an organization.
    pub(super) fn organization(&self, id: Uuid) -> Result<OrganizationRecord, ApiError> {
        let record = self.store.find_organization(id)?;
        let seen = record.filter(|record| self.actor.scope().contains(&record.division));
        seen.ok_or_else(|| ApiError::not_found("organization", id))
    }

    /// A live contact.
    pub(super) fn live_contact(&self, id: Uuid) -> Result<ContactRecord, ApiError> {
        let record = self.contact(id)?;
        match record.merged_to {
            None => Ok(record),
            Some(survivor) => {
                let message = format!("the contact was merged into `{survivor}`: change that one");
                Err(ApiError::conflict("contact_merged", message).about(survivor))
            }
        }
    }
}

/// The versions of which a client expects one, from `If-Match`; none where any will do.
pub(super) fn expected_versions(headers: &HeaderMap) -> Result<Vec<u64>, ApiError> {
    let mut versions = Vec::new();
    for value in headers.get_all(header::IF_MATCH) {
        for tag in value.to_str().unwrap_or_default().split(',') {
            let tag = tag.trim();
            if tag == "*" {
                return Ok(Vec::new());
            }
            let number = tag.trim_start_matches("W/").trim_matches('"').parse();
            versions.push(number.map_err(|_| {
                ApiError::field("If-Match", format!("`{tag}` is not the ETag of a record"))
            })?);
        }
    }
    Ok(versions)
}

/// Refuses a change of another version than is expected.
pub(super) fn check_version(expected: &[u64], found: u64) -> Result<(), ApiError> {
    if expected.is_empty() || expected.contains(&found) {
        Ok(())
    } else {
        Err(ApiError::version_changed(found))
    }
}

/// The division that a body names.
pub(super) fn division_of(body: &Map<String, Value>) -> Result<Option<&str>, ApiError> {
    match body.get("division") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(division)) => match division.get("id") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(id)) => Ok(Some(id)),
            Some(_) => Err(ApiError::field("division.id", "a string was expected")),
        },
        Some(_) => Err(ApiError::field("division", "an object was expected")),
    }
}

/// A record stays in its division.
pub(super) fn check_division(body: &Map<String, Value>, division: &str) -> Result<(), ApiError> {
    match division_of(body)? {
        Some(other) if other != division => Err(ApiError::field(
            "division.id",
            "a record stays in its division; create it anew in the other one",
        )),
        _ => Ok(()),
    }
}

/// What records have these external IDs.
pub(super) fn keys_of(ids: &[ExternalId]) -> Vec<Identifier> {
    let keys = ids.iter();
    keys.map(|id| Identifier::external(id.external_source.id, &id.value))
        .collect()
}

/// The changes of a request, and every external ID that they speak of.
pub(super) fn patch_changes(items: Vec<PatchItem>) -> (Vec<PatchChange>, Vec<ExternalId>) {
    let mut ids = Vec::new();
    let changes = items.into_iter().map(|item| {
        let values = match &item.value {
            Value::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let spoken_of = values.iter().cloned().map(serde_json::from_value);
        if item.action != PatchVerb::RemoveFromCollection {
            ids.extend(spoken_of.filter_map(Result::<ExternalId, _>::ok));
        }
        PatchChange {
            field: item.field,
            value: item.value,
            action: match item.action {
                PatchVerb::UpdateIfEmpty => PatchAction::UpdateIfEmpty,
                PatchVerb::UpdateIfExists => PatchAction::UpdateIfExists,
                PatchVerb::Update => PatchAction::Update,
                PatchVerb::AppendToCollection => PatchAction::AppendToCollection,
                PatchVerb::Remove => PatchAction::Remove,
                PatchVerb::RemoveFromCollection => PatchAction::RemoveFromCollection,
            },
        }
    });
    let changes = changes.collect();
    (changes, ids)
}

/// An identifier of a request.
pub(super) fn claim(request: &IdentifierRequest) -> Result<Claim, ApiError> {
    let source = request.external_source.as_ref();
    let source = source.and_then(|source| source.id);
    Ok(read_identifier(request.kind, &request.value, source)?)
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Fields(faults) => of_faults(&faults),
            Refusal::Problem(problem) => of_problem(&problem),
            Refusal::NotFound(id) => Self::not_found("record", id),
            Refusal::NoMatch => Self::new(
                StatusCode::NOT_FOUND,
                "no_match",
                "no record holds one of the identifiers",
            ),
            Refusal::Exists(id) => {
                let message = format!("`{id}` holds one of the identifiers already");
                Self::conflict("already_there", message).about(id)
            }
            Refusal::Taken(identifier, id) => {
                let value = identifier.key.split('\u{1f}').next().unwrap_or_default();
                let message = format!("`{id}` has the external ID `{value}` already");
                Self::conflict("external_id_taken", message).about(id)
            }
            Refusal::NoOrganization => Self::field(
                "externalOrganization",
                "there is no such organization in the division of the contact",
            ),
            Refusal::NotHeld => Self::new(
                StatusCode::NOT_FOUND,
                "identifier_not_held",
                "the record does not hold this identifier",
            ),
        }
    }
}

fn of_problem(problem: &Problem) -> ApiError {
    let code = problem.code.name();
    let error = ApiError::bad_request(code, describe(problem));
    match problem.code {
        Code::OrganizationNameMissing => error.detail(code, "name"),
        Code::TooManyExternalIds => error.detail(code, "externalIds"),
        _ => error,
    }
}

fn of_faults(faults: &[FieldFault]) -> ApiError {
    let said: Vec<(&str, &str, String)> = faults.iter().map(say).collect();
    let message: Vec<&str> = said.iter().map(|(_, _, text)| text.as_str()).collect();
    let mut error = ApiError::bad_request("field_invalid", message.join("; "));
    if let Some((_, field, _)) = said.first() {
        error = error.with("field", field);
    }
    said.iter()
        .fold(error, |error, (code, field, _)| error.detail(code, field))
}

/// The code of a fault, its field, and a sentence.
fn say(fault: &FieldFault) -> (&str, &str, String) {
    match fault {
        FieldFault::Value(problem) => {
            let field = problem.column.as_deref().unwrap_or_default();
            (problem.code.name(), field, describe(problem))
        }
        FieldFault::Shape(field, expected) => {
            let text = format!("`{field}`: {expected} was expected");
            ("field_invalid", field, text)
        }
        FieldFault::Unwritable(field) => {
            let text = format!("`{field}`: there is no such field that can be written");
            ("field_unwritable", field, text)
        }
    }
}
