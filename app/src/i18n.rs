//! The texts of the page, in the language of whoever reads them.
//!
//! Own, because the well-kept libraries bring an ICU or Fluent runtime that is larger than all of
//! the texts. The message files are flat: a key, a text, `{name}` for what is put in; a key that ends
//! in `.one` or `.other` is chosen by number. Numbers and dates are the browser's business (`Intl`).
//!
//! The file of a language is loaded when the language is asked for: a reader wants one of them.
//!
//! Texts are read when a view is built. A change of language builds the views anew, so nothing that
//! must outlive that may live in a view.

mod catalog;
mod format;

use std::cell::RefCell;

use self::catalog::Catalog;
pub use self::catalog::Texts;
pub use self::format::{bytes, date_time, duration, language_name, number, percent, region_name};
use crate::filling::fill;

/// A language that the page speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Language {
    English,
    Chinese,
}

impl Language {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Its BCP 47 tag: the page's `lang`, the browser's formats, the name of its message file.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// Its own name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// The language of this tag, or of the nearest one that there is.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        match primary.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }
}

thread_local! {
    // Without texts: nothing is shown before those of a language are loaded.
    static CURRENT: RefCell<Catalog> = RefCell::new(Catalog {
        language: Language::English,
        texts: Texts::new(),
    });
}

/// Makes a language the one that texts are read in from now on.
pub fn activate(language: Language, texts: Texts) {
    CURRENT.set(Catalog { language, texts });
}

/// Makes English the language of a test that is about what is said.
#[cfg(test)]
pub(crate) fn activate_english() {
    let texts = serde_json::from_str(catalog::ENGLISH);
    activate(Language::English, texts.unwrap());
}

/// The language that texts are read in.
pub fn current() -> Language {
    CURRENT.with_borrow(|catalog| catalog.language)
}

/// The text of a key.
pub fn t(key: &str) -> String {
    CURRENT.with_borrow(|catalog| catalog.text(key).to_owned())
}

/// The text of a key, with what is put in its places.
pub fn t_with(key: &str, values: &[(&str, &str)]) -> String {
    CURRENT.with_borrow(|catalog| fill(catalog.text(key), values))
}

/// The text of a key for this many: its `.one` or `.other` form, the number in `{count}`.
pub fn t_count(key: &str, count: u64) -> String {
    t_count_with(key, count, &[])
}

/// The text of a key for this many, with what else is put in its places.
pub fn t_count_with(key: &str, count: u64, values: &[(&str, &str)]) -> String {
    let form = match (current(), count) {
        (Language::English, 1) => "one",
        _ => "other",
    };
    let count = number(count);
    let mut values = values.to_vec();
    values.push(("count", &count));
    t_with(&format!("{key}.{form}"), &values)
}

/// The text of a key, where there is one: for keys that the server or a file has a say in.
pub fn t_known(key: &str, values: &[(&str, &str)]) -> Option<String> {
    CURRENT.with_borrow(|catalog| Some(fill(catalog.known(key)?, values)))
}
