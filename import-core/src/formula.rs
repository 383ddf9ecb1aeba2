//! Cells that a spreadsheet would run as formulas: made harmless when they are written to a file,
//! and brought back when that file is read.
//!
//! A cell is dangerous where its first character, after any number of `'`, is one of `=`, `+`, `-`,
//! `@`, TAB or CR. [`harden`] puts one `'` before it and [`read`] takes one away, so that the two
//! undo each other for every cell, also for one that had a `'` of its own. Plain numbers and phones keep
//! their sign: nothing in them can be run.
//!
//! Programs that export for spreadsheets write `="0123"`, a formula that is nothing but a text, so that its zeros are
//! kept. [`read`] takes such a cell for the text that a spreadsheet shows.

use std::borrow::Cow;

/// The cell as it may be written to a file that spreadsheets open.
pub fn harden(cell: &str) -> Cow<'_, str> {
    if is_dangerous(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// What a cell of a file says: the cell that [`harden`] was given, or the text of a formula that is nothing but a text.
pub fn read(cell: &str) -> &str {
    match cell.as_bytes().first() {
        Some(b'\'') => restore(cell),
        Some(b'=') => text_of(cell).unwrap_or(cell),
        _ => cell,
    }
}

/// The text of a formula `="…"` without another quote in it.
fn text_of(cell: &str) -> Option<&str> {
    let text = cell.trim_end().strip_prefix("=\"")?.strip_suffix('"')?;
    (!text.contains('"')).then_some(text)
}

/// The cell that [`harden`] was given.
fn restore(cell: &str) -> &str {
    // By its byte: every cell of a file is asked, and a character is compared by a call.
    if cell.as_bytes().first() != Some(&b'\'') {
        return cell;
    }
    match &cell[1..] {
        rest if is_dangerous(rest) => rest,
        _ => cell,
    }
}

fn is_dangerous(cell: &str) -> bool {
    let text = cell.trim_start_matches('\'');
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text)
}

/// Digits with a sign before them and spaces, brackets, dashes, dots or slashes between them.
fn is_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(['+', '-']) else {
        return false;
    };
    // A second sign could begin a sum; a phone has its dashes between digits.
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || " ()-./".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, hardened: &str) {
        assert_eq!(harden(cell), hardened);
        assert_eq!(restore(hardened), cell);
    }

    #[test]
    fn formulas_are_made_harmless_and_come_back() {
        check("=1+1", "'=1+1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0");
        check("\tx", "'\tx");
    }

    #[test]
    fn a_formula_that_is_a_text_is_read_as_that() {
        for (cell, text) in [
            ("=\"0123\"", "0123"),
            ("=\"+49 30 1\" ", "+49 30 1"),
            ("=\"\"", ""),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("=\"", "=\""),
            ("=0123", "=0123"),
            ("\"0123\"", "\"0123\""),
            ("'=\"0123\"", "=\"0123\""),
            ("'tis", "'tis"),
            ("", ""),
        ] {
            assert_eq!(read(cell), text, "{cell}");
        }
    }

    #[test]
    fn phones_and_numbers_keep_their_sign() {
        check("+1 (415) 555-0102", "+1 (415) 555-0102");
        check("-12.5", "-12.5");
    }

    #[test]
    fn quotes_of_the_cell_itself_survive() {
        check("'=1", "''=1");
        check("'tis", "'tis");
        check("", "");
    }
}
