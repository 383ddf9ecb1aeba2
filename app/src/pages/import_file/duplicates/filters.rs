//! Which groups are shown, in which order, and how many there are.

use import_core::duplicates::{Likeness, ORGANIZATION};
use import_core::record::IdentifierKind;
use leptos::prelude::*;

use super::controller::{Duplicates, count_text};
use crate::components::form::{Choice, SelectField, ticked};
use crate::components::row_form::RowForm;
use crate::components::search_box::SearchBox;
use crate::i18n::{number, percent, t, t_with};
use crate::pages::import_settings::target_options::field_text;
use crate::worker::messages::groups::{GroupOrder, GroupPlace, GroupState, GroupView};

/// How much rows are alike, as it is chosen from: what needs a look first.
pub const LIKENESSES: [(Likeness, &str); 3] = [
    (Likeness::Contradictory, "dups.likeness.contradictory"),
    (Likeness::Complementary, "dups.likeness.complementary"),
    (Likeness::Same, "dups.likeness.same"),
];

const STATES: [(GroupState, &str); 2] = [
    (GroupState::Open, "dups.state.open"),
    (GroupState::Settled, "dups.state.settled"),
];

const ORDERS: [(GroupOrder, &str); 3] = [
    (GroupOrder::File, "dups.order.file"),
    (GroupOrder::Largest, "dups.order.largest"),
    (GroupOrder::Different, "dups.order.different"),
];

/// What a kind of identifier is called, by its number.
pub fn kind_text(kind: u8) -> String {
    let mut kinds = IdentifierKind::ALL.iter();
    let key = match kinds.find(|of| of.number() == kind) {
        Some(IdentifierKind::ExternalId) => "identifier.external_id",
        Some(IdentifierKind::Email) => "identifier.email",
        Some(IdentifierKind::Phone) => "identifier.phone",
        Some(IdentifierKind::SocialWhatsapp) => "identifier.whatsapp",
        Some(IdentifierKind::SocialLine) => "identifier.line",
        Some(IdentifierKind::SocialTwitter) => "identifier.twitter",
        Some(IdentifierKind::SocialFacebook) => "identifier.facebook",
        Some(IdentifierKind::SocialInstagram) => "identifier.instagram",
        _ if kind == ORGANIZATION => {
            return field_text(import_core::columns::Field::OrganizationExternalId);
        }
        _ => "identifiers.title",
    };
    t(key)
}

/// Which groups are shown, and in which order.
#[component]
pub fn Filters(
    /// What the parts of the page share.
    duplicates: Duplicates,
) -> impl IntoView {
    let view = duplicates.view;
    let text = view.with_untracked(|view| view.text.clone());
    // The field is not told of changes: it is built anew when the filter is taken away.
    let cleared = RwSignal::new((0, text));
    let clear = move |_| {
        change(duplicates, |view| *view = GroupView::default());
        cleared.update(|(times, text)| {
            *times += 1;
            text.clear();
        });
    };
    let is_filtered = Memo::new(move |_| {
        view.with(|view| {
            let order = view.order;
            *view
                != GroupView {
                    order,
                    ..GroupView::default()
                }
        })
    });
    let kinds = Signal::derive(move || {
        let mut kinds = vec![any()];
        let found = duplicates.page.with(|page| page.kinds.clone());
        kinds.extend(found.into_iter().map(|kind| (Some(kind), kind_text(kind))));
        kinds
    });
    let likenesses = Signal::derive(move || {
        let counts = duplicates.page.with(|page| page.by_likeness);
        let mut choices = vec![any()];
        choices.extend(LIKENESSES.map(|(likeness, key)| {
            let count = number(counts[likeness as usize] as u64);
            (Some(likeness), format!("{} ({count})", t(key)))
        }));
        choices
    });
    let mut states = vec![any()];
    states.extend(STATES.map(|(state, key)| (Some(state), t(key))));
    let states = Signal::stored(states);
    let orders = Signal::stored(ORDERS.map(|(order, key)| (order, t(key))).to_vec());
    view! {
        <div class="grid-filters">
            {select("dups-kind", t("dups.kind"), kinds, duplicates, |view| &mut view.kind)}
            {select("dups-likeness", t("dups.likeness"), likenesses, duplicates, |view| &mut view.likeness)}
            {select("dups-state", t("dups.state"), states, duplicates, |view| &mut view.state)}
            {select("dups-order", t("dups.order"), orders, duplicates, |view| &mut view.order)}
            <For each=move || [cleared.get()] key=|(times, _)| *times let((_, initial))>
                <SearchBox
                    id="dups-search"
                    label=t("grid.contains")
                    initial
                    on_search=move |text| change(duplicates, |view| view.text = text)
                />
            </For>
        </div>
        <div class="grid-tools">
            <RowForm id="dups-row" on_go=move |row| duplicates.go_to_row(row) />
            <label class="dups__only">
                <input
                    type="checkbox"
                    class="checkbox"
                    on:change=move |event| duplicates.only_different.set(ticked(&event))
                />
                {t("dups.only_different")}
            </label>
            {move || is_filtered.get().then(|| view! {
                <button type="button" class="button button--small button--quiet" on:click=clear>
                    {t("dups.clear")}
                </button>
            })}
        </div>
    }
}

/// The choice that leaves nothing out.
fn any<T>() -> (Option<T>, String) {
    (None, t("dups.any"))
}

/// Shows other groups, from the first one on.
fn change(duplicates: Duplicates, change: impl FnOnce(&mut GroupView)) {
    let mut view = duplicates.view.get_untracked();
    change(&mut view);
    if duplicates.view.with_untracked(|known| *known != view) {
        duplicates.from.set(GroupPlace::At(0));
        duplicates.view.set(view);
    }
}

/// A select of a part of the view.
fn select<T: Copy + PartialEq + Send + Sync + 'static>(
    id: &'static str,
    label: String,
    options: Signal<Vec<(T, String)>>,
    duplicates: Duplicates,
    part: fn(&mut GroupView) -> &mut T,
) -> AnyView {
    let choices = Memo::new(move |_| {
        let options = options.get().into_iter().enumerate();
        let choices = options.map(|(at, (_, text))| Choice::new(at.to_string(), text));
        choices.collect::<Vec<_>>()
    });
    let value = Signal::derive(move || {
        let chosen = *part(&mut duplicates.view.get());
        let at = options.with(|options| options.iter().position(|(value, _)| *value == chosen));
        at.unwrap_or_default().to_string()
    });
    let choose = move |at: String| {
        let at = at.parse().ok();
        let chosen = options.with_untracked(|options| {
            let option = at.and_then(|at: usize| options.get(at));
            option.map(|(value, _)| *value)
        });
        if let Some(chosen) = chosen {
            change(duplicates, |view| *part(view) = chosen);
        }
    };
    view! { <SelectField id label choices value on_change=choose /> }.into_any()
}

/// How many groups there are and are shown, and how far the search for them is.
#[component]
pub fn Counts(
    /// What the parts of the page share.
    duplicates: Duplicates,
) -> impl IntoView {
    let text = move || {
        duplicates.page.with(|page| {
            let all = count_text(page.all);
            if page.shown == page.all {
                return all;
            }
            let shown = count_text(page.shown);
            t_with("dups.shown", &[("shown", &shown), ("all", &all)])
        })
    };
    let compared = move || {
        let (seen, total) = duplicates.page.with(|page| page.seen);
        #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
        let share = seen as f64 / total.max(1) as f64;
        (seen < total).then(|| {
            let text = t_with("dups.comparing", &[("share", &percent(share))]);
            view! { <span class="grid-filters__searched">{text}</span> }
        })
    };
    view! {
       <div class="grid-filters__line">
           <h2 class="dups__count" id="dups-count" tabindex="-1">{text}</h2>
           {compared}
       </div>
    }
}
