//! The language of the page: chosen once, remembered, known to the document.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, ApiError};
use crate::assets;
use crate::i18n::{self, Language, Texts};

const REMEMBERED: &str = "muster.language";

/// The language that the reader chose or the browser asks for.
fn preferred() -> Language {
    let remembered = storage().and_then(|storage| storage.get_item(REMEMBERED).ok().flatten());
    let asked = || {
        let navigator = window().navigator();
        let languages = navigator.languages();
        languages
            .iter()
            .find_map(|tag| Language::of_tag(&tag.as_string()?))
    };
    remembered
        .and_then(|tag| Language::of_tag(&tag))
        .or_else(asked)
        .unwrap_or(Language::English)
}

/// The language of the page, and how it becomes another one.
#[derive(Clone, Copy)]
pub struct PageLanguage {
    shown: RwSignal<Option<Language>>,
    wanted: RwSignal<Language>,
    is_missing: RwSignal<bool>,
}

impl PageLanguage {
    /// Asks for the texts of the preferred language.
    pub fn start() -> Self {
        let wanted = preferred();
        let language = Self {
            shown: RwSignal::new(None),
            wanted: RwSignal::new(wanted),
            is_missing: RwSignal::new(false),
        };
        language.choose(wanted);
        language
    }

    /// The language that the page is in; none before there are texts.
    pub fn shown(self) -> Option<Language> {
        self.shown.get()
    }

    /// The language that was asked for last.
    pub fn wanted(self) -> Language {
        self.wanted.get()
    }

    /// Whether the texts of the language that was asked for last could not be loaded.
    pub fn is_missing(self) -> bool {
        self.is_missing.get()
    }

    /// Makes a language that of the page, as soon as its texts are here.
    pub fn choose(self, language: Language) {
        self.wanted.set(language);
        self.is_missing.set(false);
        spawn_local(async move {
            let texts = texts(language).await;
            if self.wanted.get_untracked() != language {
                return;
            }
            match (texts, self.shown.get_untracked()) {
                (Ok(texts), shown) => {
                    activate(language, texts);
                    // What the browser asks for is not a choice.
                    if shown.is_some() {
                        remember(language);
                    }
                    self.shown.set(Some(language));
                }
                (Err(_), Some(shown)) => {
                    self.wanted.set(shown);
                    self.is_missing.set(true);
                }
                // There are no words to say it with.
                (Err(_), None) => say_that_start_failed(),
            }
        });
    }
}

/// The texts of a language, which the browser keeps for the next time.
async fn texts(language: Language) -> Result<Texts, ApiError> {
    let address = assets::address(&format!("texts-{}", language.tag()));
    api::texts(address.ok_or(ApiError::Unreadable)?)
        .send()
        .await
}

/// Makes a language that of the texts and of the document.
fn activate(language: Language, texts: Texts) {
    i18n::activate(language, texts);
    if let Some(root) = document().document_element() {
        // The attribute exists on every element, so it can be set.
        let _ = root.set_attribute("lang", language.tag());
    }
}

/// Shows what the document says of a page that could not start.
fn say_that_start_failed() {
    if let Some(text) = document().get_element_by_id("start-failed") {
        // The attribute can be taken from every element.
        let _ = text.remove_attribute("hidden");
    }
}

/// Remembers a choice for the next visit.
fn remember(language: Language) {
    if let Some(storage) = storage() {
        // A full or forbidden storage only means that it is asked again.
        let _ = storage.set_item(REMEMBERED, language.tag());
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
