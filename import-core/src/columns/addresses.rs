//! Addresses that a file has several of: the one at work, the one at home. Parts of two make no third.

use super::field::Field;
use super::suggest::Sample;

/// Words in the names of columns, as they are compared, that say which address they are part of. The first that has a
/// value is taken.
const KINDS: &[&[&str]] = &[
    &[
        "business",
        "work",
        "office",
        "geschäftlich",
        "dienstlich",
        "bureau",
        "商务",
        "商務",
        "办公",
        "辦公",
        "勤務先",
    ],
    &["home", "privat", "domicile", "住宅", "住家", "家庭", "自宅"],
    &["other", "weitere", "autre", "其他"],
];

/// The columns of addresses that are not the one to take, of those that may be part of one.
pub(super) fn others(
    names: &[String],
    columns: &[Sample<'_>],
    parts: impl Iterator<Item = usize>,
) -> Vec<usize> {
    let kind = |column: usize| {
        let is_in = |words: &[&str]| words.iter().any(|word| names[column].contains(word));
        KINDS.iter().position(|words| is_in(words))
    };
    let parts: Vec<(usize, usize)> = parts
        .filter_map(|column| Some((kind(column)?, column)))
        .collect();
    let with_values = parts
        .iter()
        .filter(|(_, column)| !columns[*column].values.is_empty());
    let first = with_values.map(|(kind, _)| *kind).min();
    let Some(taken) = first.or_else(|| parts.iter().map(|(kind, _)| *kind).min()) else {
        return Vec::new();
    };
    let others = parts.into_iter().filter(|(kind, _)| *kind != taken);
    others.map(|(_, column)| column).collect()
}

/// Whether a field is part of a contact's address.
pub(super) fn is_part(field: Field) -> bool {
    (Field::Address1..=Field::CountryCode).contains(&field)
}
