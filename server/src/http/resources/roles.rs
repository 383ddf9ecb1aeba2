//! Roles.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{self, Paged, PermissionPolicy};
use import_core::permission::Permission;
use uuid::Uuid;

use super::sources::checked_name;
use crate::auth::{Actor, Grants};
use crate::http::answer::whole;
use crate::http::extract::{Id, Json};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{Role, Scope};

/// Most characters of a name and of a description.
const NAME_LIMIT: usize = 100;
const DESCRIPTION_LIMIT: usize = 500;

/// A page of the roles.
pub(in crate::http) async fn list_roles(
    State(state): State<AppState>,
    query: Query,
) -> Result<Answer<Paged<api::Role>>, ApiError> {
    let mut roles = state.store(|store| store.list_roles()).await?;
    let name = query.text("name").unwrap_or_default().to_lowercase();
    roles.retain(|role| role.name.to_lowercase().contains(&name));
    Ok(Answer(whole(&query, roles, show)?))
}

/// One role.
pub(in crate::http) async fn read_role(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<api::Role>, ApiError> {
    let role = state.store(move |store| store.find_role(id)).await?;
    Ok(Answer(show(role.ok_or_else(|| unknown(id))?)))
}

/// Adds a role.
pub(in crate::http) async fn create_role(
    State(state): State<AppState>,
    actor: Actor,
    Json(role): Json<api::Role>,
) -> Result<(StatusCode, Answer<api::Role>), ApiError> {
    let role = check(state.environment.new_id(), &role)?;
    actor.require_to_have(&all_of(&role))?;
    let kept = role.clone();
    state.store(move |store| store.create_role(&kept)).await?;
    Ok((StatusCode::CREATED, Answer(show(role))))
}

/// Replaces a role. Whoever has it has the new permissions at once.
pub(in crate::http) async fn update_role(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(role): Json<api::Role>,
) -> Result<Answer<api::Role>, ApiError> {
    refuse_built_in(id)?;
    let role = check(id, &role)?;
    actor.require_to_have(&all_of(&role))?;
    let kept = role.clone();
    if state.store(move |store| store.update_role(&kept)).await? {
        Ok(Answer(show(role)))
    } else {
        Err(unknown(id))
    }
}

/// Removes a role that nobody has.
pub(in crate::http) async fn delete_role(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    refuse_built_in(id)?;
    if state.store(move |store| store.delete_role(id)).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(unknown(id))
    }
}

/// An error that says that there is no such role.
pub(super) fn unknown(id: Uuid) -> ApiError {
    ApiError::not_found("role", id)
}

fn refuse_built_in(id: Uuid) -> Result<(), ApiError> {
    if id == Role::ADMINISTRATOR {
        let message = "the built-in role cannot be changed; make another one";
        return Err(ApiError::conflict("role_built_in", message));
    }
    Ok(())
}

/// A role may come to hold anywhere, so it is judged by that.
fn all_of(role: &Role) -> Grants {
    let mut grants = Grants::default();
    grants.add(&role.permissions, &Scope::Everywhere);
    grants
}

fn check(id: Uuid, role: &api::Role) -> Result<Role, ApiError> {
    let description = checked_description(&role.description)?;
    let mut chosen = Vec::new();
    for (index, name) in role.permissions.iter().enumerate() {
        let permission = Permission::by_name(name).ok_or_else(|| {
            let message = format!("there is no permission `{name}`");
            ApiError::field(&format!("permissions[{index}]"), message)
        })?;
        chosen.push(permission);
    }
    for (index, policy) in role.permission_policies.iter().enumerate() {
        for action in &policy.action_set {
            let (domain, entity) = (&policy.domain, &policy.entity_name);
            let found: Vec<Permission> = Permission::ALL
                .iter()
                .copied()
                .filter(|one| {
                    one.domain() == domain
                        && one.entity() == entity
                        && (action == "*" || one.action() == action)
                })
                .collect();
            if found.is_empty() {
                let message = format!("there is no permission `{domain}:{entity}:{action}`");
                let field = format!("permissionPolicies[{index}].actionSet");
                return Err(ApiError::field(&field, message));
            }
            chosen.extend(found);
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    Ok(Role {
        id,
        name: checked_name(&role.name, NAME_LIMIT)?,
        description,
        permissions: chosen,
        built_in: false,
    })
}

/// A trimmed description of at most 500 characters.
pub(super) fn checked_description(description: &str) -> Result<String, ApiError> {
    let description = description.trim();
    let length = description.chars().count();
    if length > DESCRIPTION_LIMIT {
        let message = format!("{length} characters, at most {DESCRIPTION_LIMIT} are allowed");
        return Err(ApiError::field("description", message));
    }
    Ok(description.to_owned())
}

/// A role as the API shows it.
fn show(role: Role) -> api::Role {
    api::Role {
        id: Some(role.id),
        permission_policies: policies(&role.permissions),
        permissions: role
            .permissions
            .iter()
            .map(|one| one.name().to_owned())
            .collect(),
        name: role.name,
        description: role.description,
        default: role.built_in,
        self_uri: Some(address(role.id)),
    }
}

pub(super) fn address(role: Uuid) -> String {
    format!("/api/v2/authorization/roles/{role}")
}

/// Permissions by entity.
pub(super) fn policies(permissions: &[Permission]) -> Vec<PermissionPolicy> {
    let mut policies: Vec<PermissionPolicy> = Vec::new();
    for permission in permissions {
        let (domain, entity) = (permission.domain(), permission.entity());
        let action = permission.action().to_owned();
        let known = policies
            .iter_mut()
            .find(|policy| policy.domain == domain && policy.entity_name == entity);
        match known {
            Some(policy) => policy.action_set.push(action),
            None => policies.push(PermissionPolicy {
                domain: domain.to_owned(),
                entity_name: entity.to_owned(),
                action_set: vec![action],
            }),
        }
    }
    policies
}
