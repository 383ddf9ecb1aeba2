//! What someone may do, and where.

use std::collections::BTreeMap;

use import_core::permission::Permission;
use thiserror::Error;

use crate::store::{GrantRecord, Scope};

/// What someone may do, and in which divisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grants(BTreeMap<Permission, Scope>);

/// What was asked for is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the permission `{0}` is required")]
pub struct Forbidden(pub Permission);

impl Grants {
    /// What these roles allow.
    pub fn of(records: &[GrantRecord]) -> Self {
        let mut grants = Self::default();
        for record in records {
            grants.add(&record.role.permissions, &record.scope());
        }
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

    /// The divisions in which anything is granted.
    pub fn anywhere(&self) -> Scope {
        self.0
            .values()
            .cloned()
            .fold(Scope::NOWHERE, |all, one| all.unite(&one))
    }

    /// Errs unless all that `others` allow is granted here too; names the first permission that is not.
    pub fn cover(&self, others: &Self) -> Result<(), Forbidden> {
        let missing = others
            .0
            .iter()
            .find(|(permission, scope)| !self.scope(**permission).includes(scope));
        missing.map_or(Ok(()), |(&permission, _)| Err(Forbidden(permission)))
    }
}

#[cfg(test)]
mod tests {
    use import_core::permission::Permission as P;

    use super::*;

    #[test]
    fn nobody_covers_more_than_they_have() {
        let mut here = Grants::default();
        here.add(&[P::ContactView, P::ContactEdit], &Scope::of("a"));
        let mut fewer = Grants::default();
        fewer.add(&[P::ContactView], &Scope::of("a"));
        assert_eq!(here.cover(&fewer), Ok(()));
        assert_eq!(fewer.cover(&here), Err(Forbidden(P::ContactEdit)));
        let mut everywhere = Grants::default();
        everywhere.add(&[P::ContactView], &Scope::Everywhere);
        assert_eq!(here.cover(&everywhere), Err(Forbidden(P::ContactView)));
        assert_eq!(everywhere.cover(&fewer), Ok(()));
    }
}
