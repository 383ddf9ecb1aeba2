//! What a request needs to be allowed.

use import_core::permission::Permission;

use super::{Forbidden, Grants};
use crate::store::Scope;

/// What a request needs to be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is how one comes to be somebody, or it tells nothing.
    Nothing,
    /// To be somebody.
    Somebody,
    /// Each of these permissions.
    All(&'static [Permission]),
    /// One of these permissions.
    Any(&'static [Permission]),
}

impl Needs {
    /// The permissions that play a part.
    pub fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Nothing | Self::Somebody => &[],
            Self::All(permissions) | Self::Any(permissions) => permissions,
        }
    }

    /// Errs unless what is needed is granted somewhere; names the first permission that is missing.
    pub fn check(self, grants: &Grants) -> Result<(), Forbidden> {
        self.judge(|permission| grants.has(permission))
    }

    /// The same for one division.
    pub fn check_in(self, grants: &Grants, division: &str) -> Result<(), Forbidden> {
        self.judge(|permission| grants.scope(permission).contains(division))
    }

    /// The divisions for which [`Needs::check_in`] agrees.
    pub fn scope(self, grants: &Grants) -> Scope {
        let scopes = self.permissions().iter().map(|&one| grants.scope(one));
        match self {
            Self::Any(_) => scopes.fold(Scope::NOWHERE, Scope::unite),
            _ => scopes.fold(Scope::Everywhere, |all, one| all.intersect(one)),
        }
    }

    fn judge(self, is_granted: impl Fn(Permission) -> bool) -> Result<(), Forbidden> {
        let mut missing = self.permissions().iter().filter(|&&one| !is_granted(one));
        let count = missing.clone().count();
        let is_enough = match self {
            Self::Any(any) => count < any.len(),
            _ => count == 0,
        };
        match missing.next() {
            Some(&first) if !is_enough => Err(Forbidden(first)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use import_core::permission::Permission as P;

    use super::*;

    const ALL: Needs = Needs::All(&[P::ContactView, P::ImportJobView]);
    const ANY: Needs = Needs::Any(&[P::ContactView, P::ImportJobView]);

    fn grants(of: &[(P, &str)]) -> Grants {
        let mut grants = Grants::default();
        for &(permission, division) in of {
            grants.add(&[permission], &Scope::of(division));
        }
        grants
    }

    #[test]
    fn the_first_missing_permission_is_named() {
        let none = grants(&[]);
        assert_eq!(ALL.check(&none), Err(Forbidden(P::ContactView)));
        assert_eq!(ANY.check(&none), Err(Forbidden(P::ContactView)));
        let one = grants(&[(P::ContactView, "a")]);
        assert_eq!(ALL.check(&one), Err(Forbidden(P::ImportJobView)));
        assert_eq!(ANY.check(&one), Ok(()));
        assert_eq!(Needs::Somebody.check(&none), Ok(()));
    }

    #[test]
    fn all_that_is_needed_has_to_be_granted_in_the_same_division() {
        let apart = grants(&[(P::ContactView, "a"), (P::ImportJobView, "b")]);
        assert_eq!(ALL.check(&apart), Ok(()));
        assert_eq!(ALL.scope(&apart), Scope::NOWHERE);
        let missing = ALL.check_in(&apart, "a");
        assert_eq!(missing, Err(Forbidden(P::ImportJobView)));
        let both = Scope::of("a").unite(&Scope::of("b"));
        assert_eq!(ANY.scope(&apart), both);
        assert_eq!(ANY.check_in(&apart, "b"), Ok(()));
        assert_eq!(Needs::Somebody.scope(&apart), Scope::Everywhere);
    }
}
