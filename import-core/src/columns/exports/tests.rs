//! Whole headers, as the programs write them, and what they have to become.

mod books;
mod crm;
mod genesys;
mod outlook;

use super::System;
use crate::columns::suggest::tests::advised;
use crate::columns::{Advice, Confidence, Doubt, Field};

/// A whole header, and the columns of it that are suggested something, in its order; nothing else is.
#[track_caller]
fn check_export(system: System, header: &str, expected: &[(&str, Field)]) {
    let columns: Vec<(&str, &[&str])> = header
        .split(',')
        .map(|name| (name, [].as_slice()))
        .collect();
    let found = advised(&columns);
    assert_eq!(found.system, Some(system));
    let found: Vec<(&str, Field)> = columns
        .iter()
        .zip(&found.columns)
        .filter_map(|((name, _), advice)| match advice {
            Advice::Suggested(suggestion) => Some((*name, suggestion.field)),
            _ => None,
        })
        .collect();
    assert_eq!(found, expected);
}

/// What is suggested of each column with a value, in order: field, confidence and doubt.
#[track_caller]
fn check_values(
    columns: &[(&str, &[&str])],
    expected: &[Option<(Field, Confidence, Option<Doubt>)>],
) {
    let found = advised(columns).columns;
    let found: Vec<_> = columns
        .iter()
        .zip(found)
        .filter(|((name, _), _)| name.ends_with("Value"))
        .map(|(_, advice)| match advice {
            Advice::Suggested(found) => Some((found.field, found.confidence, found.doubt)),
            _ => None,
        })
        .collect();
    assert_eq!(found, expected);
}
