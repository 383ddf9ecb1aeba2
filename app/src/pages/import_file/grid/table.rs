//! The grid itself: what is scrolled, and the keys that move in it.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};

use super::controller::{Grid, cell_id};
use super::head::Heads;
use super::line::{Line, line};
use crate::i18n::t;
use crate::session::import::ImportSession;
use crate::state::grid::columns;
use crate::state::grid::moves::Move;
use crate::worker::messages::grid::Spot;

/// How far a column is widened by a key, in pixels.
const WIDTH_STEP: f64 = 16.0;

/// The grid itself.
#[component]
pub fn GridTable(
    /// What the parts of the grid share.
    grid: Grid,
) -> impl IntoView {
    Effect::new(move |_| {
        if grid.element.get().is_some() {
            grid.measure();
        }
    });
    let resized = window_event_listener(ev::resize, move |_| grid.measure());
    on_cleanup(move || resized.remove());
    follow_active(grid);
    place_columns(grid);
    let screen = Memo::new(move |_| Arc::new(grid.columns_on_screen()));
    let lines = Memo::new(move |_| {
        let screen = screen.get();
        let rows = grid.rows_on_screen();
        let active = grid.state.with(|state| state.active);
        // A row that is not known yet is built anew in a moment: only what has the focus has to be there.
        let none = Arc::new(Vec::new());
        let focused = active.column.filter(|column| screen.contains(column));
        let focused = Arc::new(focused.into_iter().collect());
        grid.rows.with(|known| {
            let lines = rows.into_iter().map(|row| {
                let known = known.get(row - 1).cloned();
                let columns = match (&known, row == active.row) {
                    (Some(_), _) => &screen,
                    (None, true) => &focused,
                    (None, false) => &none,
                };
                let columns = Arc::clone(columns);
                Line {
                    row,
                    known,
                    columns,
                }
            });
            lines.collect::<Vec<_>>()
        })
    });
    let keeps_focus = keep_focus(grid, lines);
    let row_count = move || {
        let known = grid.rows.with(|rows| rows.is_whole().then_some(rows.shown));
        known.map_or("-1".to_owned(), |rows| (u64::from(rows) + 1).to_string())
    };
    let column_count = move || grid.state.with(|state| state.columns.all().len() + 1);
    let height = move || format!("{}px", grid.scroll.get().height() + grid.row_height);
    let width = move || {
        format!(
            "{}px",
            grid.placed.with(|placed| columns::full_width(placed))
        )
    };
    let is_empty = move || grid.rows.with(|rows| rows.is_whole() && rows.shown == 0);
    view! {
        <div
            class="grid"
            role="grid"
            aria-label=t("grid.label")
            aria-describedby="grid-help"
            aria-rowcount=row_count
            aria-colcount=column_count
            node_ref=grid.element
            on:scroll=move |_| grid.measure()
            on:keydown=move |event| hear_key(grid, &event)
            on:focusin=move |event| {
                keeps_focus.set_value(true);
                follow_focus(grid, &event);
            }
            on:focusout=move |event| forget_focus(keeps_focus, &event)
        >
            <div
                class="grid__canvas"
                id="grid-canvas"
                role="presentation"
                style:height=height
                style:width=width
                style=("--row", format!("{}px", grid.row_height))
            >
                <Heads grid screen />
                <For each=move || lines.get() key=Line::key let:shown>{line(grid, shown)}</For>
            </div>
        </div>
        {move || is_empty().then(|| view! { <p class="grid-page__empty">{t("grid.nothing")}</p> })}
    }
}

/// Only the active cell is reached by Tab. The cells are not built anew for that.
fn follow_active(grid: Grid) {
    let active = Memo::new(move |_| grid.state.with(|state| state.active));
    Effect::new(move |before: Option<Spot>| {
        let now = active.get();
        if let Some(before) = before.filter(|before| *before != now) {
            set_tab(before, "-1");
        }
        set_tab(now, "0");
        now
    });
}

fn set_tab(spot: Spot, index: &str) {
    if let Some(cell) = document().get_element_by_id(&cell_id(spot)) {
        // The name is one of an attribute.
        let _ = cell.set_attribute("tabindex", index);
    }
}

/// Places and widths of the columns are told to the style sheet once, not to each cell.
fn place_columns(grid: Grid) {
    Effect::new(move |_| {
        if grid.element.get().is_none() {
            return;
        }
        let canvas = document().get_element_by_id("grid-canvas");
        let Some(canvas) = canvas.and_then(|canvas| canvas.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let style = canvas.style();
        let screen = grid.columns_on_screen();
        grid.placed.with(|placed| {
            for column in placed
                .iter()
                .filter(|column| screen.contains(&column.index))
            {
                let index = column.index;
                // A property of one's own takes any value.
                let _ =
                    style.set_property(&format!("--left-{index}"), &format!("{}px", column.left));
                let _ =
                    style.set_property(&format!("--width-{index}"), &format!("{}px", column.width));
            }
        });
    });
}

/// A row whose content changed is built anew, and what had the focus in it is gone: the focus comes back.
fn keep_focus(grid: Grid, lines: Memo<Vec<Line>>) -> StoredValue<bool> {
    let keeps_focus = StoredValue::new(false);
    Effect::new(move |_| {
        lines.track();
        request_animation_frame(move || {
            let is_lost = document()
                .active_element()
                .is_none_or(|element| element.tag_name() == "BODY");
            if is_lost && keeps_focus.try_get_value() == Some(true) {
                grid.focus_active();
            }
        });
    });
    keeps_focus
}

fn forget_focus(keeps_focus: StoredValue<bool>, event: &FocusEvent) {
    let is_inside = |element: &Element| element.closest(".grid").ok().flatten().is_some();
    let next = event.related_target();
    if let Some(next) = next.and_then(|next| next.dyn_into::<Element>().ok()) {
        // From cell to cell it stays, whatever becomes of them before the next frame.
        return keeps_focus.set_value(is_inside(&next));
    }
    let left = event_target::<Element>(event);
    request_animation_frame(move || {
        // An element that is still there was left on purpose.
        if left.is_connected() {
            let active = document().active_element();
            let is_inside = active.is_some_and(|active| is_inside(&active));
            keeps_focus.try_update_value(|keeps| *keeps = is_inside);
        }
    });
}

/// The cell that an event comes from.
fn spot_of(event: &web_sys::Event) -> Option<Spot> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let cell = target.closest("[data-row]").ok()??;
    Some(Spot {
        row: cell.get_attribute("data-row")?.parse().ok()?,
        column: cell
            .get_attribute("data-column")
            .and_then(|column| column.parse().ok()),
    })
}

fn follow_focus(grid: Grid, event: &FocusEvent) {
    if let Some(spot) = spot_of(event) {
        grid.set_active(spot);
    }
}

fn hear_key(grid: Grid, event: &KeyboardEvent) {
    if event.alt_key() || event.is_composing() {
        return;
    }
    let (key, active) = (event.key(), grid.state.with_untracked(|state| state.active));
    let head = active.column.filter(|_| active.row == 0);
    let with_control = event.ctrl_key() || event.meta_key();
    match (key.as_str(), head) {
        ("ArrowLeft", Some(column)) if event.shift_key() => grid.widen(column, -WIDTH_STEP),
        ("ArrowRight", Some(column)) if event.shift_key() => grid.widen(column, WIDTH_STEP),
        ("Enter" | " ", Some(column)) => grid.asked_column.set(Some(column)),
        ("Enter" | "F2", None) if !with_control => grid.edit(),
        ("Delete", None) if with_control => grid.skip(),
        ("Delete", None) => grid.clear(),
        ("z", _) if with_control => ImportSession::get().undo(),
        ("y" | "Z", _) if with_control => ImportSession::get().redo(),
        _ => {
            let step = Move::of_key(&key, with_control);
            match step.filter(|_| !event.shift_key()) {
                Some(step) => grid.step(step),
                None => return,
            }
        }
    }
    event.prevent_default();
}
