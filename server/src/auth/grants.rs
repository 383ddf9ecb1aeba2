//! What someone may do, and where.

use std::collections::BTreeMap;

use import_core::permission::Permission;
use thiserror::Error;

use crate::store::Scope;

/// What someone may do, and in which divisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grants(BTreeMap<Permission, Scope>);

/// What was asked for is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the permission `{0}` is required")]
pub struct Forbidden(pub Permission);

impl Grants {
    /// Everything, everywhere.
    pub fn of_administrators() -> Self {
        let mut grants = Self::default();
        grants.add(Permission::ALL, &Scope::Everywhere);
        grants
    }

    /// Adds permissions in some divisions.
    pub fn add(&mut self, permissions: &[Permission], scope: &Scope) {
        for &permission in permissions {
            let before = self.scope(permission).clone();
            self.0.insert(permission, before.unite(scope));
        }
    }

    /// Where a permission is granted.
    pub fn scope(&self, permission: Permission) -> &Scope {
        static NOWHERE: Scope = Scope::NOWHERE;
        self.0.get(&permission).unwrap_or(&NOWHERE)
    }

    /// Every permission that is granted somewhere.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> {
        let granted = self.0.iter().filter(|(_, scope)| **scope != Scope::NOWHERE);
        granted.map(|(&permission, _)| permission)
    }

    /// Whether a permission is granted somewhere.
    pub fn has(&self, permission: Permission) -> bool {
        *self.scope(permission) != Scope::NOWHERE
    }
}
