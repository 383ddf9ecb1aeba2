//! A row of the grid.

use std::sync::Arc;

use import_core::problem::{Problem, Severity};
use leptos::prelude::*;

use super::controller::{Grid, cell_id};
use super::editing::is_skipped;
use crate::components::icon::{Icon, Shape};
use crate::components::problem_table::{expected, title};
use crate::i18n::{number, t, t_with};
use crate::state::grid::rows::KnownRow;
use crate::worker::messages::grid::Spot;

/// A row of the grid; built anew when anything of it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its place among those that are shown, from 1.
    pub row: u32,
    /// What is known of it; none before the worker has told of it.
    pub known: Option<KnownRow>,
    /// The columns whose cells it has.
    pub columns: Arc<Vec<u16>>,
}

impl Line {
    /// What tells it from a line of other content.
    pub fn key(&self) -> (u32, u32, Arc<Vec<u16>>) {
        let stamp = self.known.as_ref().map_or(0, |known| known.stamp);
        (self.row, stamp, Arc::clone(&self.columns))
    }
}

/// A row of the grid.
pub fn line(grid: Grid, line: Line) -> AnyView {
    let row = line.row;
    let place = move || format!("translateY({}px)", grid.position(row));
    let cells: Vec<_> = line
        .columns
        .iter()
        .map(|column| cell(grid, row, *column, line.known.as_ref()))
        .collect();
    let is_odd = row % 2 == 1;
    let is_left_out = line.known.as_ref().is_some_and(is_skipped);
    view! {
        <div
            class="grid__row"
            class=("grid__row--odd", is_odd)
            class=("grid__row--skipped", is_left_out)
            role="row"
            aria-rowindex=u64::from(row) + 1
            aria-busy=line.known.is_none().then_some("true")
            style:transform=place
        >
            {head(grid, row, line.known.as_ref())}
            {cells}
        </div>
    }
    .into_any()
}

/// The row's number, marked when anything is wrong with the row.
fn head(grid: Grid, row: u32, known: Option<&KnownRow>) -> AnyView {
    let spot = Spot { row, column: None };
    let number = known.map(|known| number(known.row.number));
    let problems = known.map(|known| known.row.problems.as_slice());
    let worst = problems.and_then(|problems| worst(problems.iter().map(|(_, problem)| problem)));
    let of_row: Vec<&Problem> = problems
        .into_iter()
        .flatten()
        .filter(|(column, _)| column.is_none())
        .map(|(_, problem)| problem)
        .collect();
    view! {
        <div
            class="grid__head"
            role="rowheader"
            id=cell_id(spot)
            data-row=row
            tabindex=tab_index(grid, spot)
            aria-colindex="1"
        >
            {worst.map(mark)}
            <span class="grid__number">{number}</span>
            {said(&of_row)}
        </div>
    }
    .into_any()
}

fn cell(grid: Grid, row: u32, column: u16, known: Option<&KnownRow>) -> AnyView {
    let spot = Spot {
        row,
        column: Some(column),
    };
    let text = known
        .and_then(|known| known.cell(column))
        .map(str::to_owned);
    let problems: Vec<&Problem> = known
        .map(|known| known.row.problems.iter())
        .into_iter()
        .flatten()
        .filter(|(of, _)| *of == Some(column))
        .map(|(_, problem)| problem)
        .collect();
    let worst = worst(problems.iter().copied());
    let original = known.and_then(|known| known.original(column));
    let class = match worst {
        Some(Severity::Error) => "grid__cell grid__cell--error",
        Some(Severity::Warning) => "grid__cell grid__cell--warning",
        None => "grid__cell",
    };
    view! {
        <div
            class=class
            role="gridcell"
            id=cell_id(spot)
            data-row=row
            data-column=column
            tabindex=tab_index(grid, spot)
            aria-colindex=u32::from(column) + 2
            aria-invalid=(worst == Some(Severity::Error)).then_some("true")
            style:left=format!("var(--left-{column})")
            style:width=format!("var(--width-{column})")
        >
            {worst.map(mark)}
            {original.map(fixed_mark)}
            <span class="grid__text">{text}</span>
            {said(&problems)}
        </div>
    }
    .into_any()
}

/// At first; it follows the active cell by itself.
fn tab_index(grid: Grid, spot: Spot) -> &'static str {
    let is_active = grid.state.with_untracked(|state| state.active == spot);
    if is_active { "0" } else { "-1" }
}

fn worst<'p>(problems: impl Iterator<Item = &'p Problem>) -> Option<Severity> {
    problems.map(Problem::severity).min()
}

fn mark(severity: Severity) -> AnyView {
    match severity {
        Severity::Error => view! {
            <span class="grid__mark grid__mark--error"><Icon shape=Shape::Error /></span>
        }
        .into_any(),
        Severity::Warning => view! {
            <span class="grid__mark grid__mark--warning"><Icon shape=Shape::Warning /></span>
        }
        .into_any(),
    }
}

/// Says that a cell is fixed, and what the file has there.
fn fixed_mark(original: &str) -> AnyView {
    view! {
        <span class="grid__mark grid__mark--fixed"><Icon shape=Shape::Check /></span>
        <span class="visually-hidden">{t_with("grid.said_fixed", &[("original", original)])}</span>
    }
    .into_any()
}

/// What is wrong, for those who hear the cell rather than see its mark.
fn said(problems: &[&Problem]) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let texts = problems.iter().map(|problem| {
        let severity = match problem.severity() {
            Severity::Error => t("severity.error"),
            Severity::Warning => t("severity.warning"),
        };
        let values = [
            ("severity", severity.as_str()),
            ("title", &title(problem.code)),
            ("expected", &expected(problem)),
        ];
        t_with("grid.said", &values)
    });
    let text: String = texts.collect();
    Some(view! { <span class="visually-hidden">{text}</span> }.into_any())
}
