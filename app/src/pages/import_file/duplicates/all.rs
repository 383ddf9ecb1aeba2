//! What becomes of every group that is shown, with what that changes.

use import_core::duplicates::Settlement;
use leptos::prelude::*;

use super::controller::{Duplicates, settle};
use crate::components::modal::Modal;
use crate::components::radio_group::{Radio, RadioGroup};
use crate::i18n::{number, t, t_count, t_count_with};
use crate::worker::messages::groups::{Outlook, Unsettled};

/// The button and the dialog behind it.
#[component]
pub fn SettleAll(
    /// What the parts of the page share.
    duplicates: Duplicates,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let shown = Memo::new(move |_| duplicates.page.with(|page| page.shown.0 as u64));
    let title = Signal::derive(move || t_count("dups.all_title", shown.get()));
    let content = move || view! { <Choice duplicates is_open /> };
    view! {
        <button
            type="button"
            class="button button--small dups__all"
            aria-haspopup="dialog"
            aria-disabled=move || (shown.get() == 0).then_some("true")
            on:click=move |_| is_open.set(shown.get_untracked() > 0)
        >
            {t("dups.all")}
        </button>
        <Modal id="settle-all" title is_open content=content />
    }
}

#[component]
fn Choice(
    /// What the parts of the page share.
    duplicates: Duplicates,
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let chosen = RwSignal::new(Settlement::Merge);
    // None while it is being found out.
    let outlook = RwSignal::new(None::<Outlook>);
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let settlement = chosen.get();
        duplicates.is_checked.track();
        let now = asked.get_value() + 1;
        asked.set_value(now);
        outlook.set(None);
        let unsettled = Unsettled::Shown(duplicates.view.get_untracked());
        duplicates.ask_outlook(unsettled, settlement, move |found| {
            // Of several questions on their way only the last one counts.
            if asked.try_get_value() == Some(now) {
                outlook.set(Some(found));
            }
        });
    });
    let is_idle = Memo::new(move |_| {
        outlook.with(|outlook| {
            let outlook = outlook.as_ref();
            outlook.is_none_or(|outlook| outlook.skip.is_empty() && outlook.take.is_empty())
        })
    });
    let apply = move |_| {
        if let Some(outlook) = outlook.get_untracked() {
            is_open.set(false);
            settle(chosen.get_untracked(), outlook);
        }
    };
    let ways = Settlement::ALL.map(|way| Radio {
        value: way.name().to_owned(),
        text: way_text(way),
        sample: None,
    });
    let choose = move |name: String| {
        let mut ways = Settlement::ALL.into_iter();
        if let Some(way) = ways.find(|way| way.name() == name) {
            chosen.set(way);
        }
    };
    view! {
        <div class="stack">
            <RadioGroup
                id="settle-way"
                label=t("dups.ways")
                choices=ways.to_vec()
                value=Signal::derive(move || chosen.get().name().to_owned())
                on_change=choose
            />
            <div aria-live="polite">{move || outlook.with(|outlook| preview(outlook.as_ref()))}</div>
            <div class="action-row">
                <button type="button" class="button button--primary" disabled=move || is_idle.get() on:click=apply>
                    {t("fix.apply")}
                </button>
                <button type="button" class="button" on:click=move |_| is_open.set(false)>
                    {t("common.cancel")}
                </button>
            </div>
        </div>
    }
}

/// What a way is called.
pub fn way_text(way: Settlement) -> String {
    t(&format!("dups.way.{}", way.name()))
}

fn preview(outlook: Option<&Outlook>) -> AnyView {
    let Some(outlook) = outlook else {
        return view! { <p>{t("fix.preview_running")}</p> }.into_any();
    };
    if outlook.groups == 0 {
        return view! { <p>{t("fix.preview_none")}</p> }.into_any();
    }
    let skip = number(outlook.skip.len() as u64);
    let take = number(outlook.take.len() as u64);
    let changes = t_count_with(
        "dups.preview",
        outlook.groups as u64,
        &[("skip", &skip), ("take", &take)],
    );
    let lost = (outlook.different > 0).then(|| {
        let text = t_count("dups.preview_lost", outlook.different as u64);
        view! { <p>{text}</p> }
    });
    view! { <p>{changes}</p>{lost} }.into_any()
}
