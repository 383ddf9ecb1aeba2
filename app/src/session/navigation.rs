//! The address: what it is, and going to another one without loading the page anew.
//!
//! Own, because a dozen flat addresses ask for little: a router of nested routes would be a good part of
//! the page's size. What an address shows is for [`crate::state::route`] to say.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, UrlSearchParams};

thread_local! {
    // Not a context: handlers of events run outside of any view, and need it too.
    static CURRENT: Cell<Option<Navigation>> = const { Cell::new(None) };
}

/// The address of the page.
#[derive(Clone, Copy)]
pub struct Navigation {
    path: RwSignal<String>,
    query: RwSignal<String>,
}

impl Navigation {
    /// Follows the address, and takes the clicks on links of this page.
    pub fn provide() -> Self {
        let navigation = Self {
            path: RwSignal::new(String::new()),
            query: RwSignal::new(String::new()),
        };
        navigation.read();
        CURRENT.set(Some(navigation));
        window_event_listener(ev::popstate, move |_| navigation.read());
        window_event_listener(ev::click, move |event| navigation.follow(&event));
        navigation
    }

    /// The navigation of the page one is in.
    pub fn get() -> Self {
        CURRENT
            .get()
            .expect("the page provides it before any view is built")
    }

    /// The path of the address.
    pub fn path(self) -> Signal<String> {
        self.path.into()
    }

    /// The value of a parameter of the address.
    pub fn parameter(self, name: &str) -> Option<String> {
        let query = self.query.get();
        UrlSearchParams::new_with_str(&query).ok()?.get(name)
    }

    /// Goes to another address of this page.
    pub fn go(self, address: &str) {
        if let Ok(history) = window().history() {
            // Only an address of another site is refused.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
        }
        self.read();
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Goes to another address in place of the current one, which is not come back to.
    pub fn replace(self, address: &str) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
        }
        self.read();
    }

    fn read(self) {
        let location = window().location();
        let (path, query) = (location.pathname(), location.search());
        let (path, query) = (path.unwrap_or_default(), query.unwrap_or_default());
        // The query first: whoever hears of the path finds its own.
        if self.query.with_untracked(|known| *known != query) {
            self.query.set(query);
        }
        if self.path.with_untracked(|known| *known != path) {
            self.path.set(path);
        }
    }

    /// Takes a plain click on a link of this page; everything else is the browser's.
    fn follow(self, event: &MouseEvent) {
        let is_plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if !is_plain || event.default_prevented() {
            return;
        }
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else {
            return;
        };
        let is_elsewhere = !link.target().is_empty()
            || link.has_attribute("download")
            || link.rel().contains("external")
            || Ok(link.origin()) != window().location().origin();
        let is_place_of_page = !link.hash().is_empty();
        if is_elsewhere || is_place_of_page {
            return;
        }
        event.prevent_default();
        self.go(&format!("{}{}", link.pathname(), link.search()));
    }
}

/// Goes on to another address as soon as it is shown.
#[component]
pub fn Redirect(
    /// The address.
    path: String,
) -> impl IntoView {
    let navigation = Navigation::get();
    Effect::new(move |_| navigation.replace(&path));
}
