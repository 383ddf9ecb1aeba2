//! The columns of the grid: how wide they are, which are shown, where they are. Sizes are in pixels.

use std::ops::RangeInclusive;

use crate::worker::messages::FileSummary;

/// The column of the row numbers.
pub const HEAD_WIDTH: f64 = 80.0;

/// How wide a column can be.
const WIDTHS: RangeInclusive<f64> = 48.0..=800.0;

/// How wide one is at first.
const FIRST_WIDTHS: RangeInclusive<f64> = 96.0..=320.0;

/// About how wide a character of one column is, and what is around the text of a cell.
const CHARACTER: f64 = 8.0;
const AROUND: f64 = 44.0;

/// How many columns beside those on the screen are there too.
const SPARE: usize = 3;

/// A column of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct GridColumn {
    /// Its place in the file, from 0.
    pub index: u16,
    /// Its name; may be empty.
    pub header: String,
    /// How wide it is.
    pub width: f64,
    /// Whether it is shown.
    pub is_shown: bool,
}

/// Where a column that is shown is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// The column's place in the file.
    pub index: u16,
    /// Its place among those that are shown, from 0.
    pub place: usize,
    /// The distance from the left edge of the grid's content.
    pub left: f64,
    /// How wide it is.
    pub width: f64,
}

/// The columns of the grid, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    all: Vec<GridColumn>,
}

impl Columns {
    /// The columns of a file, as wide as their first values want.
    pub fn of(summary: &FileSummary) -> Self {
        let columns = summary.columns.iter().map(|column| {
            let cells = summary
                .first_rows
                .iter()
                .filter_map(|row| row.cells.get(column.index));
            let widest = cells
                .chain([&column.header])
                .map(|text| text_width(text))
                .fold(0.0, f64::max);
            GridColumn {
                index: u16::try_from(column.index).unwrap_or(u16::MAX),
                header: column.header.clone(),
                width: (widest + AROUND).clamp(*FIRST_WIDTHS.start(), *FIRST_WIDTHS.end()),
                is_shown: true,
            }
        });
        Self {
            all: columns.collect(),
        }
    }

    /// The same columns, as wide as those of the same names in `others` and hidden like them.
    #[must_use]
    pub fn like(mut self, others: &Self) -> Self {
        for column in &mut self.all {
            let known = others
                .named(&column.header)
                .and_then(|index| others.get(index));
            if let Some(known) = known {
                column.width = known.width;
                column.is_shown = known.is_shown;
            }
        }
        self
    }

    /// Whether these are the columns of a file.
    pub fn are_of(&self, summary: &FileSummary) -> bool {
        let (ours, theirs) = (self.all.iter(), summary.columns.iter());
        ours.map(|column| &column.header)
            .eq(theirs.map(|column| &column.header))
    }

    /// All of them.
    pub fn all(&self) -> &[GridColumn] {
        &self.all
    }

    /// Those that are shown.
    pub fn shown(&self) -> impl DoubleEndedIterator<Item = &GridColumn> {
        self.all.iter().filter(|column| column.is_shown)
    }

    /// A column by its place in the file.
    pub fn get(&self, index: u16) -> Option<&GridColumn> {
        self.all.get(usize::from(index))
    }

    /// The name of a column, as a spreadsheet would call it where it has none.
    pub fn header(&self, index: u16) -> &str {
        self.get(index).map_or("", |column| column.header.as_str())
    }

    /// The place in the file of the column of this name.
    pub fn named(&self, header: &str) -> Option<u16> {
        let found = self.all.iter().find(|column| column.header == header);
        found.map(|column| column.index)
    }

    /// Shows a column or hides it.
    pub fn show(&mut self, index: u16, is_shown: bool) {
        if let Some(column) = self.all.get_mut(usize::from(index)) {
            column.is_shown = is_shown;
        }
    }

    /// Makes a column as wide as this, as far as it can be.
    pub fn set_width(&mut self, index: u16, width: f64) {
        if let Some(column) = self.all.get_mut(usize::from(index)) {
            column.width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
        }
    }

    /// The last column before one that is shown.
    pub fn before(&self, index: u16) -> Option<u16> {
        let mut before = self.shown().filter(|column| column.index < index);
        before.next_back().map(|column| column.index)
    }

    /// The first column behind one (or behind the head) that is shown.
    pub fn after(&self, index: Option<u16>) -> Option<u16> {
        let mut shown = self.shown();
        let found = shown.find(|column| index.is_none_or(|index| column.index > index));
        found.map(|column| column.index)
    }

    /// The last column that is shown.
    pub fn last(&self) -> Option<u16> {
        self.shown().next_back().map(|column| column.index)
    }

    /// Where the columns that are shown are.
    pub fn placed(&self) -> Vec<Placed> {
        let mut left = HEAD_WIDTH;
        let placed = self.shown().enumerate().map(|(place, column)| {
            let placed = Placed {
                index: column.index,
                place,
                left,
                width: column.width,
            };
            left += column.width;
            placed
        });
        placed.collect()
    }
}

/// How wide all of it is.
pub fn full_width(placed: &[Placed]) -> f64 {
    placed
        .last()
        .map_or(HEAD_WIDTH, |last| last.left + last.width)
}

/// The columns on the screen, a few beside them, and the one that one is in.
pub fn on_screen(placed: &[Placed], left: f64, width: f64, active: Option<u16>) -> Vec<Placed> {
    let first = placed.partition_point(|column| column.left + column.width <= left + HEAD_WIDTH);
    let end = placed.partition_point(|column| column.left < left + width);
    let range = first.saturating_sub(SPARE)..placed.len().min(end + SPARE);
    let columns = placed
        .iter()
        .filter(|column| range.contains(&column.place) || Some(column.index) == active);
    columns.copied().collect()
}

/// The position at which a column is wholly on the screen; none where it is already.
pub fn reveal(column: Placed, left: f64, width: f64) -> Option<f64> {
    if column.left - HEAD_WIDTH < left {
        Some(column.left - HEAD_WIDTH)
    } else if column.left + column.width > left + width {
        // What is wider than the screen begins at its edge.
        Some((column.left + column.width - width).min(column.left - HEAD_WIDTH))
    } else {
        None
    }
}

/// About how wide a text is. Characters of East Asia take twice the place of a Latin letter.
fn text_width(text: &str) -> f64 {
    let width = |character: char| if character >= '\u{1100}' { 2.0 } else { 1.0 };
    CHARACTER * text.chars().take(80).map(width).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::super::tests::summary;
    use super::*;

    fn columns() -> Columns {
        let mut columns = Columns::of(&summary(&["A", "B", "C", "D", "E", "F", "G", "H"]));
        for index in 0..8 {
            columns.set_width(index, 100.0);
        }
        columns
    }

    fn indexes(placed: &[Placed]) -> Vec<u16> {
        placed.iter().map(|column| column.index).collect()
    }

    #[test]
    fn columns_are_as_wide_as_their_values_want() {
        let columns = Columns::of(&summary(&[
            "A",
            "A rather long name of a column",
            "电子邮件地址",
        ]));
        let widths: Vec<_> = columns.all().iter().map(|column| column.width).collect();
        assert_eq!(widths, [96.0, 284.0, 140.0]);
    }

    #[test]
    fn widths_have_limits() {
        let mut columns = columns();
        columns.set_width(0, 3.0);
        columns.set_width(1, 9_000.0);
        columns.set_width(99, 100.0);
        assert_eq!((columns.all[0].width, columns.all[1].width), (48.0, 800.0));
    }

    #[test]
    fn hidden_columns_take_no_place() {
        let mut columns = columns();
        columns.show(1, false);
        let placed = columns.placed();
        assert_eq!(indexes(&placed), [0, 2, 3, 4, 5, 6, 7]);
        assert!((placed[1].left - 180.0).abs() < f64::EPSILON);
        assert!((full_width(&placed) - 780.0).abs() < f64::EPSILON);
        assert_eq!(
            (columns.before(2), columns.after(Some(0))),
            (Some(0), Some(2))
        );
        assert_eq!((columns.before(0), columns.after(None)), (None, Some(0)));
    }

    #[test]
    fn only_columns_on_the_screen_are_there_and_the_active_one() {
        let placed = columns().placed();
        assert_eq!(
            indexes(&on_screen(&placed, 0.0, 250.0, None)),
            [0, 1, 2, 3, 4]
        );
        assert_eq!(
            indexes(&on_screen(&placed, 500.0, 250.0, Some(0))),
            [0, 2, 3, 4, 5, 6, 7]
        );
    }

    #[test]
    fn a_column_is_revealed_beside_the_row_numbers() {
        let placed = columns().placed();
        assert_eq!(reveal(placed[1], 0.0, 400.0), None);
        assert_eq!(reveal(placed[1], 150.0, 400.0), Some(100.0));
        assert_eq!(reveal(placed[5], 0.0, 400.0), Some(280.0));
        assert_eq!(reveal(placed[5], 0.0, 90.0), Some(500.0));
    }
}
