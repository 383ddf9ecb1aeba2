//! The rows of a group side by side, column by column, beside what they come to.

use import_core::duplicates::Likeness;
use import_core::fixing::Fix;
use leptos::html;
use leptos::prelude::*;

use super::super::fixing::preview::headers;
use super::controller::{Duplicates, fix};
use crate::components::data_table::TableFrame;
use crate::components::form::ticked;
use crate::i18n::{number, t, t_with};
use crate::pages::import_settings::target_options::field_text;
use crate::state::merged::{Merged, ShownRecord};
use crate::state::route::ROWS;
use crate::worker::messages::groups::{Group, GroupColumn, GroupRow};

/// How many rows a step goes.
const STEP: u32 = 5;

/// The rows of a group side by side.
#[component]
pub fn Compare(
    /// What the parts of the page share.
    duplicates: Duplicates,
    /// The group, with some of its rows.
    shown: Memo<Option<Group>>,
    /// What it comes to.
    merged: Memo<Option<Merged>>,
    /// How many of its rows come before those that are shown.
    from: RwSignal<u32>,
) -> impl IntoView {
    // A tick must not take the box away that it was made in.
    let rows = Memo::new(move |_| {
        shown.with(|group| {
            let rows = group.iter().flat_map(|group| &group.rows);
            rows.map(|row| row.number).collect::<Vec<_>>()
        })
    });
    let results = Memo::new(move |_| merged.with(|merged| records(merged.as_ref()).len()));
    let size = Memo::new(move |_| shown.with(|group| group.as_ref().map_or(0, |group| group.size)));
    let lines = move || {
        let is_only_different = duplicates.only_different.get();
        let merged = merged.read();
        shown.with(|group| {
            let group = group.as_ref();
            group.map(|group| lines(group, merged.as_ref(), is_only_different))
        })
    };
    view! {
        <TableFrame label=t("dups.table")>
            <table class="table dup-table">
                <caption class="visually-hidden">{t("dups.table")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("problems.column")}</th>
                        <For each=move || rows.get() key=|row| *row let:row>
                            <RowHead duplicates row shown />
                        </For>
                        {move || result_heads(results.get())}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </TableFrame>
        {move || (size.get() > STEP as usize).then(|| window(from, size))}
    }
}

/// The head of a row: its number, and whether it is imported.
#[component]
fn RowHead(
    /// What the parts of the page share.
    duplicates: Duplicates,
    /// The row's number.
    row: u64,
    /// The group.
    shown: Memo<Option<Group>>,
) -> impl IntoView {
    let is_skipped = Memo::new(move |_| {
        shown.with(|group| {
            let mut rows = group.iter().flat_map(|group| &group.rows);
            rows.any(|of| of.number == row && of.is_skipped)
        })
    });
    // A tick that is taken back before the worker answers leaves what is known as it was, and the box as it is not.
    let tick = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        duplicates.page.track();
        if let Some(tick) = tick.get() {
            tick.set_checked(!is_skipped.get());
        }
    });
    let shown = number(row);
    let toggle = move |event| {
        fix(if ticked(&event) {
            Fix::Unskip { rows: vec![row] }
        } else {
            Fix::Skip { rows: vec![row] }
        });
    };
    let of_row = [("row", shown.as_str())];
    view! {
        <th scope="col">
            <a href=format!("{ROWS}?row={row}")>{t_with("dups.row", &of_row)}</a>
            <label class="dup-table__tick">
                <input
                    node_ref=tick
                    type="checkbox"
                    class="checkbox"
                    aria-label=t_with("dups.import_row", &of_row)
                    on:change=toggle
                />
                <span aria-hidden="true">{t("fields.import")}</span>
            </label>
        </th>
    }
}

fn result_heads(results: usize) -> Vec<AnyView> {
    let heads = (1..=results).map(|place| {
        let text = match results {
            1 => t("dups.result"),
            _ => t_with("dups.result_of", &[("number", &number(place as u64))]),
        };
        view! { <th scope="col" class="dup-table__result">{text}</th> }.into_any()
    });
    heads.collect()
}

fn records(merged: Option<&Merged>) -> &[ShownRecord] {
    merged.map_or(&[], |merged| merged.records.as_slice())
}

fn lines(group: &Group, merged: Option<&Merged>, is_only_different: bool) -> Vec<AnyView> {
    let names = headers();
    let columns = group.columns.iter().enumerate();
    let columns =
        columns.filter(|(_, column)| !is_only_different || column.likeness != Likeness::Same);
    // What is not imported comes to nothing: it is there to decide by.
    let (imported, others): (Vec<_>, Vec<_>) = columns.partition(|(_, column)| column.is_imported);
    let own = imported
        .into_iter()
        .chain(others)
        .map(|(place, column)| line(group, merged, place, *column, &names));
    let mut lines: Vec<AnyView> = own.collect();
    let records = records(merged);
    for (place, record) in records.iter().enumerate() {
        lines.extend(further(group.rows.len(), place, records.len(), record));
    }
    lines
}

fn line(
    group: &Group,
    merged: Option<&Merged>,
    place: usize,
    column: GroupColumn,
    names: &[String],
) -> AnyView {
    let name = match names.get(usize::from(column.index)).map(String::as_str) {
        None | Some("") => t("file.nameless"),
        Some(name) => name.to_owned(),
    };
    let mark = match column.likeness {
        Likeness::Contradictory => Some((
            "dup-table__mark dup-table__mark--differs",
            t("dups.differs"),
        )),
        Likeness::Complementary => Some(("dup-table__mark", t("dups.completes"))),
        Likeness::Same => None,
    };
    let mark = mark.map(|(class, text)| view! { <span class=class>{text}</span> });
    let unused = (!column.is_imported).then(|| {
        view! { <span class="dup-table__mark">{t("target.none")}</span> }
    });
    let lost = |row: usize| {
        let lost = merged.and_then(|merged| merged.lost.get(row));
        lost.is_some_and(|lost| lost.contains(&place))
    };
    let rows = group.rows.iter().enumerate();
    let cells: Vec<_> = rows.map(|(at, row)| cell(row, place, lost(at))).collect();
    let results: Vec<_> = records(merged)
        .iter()
        .map(|record| {
            let text = record.cells.get(place).cloned();
            view! { <td class="dup-table__result" dir="auto">{text}</td> }
        })
        .collect();
    let is_different = column.likeness == Likeness::Contradictory;
    view! {
        <tr class=("dup-table__different", is_different)>
            <th scope="row">{name} " " {mark} " " {unused}</th>
            {cells}
            {results}
        </tr>
    }
    .into_any()
}

fn cell(row: &GroupRow, place: usize, is_lost: bool) -> AnyView {
    let text = row.cells.get(place).cloned().unwrap_or_default();
    if !is_lost {
        return view! { <td class=("dup-table__skipped", row.is_skipped) dir="auto">{text}</td> }
            .into_any();
    }
    view! {
        <td dir="auto">
            <s>{text}</s>
            <span class="visually-hidden">" (" {t("dups.lost")} ")"</span>
        </td>
    }
    .into_any()
}

/// What a record holds in fields that no column of the group feeds.
fn further(rows: usize, place: usize, records: usize, record: &ShownRecord) -> Vec<AnyView> {
    let lines = record.further.iter().map(|(field, text)| {
        let name = field.map_or_else(|| t("dups.further"), field_text);
        let empty = (0..rows).map(|_| view! { <td></td> }.into_any());
        let results = (0..records).map(|of| {
            let text = (of == place).then(|| text.clone());
            view! { <td class="dup-table__result" dir="auto">{text}</td> }.into_any()
        });
        let cells: Vec<AnyView> = empty.chain(results).collect();
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }.into_any()
    });
    lines.collect()
}

/// The ways to further rows of a large group.
fn window(from: RwSignal<u32>, size: Memo<usize>) -> AnyView {
    let size = move || u32::try_from(size.get()).unwrap_or(u32::MAX);
    let place = move || {
        let (start, size) = (from.get(), size());
        let end = start.saturating_add(STEP).min(size);
        let [start, end, size] = [start + 1, end, size].map(|place| number(place.into()));
        t_with(
            "dups.window",
            &[("from", &start), ("to", &end), ("count", &size)],
        )
    };
    let is_first = move || from.get() == 0;
    let is_last = move || from.get().saturating_add(STEP) >= size();
    view! {
        <p class="dup__window">
            <button
                type="button"
                class="button button--small"
                aria-disabled=move || is_first().then_some("true")
                on:click=move |_| from.update(|from| *from = from.saturating_sub(STEP))
            >
                {t("pager.previous")}
            </button>
            <span aria-live="polite">{place}</span>
            <button
                type="button"
                class="button button--small"
                aria-disabled=move || is_last().then_some("true")
                on:click=move |_| {
                    if !is_last() {
                        from.update(|from| *from += STEP);
                    }
                }
            >
                {t("pager.next")}
            </button>
        </p>
    }
    .into_any()
}
