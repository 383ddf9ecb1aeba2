//! Divisions that something is limited to.

use std::collections::BTreeSet;

/// Divisions that something is limited to, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Every division, also one that is made later.
    #[default]
    Everywhere,
    /// These divisions alone. Where none is named: nowhere.
    Within(BTreeSet<String>),
}

impl Scope {
    /// No division at all.
    pub const NOWHERE: Self = Self::Within(BTreeSet::new());

    /// One division.
    pub fn of(division: &str) -> Self {
        Self::Within(BTreeSet::from([division.to_owned()]))
    }

    /// Whether a division is one of them.
    pub fn contains(&self, division: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Within(divisions) => divisions.contains(division),
        }
    }

    /// Whether all of `other` is in it.
    pub fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Everywhere, _) => true,
            (Self::Within(_), Self::Everywhere) => false,
            (Self::Within(one), Self::Within(other)) => other.is_subset(one),
        }
    }

    /// What is in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Everywhere, limited) | (limited, Self::Everywhere) => limited.clone(),
            (Self::Within(one), Self::Within(other)) => {
                Self::Within(one.intersection(other).cloned().collect())
            }
        }
    }

    /// What is in one or the other.
    #[must_use]
    pub fn unite(self, other: &Self) -> Self {
        match (self, other) {
            (Self::Within(mut one), Self::Within(other)) => {
                one.extend(other.iter().cloned());
                Self::Within(one)
            }
            _ => Self::Everywhere,
        }
    }

    /// The divisions; `None` where it is not limited.
    pub(crate) fn ids(&self) -> Option<Vec<&str>> {
        match self {
            Self::Everywhere => None,
            Self::Within(divisions) => Some(divisions.iter().map(String::as_str).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(divisions: &[&str]) -> Scope {
        Scope::Within(divisions.iter().map(|id| (*id).to_owned()).collect())
    }

    #[test]
    fn what_is_in_nothing_is_nowhere_and_never_everywhere() {
        let none = within(&["a"]).intersect(&within(&["b"]));
        assert_eq!(none, Scope::NOWHERE);
        assert!(!none.contains("a"));
        assert_eq!(none.ids(), Some(vec![]));
        assert!(Scope::Everywhere.contains("a"));
    }

    #[test]
    fn everywhere_gives_way_to_a_limit_and_swallows_it() {
        let a = within(&["a"]);
        assert_eq!(Scope::Everywhere.intersect(&a), a);
        assert_eq!(a.intersect(&Scope::Everywhere), a);
        assert_eq!(a.clone().unite(&Scope::Everywhere), Scope::Everywhere);
        assert_eq!(a.unite(&within(&["b"])), within(&["a", "b"]));
    }
}
