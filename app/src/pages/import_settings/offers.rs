//! Every field that is only offered, taken with one click and given back with another.

use leptos::prelude::*;

use super::column_filters::ShownColumns;
use crate::i18n::{t, t_count};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::state::choices::Choices;

/// The offers of the columns that are shown; nothing where a single one can be taken as well at its column.
#[component]
pub fn Offers(
    /// Which columns are shown.
    columns: ShownColumns,
) -> impl IntoView {
    let session = ImportSession::get();
    let offers = Memo::new(move |_| {
        let offers = session.choices.with(Choices::offers);
        let shown = offers.into_iter().filter(|(at, _)| columns.has(*at));
        shown.collect::<Vec<_>>()
    });
    let accepted = RwSignal::new(Vec::new());
    let taken = Memo::new(move |_| {
        let accepted = accepted.get();
        session
            .choices
            .with(|choices| choices.still_taken(&accepted))
    });
    let take = move |_| {
        let offered = offers.get_untracked();
        accepted.set([taken.get_untracked(), offered.clone()].concat());
        session.choose(|choices| choices.take_offers(&offered));
        Announcer::get().say(t_count("offers.taken", offered.len() as u64));
        // Each button is gone with what it is for.
        request_animation_frame(|| super::focus("offers-return"));
    };
    let give_back = move |_| {
        let taken = taken.get_untracked();
        session.choose(|choices| choices.return_offers(&taken));
        accepted.set(Vec::new());
        Announcer::get().say(t_count("offers.returned", taken.len() as u64));
        request_animation_frame(|| super::focus("offers-take"));
    };
    let take_button = move || {
        let count = offers.with(Vec::len);
        (count > 1).then(|| {
            view! {
                <button type="button" class="button button--small" id="offers-take" on:click=take>
                    {t_count("offers.take", count as u64)}
                </button>
            }
        })
    };
    let taken_line = move || {
        let count = taken.with(Vec::len);
        (count > 0).then(|| {
            view! {
                <span>{t_count("offers.taken", count as u64)}</span>
                <button type="button" class="button button--small" id="offers-return" on:click=give_back>
                    {t("offers.return")}
                </button>
            }
        })
    };
    view! { <div class="fields-offers">{take_button}{taken_line}</div> }
}
