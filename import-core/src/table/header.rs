//! The names of a file's columns.

use std::collections::HashMap;

use crate::problem::{Code, Problem};

/// How many columns a file may have, as in a spreadsheet; cells behind them are too many.
pub(crate) const COLUMNS_LIMIT: usize = 16_384;

/// Columns without a name, and columns of one name.
pub(super) fn header_problems(names: &[String]) -> Vec<Problem> {
    let mut first_of = HashMap::new();
    let mut problems = Vec::new();
    for (number, name) in (1_usize..).zip(names) {
        if name.is_empty() {
            problems.push(Problem::of_row(Code::HeaderEmpty, 0).with("number", number));
            continue;
        }
        let first = *first_of.entry(name.to_lowercase()).or_insert(number);
        if first != number {
            let problem = Problem::of_cell(Code::HeaderRepeated, 0, name, name);
            problems.push(problem.with("first", first).with("number", number));
        }
    }
    problems
}

/// Whether a cell is a value rather than a column's name: an e-mail address or a long number.
pub(super) fn is_value(cell: &str) -> bool {
    let is_email = !cell.contains(char::is_whitespace)
        && cell
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    let is_number = cell
        .chars()
        .all(|c| c.is_ascii_digit() || " +-().".contains(c))
        && cell.chars().filter(char::is_ascii_digit).count() >= 6;
    is_email || is_number
}

/// What a spreadsheet calls a column: A to Z, AA and so on.
pub(crate) fn column_letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(
            b'A' + u8::try_from(index % 26).unwrap_or_default(),
        ));
        match (index / 26).checked_sub(1) {
            Some(next) => index = next,
            None => return letters.iter().rev().collect(),
        }
    }
}
