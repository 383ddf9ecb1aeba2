//! What a screen reader is told of changes that are otherwise only seen.

use std::cell::Cell;

use leptos::prelude::*;

thread_local! {
    // Not a context: handlers of events run outside of any view, and need it too.
    static CURRENT: Cell<Option<Announcer>> = const { Cell::new(None) };
}

/// Says things through the page's one polite live region.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    /// The page's announcer.
    pub fn provide() -> Self {
        let announcer = Self(RwSignal::new(String::new()));
        CURRENT.set(Some(announcer));
        announcer
    }

    /// The announcer of the page one is in.
    pub fn get() -> Self {
        CURRENT
            .get()
            .expect("the page provides it before any view is built")
    }

    /// Says something.
    pub fn say(self, text: String) {
        self.0.set(text);
    }

    /// What was said last.
    pub fn text(self) -> Signal<String> {
        self.0.into()
    }
}
