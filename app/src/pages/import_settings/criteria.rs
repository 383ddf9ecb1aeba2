//! What contacts are matched by, ticked and put in order by pointer or keyboard.

use import_core::settings::Criterion;
use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::components::form::ticked;
use crate::components::icon::{Icon, Shape};
use crate::i18n::{number, t, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;

/// What contacts are matched by.
///
/// The lines stay where they are and show what is in their place: so a line that is dragged, or whose
/// button has the focus, is not taken away from under the pointer or the focus.
#[component]
pub fn Criteria() -> impl IntoView {
    let session = ImportSession::get();
    let list = NodeRef::<html::Ol>::new();
    let dragged = RwSignal::new(None::<usize>);
    let drag = move |event: PointerEvent| {
        let (Some(from), Some(list)) = (dragged.get_untracked(), list.get_untracked()) else {
            return;
        };
        let to = line_at(&list, f64::from(event.client_y()));
        if let Some(to) = to.filter(|to| *to != from) {
            session.choose(|choices| choices.move_criterion(from, to));
            dragged.set(Some(to));
        }
    };
    let drop = move |_| {
        if let Some(at) = dragged.get_untracked() {
            dragged.set(None);
            announce_place(at);
        }
    };
    let lines: Vec<_> = (0..Criterion::ALL.len())
        .map(|at| view! { <Line at dragged /> })
        .collect();
    view! {
        <p class="section__lead" id="criteria-lead">{t("criteria.lead")}</p>
        <ol
            class="criteria"
            aria-labelledby="match-title"
            aria-describedby="criteria-lead"
            node_ref=list
            on:pointermove=drag
            on:pointerup=drop
            on:pointercancel=drop
        >
            {lines}
        </ol>
        <p class="section__note">{t("criteria.organizations")}</p>
    }
}

#[component]
fn Line(
    /// Its place, from 0.
    at: usize,
    /// The place of the line that is being dragged.
    dragged: RwSignal<Option<usize>>,
) -> impl IntoView {
    let session = ImportSession::get();
    let here = Memo::new(move |_| session.choices.with(|choices| choices.criteria[at]));
    let name = move || criterion_text(here.get().0);
    let step = move |to: usize| {
        move |_| {
            if to >= Criterion::ALL.len() {
                return;
            }
            session.choose(|choices| choices.move_criterion(at, to));
            announce_place(to);
            let direction = if to < at { "up" } else { "down" };
            super::focus(&format!("criterion-{direction}-{to}"));
        }
    };
    let button = move |direction: &'static str, shape, to: usize| {
        let label = move || t_with(&format!("criteria.{direction}"), &[("criterion", &name())]);
        // Not `disabled`: the focus would be lost at either end of the list.
        let is_end = to >= Criterion::ALL.len();
        view! {
            <button
                type="button"
                class="button button--quiet button--icon"
                id=format!("criterion-{direction}-{at}")
                aria-label=label
                aria-disabled=is_end.then_some("true")
                on:click=step(to)
            >
                <Icon shape />
            </button>
        }
    };
    let grab = move |event: PointerEvent| {
        event.prevent_default();
        // The list hears the pointer from now on, wherever it goes.
        let target: Option<Element> = event
            .current_target()
            .and_then(|target| target.dyn_into().ok());
        if let Some(list) = target.and_then(|target| target.closest("ol").ok().flatten()) {
            let _ = list.set_pointer_capture(event.pointer_id());
        }
        dragged.set(Some(at));
    };
    let id = format!("criterion-{at}");
    view! {
        <li
            class="criteria__line"
            class:criteria__line--off=move || !here.get().1
            class:criteria__line--dragged=move || dragged.get() == Some(at)
        >
            <span class="criteria__grip" aria-hidden="true" on:pointerdown=grab><Icon shape=Shape::Grip /></span>
            <input
                class="checkbox"
                type="checkbox"
                id=id.clone()
                prop:checked=move || here.get().1
                on:change=move |event| {
                    let is_chosen = ticked(&event);
                    session.choose(|choices| choices.criteria[at].1 = is_chosen);
                }
            />
            <label class="criteria__name" for=id>{name}</label>
            {button("up", Shape::ArrowUp, at.wrapping_sub(1))}
            {button("down", Shape::ArrowDown, at + 1)}
        </li>
    }
}

/// The place of the line at this height of the window.
fn line_at(list: &Element, height: f64) -> Option<usize> {
    let lines = list.children();
    let is_below = |at: u32| {
        let line = lines.item(at);
        line.is_some_and(|line| height < line.get_bounding_client_rect().bottom())
    };
    let last = lines.length().checked_sub(1)?;
    Some((0..last).find(|at| is_below(*at)).unwrap_or(last) as usize)
}

fn announce_place(at: usize) {
    let session = ImportSession::get();
    let criterion = session
        .choices
        .with_untracked(|choices| choices.criteria[at].0);
    let values = [
        ("criterion", criterion_text(criterion)),
        ("place", number(at as u64 + 1)),
        ("count", number(Criterion::ALL.len() as u64)),
    ];
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Announcer::get().say(t_with("criteria.moved", &values));
}

/// What a criterion is called.
pub fn criterion_text(criterion: Criterion) -> String {
    match criterion {
        Criterion::Email => t("criterion.email"),
        Criterion::Phone => t("criterion.phone"),
        Criterion::SocialWhatsapp => t("criterion.whatsapp"),
        Criterion::SocialLine => t("criterion.line"),
        Criterion::SocialTwitter => t("criterion.twitter"),
        Criterion::SocialFacebook => t("criterion.facebook"),
        Criterion::SocialInstagram => t("criterion.instagram"),
    }
}
