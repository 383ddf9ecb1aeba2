//! The cells of a sheet.

use super::archive::Archive;
use super::grid::Grid;
use super::number;
use super::strings::{RichText, Strings, unescape};
use super::styles::{Shape, Styles};
use super::xml::{Node, Tag};
use super::{broken, too_large};
use crate::problem::Problem;

/// How many rows and columns a sheet has at most.
const ROWS_LIMIT: u32 = 1 << 20;
const COLUMNS_LIMIT: u16 = 1 << 14;

/// The number of the last row, as the sheet claims it before its cells.
pub(super) fn claimed_rows(archive: &mut Archive<'_>, part: &str) -> Result<Option<u32>, Problem> {
    let mut xml = archive.part(part)?.ok_or_else(broken)?;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.is("dimension") => {
                let area = tag.attribute("ref").unwrap_or_default();
                let last = area.rsplit(':').next().unwrap_or_default();
                return Ok(place(last).map(|(_, row)| row));
            }
            Node::Open(tag) if tag.is("sheetData") => return Ok(None),
            Node::End => return Ok(None),
            _ => {}
        }
    }
}

/// Reads the cells, unless their text is more than `limit` bytes.
pub(super) fn read(
    archive: &mut Archive<'_>,
    part: &str,
    strings: &Strings,
    styles: &Styles,
    limit: usize,
) -> Result<Grid, Problem> {
    let mut xml = archive.part(part)?.ok_or_else(broken)?;
    let mut grid = Grid::new(limit);
    let mut cell = Cell::default();
    let mut rich = RichText::default();
    let mut is_value = false;
    let (mut row, mut column) = (0, 0);
    loop {
        let node = xml.next()?;
        rich.see(&node, &mut cell.text);
        match node {
            Node::Open(tag) if tag.is("row") => {
                let next = tag.number("r").unwrap_or(row + 1);
                if next <= row || next > ROWS_LIMIT {
                    return Err(broken());
                }
                (row, column) = (next, 0);
            }
            Node::Open(tag) if tag.is("c") => {
                cell.begin(&tag);
                let next = match tag.attribute("r") {
                    Some(place_name) => place(&place_name).ok_or_else(broken)?.0,
                    None => column + 1,
                };
                if next <= column || next > COLUMNS_LIMIT || row == 0 {
                    return Err(broken());
                }
                column = next;
            }
            Node::Open(tag) if tag.is("v") => is_value = true,
            Node::Close(tag) if tag.is("v") => {
                is_value = false;
                cell.has_value = true;
            }
            Node::Open(tag) if tag.is("f") => cell.is_formula = true,
            Node::Text(text) if is_value => cell.text.push_str(&text),
            Node::Character(character) if is_value => cell.text.push(character),
            Node::Close(tag) if tag.is("c") => {
                if cell.is_formula && !cell.has_value {
                    grid.note_uncalculated(row, column);
                }
                let shown = cell.finish(strings, styles).ok_or_else(broken)?;
                if !grid.push(row, column, shown) {
                    return Err(too_large(limit as u64));
                }
            }
            Node::Close(tag) if tag.is("sheetData") => break,
            Node::End => return Err(broken()),
            _ => {}
        }
    }
    if grid.is_too_wide() {
        return Err(too_large(limit as u64));
    }
    Ok(grid)
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    kind: Kind,
    style: usize,
    is_formula: bool,
    has_value: bool,
    /// What is written in it.
    text: String,
    /// What it shows.
    shown: String,
}

/// What the text of a cell stands for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    /// The number of a shared text.
    Shared,
    /// The text itself, or the name of an error.
    Text,
    /// `1` or `0`.
    Boolean,
    /// A day in ISO 8601.
    Day,
}

impl Cell {
    fn begin(&mut self, tag: &Tag<'_>) {
        self.kind = match tag.attribute("t").as_deref() {
            Some("s") => Kind::Shared,
            Some("str" | "inlineStr" | "e") => Kind::Text,
            Some("b") => Kind::Boolean,
            Some("d") => Kind::Day,
            _ => Kind::Number,
        };
        self.style = tag.number("s").unwrap_or_default();
        self.is_formula = false;
        self.has_value = false;
        self.text.clear();
    }

    /// What it shows; none where it refers to a text that there is not.
    fn finish<'c>(&'c mut self, strings: &'c Strings, styles: &Styles) -> Option<&'c str> {
        self.shown.clear();
        match self.kind {
            _ if self.text.is_empty() => {}
            Kind::Number => {
                let shape = styles.shape(self.style);
                number::push(&mut self.shown, &self.text, shape, styles.epoch);
            }
            Kind::Shared => return strings.get(self.text.trim().parse().ok()?),
            Kind::Text => {
                unescape(&mut self.text, 0);
                return Some(&self.text);
            }
            Kind::Boolean => {
                let is_true = matches!(self.text.trim(), "1" | "true");
                self.shown.push_str(if is_true { "TRUE" } else { "FALSE" });
            }
            Kind::Day => {
                let midnight = self
                    .text
                    .find("T00:00:00")
                    .filter(|_| *styles.shape(self.style) != Shape::DateTime);
                self.shown
                    .push_str(&self.text[..midnight.unwrap_or(self.text.len())]);
            }
        }
        Some(&self.shown)
    }
}

/// The column and the row of a place such as `AB12`, from 1.
fn place(name: &str) -> Option<(u16, u32)> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, row) = name.split_at(letters);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0_u16, |column, letter| {
        column * 26 + u16::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    Some((column, row.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn places_are_read() {
        assert_eq!(place("A1"), Some((1, 1)));
        assert_eq!(place("AB12"), Some((28, 12)));
        assert_eq!(place("XFD1048576"), Some((16_384, 1_048_576)));
        for name in ["", "1", "A", "A-1", "AAAA1", "Ä1", "A1:B2"] {
            assert_eq!(place(name), None, "{name}");
        }
    }
}
