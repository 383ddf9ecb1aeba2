//! Going from cell to cell by keyboard, as the ARIA pattern of grids has it.

use super::columns::Columns;
use crate::worker::messages::grid::Spot;

/// A way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Move {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    RowStart,
    RowEnd,
    GridStart,
    GridEnd,
}

impl Move {
    /// What a key stands for; with Ctrl (or Cmd), `Home` and `End` are those of the grid.
    pub fn of_key(key: &str, with_control: bool) -> Option<Self> {
        Some(match (key, with_control) {
            ("ArrowUp", false) => Self::Up,
            ("ArrowDown", false) => Self::Down,
            ("ArrowLeft", false) => Self::Left,
            ("ArrowRight", false) => Self::Right,
            ("PageUp", false) => Self::PageUp,
            ("PageDown", false) => Self::PageDown,
            ("Home", false) | ("ArrowLeft", true) => Self::RowStart,
            ("End", false) | ("ArrowRight", true) => Self::RowEnd,
            ("Home" | "ArrowUp", true) => Self::GridStart,
            ("End" | "ArrowDown", true) => Self::GridEnd,
            _ => return None,
        })
    }

    /// Where it leads from a cell: `rows` are shown, `page` of them at a time. The heads are cells too, and a way
    /// over the edge leads nowhere.
    pub fn from(self, at: Spot, columns: &Columns, rows: u32, page: u32) -> Spot {
        let Spot { row, column } = at;
        let to_row = |row: u32| Spot {
            row: row.min(rows),
            column,
        };
        let to_column = |column: Option<u16>| Spot { row, column };
        match self {
            Self::Up => to_row(row.saturating_sub(1)),
            Self::Down => to_row(row.saturating_add(1)),
            Self::PageUp => to_row(row.saturating_sub(page).max(row.min(1))),
            Self::PageDown => to_row(row.saturating_add(page)),
            Self::Left => to_column(column.and_then(|column| columns.before(column))),
            Self::Right => to_column(columns.after(column).or(column)),
            Self::RowStart => to_column(None),
            Self::RowEnd => to_column(columns.last()),
            Self::GridStart => Spot {
                row: rows.min(1),
                column: columns.after(None),
            },
            Self::GridEnd => Spot {
                row: rows,
                column: columns.last(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::summary;
    use super::*;

    const fn spot(row: u32, column: Option<u16>) -> Spot {
        Spot { row, column }
    }

    #[track_caller]
    fn check(from: Spot, keys: &[(&str, bool)], expected: Spot) {
        let mut columns = Columns::of(&summary(&["A", "B", "C", "D"]));
        columns.show(1, false);
        let mut at = from;
        for (key, with_control) in keys {
            let step = Move::of_key(key, *with_control).unwrap();
            at = step.from(at, &columns, 100, 10);
        }
        assert_eq!(at, expected);
    }

    #[test]
    fn arrows_go_over_hidden_columns_and_stop_at_edges() {
        let (left, right) = (("ArrowLeft", false), ("ArrowRight", false));
        check(spot(1, Some(0)), &[right], spot(1, Some(2)));
        check(spot(1, Some(2)), &[left], spot(1, Some(0)));
        check(spot(1, Some(0)), &[left], spot(1, None));
        check(spot(1, None), &[left], spot(1, None));
        check(spot(1, Some(3)), &[right], spot(1, Some(3)));
        check(spot(1, Some(3)), &[("ArrowUp", false); 2], spot(0, Some(3)));
        check(spot(100, None), &[("ArrowDown", false)], spot(100, None));
    }

    #[test]
    fn pages_stop_at_the_first_and_the_last_row() {
        check(spot(5, None), &[("PageDown", false)], spot(15, None));
        check(spot(95, None), &[("PageDown", false)], spot(100, None));
        check(spot(15, None), &[("PageUp", false)], spot(5, None));
        check(spot(5, None), &[("PageUp", false)], spot(1, None));
        check(spot(0, None), &[("PageUp", false)], spot(0, None));
    }

    #[test]
    fn home_and_end_are_those_of_the_row_or_the_grid() {
        check(spot(5, Some(2)), &[("Home", false)], spot(5, None));
        check(spot(5, Some(2)), &[("End", false)], spot(5, Some(3)));
        check(spot(5, Some(2)), &[("Home", true)], spot(1, Some(0)));
        check(spot(5, Some(2)), &[("End", true)], spot(100, Some(3)));
        assert_eq!(Move::of_key("a", false), None);
    }
}
