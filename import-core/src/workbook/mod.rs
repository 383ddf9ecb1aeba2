//! Workbooks (`.xlsx`): from their sheets to text that a table is read from.
//!
//! A sheet becomes comma separated text: row 5 of the sheet is record 5, and every row is as wide as the sheet.
//! Cells are written as a person would: dates as `2026-04-03`, numbers without an exponent as long as their digits
//! are known, formulas by the value that was calculated last. From there on a workbook is a file like any other.
//!
//! A workbook is an archive of XML, and may claim and unpack to anything. Nothing here believes a size that is
//! claimed; what is unpacked is counted, see [`Limits`].

mod archive;
mod grid;
mod number;
mod parts;
mod sheet;
mod strings;
mod styles;
mod xml;

use std::io::{Read, Seek};

use self::archive::Archive;
pub use self::grid::Grid;
use self::strings::Strings;
use self::styles::Styles;
use crate::problem::{Code, Problem};

/// Where the bytes of a workbook come from.
pub trait Source: Read + Seek {}

impl<S: Read + Seek> Source for S {}

/// How much of a workbook is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes that one of its parts may unpack to. None is ever held as a whole.
    pub unpacked: u64,
    /// Bytes of text that are held at most.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked: 4 << 30,
            text: 1 << 30,
        }
    }
}

/// A sheet of a workbook that holds cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether the spreadsheet program hides it.
    pub is_hidden: bool,
    /// The number of its last row, as the workbook claims it.
    pub rows: Option<u32>,
    part: String,
}

/// A workbook whose sheets are known.
pub struct Workbook<'s> {
    archive: Archive<'s>,
    sheets: Vec<Sheet>,
    styles: Styles,
    strings: Strings,
    limits: Limits,
}

impl<'s> Workbook<'s> {
    /// Reads what sheets there are. `Err` is for what is no such workbook, or a broken one.
    pub fn open(source: Box<dyn Source + 's>, limits: Limits) -> Result<Self, Problem> {
        let mut archive = Archive::open(source, limits.unpacked)?;
        let parts = parts::read(&mut archive)?;
        let mut sheets = parts.sheets;
        for sheet in &mut sheets {
            sheet.rows = sheet::claimed_rows(&mut archive, &sheet.part)?;
        }
        let styles = Styles::read(&mut archive, parts.styles.as_deref(), parts.epoch)?;
        let strings = Strings::read(&mut archive, parts.strings.as_deref(), limits.text)?;
        Ok(Self {
            archive,
            sheets,
            styles,
            strings,
            limits,
        })
    }

    /// The sheets, in the workbook's order.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Reads the chosen sheet, or else the first one that has a value in it, and says which one that is.
    pub fn read_chosen(&mut self, sheet: Option<usize>) -> Result<(usize, Grid), Problem> {
        match sheet {
            Some(sheet) => Ok((sheet, self.read(sheet)?)),
            None => self.read_first(),
        }
    }

    /// Reads one of the sheets.
    fn read(&mut self, sheet: usize) -> Result<Grid, Problem> {
        let sheet = self.sheets.get(sheet).ok_or_else(broken)?;
        let room = self.limits.text.saturating_sub(self.strings.len());
        sheet::read(
            &mut self.archive,
            &sheet.part,
            &self.strings,
            &self.styles,
            room,
        )
    }

    /// Reads the first sheet that has a value in it: of those that are shown, or else of the hidden ones.
    fn read_first(&mut self) -> Result<(usize, Grid), Problem> {
        let mut order: Vec<usize> = (0..self.sheets.len()).collect();
        order.sort_by_key(|&sheet| self.sheets[sheet].is_hidden);
        for &sheet in &order {
            let grid = self.read(sheet)?;
            if !grid.is_empty() {
                return Ok((sheet, grid));
            }
        }
        Err(Problem::of_row(Code::FileEmpty, 0))
    }
}

/// The workbook contradicts itself, or is damaged.
fn broken() -> Problem {
    Problem::of_row(Code::FileWorkbookBroken, 0)
}

/// More than is read or held.
fn too_large(limit: u64) -> Problem {
    Problem::of_row(Code::FileTooLarge, 0).with("limit", limit)
}

#[cfg(test)]
mod tests;
