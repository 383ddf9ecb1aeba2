//! Who makes a request, and what they may do.

use import_core::permission::Permission;
use thiserror::Error;

use crate::store::User;

/// Who makes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The user.
    pub user: User,
}

/// What was asked for is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the permission `{0}` is required")]
pub struct Forbidden(pub Permission);

impl Actor {
    /// Everything the actor may do. Every user is an administrator as long as there are no roles.
    pub fn permissions(&self) -> &'static [Permission] {
        Permission::ALL
    }

    /// Errs unless the actor has this permission: the one check there is.
    pub fn require(&self, permission: Permission) -> Result<(), Forbidden> {
        self.require_any(&[permission])
    }

    /// Errs unless the actor has this permission in a division.
    pub fn require_in(&self, permission: Permission, _division: &str) -> Result<(), Forbidden> {
        self.require(permission)
    }

    /// Errs unless the actor has one of these permissions, and names the first.
    pub fn require_any(&self, any: &[Permission]) -> Result<(), Forbidden> {
        let granted = self.permissions();
        match any.first() {
            Some(&first) if !any.iter().any(|one| granted.contains(one)) => Err(Forbidden(first)),
            _ => Ok(()),
        }
    }
}
