//! A batch of checked rows, made ready for being planned.

use std::ops::Range;

use super::Keys;
use crate::applying::apply_to_contact;
use crate::columns::Subject;
use crate::problem::Problem;
use crate::record::{Contact, Identifier, PackedContact};
use crate::row::Row;
use crate::settings::Settings;

/// Whether rows bring the contacts that they become where they match nothing.
///
/// Either way the plan is the same; it is a question of who does the work, and whether it is done in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// Most rows will match nothing: made with the batch.
    Contacts,
    /// Most rows will match: made when the batch is planned, for the others alone.
    Nothing,
}

/// Rows in file order with everything that can be known of them without the directory, so that it can be
/// made while an earlier batch is planned and written.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub(super) drafts: Vec<Draft>,
    pub(super) keys: Keys,
    /// Where in the keys those of the contacts are, row after row, each row's in matching order.
    pub(super) places: Vec<usize>,
}

/// A row, and what it becomes where it matches nothing.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) row: Row,
    /// Where in the batch's `places` stands what its contact is matched by.
    pub(super) contact_keys: Range<usize>,
    /// What its organization is matched by.
    pub(super) organization_key: Option<Identifier>,
    /// None for a rejected row, and for one that is about an organization alone.
    pub(super) contact: Option<DraftContact>,
}

/// What a row becomes where it matches nothing.
#[derive(Clone, Debug)]
pub(super) enum DraftContact {
    Made(Result<NewContact, Problem>),
    /// It is made of the row when it is wanted.
    Later,
}

/// A contact that is in no directory yet.
#[derive(Clone, Debug)]
pub(super) struct NewContact {
    /// Without its id and dates.
    pub(super) packed: PackedContact,
    pub(super) warnings: Vec<Problem>,
}

impl Batch {
    /// Makes rows ready. They stay in their order.
    pub fn new(rows: Vec<Row>, settings: &Settings, ahead: Ahead) -> Self {
        let mut contact_keys = Vec::with_capacity(rows.len() * 4);
        let drafts = rows.into_iter();
        let drafts: Vec<Draft> = drafts
            .map(|row| Draft::new(row, settings, ahead, &mut contact_keys))
            .collect();
        let mut organizations: Vec<&Identifier> = drafts
            .iter()
            .filter_map(|draft| draft.organization_key.as_ref())
            .collect();
        organizations.sort_unstable();
        organizations.dedup();
        let organizations = organizations.into_iter().cloned().collect();
        let (contacts, places) = each_once(contact_keys);
        Self {
            drafts,
            keys: Keys {
                contacts,
                organizations,
            },
            places,
        }
    }

    /// What must be looked up before it can be planned. Rejected rows need nothing.
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// How many rows it has.
    pub const fn len(&self) -> usize {
        self.drafts.len()
    }

    /// Whether it has no rows.
    pub const fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }
}

/// The identifiers, each once and sorted, and where each of the given ones is among them.
fn each_once(mut identifiers: Vec<Identifier>) -> (Vec<Identifier>, Vec<usize>) {
    // Most are told apart by how they begin, which is compared much faster than the whole.
    let beginnings = identifiers.iter().map(beginning);
    let mut order: Vec<(u128, usize)> = beginnings.zip(0..).collect();
    order.sort_unstable_by(|(one, one_place), (other, other_place)| {
        let whole = || identifiers[*one_place].cmp(&identifiers[*other_place]);
        one.cmp(other).then_with(whole)
    });
    let mut sorted: Vec<Identifier> = Vec::with_capacity(identifiers.len());
    let mut places = vec![0; identifiers.len()];
    for (_, given) in order {
        if sorted.last() != Some(&identifiers[given]) {
            let identifier = &mut identifiers[given];
            sorted.push(Identifier::new(
                identifier.kind,
                std::mem::take(&mut identifier.key),
            ));
        }
        places[given] = sorted.len() - 1;
    }
    (sorted, places)
}

/// The kind and the first 15 bytes of the key; sorts like the identifier itself, as far as it goes.
fn beginning(identifier: &Identifier) -> u128 {
    let mut bytes = [0; 16];
    bytes[0] = identifier.kind.number();
    for (byte, of_key) in bytes[1..].iter_mut().zip(identifier.key.bytes()) {
        *byte = of_key;
    }
    u128::from_be_bytes(bytes)
}

impl Draft {
    /// What its contact is matched by is added to `keys`.
    fn new(row: Row, settings: &Settings, ahead: Ahead, keys: &mut Vec<Identifier>) -> Self {
        let first = keys.len();
        if row.is_rejected() {
            return Self {
                row,
                contact_keys: first..first,
                organization_key: None,
                contact: None,
            };
        }
        let contact = row.has(Subject::Contact).then(|| match ahead {
            Ahead::Contacts => DraftContact::Made(NewContact::of(&row, settings)),
            Ahead::Nothing => DraftContact::Later,
        });
        keys.extend(row.contact_keys(settings));
        Self {
            contact_keys: first..keys.len(),
            organization_key: row.organization_key(settings),
            contact,
            row,
        }
    }
}

impl NewContact {
    /// What a row makes of an empty one.
    pub(super) fn of(row: &Row, settings: &Settings) -> Result<Self, Problem> {
        Self::new(|contact| apply_to_contact(contact, row, settings))
    }

    /// What `apply` makes of an empty one.
    pub(super) fn new<E>(
        apply: impl FnOnce(&mut Contact) -> Result<Vec<Problem>, E>,
    ) -> Result<Self, E> {
        let mut contact = Contact::default();
        let warnings = apply(&mut contact)?;
        Ok(Self {
            packed: PackedContact::new(&contact),
            warnings,
        })
    }
}
