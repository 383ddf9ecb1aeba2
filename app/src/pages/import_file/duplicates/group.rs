//! One group: what its rows share, what becomes of them, and the rows side by side.

use import_core::duplicates::{Likeness, Settlement};
use leptos::prelude::*;

use super::all::way_text;
use super::compare::Compare;
use super::controller::{Duplicates, settle, title_id};
use super::filters::{LIKENESSES, kind_text};
use crate::i18n::{number, t, t_with};
use crate::state::merged::Merged;
use crate::worker::messages::groups::{Group, Shared, Unsettled};

/// How many rows a heading names.
const NAMED: usize = 5;

/// One group, which the number of its first row names.
#[component]
pub fn GroupView(
    /// What the parts of the page share.
    duplicates: Duplicates,
    /// The number of its first row.
    first: u64,
) -> impl IntoView {
    let told = Memo::new(move |known: Option<&Option<Group>>| {
        let group = duplicates.page.with(|page| {
            let mut groups = page.groups.iter();
            groups.find(|group| group.first == first).cloned()
        });
        // It may be gone from the page before it is gone from the view.
        group.or_else(|| known.cloned().flatten())
    });
    let from = RwSignal::new(0_u32);
    // The group with later rows.
    let later = RwSignal::new(None::<Group>);
    Effect::new(move |_| {
        told.track();
        let wanted = from.get();
        if wanted > 0 {
            duplicates.ask_rows(first, wanted, move |group| {
                if from.try_get_untracked() == Some(wanted) {
                    later.set(Some(group));
                }
            });
        }
    });
    let shown = Memo::new(move |_| {
        let later = later.get().filter(|_| from.get() > 0);
        later.or_else(|| told.get())
    });
    let merged = Memo::new(move |_| {
        shown.with(|group| {
            let settings = duplicates.settings.read();
            Merged::of(group.as_ref()?, settings.as_ref()?)
        })
    });
    let settled = Memo::new(move |_| {
        told.with(|group| {
            let group = group.as_ref();
            group.map(|group| group.settled.clone()).unwrap_or_default()
        })
    });
    let heading = Memo::new(move |_| told.with(|group| group.as_ref().map(heading)));
    let ways = Settlement::ALL.into_iter().map(|way| {
        let is_chosen = move || settled.with(|settled| settled.contains(&way));
        view! {
            <button
                type="button"
                class="button button--small dup__way"
                aria-pressed=move || is_chosen().to_string()
                aria-disabled=move || (!duplicates.is_checked.get()).then_some("true")
                on:click=move |_| {
                    duplicates.ask_outlook(Unsettled::Group(first), way, move |outlook| {
                        settle(way, outlook);
                    });
                }
            >
                {way_text(way)}
            </button>
        }
    });
    let facts = move || {
        let records = merged.with(|merged| merged.as_ref().map(|merged| merged.count));
        told.with(|group| group.as_ref().map(|group| facts(group, records)))
    };
    view! {
        <article class="dup panel" aria-labelledby=title_id(first)>
            <header class="dup__header">
                <h3 class="dup__title" id=title_id(first) tabindex="-1">{move || heading.get()}</h3>
                {move || told.with(|group| group.as_ref().map(|group| badge(group.likeness)))}
            </header>
            {facts}
            <div class="dup__ways" role="group" aria-label=t("dups.ways")>{ways.collect::<Vec<_>>()}</div>
            <Compare duplicates shown merged from />
        </article>
    }
}

fn heading(group: &Group) -> String {
    let rows = group.rows.iter().take(NAMED);
    let rows: Vec<String> = rows.map(|row| number(row.number)).collect();
    let more = number(group.size.saturating_sub(rows.len()) as u64);
    let is_all = group.size == rows.len();
    let rows = rows.join(&t("common.separator"));
    if is_all {
        t_with("dups.rows", &[("rows", &rows)])
    } else {
        t_with("dups.rows_more", &[("rows", &rows), ("count", &more)])
    }
}

/// How much the rows are alike.
fn badge(likeness: Likeness) -> AnyView {
    let class = match likeness {
        Likeness::Contradictory => "badge badge--warning",
        Likeness::Complementary => "badge badge--updated",
        Likeness::Same => "badge",
    };
    let key = LIKENESSES.iter().find(|(of, _)| *of == likeness);
    view! { <span class=class>{key.map(|(_, key)| t(key))}</span> }.into_any()
}

/// What the rows share, and what they come to.
fn facts(group: &Group, records: Option<usize>) -> AnyView {
    let shared = group.shared.iter().map(|Shared { kind, value, rows }| {
        let (kind, rows) = (kind_text(*kind), number(*rows as u64));
        let values = [("kind", kind.as_str()), ("value", value), ("count", &rows)];
        let text = t_with("dups.shared", &values);
        view! { <li dir="auto">{text}</li> }
    });
    let outcome = match (group.applied, records) {
        (0, _) => t("dups.nobody"),
        (1, _) => t("dups.only"),
        (_, Some(1)) => t("dups.one_record"),
        (_, Some(records)) => t_with("dups.records", &[("count", &number(records as u64))]),
        (_, None) => t("dups.too_many"),
    };
    view! {
        <div class="dup__shared">
            <span>{t("dups.kind")} ": "</span>
            <ul>{shared.collect::<Vec<_>>()}</ul>
        </div>
        <p>{outcome}</p>
    }
    .into_any()
}
