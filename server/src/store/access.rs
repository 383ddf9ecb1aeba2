//! Roles, who has them where, and divisions.

use import_core::permission::Permission;
use import_core::record::Timestamp;
use uuid::{Uuid, uuid};

use super::{Result, Scope};

/// A named set of permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The role's id.
    pub id: Uuid,
    /// Unique without case.
    pub name: String,
    /// For people; may be empty.
    pub description: String,
    /// In the order of [`Permission::ALL`].
    pub permissions: Vec<Permission>,
    /// Whether it is [`Role::ADMINISTRATOR`], which has every permission and never changes.
    pub built_in: bool,
}

impl Role {
    /// The id of the built-in role.
    pub const ADMINISTRATOR: Uuid = uuid!("00000000-0000-7000-8000-000000000001");
}

/// A role that someone has, in one division or in all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grant {
    /// The role's id.
    pub role: Uuid,
    /// The division's id; `None` for all, also those that are made later.
    pub division: Option<String>,
}

impl Grant {
    /// What makes an administrator.
    pub const fn of_administrator() -> Self {
        Self {
            role: Role::ADMINISTRATOR,
            division: None,
        }
    }
}

/// A grant with what it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRecord {
    /// The role.
    pub role: Role,
    /// The id and name of the division; `None` for all.
    pub division: Option<(String, String)>,
    /// When it was given.
    pub created: Timestamp,
}

impl GrantRecord {
    /// Where it holds.
    pub fn scope(&self) -> Scope {
        match &self.division {
            None => Scope::Everywhere,
            Some((id, _)) => Scope::of(id),
        }
    }
}

/// Keeps roles and grants. A subject is a user or an API client.
pub trait Roles {
    /// Every role, by name.
    fn list_roles(&self) -> Result<Vec<Role>>;

    /// One role.
    fn find_role(&self, id: Uuid) -> Result<Option<Role>> {
        Ok(self.list_roles()?.into_iter().find(|role| role.id == id))
    }

    /// Adds a role. Errs where the name is taken.
    fn create_role(&self, role: &Role) -> Result<()>;

    /// Replaces a role that is not built in; `false` if there is none. Errs where the name is taken.
    fn update_role(&self, role: &Role) -> Result<bool>;

    /// Removes a role that is not built in; `false` if there is none. Errs where someone has it.
    fn delete_role(&self, id: Uuid) -> Result<bool>;

    /// What a subject was granted, by the names of the roles. Nothing where there is no such subject.
    fn list_grants(&self, subject: Uuid) -> Result<Vec<GrantRecord>>;

    /// Takes grants from a subject, then gives it others; what it has or lacks already stays so. A role or
    /// division that does not exist grants nothing. Errs with [`super::StoreError::LastAdministrator`] where no
    /// administrator would be left.
    fn change_grants(
        &self,
        subject: Uuid,
        removed: &[Grant],
        added: &[Grant],
        now: Timestamp,
    ) -> Result<()>;
}

/// Keeps divisions, each with an id and a name.
pub trait Divisions {
    /// The ids and names of all divisions, by name.
    fn list_divisions(&self) -> Result<Vec<(String, String)>>;

    /// Adds a division. Errs where the name is taken.
    fn create_division(&self, id: &str, name: &str) -> Result<()>;

    /// Renames a division; `false` if there is none. Errs where the name is taken.
    fn rename_division(&self, id: &str, name: &str) -> Result<bool>;

    /// Removes a division with what was granted in it; `false` if there is none. Errs where it has records or
    /// jobs, and where it is the one of records that nobody assigned to one.
    fn delete_division(&self, id: &str) -> Result<bool>;
}
