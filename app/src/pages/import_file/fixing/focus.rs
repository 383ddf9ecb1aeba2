//! Where the focus goes when what had it is gone: a problem that was fixed takes its buttons along.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Once the page is drawn anew, gives the focus to the `place`th element that a selector finds, or to the last of
/// them; where there is none, to the first one of the next selector. Nothing happens where something has the focus.
pub fn rescue(place: usize, selectors: &'static [&'static str]) {
    request_animation_frame(move || {
        let document = document();
        let body = document.body().map(JsCast::unchecked_into);
        if document.active_element() != body {
            return;
        }
        for (at, selector) in selectors.iter().enumerate() {
            let Ok(found) = document.query_selector_all(selector) else {
                continue;
            };
            let place = if at == 0 { place } else { 0 };
            let last = found.length().saturating_sub(1);
            let place = u32::try_from(place).unwrap_or(u32::MAX).min(last);
            let element = found
                .item(place)
                .and_then(|node| node.dyn_into::<HtmlElement>().ok());
            if let Some(element) = element {
                let _ = element.focus();
                return;
            }
        }
    });
}
