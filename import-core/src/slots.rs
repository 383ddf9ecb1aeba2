//! A family of slots: the e-mails or the phones of a contact. Here no identifier is ever lost.
//!
//! A value that another pushes out of its slot moves to the first free slot of its family; where none
//! is free it stays with the contact as an extra value, still matched and still shown.

/// What a row or a merge wants of one slot.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wish<V> {
    /// Nothing.
    Keep,
    /// Nothing in it, and nothing may move into it.
    Clear,
    /// This value.
    Set(V),
}

/// Fulfils the wishes, one for each slot; `key` tells which values are the same. A value that is set
/// leaves every other place of the family.
///
/// Returns the values for which no slot was free, each with the slot that it was pushed out of; they
/// are among the extras.
pub(crate) fn settle<V: Clone, K: PartialEq>(
    slots: &mut [Option<V>],
    extras: &mut Vec<V>,
    wishes: Vec<Wish<V>>,
    key: impl Fn(&V) -> K,
) -> Vec<(usize, V)> {
    let set: Vec<K> = wishes
        .iter()
        .filter_map(|wish| {
            if let Wish::Set(value) = wish {
                Some(key(value))
            } else {
                None
            }
        })
        .collect();
    let is_set = |value: &V| set.contains(&key(value));
    for slot in slots.iter_mut() {
        if slot.as_ref().is_some_and(&is_set) {
            *slot = None;
        }
    }
    extras.retain(|value| !is_set(value));

    let may_take: Vec<bool> = wishes
        .iter()
        .map(|wish| !matches!(wish, Wish::Clear))
        .collect();
    let mut pushed_out = Vec::new();
    for (index, wish) in wishes.into_iter().enumerate() {
        match wish {
            Wish::Keep => {}
            Wish::Clear => slots[index] = None,
            Wish::Set(value) => {
                pushed_out.extend(slots[index].replace(value).map(|old| (index, old)));
            }
        }
    }
    place(slots, extras, pushed_out, |index| may_take[index])
}

/// Gives each value the first free slot, or a place among the extras. Returns the latter.
pub(crate) fn place<V: Clone>(
    slots: &mut [Option<V>],
    extras: &mut Vec<V>,
    values: Vec<(usize, V)>,
    may_take: impl Fn(usize) -> bool,
) -> Vec<(usize, V)> {
    let mut overflow = Vec::new();
    for (from, value) in values {
        let free = (0..slots.len()).find(|&index| slots[index].is_none() && may_take(index));
        if let Some(index) = free {
            slots[index] = Some(value);
        } else {
            extras.push(value.clone());
            overflow.push((from, value));
        }
    }
    overflow
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        before: [&str; 3],
        wishes: [Wish<&'static str>; 3],
        after: [&str; 3],
        extras_after: &[&str],
    ) {
        let mut slots = before.map(|text| (!text.is_empty()).then(|| text.to_owned()));
        let mut extras = Vec::new();
        let wishes = wishes
            .into_iter()
            .map(|wish| match wish {
                Wish::Keep => Wish::Keep,
                Wish::Clear => Wish::Clear,
                Wish::Set(text) => Wish::Set(text.to_owned()),
            })
            .collect();
        settle(&mut slots, &mut extras, wishes, String::clone);
        assert_eq!(slots.map(Option::unwrap_or_default), after);
        assert_eq!(extras, extras_after);
    }

    use Wish::{Clear, Keep, Set};

    #[test]
    fn a_value_moves_to_the_first_free_slot_when_another_takes_its_place() {
        check(["a", "", ""], [Set("b"), Keep, Keep], ["b", "a", ""], &[]);
        check(["a", "x", ""], [Set("b"), Keep, Keep], ["b", "x", "a"], &[]);
    }

    #[test]
    fn a_value_without_a_free_slot_becomes_an_extra() {
        check(
            ["a", "x", "y"],
            [Set("b"), Keep, Keep],
            ["b", "x", "y"],
            &["a"],
        );
    }

    #[test]
    fn a_value_that_is_set_leaves_its_other_slot() {
        check(["a", "", ""], [Keep, Set("a"), Keep], ["", "a", ""], &[]);
        check(["a", "x", ""], [Keep, Set("a"), Keep], ["x", "a", ""], &[]);
    }

    #[test]
    fn two_values_change_places() {
        check(
            ["a", "b", ""],
            [Set("b"), Set("a"), Keep],
            ["b", "a", ""],
            &[],
        );
    }

    #[test]
    fn nothing_moves_into_a_slot_that_is_cleared() {
        check(["a", "", ""], [Set("b"), Clear, Keep], ["b", "", "a"], &[]);
        check(["a", "x", ""], [Keep, Clear, Keep], ["a", "", ""], &[]);
    }
}
