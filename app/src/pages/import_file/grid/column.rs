//! What is told of a column, and what can be done with it.

use leptos::prelude::*;

use super::controller::Grid;
use super::detail::name;
use crate::components::modal::Modal;
use crate::components::remote::loading;
use crate::i18n::{number, percent, t, t_count, t_with};
use crate::pages::import_file::fixing::many::FixMany;
use crate::pages::import_file::fixing::preview::headers;
use crate::session::import::ImportSession;
use crate::worker::messages::grid::{ColumnStatistics, Counted, RowFilter};
use crate::worker::messages::{Request, Response};

/// How far a column is widened by a button, in pixels.
const WIDTH_STEP: f64 = 40.0;

/// The dialog of a column.
#[component]
pub fn ColumnDialog(
    /// What the parts of the grid share.
    grid: Grid,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let change = Change::new();
    let statistics = RwSignal::new(None::<ColumnStatistics>);
    Effect::new(move |_| {
        if let Some(column) = grid.asked_column.get() {
            statistics.set(None);
            is_open.set(true);
            ask(grid, column, statistics);
        }
    });
    // Nobody waits for an answer any more when the dialog is closed; the focus goes back to the head by itself.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = is_open.get();
        if was_open == Some(true) && !is_open {
            grid.asked_column.set(None);
        }
        is_open
    });
    let title = move || {
        let column = grid.asked_column.get()?;
        let name = grid.state.with(|state| name(&state.columns, column));
        Some(t_with("grid.column_title", &[("column", &name)]))
    };
    let title = Memo::new(move |before: Option<&String>| {
        // While it closes it keeps its name.
        title().or_else(|| before.cloned()).unwrap_or_default()
    });
    let content = move || {
        view! {
            {move || match statistics.get() {
                Some(statistics) => facts(&statistics),
                None => loading(),
            }}
            {actions(grid, is_open, change)}
        }
        .into_any()
    };
    view! {
        <Modal id="grid-column-dialog" title is_open content />
        {change.view()}
    }
}

/// The dialog that changes a column of all rows.
#[derive(Clone, Copy)]
struct Change {
    is_open: RwSignal<bool>,
    /// The header of the column.
    of: RwSignal<String>,
}

impl Change {
    fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            of: RwSignal::new(String::new()),
        }
    }

    fn view(self) -> AnyView {
        let title = Signal::derive(move || t_with("fix.many_title", &[("kind", &self.of.get())]));
        let close = Callback::new(move |()| self.is_open.set(false));
        let content = move || {
            let column = Some(self.of.get_untracked());
            view! { <FixMany code=None column close /> }
        };
        view! { <Modal id="fix-many" title is_open=self.is_open content=content /> }.into_any()
    }
}

/// Asks until every row was looked through, or nobody wants to know any more.
fn ask(grid: Grid, column: u16, statistics: RwSignal<Option<ColumnStatistics>>) {
    ImportSession::get().ask(
        move |id| Request::Statistics { id, column },
        move |answer| {
            let Response::Statistics {
                statistics: found, ..
            } = answer
            else {
                return;
            };
            if grid.asked_column.try_get_untracked() == Some(Some(column)) {
                let is_whole = found.is_whole();
                statistics.set(Some(found));
                if !is_whole {
                    ask(grid, column, statistics);
                }
            }
        },
    );
}

fn facts(statistics: &ColumnStatistics) -> AnyView {
    #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
    let share = |count: usize| count as f64 / statistics.seen.max(1) as f64;
    let with_share = |count: usize| {
        let values = [
            ("count", number(count as u64)),
            ("share", percent(share(count))),
        ];
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        t_with("grid.count_and_share", &values)
    };
    let distinct = number(statistics.distinct as u64);
    let distinct = match statistics.counted {
        Counted::Exactly => distinct,
        Counted::About => t_with("grid.about", &[("count", &distinct)]),
    };
    let of_length = |value: &Option<(usize, String)>| {
        value.as_ref().map(|(length, value)| {
            view! {
                <span class="grid-facts__value">{value.clone()}</span>
                " "
                <span class="grid-facts__note">{t_count("grid.characters", *length as u64)}</span>
            }
        })
    };
    #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
    let looked = (!statistics.is_whole())
        .then(|| percent(statistics.seen as f64 / statistics.total.max(1) as f64));
    let looked = looked.map(|share| {
        view! { <p class="grid-facts__note" role="status">{t_with("grid.looked", &[("share", &share)])}</p> }
    });
    view! {
        {looked}
        <dl class="grid-facts">
            <dt>{t("grid.filled")}</dt>
            <dd>{with_share(statistics.filled)}</dd>
            <dt>{t("grid.empty")}</dt>
            <dd>{with_share(statistics.seen - statistics.filled)}</dd>
            <dt>{t("grid.distinct")}</dt>
            <dd>{distinct}</dd>
            <dt>{t("grid.longest")}</dt>
            <dd>{of_length(&statistics.longest)}</dd>
            <dt>{t("grid.shortest")}</dt>
            <dd>{of_length(&statistics.shortest)}</dd>
        </dl>
        {frequent(statistics)}
    }
    .into_any()
}

/// The most frequent values; where none is there twice they are but examples.
fn frequent(statistics: &ColumnStatistics) -> AnyView {
    let is_repeated = statistics.frequent.iter().any(|(count, _)| *count > 1);
    let heading = if is_repeated {
        t("grid.frequent")
    } else {
        t("grid.examples")
    };
    let values: Vec<_> = statistics
        .frequent
        .iter()
        .map(|(count, value)| {
            let times = is_repeated.then(|| match statistics.counted {
                Counted::Exactly => t_count("grid.times", *count as u64),
                Counted::About => t_count("grid.at_least", *count as u64),
            });
            view! {
                <li>
                    <span class="grid-facts__value">{value.clone()}</span>
                    <span class="grid-facts__note">{times}</span>
                </li>
            }
        })
        .collect();
    view! {
        <h3 class="grid-facts__heading">{heading}</h3>
        <ul class="grid-facts__values">{values}</ul>
    }
    .into_any()
}

fn actions(grid: Grid, is_open: RwSignal<bool>, change: Change) -> AnyView {
    let column = grid.asked_column.get_untracked();
    let header = column.and_then(|column| headers().into_iter().nth(column.into()));
    // Fixes know columns by their names.
    let change = header.filter(|header| !header.is_empty()).map(|header| {
        let open = move |_| {
            is_open.set(false);
            change.of.set(header.clone());
            change.is_open.set(true);
        };
        view! {
            <button type="button" class="button button--small" on:click=open>{t("grid.change")}</button>
        }
    });
    let widen = move |by: f64| {
        if let Some(column) = grid.asked_column.get_untracked() {
            grid.widen(column, by);
        }
    };
    let hide = move |_| {
        if let Some(column) = grid.asked_column.get_untracked() {
            is_open.set(false);
            grid.state.update(|state| state.show_column(column, false));
            let active = grid.state.with_untracked(|state| state.active);
            grid.go(active);
        }
    };
    let filter = move |_| {
        if let Some(column) = grid.asked_column.get_untracked() {
            is_open.set(false);
            grid.set_filter(|filter| {
                *filter = RowFilter::default();
                filter.problems.column = Some(column.into());
            });
        }
    };
    view! {
        <div class="action-row">
            {change}
            <button type="button" class="button button--small" on:click=filter>{t("grid.only_problems")}</button>
            <button type="button" class="button button--small" on:click=move |_| widen(-WIDTH_STEP)>
                {t("grid.narrower")}
            </button>
            <button type="button" class="button button--small" on:click=move |_| widen(WIDTH_STEP)>
                {t("grid.wider")}
            </button>
            <button type="button" class="button button--small" on:click=hide>{t("grid.hide")}</button>
        </div>
    }
    .into_any()
}
