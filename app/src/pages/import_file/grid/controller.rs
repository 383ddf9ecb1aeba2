//! What the parts of the grid share: what is on the screen, which cell one is in, what the worker is asked for.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement, KeyboardEvent};

use super::editing::Editing;
use crate::i18n::{number, t, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::state::grid::GridState;
use crate::state::grid::columns::{self, Placed};
use crate::state::grid::moves::Move;
use crate::state::grid::rows::{self, Rows};
use crate::state::grid::scroll::Scroll;
use crate::worker::messages::grid::{RowFilter, Spot, Target, WindowRequest};
use crate::worker::messages::{Request, Response};

/// How high a row is, in the size of the page's text.
const ROW_HEIGHT: f64 = 2.25;

/// The part of the grid that is seen, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Viewport {
    top: f64,
    left: f64,
    width: f64,
    height: f64,
}

/// What the parts of the grid share.
#[derive(Clone, Copy)]
pub struct Grid {
    /// Columns, filter, active cell.
    pub state: RwSignal<GridState>,
    /// What the worker told of last.
    pub rows: RwSignal<Rows>,
    /// The element that is scrolled.
    pub element: NodeRef<html::Div>,
    /// The column whose dialog is open.
    pub asked_column: RwSignal<Option<u16>>,
    /// Whether the choice of columns is open.
    pub chooses_columns: RwSignal<bool>,
    /// The cell that is being edited, and what is written by now.
    pub editing: RwSignal<Option<Editing>>,
    pub draft: RwSignal<String>,
    /// How high a row is, in pixels.
    pub row_height: f64,
    pub placed: Memo<Vec<Placed>>,
    pub scroll: Memo<Scroll>,
    viewport: RwSignal<Viewport>,
    wanted: Memo<WindowRequest>,
    asking: StoredValue<Asking>,
    /// Where one wants to be as soon as there are rows.
    pending: StoredValue<Option<Spot>>,
}

/// Whether an answer is waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asking {
    /// None is.
    #[default]
    Idle,
    /// One is.
    Waiting,
    /// Something else is wanted by now.
    Outdated,
}

/// What was known before an answer.
struct Known {
    is_none: bool,
    /// Whether it was the whole answer already.
    is_answer: bool,
    seen: usize,
}

impl Grid {
    /// The grid of the file that is open.
    #[expect(
        clippy::new_without_default,
        reason = "it belongs to the view that makes it"
    )]
    pub fn new() -> Self {
        let session = ImportSession::get();
        let state = crate::session::grid::state();
        let row_height = text_size() * ROW_HEIGHT;
        let rows = RwSignal::new(Rows::default());
        let viewport = RwSignal::new(Viewport::default());
        let placed = Memo::new(move |_| state.with(|state| state.columns.placed()));
        let shown = Memo::new(move |_| rows.with(|rows| rows.shown));
        let scroll = Memo::new(move |_| Scroll {
            rows: shown.get(),
            row_height,
            // The heads of the columns stay above the rows.
            view_height: (viewport.get().height - row_height).max(0.0),
        });
        let active_column = Memo::new(move |_| state.with(|state| state.active.column));
        let wanted = Memo::new(move |_| {
            let viewport = viewport.get();
            let filter = state.with(|state| state.filter.clone());
            let columns = placed.with(|placed| {
                let active = active_column.get();
                columns::on_screen(placed, viewport.left, viewport.width, active)
            });
            let columns = columns.iter().map(|column| column.index).collect();
            rows::request(&filter, &scroll.get().rendered(viewport.top), columns)
        });
        let grid = Self {
            state,
            rows,
            element: NodeRef::new(),
            asked_column: RwSignal::new(None),
            chooses_columns: RwSignal::new(false),
            editing: RwSignal::new(None),
            draft: RwSignal::new(String::new()),
            row_height,
            placed,
            scroll,
            viewport,
            wanted,
            asking: StoredValue::new(Asking::Idle),
            pending: StoredValue::new(None),
        };
        Effect::new(move |_| {
            wanted.track();
            session.checks.track();
            session.rechecks.track();
            session.check.track();
            grid.ask();
        });
        grid
    }

    /// Asks for what is on the screen, unless an answer is on its way: then afterwards.
    fn ask(self) {
        if self.asking.get_value() != Asking::Idle {
            self.asking.set_value(Asking::Outdated);
            return;
        }
        self.asking.set_value(Asking::Waiting);
        let window = self.wanted.get_untracked();
        let asked = window.clone();
        ImportSession::get().ask(
            move |id| Request::Window { id, window },
            move |answer| self.hear(asked, answer),
        );
    }

    fn hear(self, asked: WindowRequest, answer: Response) {
        // The page may be another by now.
        let Some(asking) = self.asking.try_get_value() else {
            return;
        };
        self.asking.set_value(Asking::Idle);
        let Response::Window { window, .. } = answer else {
            return;
        };
        let is_wanted = self
            .state
            .with_untracked(|state| state.filter == asked.filter);
        let mut is_going_on = false;
        if is_wanted {
            let before = self.rows.with_untracked(|rows| Known {
                is_none: rows.seen.1 == 0,
                is_answer: rows.is_whole() && rows.is_of(&asked.filter),
                seen: rows.seen.0,
            });
            self.rows.update(|rows| rows.take(asked, window));
            self.stay_among_rows();
            if before.is_none {
                // As soon as the element is as high as its rows.
                request_animation_frame(move || self.arrive());
            }
            let (is_whole, seen) = self
                .rows
                .with_untracked(|rows| (rows.is_whole(), rows.seen.0));
            // A search that waits for the check goes on with the check's next news.
            is_going_on = !is_whole && seen != before.seen;
            if is_whole && !before.is_answer {
                self.announce_rows();
            }
        }
        if is_going_on || asking == Asking::Outdated {
            self.ask();
        }
    }

    /// There may be fewer rows than there were, and the active cell is one of them.
    fn stay_among_rows(self) {
        let (is_whole, last) = self
            .rows
            .with_untracked(|rows| (rows.is_whole(), rows.shown));
        let active = self.state.with_untracked(|state| state.active);
        if is_whole && active.row > last {
            self.set_active(Spot {
                row: last,
                ..active
            });
        }
    }

    /// Goes where one wants to be, or shows where one was.
    fn arrive(self) {
        let Some(pending) = self.pending.try_get_value() else {
            return;
        };
        self.pending.set_value(None);
        match pending {
            Some(spot) => self.go(spot),
            None => self.reveal(self.state.with_untracked(|state| state.active)),
        }
    }

    fn announce_rows(self) {
        let is_filtered = self.state.with_untracked(|state| !state.filter.is_open());
        if is_filtered {
            Announcer::get().say(self.rows.with_untracked(rows_text));
        }
    }

    /// Looks at what is seen of the grid.
    pub fn measure(self) {
        if let Some(element) = self.element.get_untracked() {
            self.viewport.set(Viewport {
                top: f64::from(element.scroll_top()),
                left: f64::from(element.scroll_left()),
                width: f64::from(element.client_width()),
                height: f64::from(element.client_height()),
            });
        }
    }

    /// The columns on the screen.
    pub fn columns_on_screen(self) -> Vec<u16> {
        self.wanted.with(|wanted| wanted.columns.clone())
    }

    /// The rows on the screen, as [`Spot`] counts them, and the one that one is in.
    pub fn rows_on_screen(self) -> Vec<u32> {
        let scroll = self.scroll.get();
        let range = scroll.rendered(self.viewport.get().top);
        let active = self.state.with(|state| state.active.row);
        let mut rows: Vec<u32> = (range.start + 1..=range.end).collect();
        // What has the focus has to stay where it can be found.
        if (1..=scroll.rows).contains(&active)
            && let Err(at) = rows.binary_search(&active)
        {
            rows.insert(at, active);
        }
        rows
    }

    /// How far down a row is.
    pub fn position(self, row: u32) -> f64 {
        let position = self
            .scroll
            .get()
            .position(row.saturating_sub(1), self.viewport.get().top);
        position + self.row_height
    }

    /// Makes a cell the active one: it is brought onto the screen and takes the focus.
    pub fn go(self, spot: Spot) {
        if self.rows.with_untracked(|rows| rows.seen.1 == 0) {
            self.pending.set_value(Some(spot));
            return;
        }
        self.set_active(spot);
        self.reveal(spot);
        request_animation_frame(move || self.focus_active());
    }

    /// Makes a cell the active one; the focus is there already. What was written in another one is applied.
    pub fn set_active(self, spot: Spot) {
        if self.state.with_untracked(|state| state.active != spot) {
            self.apply();
            self.state.update(|state| state.active = spot);
        }
    }

    /// Gives the focus to the active cell.
    pub fn focus_active(self) {
        let Some(spot) = self.state.try_with_untracked(|state| state.active) else {
            return;
        };
        let cell = document().get_element_by_id(&cell_id(spot));
        if let Some(cell) = cell.and_then(|cell| cell.dyn_into::<HtmlElement>().ok()) {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            // A cell has a tabindex, so it can take the focus.
            let _ = cell.focus_with_options(&options);
        }
    }

    fn reveal(self, spot: Spot) {
        let Some(element) = self.element.get_untracked() else {
            return;
        };
        let viewport = self.viewport.get_untracked();
        let top = match spot.row.checked_sub(1) {
            Some(row) => self.scroll.get_untracked().reveal(row, viewport.top),
            None => None,
        };
        let left = self.placed.with_untracked(|placed| {
            let column = placed.iter().find(|of| Some(of.index) == spot.column)?;
            columns::reveal(*column, viewport.left, viewport.width)
        });
        if let Some(top) = top {
            element.set_scroll_top(pixels(top));
        }
        if let Some(left) = left {
            element.set_scroll_left(pixels(left));
        }
        self.measure();
    }

    /// Goes where a key leads.
    pub fn step(self, step: Move) {
        let spot = self.state.with_untracked(|state| {
            let scroll = self.scroll.get_untracked();
            step.from(state.active, &state.columns, scroll.rows, scroll.page())
        });
        self.go(spot);
    }

    /// Shows other rows.
    pub fn set_filter(self, change: impl FnOnce(&mut RowFilter)) {
        let mut filter = self.state.with_untracked(|state| state.filter.clone());
        change(&mut filter);
        if self.state.with_untracked(|state| state.filter == filter) {
            return;
        }
        self.state.update(|state| state.set_filter(filter));
        if let Some(element) = self.element.get_untracked() {
            element.set_scroll_top(0);
        }
        self.measure();
    }

    /// Makes a column wider by this, in pixels.
    pub fn widen(self, column: u16, by: f64) {
        self.state.update(|state| {
            let width = state.columns.get(column).map(|column| column.width);
            state
                .columns
                .set_width(column, width.unwrap_or_default() + by);
        });
    }

    /// Goes to the next problem, or to the one before.
    pub fn jump(self, target: fn(Spot) -> Target) {
        let (filter, from) = self
            .state
            .with_untracked(|state| (state.filter.clone(), state.active));
        let target = target(from);
        self.find(filter, target, move |spot| match spot {
            Some(spot) => {
                if let Some(column) = spot.column {
                    // It may be in a column that is hidden.
                    self.state.update(|state| state.show_column(column, true));
                }
                self.go(spot);
            }
            None => Announcer::get().say(match target {
                Target::Before(_) => t("grid.none_before"),
                _ => t("grid.none_after"),
            }),
        });
    }

    /// From wherever one is on the page, F8 goes to the next problem, with Shift to the one before.
    pub fn hear_page_key(self, event: &KeyboardEvent) {
        if event.key() == "F8" && !event.ctrl_key() && !event.alt_key() {
            event.prevent_default();
            self.jump(if event.shift_key() {
                Target::Before
            } else {
                Target::After
            });
        }
    }

    /// Goes to a row by its number, and there to the column of this name.
    pub fn go_to_row(self, row: u64, header: Option<&str>) {
        let column = self.state.with_untracked(|state| match header {
            Some(header) => state.columns.named(header),
            None => state.active.column,
        });
        let filter = self.state.with_untracked(|state| state.filter.clone());
        self.find(filter, Target::Row(row), move |spot| match spot {
            Some(spot) => {
                if let Some(column) = column {
                    self.state.update(|state| state.show_column(column, true));
                }
                self.go(Spot { column, ..spot });
            }
            None => Announcer::get().say(t_with("grid.no_row", &[("row", &number(row))])),
        });
    }

    fn find(self, filter: RowFilter, target: Target, then: impl Fn(Option<Spot>) + 'static) {
        ImportSession::get().ask(
            move |id| Request::Find { id, filter, target },
            move |answer| {
                let is_here = self.asking.try_get_value().is_some();
                if let (Response::Found { spot, .. }, true) = (answer, is_here) {
                    then(spot);
                }
            },
        );
    }
}

/// How many rows are shown.
pub fn rows_text(rows: &Rows) -> String {
    let (shown, total) = (u64::from(rows.shown), number(rows.seen.1 as u64));
    crate::i18n::t_count_with("grid.shown", shown, &[("total", &total)])
}

/// What a cell is called in the page.
pub fn cell_id(spot: Spot) -> String {
    match spot.column {
        Some(column) => format!("cell-{}-{column}", spot.row),
        None => format!("cell-{}-head", spot.row),
    }
}

/// The size of the page's text, in pixels.
fn text_size() -> f64 {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    size.and_then(|size| size.trim_end_matches("px").parse().ok())
        .unwrap_or(16.0)
}

#[expect(clippy::cast_possible_truncation, reason = "it saturates")]
fn pixels(length: f64) -> i32 {
    length as i32
}
