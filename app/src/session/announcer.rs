//! What a screen reader is told of changes that are otherwise only seen.

use leptos::prelude::*;

/// Says things through the page's one polite live region.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    /// The page's announcer.
    pub fn provide() -> Self {
        let announcer = Self(RwSignal::new(String::new()));
        provide_context(announcer);
        announcer
    }

    /// The announcer of the page one is in.
    pub fn get() -> Self {
        expect_context()
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
