//! Which records a row's keys hit, and in which order.

use std::collections::HashMap;

use crate::record::Identifier;

/// Most contacts that one row may merge.
pub const MAX_MATCHES: usize = 25;

/// Most records behind one after a merge, the survivor counted.
pub const MAX_RECORDS_BEHIND: usize = 52;

/// Who holds which identifier. Records are named by their place in the engine's view.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    by_key: HashMap<Identifier, Vec<usize>>,
}

impl Holders {
    /// A record takes up identifiers.
    pub(crate) fn add(&mut self, record: usize, identifiers: impl IntoIterator<Item = Identifier>) {
        for identifier in identifiers {
            let holders = self.by_key.entry(identifier).or_default();
            if !holders.contains(&record) {
                holders.push(record);
            }
        }
    }

    /// A record lets go of identifiers.
    pub(crate) fn remove(&mut self, record: usize, identifiers: &[Identifier]) {
        for identifier in identifiers {
            if let Some(holders) = self.by_key.get_mut(identifier) {
                holders.retain(|&holder| holder != record);
            }
        }
    }

    /// The records that hold one of the keys: key by key, for each key oldest first, each record once.
    pub(crate) fn matches<Age: Ord>(
        &self,
        keys: &[Identifier],
        age: impl Fn(usize) -> Age,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for key in keys {
            let Some(holders) = self.by_key.get(key) else {
                continue;
            };
            let mut holders: Vec<usize> = holders
                .iter()
                .copied()
                .filter(|record| !found.contains(record))
                .collect();
            holders.sort_by_key(|&record| age(record));
            found.append(&mut holders);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::IdentifierKind::{Email, Phone};

    #[test]
    fn matches_come_key_by_key_oldest_first_each_once() {
        let email = Identifier::new(Email, "a@x.org");
        let phone = Identifier::new(Phone, "+14155550102");
        let mut holders = Holders::default();
        holders.add(0, [phone.clone()]);
        holders.add(2, [email.clone(), phone.clone()]);
        holders.add(1, [email.clone()]);
        let age = |record: usize| record;
        assert_eq!(
            holders.matches(&[email.clone(), phone.clone()], age),
            [1, 2, 0]
        );
        assert_eq!(
            holders.matches(&[phone.clone(), email.clone()], age),
            [0, 2, 1]
        );
        holders.remove(2, std::slice::from_ref(&phone));
        assert_eq!(holders.matches(&[phone], age), [0]);
    }
}
