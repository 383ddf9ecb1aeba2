//! Where the focus goes when what had it is gone: a problem that was fixed takes its buttons along.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::session::import::ImportSession;

/// What follows where a group is gone: another group, or the heading.
const ELSEWHERE: &[&str] = &[
    ".problem-group__summary",
    "#check-title",
    "#found-title",
    "#dups-count",
];

/// Once the page is drawn anew, gives the focus to the `place`th element that a selector finds, or to the last of
/// them; where there is none, to the first that one of `ELSEWHERE` finds. Nothing happens where something has the
/// focus, or where nothing was fixed yet: then nobody has lost it.
pub fn rescue(place: usize, selector: String) {
    let is_used = ImportSession::get()
        .fixes
        .with_untracked(|fixes| fixes.can_undo() || fixes.can_redo());
    if !is_used {
        return;
    }
    request_animation_frame(move || {
        let document = document();
        let body = document.body().map(JsCast::unchecked_into);
        if document.active_element() != body {
            return;
        }
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let found = document.query_selector_all(&selector).ok();
        let nearest =
            found.and_then(|found| found.item(place.min(found.length().saturating_sub(1))));
        let elsewhere = || {
            let mut selectors = ELSEWHERE.iter();
            let found =
                selectors.find_map(|selector| document.query_selector(selector).ok().flatten());
            found.map(JsCast::unchecked_into)
        };
        let element = nearest.or_else(elsewhere);
        if let Some(element) = element.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
