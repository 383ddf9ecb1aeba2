//! Who has which roles.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{self, ALL_DIVISIONS, GrantedRole, RoleDivision, RoleDivisionGrants};
use import_core::record::Timestamp;
use uuid::Uuid;

use super::divisions::division;
use super::roles::{address, policies};
use crate::auth::{Actor, Grants, Subject};
use crate::http::extract::{Id, Json, SubjectRole};
use crate::http::{ApiError, AppState};
use crate::store::{Grant, GrantRecord, Scope, Store};
use crate::timestamp::rfc3339;

/// What a user or an API client was granted.
pub(in crate::http) async fn read_subject(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<api::Subject>, ApiError> {
    let shown = state
        .store(move |store| show(store, &find(store, id)?))
        .await?;
    Ok(Answer(shown))
}

/// What the actor was granted.
pub(in crate::http) async fn read_own_subject(
    State(state): State<AppState>,
    actor: Actor,
) -> Result<Answer<api::Subject>, ApiError> {
    let shown = state
        .store(move |store| show(store, &actor.subject))
        .await?;
    Ok(Answer(shown))
}

/// Grants a role in a division.
pub(in crate::http) async fn create_grant(
    State(state): State<AppState>,
    actor: Actor,
    SubjectRole(subject, role): SubjectRole,
) -> Result<StatusCode, ApiError> {
    change(&state, actor, subject, Change::Add(vec![role])).await
}

/// Takes a role in a division away.
pub(in crate::http) async fn delete_grant(
    State(state): State<AppState>,
    actor: Actor,
    SubjectRole(subject, role): SubjectRole,
) -> Result<StatusCode, ApiError> {
    change(&state, actor, subject, Change::Remove(vec![role])).await
}

/// Grants roles.
pub(in crate::http) async fn add_grants(
    State(state): State<AppState>,
    actor: Actor,
    Id(subject): Id,
    Json(request): Json<RoleDivisionGrants>,
) -> Result<StatusCode, ApiError> {
    change(&state, actor, subject, Change::Add(request.grants)).await
}

/// Takes roles away.
pub(in crate::http) async fn remove_grants(
    State(state): State<AppState>,
    actor: Actor,
    Id(subject): Id,
    Json(request): Json<RoleDivisionGrants>,
) -> Result<StatusCode, ApiError> {
    change(&state, actor, subject, Change::Remove(request.grants)).await
}

/// Grants roles in place of those there are.
pub(in crate::http) async fn replace_grants(
    State(state): State<AppState>,
    actor: Actor,
    Id(subject): Id,
    Json(request): Json<RoleDivisionGrants>,
) -> Result<StatusCode, ApiError> {
    change(&state, actor, subject, Change::Replace(request.grants)).await
}

/// What becomes of the grants of a subject.
pub(super) enum Change {
    /// It has these as well.
    Add(Vec<RoleDivision>),
    /// It has these no more.
    Remove(Vec<RoleDivision>),
    /// It has these and no others.
    Replace(Vec<RoleDivision>),
}

async fn change(
    state: &AppState,
    actor: Actor,
    subject: Uuid,
    change: Change,
) -> Result<StatusCode, ApiError> {
    let now = state.environment.now();
    state
        .store(move |store| {
            find(store, subject)?;
            change.apply(store, &actor, subject, now)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Change {
    /// Makes the change, as far as the actor has what it gives and takes.
    pub(super) fn apply(
        self,
        store: &dyn Store,
        actor: &Actor,
        subject: Uuid,
        now: Timestamp,
    ) -> Result<(), ApiError> {
        let (removed, added) = match self {
            Self::Add(grants) => (Vec::new(), check(store, &grants)?),
            Self::Remove(grants) => (check(store, &grants)?, Vec::new()),
            Self::Replace(grants) => {
                let added = check(store, &grants)?;
                let had = store.list_grants(subject)?;
                let mut removed: Vec<Grant> = had.iter().map(grant).collect();
                removed.retain(|grant| !added.contains(grant));
                (removed, added)
            }
        };
        let both: Vec<Grant> = removed.iter().chain(&added).cloned().collect();
        require_to_have(store, actor, &both)?;
        store.change_grants(subject, &removed, &added, now)?;
        Ok(())
    }
}

/// Grants that are asked for, whose roles and divisions exist.
pub(super) fn check(store: &dyn Store, asked: &[RoleDivision]) -> Result<Vec<Grant>, ApiError> {
    let divisions = store.list_divisions()?;
    let roles = store.list_roles()?;
    let mut grants = Vec::with_capacity(asked.len());
    for RoleDivision {
        role_id,
        division_id,
    } in asked
    {
        if !roles.iter().any(|role| role.id == *role_id) {
            let message = format!("there is no role `{role_id}`");
            return Err(ApiError::field("roleId", message));
        }
        let is_everywhere = division_id == ALL_DIVISIONS;
        if !is_everywhere && !divisions.iter().any(|(id, _)| id == division_id) {
            let message = format!("there is no division `{division_id}`");
            return Err(ApiError::field("divisionId", message));
        }
        grants.push(Grant {
            role: *role_id,
            division: (!is_everywhere).then(|| division_id.clone()),
        });
    }
    Ok(grants)
}

/// Errs where the actor would give or take more than they have.
pub(super) fn require_to_have(
    store: &dyn Store,
    actor: &Actor,
    grants: &[Grant],
) -> Result<(), ApiError> {
    let roles = store.list_roles()?;
    let mut all = Grants::default();
    for grant in grants {
        let scope = grant
            .division
            .as_deref()
            .map_or(Scope::Everywhere, Scope::of);
        let role = roles.iter().find(|role| role.id == grant.role);
        all.add(role.map_or(&[], |role| &role.permissions), &scope);
    }
    Ok(actor.require_to_have(&all)?)
}

/// Errs where a subject may do more than the actor, who would come to act in its place.
pub(super) fn require_to_cover(
    store: &dyn Store,
    actor: &Actor,
    subject: Uuid,
) -> Result<(), ApiError> {
    let theirs = Grants::of(&store.list_grants(subject)?);
    Ok(actor.require_to_have(&theirs)?)
}

/// The grant that a record is of.
pub(super) fn grant(record: &GrantRecord) -> Grant {
    Grant {
        role: record.role.id,
        division: record.division.as_ref().map(|(id, _)| id.clone()),
    }
}

fn find(store: &dyn Store, id: Uuid) -> Result<Subject, ApiError> {
    if let Some(found) = store.find_user(id)? {
        return Ok(found.user.into());
    }
    let client = store.find_client(id)?;
    let client = client.ok_or_else(|| ApiError::not_found("user or API client", id))?;
    Ok(client.into())
}

fn show(store: &dyn Store, subject: &Subject) -> Result<api::Subject, ApiError> {
    let grants = store.list_grants(subject.id)?;
    let id = subject.id.to_string();
    Ok(api::Subject {
        name: subject.name.clone(),
        grants: grants
            .into_iter()
            .map(|grant| api::SubjectGrant {
                subject_id: id.clone(),
                division: grant.division.map_or_else(
                    || api::Division {
                        id: ALL_DIVISIONS.to_owned(),
                        ..api::Division::default()
                    },
                    |(id, name)| division(&id, &name),
                ),
                role: GrantedRole {
                    id: grant.role.id.to_string(),
                    policies: policies(&grant.role.permissions),
                    name: grant.role.name,
                    description: grant.role.description,
                    default: grant.role.built_in,
                    self_uri: Some(address(grant.role.id)),
                },
                grant_made_at: rfc3339(grant.created),
            })
            .collect(),
        id,
    })
}
