//! Where rows are on the screen. Sizes are in pixels.
//!
//! Browsers do not lay out elements of more than 16 to 33 million pixels, and a million rows are more. Beyond a
//! limit the scroll bar therefore stands for its share of the way, and rows are put where they belong on the screen.

use std::ops::Range;

/// How many rows above and below the screen are there too. Each costs its cells at every far jump.
const SPARE: u32 = 3;

/// The rows and the part of the screen that they are seen through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scroll {
    /// How many rows there are.
    pub rows: u32,
    /// How high one is.
    pub row_height: f64,
    /// How much of them is seen at a time.
    pub view_height: f64,
}

impl Scroll {
    /// How high the content of an element can be in every browser.
    const TALLEST: f64 = 15_000_000.0;

    fn full_height(self) -> f64 {
        f64::from(self.rows) * self.row_height
    }

    /// How high the element is that the scroll bar belongs to.
    pub fn height(self) -> f64 {
        self.full_height().min(Self::TALLEST)
    }

    /// How far the scroll bar goes, and how far the rows do.
    fn ways(self) -> (f64, f64) {
        let way = |height: f64| (height - self.view_height).max(0.0);
        (way(self.height()), way(self.full_height()))
    }

    /// How much of the rows is above the screen.
    fn offset(self, top: f64) -> f64 {
        let (bar, rows) = self.ways();
        if bar > 0.0 {
            (top / bar).clamp(0.0, 1.0) * rows
        } else {
            0.0
        }
    }

    /// The rows on the screen, from 0, at least in part.
    pub fn visible(self, top: f64) -> Range<u32> {
        let offset = self.offset(top);
        let first = whole(offset / self.row_height);
        let end = whole(((offset + self.view_height) / self.row_height).ceil());
        first.min(self.rows)..end.min(self.rows)
    }

    /// The rows on the screen and a few around them.
    pub fn rendered(self, top: f64) -> Range<u32> {
        let visible = self.visible(top);
        visible.start.saturating_sub(SPARE)..(visible.end + SPARE).min(self.rows)
    }

    /// Where a row is within the element that is scrolled. One that is far away is just outside of the screen:
    /// it must not make the element higher.
    pub fn position(self, row: u32, top: f64) -> f64 {
        let position = f64::from(row) * self.row_height - self.offset(top);
        let (above, below) = (-2.0 * self.row_height, self.view_height + self.row_height);
        let is_far = !self.rendered(top).contains(&row);
        let position = if is_far {
            position.clamp(above, below)
        } else {
            position
        };
        let lowest = (self.height() - self.row_height).max(0.0);
        (position + top).min(lowest)
    }

    /// The position of the scroll bar at which a row is wholly on the screen; none where it is already.
    pub fn reveal(self, row: u32, top: f64) -> Option<f64> {
        let offset = self.offset(top);
        let (start, end) = (
            f64::from(row) * self.row_height,
            f64::from(row + 1) * self.row_height,
        );
        let wanted = if start < offset {
            start
        } else if end > offset + self.view_height {
            end - self.view_height
        } else {
            return None;
        };
        let (bar, rows) = self.ways();
        // Browsers round positions to pixels, each of which may stand for several.
        let top = if rows > 0.0 { wanted / rows * bar } else { 0.0 };
        let top = if start < offset {
            top.floor()
        } else {
            top.ceil()
        };
        Some(top.clamp(0.0, bar.ceil()))
    }

    /// How many rows a page is.
    pub fn page(self) -> u32 {
        whole(self.view_height / self.row_height)
            .saturating_sub(1)
            .max(1)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it saturates"
)]
fn whole(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scroll(rows: u32) -> Scroll {
        Scroll {
            rows,
            row_height: 36.0,
            view_height: 500.0,
        }
    }

    #[test]
    fn few_rows_are_where_they_are() {
        let scroll = scroll(100);
        assert_eq!(scroll.visible(0.0), 0..14);
        assert_eq!(scroll.visible(360.0), 10..24);
        assert_eq!(scroll.rendered(360.0), 7..27);
        assert!((scroll.position(10, 360.0) - 360.0).abs() < 1e-6);
        assert!((scroll.height() - 3_600.0).abs() < 1e-6);
        assert_eq!(scroll.page(), 12);
    }

    #[test]
    fn no_rows_are_no_trouble() {
        let scroll = scroll(0);
        assert_eq!(scroll.visible(0.0), 0..0);
        assert_eq!(scroll.rendered(9.0), 0..0);
        assert!(scroll.position(0, 0.0).abs() < 1e-6);
    }

    #[test]
    fn the_last_of_a_million_rows_is_reached() {
        let scroll = scroll(1_000_000);
        assert!(scroll.height() <= 15_000_000.0);
        let end = scroll.height() - scroll.view_height;
        assert_eq!(scroll.visible(end).end, 1_000_000);
        let bottom = scroll.position(999_999, end) + scroll.row_height;
        assert!((bottom - end - scroll.view_height).abs() < 0.01);
        assert_eq!(scroll.visible(0.0).start, 0);
    }

    #[test]
    fn a_row_far_away_does_not_make_the_content_higher() {
        let scroll = scroll(1_000_000);
        assert!(scroll.position(999_999, 0.0) < scroll.view_height + 100.0);
        assert!(scroll.position(0, 9_000_000.0) > 8_999_000.0);
    }

    proptest! {
        #[test]
        fn a_revealed_row_is_wholly_on_the_screen(
            rows in 1_u32..4_000_000, row in 0_u32..4_000_000, start in 0_u32..15_000_000,
        ) {
            let scroll = scroll(rows);
            let row = row % rows;
            let top = f64::from(start).min((scroll.height() - scroll.view_height).max(0.0));
            let top = scroll.reveal(row, top).unwrap_or(top);
            let on_screen = scroll.position(row, top) - top;
            prop_assert!(on_screen > -12.0, "{on_screen}");
            prop_assert!(on_screen + scroll.row_height < scroll.view_height + 12.0, "{on_screen}");
            prop_assert!(scroll.visible(top).contains(&row));
        }

        #[test]
        fn rows_are_rendered_within_the_content(rows in 1_u32..4_000_000, start in 0_u32..15_000_000) {
            let scroll = scroll(rows);
            let top = f64::from(start).min((scroll.height() - scroll.view_height).max(0.0));
            for row in scroll.rendered(top) {
                prop_assert!(scroll.position(row, top) + scroll.row_height <= scroll.height() + 0.01);
            }
        }
    }
}
