//! The heads of the columns: their names, how many problems they have, an edge to drag.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use web_sys::PointerEvent;

use super::controller::{Grid, cell_id};
use super::detail::name;
use crate::components::icon::{Icon, Shape};
use crate::i18n::{number, t, t_with};
use crate::session::import::ImportSession;
use crate::worker::messages::grid::Spot;

/// A column whose edge is being dragged.
#[derive(Clone, Copy)]
struct Drag {
    column: u16,
    /// Where the drag began, and how wide the column was then.
    from: i32,
    width: f64,
}

/// The heads of the columns.
#[component]
pub fn Heads(
    /// What the parts of the grid share.
    grid: Grid,
    /// The columns on the screen.
    screen: Memo<Arc<Vec<u16>>>,
) -> impl IntoView {
    let drag = follow_drag(grid);
    let corner = Spot {
        row: 0,
        column: None,
    };
    view! {
        <div class="grid__heads" role="row" aria-rowindex="1">
            <div
                class="grid__head grid__head--column"
                role="columnheader"
                id=cell_id(corner)
                data-row="0"
                tabindex="-1"
                aria-colindex="1"
            >
                {t("problems.row")}
            </div>
            <For each=move || screen.get().to_vec() key=|column| *column let:column>
                {head(grid, column, drag)}
            </For>
        </div>
    }
}

fn head(grid: Grid, column: u16, drag: StoredValue<Option<Drag>>) -> AnyView {
    let spot = Spot {
        row: 0,
        column: Some(column),
    };
    let name = move || grid.state.with(|state| name(&state.columns, column));
    let session = ImportSession::get();
    let counts = Memo::new(move |_| {
        session.check.with(|check| {
            let columns = check.as_ref().map(|check| check.columns.as_slice());
            let counts = columns.and_then(|columns| columns.get(usize::from(column)));
            counts.copied().unwrap_or_default()
        })
    });
    let start = move |event: PointerEvent| {
        event.prevent_default();
        event.stop_propagation();
        let width = grid
            .state
            .with_untracked(|state| state.columns.get(column).map(|column| column.width));
        drag.set_value(width.map(|width| Drag {
            column,
            from: event.client_x(),
            width,
        }));
    };
    let tab_index = grid.state.with_untracked(|state| state.active == spot);
    view! {
        <div
            class="grid__cell grid__cell--head"
            role="columnheader"
            id=cell_id(spot)
            data-row="0"
            data-column=column
            tabindex=if tab_index { "0" } else { "-1" }
            aria-colindex=u32::from(column) + 2
            aria-haspopup="dialog"
            style:left=format!("var(--left-{column})")
            style:width=format!("var(--width-{column})")
            on:click=move |_| grid.asked_column.set(Some(column))
        >
            <span class="grid__text">{name}</span>
            {move || counts_view(counts.get())}
            <span
                class="grid__edge"
                aria-hidden="true"
                on:pointerdown=start
                on:click=|event| event.stop_propagation()
            ></span>
        </div>
    }
    .into_any()
}

fn counts_view((errors, warnings): (usize, usize)) -> Option<AnyView> {
    if errors + warnings == 0 {
        return None;
    }
    let [errors_text, warnings_text] = [errors, warnings].map(|count| number(count as u64));
    let said = t_with(
        "grid.counts",
        &[("errors", &errors_text), ("warnings", &warnings_text)],
    );
    let mark = |count: usize, text: String, class: &'static str, shape: Shape| {
        (count > 0)
            .then(|| view! { <span class=class aria-hidden="true"><Icon shape />{text}</span> })
    };
    Some(
        view! {
            {mark(errors, errors_text, "grid__mark grid__mark--error", Shape::Error)}
            {mark(warnings, warnings_text, "grid__mark grid__mark--warning", Shape::Warning)}
            <span class="visually-hidden">{said}</span>
        }
        .into_any(),
    )
}

/// The pointer may leave the edge while it drags it.
fn follow_drag(grid: Grid) -> StoredValue<Option<Drag>> {
    let drag = StoredValue::new(None::<Drag>);
    let moved = window_event_listener(ev::pointermove, move |event| {
        if let Some(drag) = drag.get_value() {
            let width = drag.width + f64::from(event.client_x() - drag.from);
            grid.state
                .update(|state| state.columns.set_width(drag.column, width));
        }
    });
    let ended = window_event_listener(ev::pointerup, move |_| drag.set_value(None));
    let lost = window_event_listener(ev::pointercancel, move |_| drag.set_value(None));
    on_cleanup(move || {
        moved.remove();
        ended.remove();
        lost.remove();
    });
    drag
}
