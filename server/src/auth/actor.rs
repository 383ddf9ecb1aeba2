//! Who makes a request, and what they may do by it.

use import_core::permission::Permission;

use super::{Forbidden, Grants, Needs, Subject};
use crate::store::Scope;

/// Who makes a request. There is one only where the request is allowed in some division at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who it is.
    pub subject: Subject,
    grants: Grants,
    needs: Needs,
}

impl Actor {
    /// Errs where the request needs what is granted nowhere.
    pub fn new(subject: Subject, grants: Grants, needs: Needs) -> Result<Self, Forbidden> {
        needs.check(&grants)?;
        Ok(Self {
            subject,
            grants,
            needs,
        })
    }

    /// What the request needs to be allowed.
    pub fn needs(&self) -> Needs {
        self.needs
    }

    /// Everything the actor may do somewhere.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> {
        self.grants.permissions()
    }

    /// The divisions in which this request is allowed.
    pub fn scope(&self) -> Scope {
        self.needs.scope(&self.grants)
    }

    /// Errs unless this request is allowed in a division.
    pub fn require_in(&self, division: &str) -> Result<(), Forbidden> {
        self.needs.check_in(&self.grants, division)
    }

    /// The divisions in which anything is allowed.
    pub fn visible(&self) -> Scope {
        self.grants.anywhere()
    }

    /// Errs unless the actor may do all of this as well: nobody gives to others, or takes over from them, what they
    /// do not have themselves.
    pub fn require_to_have(&self, others: &Grants) -> Result<(), Forbidden> {
        self.grants.cover(others)
    }
}
