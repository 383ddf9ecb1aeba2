//! Which of many columns are shown.

use leptos::prelude::*;

use super::target_options::target_text;
use crate::components::empty::Empty;
use crate::components::form::{Choice, SelectField};
use crate::components::icon::Shape;
use crate::components::search_box::SearchBox;
use crate::i18n::{number, t, t_count_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::state::choices::ColumnChoice;
use crate::state::column_filter::{ColumnFilter, Feeding};

/// As many columns as a glance takes in.
const FEW: usize = 10;

/// Which columns of the file are shown.
#[derive(Clone, Copy)]
pub struct ShownColumns {
    filter: RwSignal<ColumnFilter>,
    /// For each column of the file, whether it is shown.
    shown: Memo<Vec<bool>>,
}

impl ShownColumns {
    /// All of them, at first. Those of `taken` are shown in any case: they keep one from going on.
    pub fn new(session: ImportSession, taken: Memo<Vec<(usize, usize)>>) -> Self {
        let filter = RwSignal::new(ColumnFilter::default());
        // Of the columns as they are now: one that is mapped stays before one's eyes until the filter is another.
        let fitting = Memo::new(move |_| {
            let filter = filter.get();
            session.choices.with_untracked(|choices| {
                let fits = |column: &ColumnChoice| {
                    let target = column.target.as_ref();
                    let field = target.map(|target| target_text(target, &choices.schemas));
                    filter.fits(column, &field.unwrap_or_default())
                };
                choices.columns.iter().map(fits).collect::<Vec<_>>()
            })
        });
        let shown = Memo::new(move |_| {
            let (fitting, taken) = (fitting.get(), taken.get());
            session.choices.with(|choices| {
                let is_shown = |(at, column): (usize, &ColumnChoice)| {
                    let fits = fitting.get(at).copied().unwrap_or(true);
                    fits || column.lacks_format() || taken.iter().any(|(later, _)| *later == at)
                };
                let columns = choices.columns.iter().enumerate();
                columns.map(is_shown).collect::<Vec<_>>()
            })
        });
        Self { filter, shown }
    }

    /// Whether the column at this place is shown.
    pub fn has(self, at: usize) -> bool {
        self.shown
            .with(|shown| shown.get(at).copied().unwrap_or(true))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.shown.with(|shown| !shown.contains(&true))
    }

    fn count_text(self) -> String {
        self.shown.with(|shown| {
            let count = shown.iter().filter(|is_shown| **is_shown).count();
            let total = number(shown.len() as u64);
            t_count_with("fields.shown", count as u64, &[("total", &total)])
        })
    }
}

/// Which columns are shown, and how many; nothing where there are few.
#[component]
pub fn ColumnFilters(
    /// Which are.
    columns: ShownColumns,
) -> impl IntoView {
    let session = ImportSession::get();
    let ShownColumns { filter, shown } = columns;
    let has_many = Memo::new(move |_| shown.with(Vec::len) > FEW);
    Effect::new(move |is_change: Option<bool>| {
        filter.track();
        if is_change.is_some() {
            Announcer::get().say(untrack(move || columns.count_text()));
        }
        true
    });
    // The field is not told of changes: it is built anew when the filter is taken away.
    let cleared = RwSignal::new(0);
    let clear = move |_| {
        filter.set(ColumnFilter::default());
        cleared.update(|times| *times += 1);
        // The button is gone with the filter.
        request_animation_frame(|| super::focus("columns-search"));
    };
    let clear_button = move || {
        view! {
            <button type="button" class="button button--small button--quiet" on:click=clear>
                {t("fields.clear")}
            </button>
        }
    };
    let choices = Memo::new(move |_| {
        let choices = Feeding::ALL.map(|feeding| {
            let count = session.choices.with(|choices| {
                let columns = choices.columns.iter();
                columns.filter(|column| feeding.is_of(column)).count()
            });
            let text = format!("{} ({})", text(feeding), number(count as u64));
            Choice::new(value(feeding), text)
        });
        choices.to_vec()
    });
    let chosen = Memo::new(move |_| filter.with(|filter| value(filter.feeding).to_owned()));
    let choose = move |chosen: String| {
        let mut all = Feeding::ALL.into_iter();
        let feeding = all.find(|feeding| value(*feeding) == chosen);
        filter.update(|filter| filter.feeding = feeding.unwrap_or_default());
    };
    let filters = move || {
        view! {
            <div class="grid-filters">
                <SelectField id="columns-show" label=t("grid.show") choices value=chosen on_change=choose />
                <For each=move || [cleared.get()] key=|times| *times let(_)>
                    <SearchBox
                        id="columns-search"
                        label=t("fields.contain")
                        initial=filter.with_untracked(|filter| filter.text.clone())
                        on_search=move |text| filter.update(|filter| filter.text = text)
                    />
                </For>
            </div>
            <p class="grid-filters__line">
                <span>{move || columns.count_text()}</span>
                {move || (filter.with(|filter| !filter.is_open()) && !columns.is_empty()).then(clear_button)}
            </p>
            {move || columns.is_empty().then(|| view! {
                <Empty shape=Shape::Eye title=t("fields.none_fits") text=t("fields.none_fits_text")>
                    {clear_button()}
                </Empty>
            })}
        }
    };
    move || has_many.get().then(filters)
}

fn text(feeding: Feeding) -> String {
    match feeding {
        Feeding::Any => t("fields.all"),
        Feeding::Mapped => t("fields.mapped"),
        Feeding::Unmapped => t("fields.unmapped"),
    }
}

const fn value(feeding: Feeding) -> &'static str {
    match feeding {
        Feeding::Any => "",
        Feeding::Mapped => "mapped",
        Feeding::Unmapped => "unmapped",
    }
}
