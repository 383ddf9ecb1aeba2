//! The language of the page: chosen once, remembered, known to the document.

use leptos::prelude::*;

use crate::i18n::{self, Language};

const REMEMBERED: &str = "muster.language";

/// The language that the reader chose or the browser asks for.
pub fn preferred() -> Language {
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

/// Makes a language that of the texts and of the document.
pub fn activate(language: Language) {
    i18n::activate(language);
    if let Some(root) = document().document_element() {
        // The attribute exists on every element, so it can be set.
        let _ = root.set_attribute("lang", language.tag());
    }
}

/// Remembers a choice for the next visit.
pub fn remember(language: Language) {
    if let Some(storage) = storage() {
        // A full or forbidden storage only means that it is asked again.
        let _ = storage.set_item(REMEMBERED, language.tag());
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
