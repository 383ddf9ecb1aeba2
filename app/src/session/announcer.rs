//! What a screen reader is told of changes that are otherwise only seen.

use std::cell::Cell;

use leptos::prelude::*;

thread_local! {
    // Not a context: handlers of events run outside of any view, and need it too.
    static CURRENT: Cell<Option<Announcer>> = const { Cell::new(None) };
}

/// One more than the pieces of news that are kept: one is always empty.
const SLOTS: usize = 4;

/// Says things through the page's one polite live region.
///
/// Each piece of news has an element of its own, because a screen reader speaks of what changed: two pieces
/// soon after one another are both heard, and so is the same text twice. Old ones leave without a word.
#[derive(Clone, Copy)]
pub struct Announcer {
    slots: StoredValue<Vec<RwSignal<String>>>,
    next: StoredValue<usize>,
}

impl Announcer {
    /// The page's announcer.
    pub fn provide() -> Self {
        let slots = (0..SLOTS).map(|_| RwSignal::new(String::new()));
        let announcer = Self {
            slots: StoredValue::new(slots.collect()),
            next: StoredValue::new(0),
        };
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
        let slot = self.next.get_value();
        let next = (slot + 1) % SLOTS;
        self.next.set_value(next);
        self.slots.with_value(|slots| {
            slots[slot].set(text);
            // Only an element that was empty is sure to change when it is filled.
            slots[next].set(String::new());
        });
    }

    /// What was said lately: each text in a place of its own, empty where there is none.
    pub fn slots(self) -> Vec<RwSignal<String>> {
        self.slots.get_value()
    }
}
