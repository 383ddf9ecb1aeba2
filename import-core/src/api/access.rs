//! Who may do what: roles, grants, users and API clients, in the shapes of the public API.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Division;

/// What stands for all divisions in a grant, also those that are made later. (`*` is the division `Unassigned`.)
pub const ALL_DIVISIONS: &str = "all";

/// A role: `DomainOrganizationRole`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Role {
    /// Given by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Unique, compared without case, trimmed; at most 100 characters.
    pub name: String,
    /// For people; at most 500 characters.
    pub description: String,
    /// Names such as `externalContacts:contact:view`. In a request, they and the policies add up.
    pub permissions: Vec<String>,
    /// The same, by entity.
    pub permission_policies: Vec<PermissionPolicy>,
    /// Whether it is built in: it has every permission and never changes.
    pub default: bool,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// What a role may do with one kind of thing: `DomainPermissionPolicy`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PermissionPolicy {
    /// The first part of the permissions' names.
    pub domain: String,
    /// Their second part.
    pub entity_name: String,
    /// Their last parts; `*` in a request stands for all there are.
    pub action_set: Vec<String>,
}

/// Someone who has roles: `AuthzSubject`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Subject {
    /// The id of a user or an API client.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it was granted.
    pub grants: Vec<SubjectGrant>,
}

/// A role that someone has: `AuthzGrant`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SubjectGrant {
    /// Who has it.
    pub subject_id: String,
    /// Where it holds; [`ALL_DIVISIONS`] for everywhere.
    pub division: Division,
    /// The role.
    pub role: GrantedRole,
    /// RFC 3339.
    pub grant_made_at: String,
}

/// The role of a grant: `AuthzGrantRole`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct GrantedRole {
    /// The role's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// For people.
    pub description: String,
    /// Its permissions, by entity.
    pub policies: Vec<PermissionPolicy>,
    /// Whether it is built in.
    pub default: bool,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// Grants to add, to take away, or to have instead of others: `RoleDivisionGrants`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoleDivisionGrants {
    /// The grants.
    pub grants: Vec<RoleDivision>,
}

/// A role in a division.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RoleDivision {
    /// The role's id.
    pub role_id: Uuid,
    /// The division's id, or [`ALL_DIVISIONS`]. Without one, all as well.
    #[serde(default = "everywhere")]
    pub division_id: String,
}

fn everywhere() -> String {
    ALL_DIVISIONS.to_owned()
}

/// Whether a user or an API client may sign in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum AccessState {
    /// Yes.
    #[default]
    Active,
    /// No.
    #[serde(alias = "disabled")]
    Inactive,
}

/// A user: `User`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserEntity {
    /// The user's id.
    pub id: Uuid,
    /// The name, by which the user signs in.
    pub name: String,
    /// Whether the user may sign in.
    #[serde(default)]
    pub state: AccessState,
    /// RFC 3339; goes beyond the public API.
    #[serde(default)]
    pub date_created: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// `POST /api/v2/users`: a user without any role.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreateUser {
    /// Unique, compared without case, trimmed; at most 100 characters.
    pub name: String,
    /// At least 10 characters.
    pub password: String,
}

/// `PATCH /api/v2/users/{id}`: what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UpdateUser {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the user may sign in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<AccessState>,
}

/// `POST /api/v2/users/{id}/password`
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangePassword {
    /// At least 10 characters.
    pub new_password: String,
}

/// An API client: `OAuthClient`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OauthClient {
    /// Given by the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// 1 to 100 characters.
    pub name: String,
    /// For people; at most 500 characters.
    #[serde(default)]
    pub description: String,
    /// The only kind of client there is.
    #[serde(default)]
    pub authorized_grant_type: GrantType,
    /// How long a token lives: 300 to 172,800 seconds, a day where nothing is said.
    #[serde(default = "a_day")]
    pub access_token_validity_seconds: u32,
    /// Whether it may sign in.
    #[serde(default)]
    pub state: AccessState,
    /// Its roles; absent in a change: they stay. Listed clients come without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_divisions: Option<Vec<RoleDivision>>,
    /// Only in the answer that made it: it is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// RFC 3339.
    #[serde(default)]
    pub date_created: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

fn a_day() -> u32 {
    86_400
}

/// How a client signs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GrantType {
    /// With its id and secret.
    #[default]
    #[serde(rename = "CLIENT-CREDENTIALS", alias = "CLIENT_CREDENTIALS")]
    ClientCredentials,
}

/// What a bearer token stands for: `TokenInfo`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TokenInfo {
    /// The client that it was given to; none for the session of a user.
    #[serde(rename = "OAuthClient", skip_serializing_if = "Option::is_none")]
    pub client: Option<TokenClient>,
}

/// The client of a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenClient {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}
